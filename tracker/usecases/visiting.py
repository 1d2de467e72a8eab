"""Visits: what the owner's rhythms leave of the budget goes to the tracks that change most, and to all now and then.

the record ──> pairs ──> rota (once a day) ──> the units most worth a call ──> looks, each recorded as a visit

Which visits are due follows from the record alone. Only what was asked in vain is kept in mind, so that a track that
says nothing does not take the calls of all others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.core.budget import DAY, used
from tracker.core.errors import Overtaken
from tracker.core.items import Purpose, Way
from tracker.core.planning.between import day_of, worth
from tracker.core.planning.bursts import OPEN_DAYS
from tracker.core.planning.room import instalment, left_a_day, room
from tracker.core.planning.rota import Rota, drawn_up
from tracker.usecases.look import Asked, look_at_tracks
from tracker.usecases.planning import plan
from tracker.usecases.rounds import duty_name, duty_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.core.budget import Limits
    from tracker.core.planning.looked import Pair, Visits
    from tracker.core.planning.rota import Unit
    from tracker.usecases.look import Looked, Observer, Turn

FRESH = timedelta(days=1)
"""Rates are learnt and shared out anew this often, and whenever the watch list has changed."""
BATCH = 10
"""So many albums go into one look: what fails loses no more."""
SETTLED = timedelta(days=OPEN_DAYS)


@dataclass(frozen=True, slots=True)
class Standing:
    """What was reckoned at a time: the rota, the calls a day that are left for visits, and the price of each check."""

    at: datetime
    of: tuple[object, ...]
    rota: Rota
    left: float
    spent: Mapping[Purpose, int]
    prices: Mapping[tuple[int, str], int]


@dataclass(slots=True)
class Visitor:
    """Everything that looks out of turn need; `asked` is when something was last asked for, in days since 1970."""

    observer: Observer
    visits: Visits
    limits: Limits
    account_market: str | None
    asked: dict[tuple[int, str, str], float] = field(default_factory=dict)
    _standing: Standing | None = None

    def standing(self) -> Standing:
        """The rota, drawn up anew if it is a day old or the watch list has changed."""
        now = self.observer.clock.now()
        of = tuple((w.id, w.markets, w.every, w.paused_at) for w in self.observer.store.all())
        known = self._standing
        if known is None or known.of != of or not timedelta(0) <= now - known.at < FRESH:
            known = self._standing = self._reckoned(now, of)
        return known

    def _reckoned(self, now: datetime, of: tuple[object, ...]) -> Standing:
        store, per_day = self.observer.store, self.limits.per_day
        planned = plan(store, self.account_market, per_day)
        week = self.visits.spent(now - timedelta(days=7))
        looks = sum(self.visits.spent(now - DAY).values())
        beside = max(0, used(store.ledger(), now) - looks)
        left = left_a_day(per_day, planned.forecast.calls_per_day, week, beside)
        out_of_turn = week.get(Purpose.SIBLING, 0) / max(1, sum(week.values()))
        rota = drawn_up(self._pairs(now), left, out_of_turn)
        prices = {
            (each.watch.id, each.market): each.calls for each in planned.ahead if each.calls is not None
        }
        return Standing(now, of, rota, left, week, prices)

    def _pairs(self, now: datetime) -> list[Pair]:
        watches = self.observer.store.all()
        markets = sorted({market for watch in watches for market in watch.markets})
        return [pair for market in markets for pair in self.visits.pairs(market, now - SETTLED)]


def pay_visits(visitor: Visitor, turn: Turn, since: datetime) -> list[Looked]:
    """Make the visits that are worth most, for the part of the day's calls that the time `since` then is worth.

    Ends at the first look that fails.
    """
    standing, now = visitor.standing(), visitor.observer.clock.now()
    calls = instalment(standing.left, day_of(since), day_of(now))
    if not standing.rota.units or calls < 1:
        return []
    ledger = visitor.observer.store.ledger()
    calls = min(calls, room(ledger, now, visitor.limits, _due(visitor, standing, now)))
    done: list[Looked] = []
    if calls < 1:
        return done
    for looked in _each_look(visitor, _most_worth(visitor, standing.rota, calls), turn):
        done.append(looked)
        if looked.failure or sum(each.calls for each in done) >= calls:
            break
    return done


def look_at_units(
    visitor: Visitor, units: Sequence[tuple[str, Sequence[str]]], watch_id: int, market: str, turn: Turn
) -> Looked | None:
    """Look at some of a watch's tracks through their albums: pairs of (place, tracks). None if it holds none of them now."""
    observer, now = visitor.observer, day_of(visitor.observer.clock.now())
    visitor.asked.update({(watch_id, market, place): now for place, _ in units})
    watch = next((each for each in observer.store.all() if each.id == watch_id and not each.paused_at), None)
    if watch is None or market not in watch.markets:
        return None
    held = {entry.track_id: entry for entry in observer.store.entries(watch_id)}
    entries = [held[track] for _, tracks in units for track in tracks if track in held]
    if not entries:
        return None
    about = frozenset(entry.track_id for entry in entries)
    return look_at_tracks(observer, watch, market, Asked(entries, Way.ALBUM, about), turn)


def _each_look(visitor: Visitor, units: Iterable[Unit], turn: Turn) -> Iterator[Looked]:
    """One look for each watch and market, of at most ten albums."""
    ordered = sorted(units, key=lambda unit: (unit.watch_id, unit.market))
    for (watch_id, market), group in groupby(ordered, key=lambda unit: (unit.watch_id, unit.market)):
        members = [(unit.place, unit.tracks) for unit in group]
        for start in range(0, len(members), BATCH):
            try:
                looked = look_at_units(visitor, members[start : start + BATCH], watch_id, market, turn)
            except Overtaken:
                return
            if looked:
                yield looked


def _most_worth(visitor: Visitor, rota: Rota, calls: int) -> list[Unit]:
    """The units for which a call is worth most now, as many as the calls pay for."""
    now, checks = day_of(visitor.observer.clock.now()), visitor.observer.store.due()
    due: list[tuple[float, Unit]] = []
    for market, units in groupby(rota.units, key=lambda unit: unit.market):
        seen = {track: day_of(at) for track, at in visitor.visits.seen(market).items()}
        for unit in units:
            last, check = _last(unit, seen, visitor.asked), checks.get(duty_name(unit.paced_by, market))
            if last is None or check is None:
                continue
            if gain := worth(unit.often, last, now, day_of(check)):
                due.append((gain, unit))
    chosen, cost = [], 0
    for _, unit in sorted(due, key=lambda each: (-each[0], each[1].key)):
        if cost >= calls:
            break
        chosen.append(unit)
        cost += unit.cost
    return chosen


def _last(unit: Unit, seen: Mapping[str, float], asked: Mapping[tuple[int, str, str], float]) -> float | None:
    """When the track of a unit that was seen longest ago was last seen, or the unit asked for in vain since."""
    times = [seen[track] for track in unit.tracks if track in seen]
    return max(min(times), asked.get(unit.key, 0.0)) if times else None


def _due(visitor: Visitor, standing: Standing, now: datetime) -> Iterator[tuple[datetime, int]]:
    """The regular checks of the next day, with their calls."""
    due = visitor.observer.store.due()
    for watch in visitor.observer.store.all():
        for market in () if watch.paused_at else watch.markets:
            at = max(now, due.get(duty_of(watch, market), now))
            while at < now + DAY:
                yield at, standing.prices.get((watch.id, market), 1)
                at += watch.every
