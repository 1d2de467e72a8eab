"""What is visited how often: the watched pairs, put together by the calls that show them.

Pairs of a track and a market ──> rates (fitted to all of them) ──> units ──> allotment ──> looks a day

A unit is what one call shows: the tracks of a watch on one album. It is worth the rates of all of them and costs one call
(an album of more than fifty tracks costs more). Where the owner's rhythm comes at least as often, nobody visits.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from tracker.core.planning.bursts import line_rate
from tracker.core.planning.rates import GRID, Looks, Prior, all_expected, fitted, learnt
from tracker.core.planning.requests import PAGE
from tracker.core.planning.visits import Wish, allotted
from tracker.core.watch import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.planning.looked import Pair

OFTENEST = timedelta(days=1) / SHORTEST
"""Nothing is visited more often than the shortest rhythm that an owner may set: calls may also be left over."""
USUAL = Prior()
"""What is thought of tracks as long as nothing is known of them."""
OPEN = Prior(refined=tuple(1 / len(GRID) for _ in GRID))
"""What rates are told by: every order of size is as likely beforehand, so that what is said of a track comes of its looks."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Tracks that one call shows, in a market and under a watch: to be looked at `often` a day.

    `paced_by` is the watch whose regular checks see all of them.
    """

    watch_id: int
    market: str
    place: str
    tracks: tuple[str, ...]
    cost: int
    often: float
    paced_by: int

    @property
    def key(self) -> tuple[int, str, str]:
        """What names it."""
        return (self.watch_id, self.market, self.place)


@dataclass(frozen=True, slots=True)
class Rota:
    """The units that are visited; and of how many pairs the rate is known, is not, and how many never changed."""

    units: tuple[Unit, ...] = ()
    known: int = 0
    unknown: int = 0
    quiet: int = 0

    def often_in(self, market: str) -> dict[str, float]:
        """Looks a day of the tracks that are visited in a market."""
        often: dict[str, float] = {}
        for unit in self.units:
            if unit.market == market:
                for track in unit.tracks:
                    often[track] = max(unit.often, often.get(track, 0.0))
        return often


def drawn_up(pairs: Sequence[Pair], left: float, out_of_turn: float = 0.0) -> Rota:
    """Share out `left` calls a day. `out_of_turn` is the share of all calls that went to siblings of late."""
    all_looks = [pair.looks for pair in pairs]
    known, quiet = _known(all_looks), sum(not each.changed for each in all_looks)
    told = Rota(known=known, unknown=len(pairs) - known, quiet=quiet)
    if left < 1 or not pairs:
        return told
    prior = fitted(all_looks, USUAL)
    groups = _grouped(pairs, _rates(pairs, prior))
    wishes = [group.wish for group in groups]
    calls = left + sum(wish.cost * wish.demanded for wish in wishes)
    allotment = allotted(wishes, calls, out_of_turn)
    units = []
    for group in groups:
        often = min(allotment.per_day(group.wish), OFTENEST)
        if often > group.wish.demanded:
            units.append(group.unit(often))
    return replace(told, units=tuple(units))


def _known(all_looks: Iterable[Looks]) -> int:
    """How many rates are known; looks that came to the same are judged once."""
    judged: dict[Looks, bool] = {}
    known = 0
    for looks in all_looks:
        if looks not in judged:
            judged[looks] = learnt(OPEN, looks).known
        known += judged[looks]
    return known


def _rates(pairs: Sequence[Pair], prior: Prior) -> list[float]:
    """The rate of each pair: its own, and what the bursts of its line add."""
    members: dict[tuple[str, str | None], int] = defaultdict(int)
    for pair in pairs:
        members[pair.market, pair.line] += 1
    own = all_expected(prior, (pair.looks for pair in pairs))
    return [rate + _shared(pair, members) for pair, rate in zip(pairs, own, strict=True)]


def _shared(pair: Pair, members: dict[tuple[str, str | None], int]) -> float:
    if not pair.bursts:
        return 0.0
    days = (pair.last - pair.first).total_seconds() / 86_400
    return line_rate(pair.bursts, days, members[pair.market, pair.line])


@dataclass(slots=True)
class _Group:
    """Pairs on their way to becoming a unit."""

    first: Pair
    tracks: list[str]
    rate: float
    demanded: float
    paced_by: int

    @property
    def cost(self) -> int:
        return ceil(len(self.tracks) / PAGE)

    @property
    def wish(self) -> Wish:
        return Wish(self.rate, self.cost, self.demanded)

    def unit(self, often: float) -> Unit:
        first, tracks = self.first, tuple(self.tracks)
        return Unit(first.watch_id, first.market, first.place, tracks, self.cost, often, self.paced_by)


def _grouped(pairs: Iterable[Pair], rates: Iterable[float]) -> list[_Group]:
    groups: dict[tuple[int, str, str], _Group] = {}
    for pair, rate in zip(pairs, rates, strict=True):
        group = groups.get(key := (pair.watch_id, pair.market, pair.place))
        if group is None:
            groups[key] = _Group(pair, [pair.track_id], rate, pair.demanded, pair.paced_by)
            continue
        group.tracks.append(pair.track_id)
        group.rate += rate
        if pair.demanded < group.demanded:
            group.demanded, group.paced_by = pair.demanded, pair.paced_by
    return list(groups.values())
