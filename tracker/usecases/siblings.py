"""After a vanish: four siblings are looked at, and if these vanish too, all that share the line; within half the budget.

    hits ──> an open case ──> probes at once ──> a second hit ──> an hour after the first: the sweep

Which cases are open and who has been looked at since follows from the record: see `core/planning/lines.py`. No duty of a
watch is moved: the regular checks keep their phase.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.budget import DAY
from tracker.core.errors import Overtaken
from tracker.core.items import Purpose
from tracker.core.planning.between import day_of
from tracker.core.planning.bursts import HALF
from tracker.core.planning.lines import (
    PURSE_DAYS,
    Sibling,
    Story,
    experience,
    probed_next,
    stories,
    swept_next,
    weighed,
)
from tracker.core.planning.looked import REMEMBERED
from tracker.usecases.look import Turn
from tracker.usecases.rounds import duty_of
from tracker.usecases.turns import due_slot
from tracker.usecases.visiting import BATCH, SETTLED, look_at_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.core.planning.bursts import Experience
    from tracker.core.planning.looked import Pair
    from tracker.usecases.look import Looked
    from tracker.usecases.visiting import Visitor

DUTY = "siblings"
EVERY, RETRY = timedelta(minutes=10), timedelta(minutes=30)
"""How often the open cases are weighed anew, and how soon again after a failure."""


def look_at_siblings(visitor: Visitor, *, fresh: bool = False) -> list[Looked]:
    """Look at the siblings that open cases ask for, in one process at a time; `fresh`: something was suspected just now."""
    observer = visitor.observer
    now = observer.clock.now()
    slot = due_slot(observer.store, DUTY, now, RETRY)
    if slot is None and fresh:
        slot = observer.store.due_at(DUTY, now)
    if slot is None:
        return []
    with observer.turns.taken(DUTY, slot) as claim:
        if claim is None:
            return []
        done = list(_each_look(visitor, Turn(claim, purpose=Purpose.SIBLING)))
        failed = bool(done) and done[-1].failure is not None
        observer.store.done(claim, observer.clock.now() + (RETRY if failed else EVERY))
    return done


def _each_look(visitor: Visitor, turn: Turn) -> Iterator[Looked]:
    """All cases in turn; ends at the first look that fails."""
    now = visitor.observer.clock.now()
    if not visitor.visits.hits(now - SETTLED):
        return
    told = stories(visitor.visits.hits(now - REMEMBERED))
    known = _experience(visitor, told)
    for story in told:
        if story.is_late(day_of(now)):
            continue
        siblings = _siblings(visitor, story)
        wanted = _wanted(visitor, story, siblings, known)
        for looked in _looks(visitor, wanted, siblings, turn):
            yield looked
            if looked.failure:
                return


def _experience(visitor: Visitor, told: list[Story]) -> Experience:
    now = visitor.observer.clock.now()
    spent = visitor.visits.spent(now - timedelta(days=PURSE_DAYS))
    regular = spent.get(Purpose.RHYTHM, 0) + spent.get(Purpose.VISIT, 0)
    return experience(told, day_of(now), regular, spent.get(Purpose.SIBLING, 0))


def _siblings(visitor: Visitor, story: Story) -> list[Sibling]:
    """The watched tracks of the line."""
    store, market = visitor.observer.store, story.market
    pairs = visitor.visits.pairs(market, visitor.observer.clock.now() - SETTLED, line=story.line)
    seen = visitor.visits.seen(market, {pair.track_id for pair in pairs})
    slots = store.due()
    due = {w.id: day_of(slot) for w in store.all() if (slot := slots.get(duty_of(w, market)))}
    return [
        Sibling(
            pair,
            day_of(seen.get(pair.track_id, pair.last)),
            due.get(pair.watch_id, 0.0),
            visitor.asked.get((pair.watch_id, market, pair.place), 0.0),
        )
        for pair in pairs
    ]


def _wanted(visitor: Visitor, story: Story, siblings: list[Sibling], known: Experience) -> list[Pair]:
    now = day_of(visitor.observer.clock.now())
    case = weighed(story, siblings)
    if case is None or not case.is_open(now):
        return []
    if case.is_burst(known):
        return swept_next(case, siblings) if now >= case.settled else []
    tracks = {each.pair.track_id for each in siblings}
    probed = visitor.visits.probed(story.market, story.hits[0].began, tracks)
    return probed_next(case, siblings, known, probed)


def _looks(
    visitor: Visitor, wanted: Iterable[Pair], siblings: Iterable[Sibling], turn: Turn
) -> Iterator[Looked]:
    """One look for each watch, of at most ten albums, never beyond half of a day's calls even at their dearest."""
    chosen: dict[tuple[int, str], dict[str, list[str]]] = defaultdict(dict)
    for pair in wanted:
        chosen[pair.watch_id, pair.market].setdefault(pair.place, [])
    for each in siblings:  # what the same call shows is looked at as well
        places = chosen.get((each.pair.watch_id, each.pair.market), {})
        if each.pair.place in places:
            places[each.pair.place].append(each.pair.track_id)
    for (watch_id, market), places in chosen.items():
        left = list(places.items())
        while left:
            batch = _affordable(left[:BATCH], _purse(visitor))
            if not batch:
                return
            left = left[len(batch) :]
            try:
                looked = look_at_units(visitor, batch, watch_id, market, turn)
            except Overtaken:
                return
            if looked:
                yield looked


def _purse(visitor: Visitor) -> int:
    """What looks at siblings may still cost: half of the budget, less those of the last 24 hours."""
    spent = visitor.visits.spent(visitor.observer.clock.now() - DAY).get(Purpose.SIBLING, 0)
    return int(HALF * visitor.limits.per_day) - spent


def _affordable(units: Iterable[tuple[str, list[str]]], purse: int) -> list[tuple[str, list[str]]]:
    """As many as the purse pays for if each album is gone, each track has to be asked for, and none of them is believed."""
    chosen, dearest = [], 0
    for place, tracks in units:
        dearest += 1 + len(tracks) + 1
        if dearest > purse:
            break
        chosen.append((place, tracks))
    return chosen
