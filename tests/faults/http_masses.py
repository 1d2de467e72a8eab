"""Rows A5: everything is shown as unplayable for a while, and a real mass takedown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.faults.http_bench import ROUND, Bench, Shop, Tally, Trial, at, claims, some
from tracker.core.history import EventKind
from tracker.core.ports import EventFilter
from tracker.simulator import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.faults.table import Row, Scale

ITEMS = "playlist_items"
MASS_ROUNDS = 10
"""A real mass takedown has to be told within so many rounds."""


def masses(lent: Shop, scale: Scale) -> Iterable[Row]:
    """All rows of this module."""
    yield lent.tried(some(_nothing_playable(), scale, 2)).row("A5 nothing playable, for a while", scale)
    yield _day_long(lent, scale)
    yield _takedowns(lent, scale)


def _nothing_playable() -> Sequence[Trial]:
    """Everything is unplayable: in one answer, for a round or two everywhere, for longer by the list alone.

    Or for long and everywhere, but for reasons that speak of the account.
    """
    always = Fault(kind="all_unplayable", times=None)
    listed = replace(always, family=ITEMS)
    reasons = [
        Trial(f"reason {reason}", [replace(always, given={"reason": reason})], "any", 8)
        for reason in ("product", "explicit", "some new reason")
    ]
    return [
        Trial("in one answer", [at("page 1", kind="all_unplayable", times=1)], "any"),
        Trial("a round", [always], "any"),
        Trial("two rounds", [always], "any", 2),
        Trial("three rounds of the list", [listed], "any", 3),
        *reasons,
        Trial("five rounds of the list", [listed], "any", 5),
    ]


def _day_long(lent: Shop, scale: Scale) -> Row:
    """For a day the list alone says that nothing can be played, while every track by its own id says that it can."""
    listed = Fault(kind="all_unplayable", times=None, family=ITEMS)
    return lent.tried([Trial("eight rounds of the list", [listed], "any", 8)]).row(
        "A5 the list alone, for a day", scale
    )


def _takedowns(lent: Shop, scale: Scale) -> Row:
    """A real mass takedown is told, whole and as one incident."""
    total, lags = Tally(), []
    for share in (0.3,) if scale.quick else (0.3, 0.6, 1.0):
        made = lent.fresh()
        lags.append(_taken_down(made, share))
        total.cases += 1
        total.observations += made.tally.observations
        total.false += made.tally.false
        total.missed += made.tally.missed
        total.wrong += made.tally.wrong
    return total.row("A5 real mass takedown", scale, f"told after {lags} rounds")


def _taken_down(made: Bench, share: float) -> int:
    world, now = made.life.world, made.life.sim.now()
    entries = world.listing(world.cast.own_playlist).version_at(now).entries
    gone = {entry.item for entry in entries[: int(share * len(entries))]}
    for track in gone:
        world.take_down(track, now + ROUND / 2)
    for rounds in range(1, MASS_ROUNDS + 1):
        made.look()
        found = claims(made.life.app.store.events(EventFilter()))
        if {event.track_id for event in found if event.kind is EventKind.VANISHED} == gone:
            made.tally.wrong += [] if len({event.incident for event in found}) == 1 else ["not one incident"]
            return rounds
    made.tally.missed.append(f"{share:.0%} of the list not told")
    return MASS_ROUNDS
