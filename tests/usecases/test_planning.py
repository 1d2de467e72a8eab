"""The plan: what checks cost as they are made, what is asked next, and that nothing is asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.living import living
from tracker.core.planning.watched import as_json
from tracker.simulator import small_world
from tracker.usecases.planning import plan

if TYPE_CHECKING:
    from pathlib import Path


def test_the_plan_costs_what_checks_really_cost(tmp_path: Path) -> None:
    """For a list and for an album in two markets: the calls of the next checks are those that the plan told."""
    with living(small_world(), tmp_path) as life:
        listing = life.watch(f"playlist:{life.world.cast.own_playlist}")
        album = life.watch(f"album:{life.world.cast.album}", "DE", "US", every="1w")
        for watch, market in ((listing, "DE"), (album, "DE"), (album, "US")):
            life.check(watch, market)
        told = plan(life.app.store, "DE", 400)
        spent = {
            (w.id, m): life.check(w, m, hours=1).calls
            for w, m in ((listing, "DE"), (album, "DE"), (album, "US"))
        }
        assert {(each.watch.id, each.market): each.calls for each in told.ahead} == spent
        assert told.forecast.fits
        assert told.forecast.options == ()


def test_a_paused_watch_is_left_out_and_nothing_is_asked(tmp_path: Path) -> None:
    """It is named apart; reading the plan sends no call."""
    with living(small_world(), tmp_path) as life:
        watch = life.watch(f"album:{life.world.cast.album}")
        life.check(watch)
        before = life.service.state.ledger.total
        assert [each.watch.id for each in plan(life.app.store, "DE", 400).ahead] == [watch.id]
        life.app.store.tending.pause(watch.id, life.sim.now())
        told = plan(life.app.store, "DE", 400)
        assert (told.ahead, [each.id for each in told.paused]) == ((), [watch.id])
        assert as_json(told.forecast)["watches"] == []
        assert life.service.state.ledger.total == before
