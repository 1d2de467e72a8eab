"""What applying one decision needs to know, and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from sqlalchemy import Connection

    from tracker.core.history import Doubt, Gap, Spell
    from tracker.core.known import Known, Look


@dataclass(slots=True)
class Work:
    """One decision being written: its transaction, the past it was made from, its look, and what came of it.

    `entries` are the ids of the entries added, in order; `suspected` and `confirmed` the events' numbers.
    """

    conn: Connection
    known: Known
    look: Look
    entries: list[int] = field(default_factory=list)
    suspected: list[int] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)

    @property
    def watch_id(self) -> int:
        """The watch that was looked at."""
        return self.known.watch.id

    @property
    def market(self) -> str:
        """The market that was looked at."""
        return self.known.market

    def doubts(self) -> dict[int, Doubt]:
        """The doubts that the decision could speak of, by id."""
        found = {s.doubt.id: s.doubt for s in self.known.standings.values() if s.doubt}
        source = self.known.source_doubt
        return found | ({source.id: source} if source else {})

    def spells(self) -> dict[int, Spell]:
        """The open spells that the decision could speak of, by id."""
        return {s.spell.id: s.spell for s in self.known.standings.values() if s.spell}

    def gaps(self) -> dict[int, Gap]:
        """The open gaps that the decision could speak of, by id."""
        found = {s.gap.id: s.gap for s in self.known.standings.values() if s.gap}
        gap = self.known.gap
        return found | ({gap.id: gap} if gap else {})


def must_know(ids: Sequence[int], known: Container[int], what: str) -> None:
    """Refuse a decision that speaks of something it was not told of, or of the same thing twice."""
    strange = [i for i in ids if i not in known]
    if strange or len(set(ids)) != len(ids):
        raise StoreError(
            f"A decision speaks of {what} that are not open: {strange or ids}. Nothing was written."
        )
