"""The lists of markets over the simulated service: read in few calls, told where they contradict, deciding nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import ceil
from random import Random
from typing import TYPE_CHECKING

import pytest

from jobs import offers
from tests.imported import imported, links
from tests.living import Living, living
from tracker.core.budget import Limits
from tracker.core.offers import Tally
from tracker.core.planning.bulk import least
from tracker.core.planning.requests import Tier
from tracker.simulator import Fault, small_world
from tracker.usecases.offering import DUTY, EVERY, RETRY, read_offers

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.simulator import World
    from tracker.usecases.offering import Offered

DAY = timedelta(days=1)


def shelves(albums: int, seed: int = 6) -> World:
    """A world whose own album is one of many, most of them short."""
    world, luck = small_world(), Random(seed)
    for number in range(albums):
        album = world.add_album(f"Shelf {number}", [world.cast.artist])
        for _ in range(luck.choice((1, 1, 1, 2, 2, 3, 5, 12))):
            world.add_track(album_id=album.id)
    return world


def album_of(world: World) -> list[str]:
    """The tracks of the watched album."""
    return [track.id for track in world.catalog.tracks_of(world.cast.album)]


def watched(life: Living) -> None:
    """Watch and read the world's album, and count calls from here."""
    life.check(life.watch(f"album:{life.world.cast.album}", "DE", "US"))
    life.service.state.ledger.reset()


def asked(life: Living) -> dict[str, int]:
    """Calls by family, but for those that get tokens."""
    return {name: n for name, n in life.service.state.ledger.by_family.items() if name != "token"}


def test_one_call_tells_of_all_markets(tmp_path: Path, database_url: str) -> None:
    """Six tracks of one album: one call a day, without a market; a second one only where a list has changed."""
    with living(small_world(), tmp_path, tier="A", database=database_url) as life:
        watched(life)
        told = "lists of markets: 6 of 6 tracks with 1 call, 6 new or changed"
        assert [offers.work(life.app), offers.work(life.app)] == [told, ""]
        assert [call.query.count("market") for call in list(life.service.state.ledger.calls)[-1:]] == [0]
        life.sim.advance(DAY)
        assert offers.work(life.app).endswith("with 1 call, 0 new or changed")
        first, *_ = album_of(life.world)
        life.world.take_down(first, life.sim.now(), ["FR", "US"])
        life.sim.advance(DAY)
        assert offers.work(life.app).endswith("with 1 call, 1 new or changed")
        old, new = life.app.store.offers.of(first)
        assert set(old.markets) - set(new.markets) == {"FR", "US"}
        assert (old.stands, new.stands, new.before_at) == (False, True, old.last_at)
        assert old.last_at < life.sim.now() - DAY / 2 < new.first_at
        assert list(new.markets) == sorted(new.markets)
        assert life.app.store.track(first).contradictions == ()  # type: ignore[union-attr]


def test_a_catalogue_is_read_within_the_bounds(tmp_path: Path) -> None:
    """Seed 6, an imported list in 4 markets: at most n/50 calls, and 1.02 times the bound by albums in whole calls."""
    world = shelves(230)
    with living(world, tmp_path, tier="A") as life:
        life.check(imported(life, links(world.catalog.tracks), "DE", "US", "FR", "JP"))
        life.service.state.ledger.reset()
        assert "not all" not in offers.work(life.app)
        seats, spent = life.app.store.offers.seats(), asked(life)
        bound = least(seats, {track: seat for track, seat in seats.items() if seat})
        assert len(seats) == len(world.catalog.tracks)
        assert sum(spent.values()) <= min(ceil(len(seats) / 50), ceil(1.02 * bound))
        assert spent.keys() <= {"albums", "tracks"}
        assert all(
            "market" not in call.query for call in life.service.state.ledger.calls if call.family in spent
        )
        assert life.app.store.offers.tally() == Tally(len(seats), len(seats), 0)


def test_in_tier_c_one_refused_call_a_day_is_all(tmp_path: Path) -> None:
    """The refusal is the answer, and it is remembered: by looks and by this job alike."""
    with living(small_world(), tmp_path, tier="C") as life:
        watched(life)
        assert offers.work(life.app) == "The service gives this app no lists of markets."
        assert (asked(life), life.app.store.tier.remembered().tier) == ({"tracks": 1}, Tier.C)  # type: ignore[union-attr]
        for _ in range(3):
            life.sim.advance(DAY / 4)
            assert offers.work(life.app) == ""
        assert asked(life) == {"tracks": 1}
        assert life.app.store.offers.tally() == Tally(0, 0, 0)


@pytest.mark.parametrize(("listed", "plays"), [(False, True), (True, False)])
def test_a_list_that_contradicts_what_plays_is_told_and_decides_nothing(
    tmp_path: Path, listed: bool, plays: bool
) -> None:
    """An empty list of a track that plays, or a country on it where it does not: said, and neither vanish nor return."""
    world = small_world()
    track = album_of(world)[0]
    if not plays:
        world.take_down(track, world.start - DAY, ["DE"])
    with living(world, tmp_path, tier="B") as life:
        watched(life)
        given = {"track": track, "markets": ["DE", "US"] if listed else []}
        life.service.state.faults.add(Fault(kind="offered", times=None, given=given))
        for _ in range(4):
            offers.work(life.app)
            life.sim.advance(DAY)
            life.check(life.app.store.all()[0])
            life.confirm()
        view = life.app.store.track(track)
        assert view is not None
        assert [(each.market, each.listed) for each in view.contradictions] == [("DE", listed)]
        assert life.app.store.offers.tally() == Tally(6, 6, 1)
        assert (view.events, len(view.spells)) == ((), 1)


def test_only_what_the_budget_spares_is_spent(tmp_path: Path) -> None:
    """Nothing to spare: nothing is asked, and it is tried again in an hour. A part is no whole reading and ends no list."""
    world = shelves(230)
    with living(world, tmp_path, tier="A") as life:
        life.check(imported(life, links(world.catalog.tracks)))
        offers.work(life.app)
        known = life.app.store.offers.tally()
        assert known.tracks == len(world.catalog.tracks)
        read_at = life.app.store.offers.of(next(iter(world.catalog.tracks)))[0].last_at
        life.sim.advance(DAY + RETRY)
        life.service.state.ledger.reset()
        for per_day, spared in ((0, 0), (6, 3)):
            outcome = read_with(life, Limits(per_day, 1000))
            assert (outcome.calls, outcome.changed, outcome.whole) == (spared, 0, False)
            assert sum(asked(life).values()) == spared
            assert life.app.store.due()[DUTY] - life.sim.now() <= (EVERY if spared else RETRY)
            life.sim.advance(RETRY)
        assert life.app.store.offers.tally() == known
        assert {life.app.store.offers.of(track)[0].last_at for track in world.catalog.tracks} == {read_at}


def read_with(life: Living, limits: Limits) -> Offered:
    """One reading under other limits."""
    offered = read_offers(replace(life.app.offering, limits=limits))
    assert offered is not None
    return offered


def test_a_reading_that_stumbles_is_tried_again_in_an_hour(tmp_path: Path) -> None:
    """What failed in passing is due again soon, and says why; nothing was written."""
    with living(small_world(), tmp_path, tier="A") as life:
        watched(life)
        life.service.state.faults.add(Fault(family="albums", status=503, times=None))
        life.service.state.faults.add(Fault(family="tracks", status=503, times=None))
        assert "stumbled" in offers.work(life.app)
        life.service.state.faults.clear()
        assert offers.work(life.app) == ""
        life.sim.advance(RETRY)
        assert "6 new or changed" in offers.work(life.app)


@pytest.mark.parametrize(
    "value", [None, "DE", ["DE", 7], ["de"], ["DEU"], {}, ["DE"] * 677], ids=lambda value: str(value)[:12]
)
def test_a_list_of_another_shape_is_no_list(tmp_path: Path, value: object) -> None:
    """Not only codes, or no list at all: nothing is known of the track, which is not the same as an empty list."""
    with living(small_world(), tmp_path, tier="A") as life:
        watched(life)
        life.service.state.faults.add(
            Fault(kind="field_type", times=None, given={"name": "available_markets", "value": value})
        )
        assert "0 of 6 tracks" in offers.work(life.app)
        assert life.app.store.offers.tally() == Tally(0, 0, 0)
