"""Where the rows of an export come from, and what of them is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tracker.core.panel.fields import Table

Row = tuple[Any, ...]
"""The values of one row, in the order of its table's fields."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into an export: what was still so at `since` or later (None: all), and whether names do."""

    since: datetime | None = None
    names: bool = True


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A data package that the record was once filled from, and its digest."""

    name: str
    digest: str
    filled_at: datetime


class Rows(Protocol):
    """All rows of one record, as they are at one instant."""

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table in the order of its key, a few at a time."""
        ...

    def highest(self) -> Mapping[str, int]:
        """By table, the highest number that was ever given to a row, also to one that is deleted."""
        ...


class Exported(Rows, Protocol):
    """The rows of a living record, which knows where it came from."""

    def ancestors(self) -> tuple[Ancestor, ...]:
        """The data packages that it was filled from."""
        ...


class Package(Rows, Protocol):
    """The rows of a data package, which may have been damaged or changed."""

    name: str
    digest: str

    def prove(self) -> None:
        """Raise unless every file is the one that the package tells of."""
        ...
