"""Rows A7 to A11, A16 and A17: lives with real changes under one lasting lie, held against the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING

from tests.faults.http_bench import Tally
from tests.faults.http_life import live
from tests.faults.http_truth import held_against
from tests.faults.http_world import Scene, live_world, twins_of
from tracker.simulator import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.table import Row, Scale
    from tracker.simulator.shapes import Tier

ITEMS = "playlist_items"
Plan = Callable[[Scene], Sequence[Fault]]


def _always(kind: str, family: str = "*", **given: object) -> Plan:
    return lambda _: [Fault(kind=kind, family=family, times=None, given=given)]


def _during(first: int, last: int, kind: str, family: str = "*", **given: object) -> Plan:
    """From one round up to another, not included."""
    return lambda scene: [
        Fault(
            kind=kind,
            family=family,
            times=None,
            given=given,
            since=scene.moment(first - 0.1),
            until=scene.moment(last - 0.1),
        )
    ]


def _single_rounds(kind: str, **given: str | float) -> Plan:
    """In every seventh round."""
    return lambda scene: [
        fault for n in range(5, scene.polls, 7) for fault in _during(n, n + 1, kind, "*", **given)(scene)
    ]


def _flapping(every_h: float) -> Plan:
    """Two tracks of the list that never change really answer by another pressing's id in every second span."""

    def plan(scene: Scene) -> Sequence[Fault]:
        world = scene.world
        restless = {row.track_id for row in world.truth(scene.end, ["DE"]).availability}
        entries = world.listing(scene.playlist).versions[-1].entries
        calm = [e.item for e in entries if e.item in world.catalog.tracks and e.item not in restless]
        return [
            Fault(kind="flap", times=None, given={"track": track, "via": twins[0], "every_h": every_h})
            for track in calm
            if (twins := twins_of(world, track))
        ][:2]

    return plan


LIVES: Mapping[str, Sequence[Plan]] = {
    "A7 stale replica": (
        _during(15, 18, "stale", hours=30.0),
        _single_rounds("stale", hours=6.0),
        _during(10, 15, "stale", ITEMS, hours=30.0),
        _during(10, 17, "stale", ITEMS, hours=200.0),
        _single_rounds("stale", hours=30.0),
    ),
    "A8 version random or frozen": (
        _always("snapshot", "playlist"),
        _always("snapshot", "playlist", value="FROZEN"),
        _during(10, 13, "snapshot", "playlist"),
        _during(10, 20, "snapshot", "playlist", value="FROZEN"),
        _during(10, 11, "snapshot", "playlist", value="FROZEN"),
    ),
    "A9 market ignored": (
        _always("other_market", ITEMS, market="FR"),
        _single_rounds("other_market", market="FR"),
        _during(10, 15, "no_market"),
        _single_rounds("no_market"),
    ),
    "A10 links flap": (_flapping(3.0), _flapping(6.0)),
    "A17 smaller pages": tuple(_always("smaller_page", ITEMS, limit=limit) for limit in (7, 20, 49)),
}
TIERS: Sequence[Tier] = ("A", "B", "C")


def lives(scale: Scale) -> Iterable[Row]:
    """All rows of this module; the first checks duplicates, local files, episodes and short changes without any lie."""
    calm = Tally()
    for tier in TIERS[-1:] if scale.quick else TIERS:
        _lived(calm, scale, lambda _: [], tier)
    yield calm.row(
        "A11 no tracks, twice; A16 short changes", scale, "tiers A, B, C" if not scale.quick else "tier C"
    )
    for name, plans in LIVES.items():
        tally = Tally()
        for plan in plans[:1] if scale.quick else plans:
            _lived(tally, scale, plan, "C")
        yield tally.row(name, scale)


def _lived(tally: Tally, scale: Scale, plan: Plan, tier: Tier) -> None:
    scene = live_world(scale.of(24, 48), scale.of(24, 48), Random(scale.seed + tally.cases))
    lived = live(scene, plan(scene), tier)
    held = held_against(scene, lived.events)
    tally.cases += 1
    tally.observations += lived.observations
    tally.false += [*held.false, *held.false_edits]
    tally.wrong += lived.crashes
    tally.missed += [*held.missed, *held.missed_edits]
