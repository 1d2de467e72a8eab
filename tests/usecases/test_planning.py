"""The plan: what checks cost as they are made, what is asked next, and that nothing is asked for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.living import living
from tracker.core.planning.watched import as_json
from tracker.simulator import small_world
from tracker.usecases.planning import next_looks, plan
from tracker.usecases.rounds import run_due

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


def test_watches_that_hold_the_same_tracks_share_their_calls(tmp_path: Path) -> None:
    """A second list of the same 120 tracks costs its version alone, and the rounds really cost what the plan said."""
    world = small_world()
    ref = world.big_playlist(120)
    copy = world.add_playlist("Copy", [entry.item for entry in world.listing(ref).versions[0].entries])
    with living(world, tmp_path) as life:
        for each in (ref, copy):
            life.watch(f"playlist:{each}")
        life.watch(f"album:{world.cast.album}")
        run_due(life.app.observer)
        told = plan(life.app.store, "DE", 400).forecast
        assert (told.calls_per_day, told.alone) == (6, 9), "two versions, three pages, an album"
        life.sim.advance(timedelta(days=1))
        before = life.app.catalog.calls()
        run_due(life.app.observer)
        assert life.app.catalog.calls() - before == told.calls_per_day


def test_what_was_never_read_has_no_price(tmp_path: Path) -> None:
    """The plan says which watches these are, and no number stands where none is known."""
    with living(small_world(), tmp_path) as life:
        watch = life.watch(f"playlist:{life.world.cast.own_playlist}")
        told = plan(life.app.store, "DE", 400)
        assert told.unread == {watch.id}
        assert [each.calls is None for each in told.ahead] == [True]
        life.check(watch)
        assert plan(life.app.store, "DE", 400).unread == frozenset()


def test_second_looks_are_among_what_is_next(tmp_path: Path) -> None:
    """A suspect is looked at before the next check of anything; only so many looks are told as were asked for."""
    world = small_world()
    track = world.listing(world.cast.own_playlist).versions[0].entries[0].item
    world.take_down(track, world.start + timedelta(hours=5))
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{world.cast.own_playlist}")
        album = life.watch(f"album:{world.cast.album}", "DE", "US", every="1w")
        for market in album.markets:
            life.check(album, market)
        life.check(watch)
        life.check(watch, hours=24)
        second, *rest = next_looks(life.app.store)
        assert (second.watch.id, second.market, second.doubts, second.calls) == (watch.id, "DE", 1, None)
        assert second.due_at == life.app.store.next_look_at()
        assert [(each.watch.id, each.calls, each.doubts) for each in rest] == [
            (watch.id, 2, 0),
            (album.id, 1, 0),
        ]
        assert len(next_looks(life.app.store, 2)) == 2
        assert plan(life.app.store, "DE", 400).ahead[0] == second
        life.app.store.tending.pause(watch.id, life.sim.now())
        assert {each.watch.id for each in next_looks(life.app.store)} == {album.id}
