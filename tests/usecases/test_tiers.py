"""Checks where many can be asked for at once, where that is lost meanwhile, and what the plan makes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.imported import imported, links
from tests.living import living
from tests.usecases.test_offering import shelves
from tracker.core.history import EventKind
from tracker.core.notices import NoticeKind
from tracker.core.planning.requests import Tier
from tracker.core.tiers import reckoned
from tracker.simulator import Fault
from tracker.usecases.planning import plan

if TYPE_CHECKING:
    from pathlib import Path


def test_a_tier_that_ends_between_two_calls_costs_calls_and_no_look(
    tmp_path: Path, database_url: str
) -> None:
    """The look whose second batch is refused is complete and finds the vanish; one notice tells it, and it ends."""
    world = shelves(60)
    tracks = list(world.catalog.tracks)
    lost = tracks[-1]
    world.take_down(lost, world.start + timedelta(hours=5), ["DE"])
    with living(world, tmp_path, tier="A", database=database_url) as life:
        watch = imported(life, links(tracks))
        assert life.check(watch).calls <= -(-len(tracks) // 50) + 1  # before it is known, only some are tried
        life.service.state.faults.add(Fault(family="tracks", status=403, skip=1, times=None))
        life.service.state.faults.add(Fault(family="albums", status=403, skip=1, times=None))
        looked = life.check(watch, hours=24)
        assert (looked.failure, life.app.store.checks(None)[-1].complete) == (None, True)
        assert [(n.kind, n.kind.blinding) for n in life.app.store.notices()] == [(NoticeKind.TIER, False)]
        life.confirm()
        assert life.told() == [(EventKind.VANISHED, lost)]
        life.check(watch, hours=24)
        assert (life.app.store.notices(), reckoned(life.app.store.tier.remembered())) == ([], Tier.C)


def test_the_plan_reckons_with_the_tier(tmp_path: Path) -> None:
    """An imported list in two markets costs what its next checks really cost, in either tier."""
    for tier in ("A", "C"):
        world = shelves(60)
        with living(world, tmp_path / tier, tier=tier) as life:
            watch = imported(life, links(world.catalog.tracks), "DE", "US")
            life.check(watch)
            told = plan(life.app.store, "DE", 400)
            spent = {market: life.check(watch, market, hours=1).calls for market in ("DE", "US")}
            assert {each.market: each.calls for each in told.ahead} == spent
            assert (told.tier.batches, spent["DE"] < 10) == (tier == "A", tier == "A")
