"""One watch as a card: what the last complete checks reported, when the next is due, and its latest days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.history import State
from tracker.core.views import WatchView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.core.history import Gap
    from tracker.core.views import CheckView
    from tracker.core.watch import Watch

STRIP_DAYS = 90
"""So many days the strips reach back."""


@dataclass(frozen=True, slots=True)
class Looked:
    """As much of a check as a strip of days needs."""

    market: str
    whole: bool
    started_at: datetime
    complete: bool


@dataclass(frozen=True, slots=True)
class MarketNow:
    """A market as the latest complete check of all of a watch reported it; `check` None: there was none yet.

    `due_at` is when the next one is due, `gap` the open gap, if the watch goes unobserved there.
    """

    market: str
    check: CheckView | None
    due_at: datetime | None
    gap: Gap | None

    @property
    def at(self) -> datetime | None:
        """When that check began."""
        return self.check.started_at if self.check else None

    def number(self, *states: State) -> int:
        """How many tracks were reported in one of these states."""
        return sum(self.check.observed.get(state.value, 0) for state in states) if self.check else 0

    @property
    def playable(self) -> int:
        """How many tracks were reported as playable."""
        return self.number(State.PLAYABLE)

    @property
    def absent(self) -> int:
        """How many tracks were reported as not playable, or not at all."""
        return self.number(State.UNPLAYABLE, State.GONE)

    @property
    def share(self) -> float | None:
        """The share playable of the tracks that the check told of, from 0 to 1; None if it told of none."""
        return playable_share((self,))


@dataclass(frozen=True, slots=True)
class WatchCard:
    """One watch, live or not. `entries` counts all places that it holds, local files and episodes included."""

    watch: Watch
    entries: int
    markets: tuple[MarketNow, ...]
    suspected: int
    lost: bool
    removed_at: datetime | None
    lapsed_at: datetime | None
    looks: tuple[Looked, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of pairs of track and market that the last complete checks reported as playable."""
        return playable_share(self.markets)

    @property
    def seen_at(self) -> datetime | None:
        """The last complete check of the market looked at longest ago; None while one was never looked at."""
        seen = [each.at for each in self.markets]
        return min((at for at in seen if at), default=None) if all(seen) else None

    @property
    def due_at(self) -> datetime | None:
        """When the next check of any market is due."""
        return min((each.due_at for each in self.markets if each.due_at), default=None)

    @property
    def gap(self) -> Gap | None:
        """The open gap that began first."""
        is_open = [each.gap for each in self.markets if each.gap]
        return min(is_open, key=lambda gap: (gap.since is not None, gap.since), default=None)

    @property
    def calls_a_check(self) -> int | None:
        """What the last complete checks of all markets took together; None while one was never looked at."""
        made = [each.check.calls for each in self.markets if each.check]
        return sum(made) if len(made) == len(self.markets) else None

    @property
    def calls_a_day(self) -> float | None:
        """The same for a day, at the watch's rhythm."""
        calls = self.calls_a_check
        return None if calls is None else calls * (timedelta(days=1) / self.watch.every)

    def view(self) -> WatchView:
        """The same as listings show it, for notices and strips."""
        return WatchView(
            watch=self.watch,
            last_complete_at=self.seen_at,
            due_at=self.due_at,
            entries=self.entries,
            states={},
            suspected=self.suspected,
            held=0,
            gap=self.gap,
            lost=self.lost,
            complete={each.market: each.at for each in self.markets if each.at},
        )


@dataclass(frozen=True, slots=True)
class Standings:
    """What is known of watches beside their own rows: all of it by (watch, market) or by watch."""

    latest: Mapping[tuple[int, str], CheckView]
    due: Mapping[tuple[int, str], datetime]
    gaps: Mapping[tuple[int, str], Gap]
    entries: Mapping[int, int]
    suspected: Mapping[int, int]
    lost: frozenset[int]


def card(
    watch: Watch, known: Standings, removed_at: datetime | None, lapsed_at: datetime | None
) -> WatchCard:
    """Put a card together."""
    keys = [(watch.id, market) for market in watch.markets]
    return WatchCard(
        watch=watch,
        entries=known.entries.get(watch.id, 0),
        markets=tuple(
            MarketNow(key[1], known.latest.get(key), known.due.get(key), known.gaps.get(key)) for key in keys
        ),
        suspected=known.suspected.get(watch.id, 0),
        lost=watch.id in known.lost,
        removed_at=removed_at,
        lapsed_at=lapsed_at,
    )


def playable_share(markets: Iterable[MarketNow]) -> float | None:
    """Of all the tracks told of, those reported as playable; unknown ones count on neither side."""
    markets = tuple(markets)
    told = sum(each.playable + each.absent for each in markets)
    return sum(each.playable for each in markets) / told if told else None
