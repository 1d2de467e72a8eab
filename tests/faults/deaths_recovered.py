"""What ended begins again: what was told stands no more, and is not told a second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.faults.deaths_mortal import RHYTHM, TICK, TICKS, Mortal
from tracker.core.notices import NoticeKind
from tracker.demo.visitor import log_in

if TYPE_CHECKING:
    from collections.abc import Mapping

Deed = Callable[[Mortal], None]
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Illness:
    """A way to die of which a tracker recovers: how it begins and ends, and the notices that tell of it meanwhile."""

    kind: NoticeKind
    begins: Deed
    ends: Deed
    told: int


def _fault(**traits: object) -> Deed:
    return lambda one: one.made.service.state.faults.add(path="/v1/", times=None, **traits)


def _cleared(one: Mortal) -> None:
    one.made.service.state.faults.clear()


def _login_ages(one: Mortal) -> None:
    """Its last forty days pass, in which it is warned of at 30, 14, 7 and 1; and it ends."""
    ends = one.app.login_view().expires_at
    if ends is None:
        raise ValueError("there is no login")
    for days in (40, 29, 28, 20, 13, 10, 6, 5, 2, 0.5, 0.4):
        one.made.sim.set(ends - timedelta(days=days))
        one.tick()
    one.made.sim.set(ends + TICK)


def _clock_back(one: Mortal) -> None:
    """Set back by less than a rhythm: nothing becomes due by it."""
    one.made.sim.advance(-RHYTHM / 2)


def _clock_right(one: Mortal) -> None:
    one.made.sim.advance(RHYTHM)


ILLNESSES: Mapping[str, Illness] = {
    "500 to everything": Illness(NoticeKind.BLIND, _fault(status=500), _cleared, 3),
    "is_playable is gone": Illness(NoticeKind.API_CHANGED, _fault(kind="missing_is_playable"), _cleared, 1),
    "the login ends": Illness(NoticeKind.LOGIN, _login_ages, lambda one: log_in(one.app), 5),
    "the clock is behind": Illness(NoticeKind.CLOCK, _clock_back, _clock_right, 3),
}


def recovers(one: Mortal, illness: Illness) -> tuple[int, list[str]]:
    """How often it was told more or less than once, and the notices that still stand when all is well again."""
    illness.begins(one)
    for _ in range(1 if illness.kind is NoticeKind.CLOCK else TICKS):
        one.tick()
    stood = [notice for notice in one.standing_notices() if notice.kind is illness.kind]
    off = abs(one.told(illness.kind) - illness.told) + (not stood)
    illness.ends(one)
    for _ in range(TICKS):
        one.tick()
    off += abs(one.told(illness.kind) - illness.told)
    return off, [notice.text for notice in one.standing_notices()]
