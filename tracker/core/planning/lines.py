"""Siblings out of turn, decided from the record alone: which cases are open, and whom to look at for them.

hits (vanishes, suspected or confirmed) ──> cases, one after the other in each line and market
the looks at the line since it began    ──> how a case weighs: probes, a sweep, or nothing

Nothing is kept of a case: a restart finds it as it was, and whoever was looked at since is not asked again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.core.planning.between import day_of
from tracker.core.planning.bursts import (
    FULL,
    OPEN_DAYS,
    SIBLINGS,
    TRICKLE,
    Case,
    Experience,
    Look,
    is_hit,
    opened,
    probes,
    swept,
)
from tracker.core.planning.rates import change_chance, expected
from tracker.core.planning.rota import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.planning.looked import Hit, Pair


PURSE_DAYS = 30.0
"""The days whose calls and finds the purse is reckoned from."""


@dataclass(frozen=True, slots=True)
class Story:
    """The hits of one line in one market that belong together: no later than two days after the first."""

    market: str
    line: str
    hits: tuple[Hit, ...]

    @property
    def since(self) -> float:
        """When it began, in days since 1970."""
        return day_of(self.hits[0].began)

    def is_late(self, now: float) -> bool:
        """Whether its two days are over."""
        return now - self.since > OPEN_DAYS


@dataclass(frozen=True, slots=True)
class Sibling:
    """A watched track of a line, in days since 1970: when it was last seen, and when its next regular look is due.

    `asked` is when it was last asked for, also in vain: that says nothing of it, but is not done again for the same case.
    """

    pair: Pair
    seen: float
    due: float
    asked: float = 0.0

    @property
    def last(self) -> float:
        """When it was last seen or asked for."""
        return max(self.seen, self.asked)


def stories(hits: Iterable[Hit]) -> list[Story]:
    """The cases that those hits make, in the order of their lines."""
    found: list[Story] = []
    ordered = sorted(hits, key=lambda hit: (hit.market, hit.line, hit.missed_at, hit.track_id))
    for (market, line), group in groupby(ordered, key=lambda hit: (hit.market, hit.line)):
        current: list[Hit] = []
        for hit in group:
            if current and day_of(hit.missed_at) - day_of(current[0].began) > OPEN_DAYS:
                found.append(Story(market, line, tuple(current)))
                current = []
            current.append(hit)
        found.append(Story(market, line, tuple(current)))
    return found


def experience(told: Iterable[Story], now: float, regular: int, siblings: int) -> Experience:
    """What the cases that are over have taught.

    `regular` and `siblings` are the calls of looks in and out of turn in the last thirty days: the purse is reckoned
    from these days alone, so that no spending of long ago weighs for ever.
    """
    over = [story for story in told if story.is_late(now)]
    bursts = [story for story in over if len(story.hits) > 1]
    lately = sum(len(story.hits) for story in bursts if now - story.since <= PURSE_DAYS)
    purse = min(Experience().purse + lately + TRICKLE * regular, FULL) - siblings
    return Experience(len(over), len(bursts), sum(len(story.hits) for story in bursts), purse)


def weighed(story: Story, siblings: Sequence[Sibling]) -> Case[str] | None:
    """The case as all looks at its line have left it; None if the tracks' own rates explain its hits."""
    by_track = {each.pair.track_id: each for each in siblings}
    case: Case[str] | None = None
    for hit in story.hits:
        look = _changed(hit, by_track.get(hit.track_id))
        if case is not None:
            case = case.after(look)
        elif is_hit(look.chance):
            case = replace(opened(story.line, look), since=day_of(hit.began))
    if case is None:
        return None
    missed = {hit.track_id for hit in story.hits}
    for each in siblings:
        if each.pair.track_id not in missed and each.seen >= case.since:
            case = case.after(_quiet(each, case.since))
    return case


def probed_next(case: Case[str], siblings: Iterable[Sibling], known: Experience, probed: int) -> list[Pair]:
    """The siblings to look at after a first hit, each by a call of its own: at most four calls a case in all."""
    missed = {track_id for track_id, _ in case.hits}
    unseen = {
        each.pair.track_id: each
        for each in siblings
        if each.last < case.since and each.pair.track_id not in missed
    }
    by_call: dict[tuple[int, str], tuple[float, str]] = {}
    for track_id, each in unseen.items():
        call = (each.pair.watch_id, each.pair.place)
        by_call[call] = min(by_call.get(call, (each.due, track_id)), (each.due, track_id))
    chosen = probes(by_call.values(), known)[: max(0, SIBLINGS - probed)]
    return [unseen[track_id].pair for track_id in chosen]


def swept_next(case: Case[str], siblings: Iterable[Sibling]) -> list[Pair]:
    """All siblings not seen since the case settled, but for those that are missed already; the longest unseen first."""
    missed = {track_id for track_id, _ in case.hits}
    left = {each.pair.track_id: each for each in siblings if each.pair.track_id not in missed}
    return [left[track_id].pair for track_id in swept(((e.last, i) for i, e in left.items()), case)]


def _changed(hit: Hit, sibling: Sibling | None) -> Look[str]:
    at = day_of(hit.missed_at)
    days = at - day_of(hit.last_seen_at) if hit.last_seen_at else _rhythm(sibling)
    return Look(hit.track_id, at, days, _chance(sibling, days), changed=True)


def _quiet(sibling: Sibling, since: float) -> Look[str]:
    """The first look at a sibling since the case began: how long after the one before is not known, so a rhythm is taken."""
    days = max(_rhythm(sibling), sibling.seen - since + 1e-6)
    return Look(sibling.pair.track_id, sibling.seen, days, _chance(sibling, days), changed=False)


def _rhythm(sibling: Sibling | None) -> float:
    return 1 / sibling.pair.demanded if sibling else 1.0


def _chance(sibling: Sibling | None, days: float) -> float:
    """How likely its own rate made a change in so many days; without the vanish that is being weighed."""
    rate = expected(USUAL, sibling.pair.looks) if sibling else USUAL.mean
    return change_chance(rate, days)
