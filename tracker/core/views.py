"""What listings and reports show: plain rows read from the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.core.offers import contradictions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.core.history import Event, Gap, Target
    from tracker.core.offers import Contradiction, Offer
    from tracker.core.planning.ahead import Ahead
    from tracker.core.replacements import Replacement, Search
    from tracker.core.watch import Watch


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check as it is recorded; `whole` if it asked for all of its watch."""

    id: int
    watch_id: int
    market: str
    way: str
    started_at: datetime
    ended_at: datetime
    complete: bool
    why: str | None
    calls: int
    observed: dict[str, int]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class WatchView:
    """One watch as `watch list` and `status` show it.

    `last_complete_at` is that of the market looked at longest ago, `complete` has every market that was ever
    looked at. `entries` are the tracks it holds now, `states` how many (track, market) pairs stand in which state,
    `suspected` its open doubts that are events, `held` those of them that belong to a mass flip.
    """

    watch: Watch
    last_complete_at: datetime | None
    due_at: datetime | None
    entries: int
    states: dict[str, int]
    suspected: int
    held: int
    gap: Gap | None
    lost: bool
    complete: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameView:
    """A name and where it came from; `kept_until` None: as long as a watch that holds the track lives.

    `learnt_at` is when it was told (None: before that was written down), `address` the page of who told it.
    """

    title: str
    artists: tuple[str, ...]
    album: str
    origin: str
    kept_until: datetime | None
    learnt_at: datetime | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class SpellView:
    """One spell of a track in a market, with both edges of doubt at either end (UTC).

    It began after `last_before` (None: it was already so when the watching began) and not after `first_seen`;
    it was last seen at `last_seen` and was over at `first_missed` (None: it goes on). `retracted`: the event that
    told of it was taken back.
    """

    market: str
    target: Target
    reason: str | None
    last_before: datetime | None
    first_seen: datetime
    last_seen: datetime | None
    first_missed: datetime | None
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class TrackView:
    """Everything that is held of one track; `note` is what its owner wrote.

    `replacements` are other ids of its recording, those that stand first; `searches` the searches that go on.
    `offers` are the service's own lists of its markets, the oldest first.
    """

    id: str
    isrc: str | None
    names: tuple[NameView, ...]
    watches: tuple[str, ...]
    spells: tuple[SpellView, ...]
    events: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    note: str | None = None
    replacements: tuple[Replacement, ...] = ()
    searches: tuple[Search, ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Where its standing list says otherwise than the spells that go on."""
        return contradictions(self.offers, {s.market: s.target for s in self.spells if not s.first_missed})


@dataclass(frozen=True, slots=True)
class BudgetView:
    """The budget as `status` shows it, and the looks that come next where they were asked for."""

    per_day: int
    used_24h: int
    parked_until: datetime | None
    parked_why: str | None
    ahead: tuple[Ahead, ...] = ()
