"""What the watches hold, as lightly as planning needs it: no names, no states."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from tracker.core.planning.requests import Held, Tier


class Stand(NamedTuple):
    """A place of a watch: its track, and where that stands on which album, if it is known.

    `place` counts from 0; it is known on first discs only, for nobody tells how long those are.
    """

    track_id: str
    album_id: str | None
    place: int | None


class Suspects(NamedTuple):
    """The suspects of one watch in one market: how many there are, and when the first wants another look."""

    watch_id: int
    market: str
    size: int
    due_at: datetime


class Holdings(Protocol):
    """What the record tells a planner."""

    def stands(self, watches: Collection[int]) -> Mapping[int, tuple[Stand, ...]]:
        """The places of these watches as their last complete checks left them, in order.

        Of an imported list that was not looked at yet its places as its owner left them.
        """

    def packed(self) -> tuple[Held, ...]:
        """The tracker's own packed lists that stand."""

    def tier(self) -> Tier:
        """What the service was last seen to allow this app; C where nobody has looked."""

    def suspects(self, most: int) -> list[Suspects]:
        """The suspects that want a look soonest, those of paused watches left out."""
