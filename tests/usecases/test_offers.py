"""Choosing in two steps: an offer writes nothing and costs a call or two; what is accepted is watched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.living import Living, living
from tracker.core.errors import UsageError
from tracker.simulator import small_world
from tracker.usecases.watching import Wish, accept, offer, quote

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.core.planning.offered import Quote
    from tracker.usecases.watching import Offer

DAY = timedelta(days=1)


def offered(life: Living, link: str, *markets: str, every: timedelta = DAY) -> Offer:
    """Ask for a thing."""
    return offer(Wish(link, markets, every), life.app.means, life.app.catalog, life.app.store)


def priced(life: Living, *offers: Offer, per_day: int = 400) -> Quote:
    """What they cost."""
    return quote(offers, life.app.store, life.app.means, per_day, life.app.clock.now())


@pytest.mark.parametrize(
    ("kind", "calls", "prices"),
    [
        ("playlist", 2, {"DE": 4, "US": 120}),
        ("album", 1, {"DE": 1, "US": 1}),
        ("artist", 2, {"DE": 3, "US": 2}),
        ("track", 1, {"DE": 1, "US": 1}),
        ("saved-tracks", 1, {"DE": 2, "US": 1}),
        ("saved-albums", 1, {"DE": 2, "US": 1}),
    ],
)
def test_an_offer_costs_a_call_or_two_and_writes_nothing(
    tmp_path: Path, kind: str, calls: int, prices: dict[str, int]
) -> None:
    """The price comes from the size alone, for every kind of thing; asking for the price again asks nobody."""
    world = small_world()
    cast = world.cast
    refs = {
        "playlist": world.big_playlist(120),
        "album": cast.album,
        "artist": cast.artist,
        "track": cast.track,
    }
    with living(world, tmp_path) as life:
        link = f"{kind}:{refs[kind]}" if kind in refs else kind
        before = life.app.catalog.calls()
        made = offered(life, link, "DE", "US")
        assert life.app.catalog.calls() - before == calls
        found = priced(life, made)
        assert found.prices[0].wanted is not None
        assert dict(found.prices[0].wanted.prices) == prices
        assert (life.app.catalog.calls() - before, life.app.store.all()) == (calls, [])


def test_what_was_accepted_costs_what_was_said(tmp_path: Path) -> None:
    """In the account's market as many calls as the offer said, after a first check; elsewhere no more than it said."""
    with living(small_world(), tmp_path) as life:
        made = offered(life, f"playlist:{life.world.cast.own_playlist}", "DE", "US")
        price = priced(life, made).prices[0].wanted
        assert price is not None
        watch = accept(made, life.app.store, life.app.clock)
        assert life.check(watch).calls == price.prices["DE"] + 1, (
            "a list that is new is read between two versions"
        )
        assert life.check(watch, hours=24).calls == price.prices["DE"]
        assert life.check(watch, "US").calls <= price.prices["US"]


def test_all_watches_are_in_the_sum(tmp_path: Path) -> None:
    """The one there is, read or not, and several offers; the same thing twice counts once."""
    with living(small_world(), tmp_path) as life:
        cast = life.world.cast
        album = life.watch(f"album:{cast.album}", "US")
        playlist = offered(life, f"playlist:{cast.own_playlist}")
        track = offered(life, f"track:{cast.track}")
        assert priced(life, playlist).unknown == 1, "nobody has read the album yet"
        life.check(album, "US")
        alone, more = priced(life, playlist), priced(life, playlist, track, track)
        assert (alone.unknown, len(alone.prices), len(more.prices)) == (0, 1, 2)
        assert alone.forecast.calls_per_day < more.forecast.calls_per_day
        life.app.store.tending.pause(album.id, life.app.clock.now())
        assert priced(life, playlist).forecast.calls_per_day == alone.forecast.calls_per_day - 1


def test_a_watch_there_is_would_be_changed(tmp_path: Path) -> None:
    """It is priced by what it holds, in its new markets and rhythm, and counts once in the sum."""
    with living(small_world(), tmp_path) as life:
        link = f"playlist:{life.world.cast.own_playlist}"
        watch = life.watch(link)
        life.check(watch)
        found = priced(life, offered(life, link, "DE", "US", every=DAY / 2))
        (price,) = found.prices
        assert (price.watch.id, price.watch.markets, price.exact) == (watch.id, ("DE", "US"), True)
        assert len(found.forecast.watches) == 1
        changed = accept(offered(life, link, "DE", "US", every=DAY / 2), life.app.store, life.app.clock)
        assert (changed.id, changed.every) == (watch.id, DAY / 2)


def test_what_is_not_there_is_no_offer(tmp_path: Path) -> None:
    """One clear line, and nothing is written."""
    with living(small_world(), tmp_path) as life:
        with pytest.raises(UsageError, match="that this app can see"):
            offered(life, f"album:{'0' * 22}")
        assert life.app.store.all() == []


def test_ways_out_are_told_where_it_does_not_fit(tmp_path: Path) -> None:
    """They speak of the new watch by its name."""
    world = small_world()
    ref = world.big_playlist(120)
    with living(world, tmp_path) as life:
        found = priced(life, offered(life, f"playlist:{ref}", "DE", "US"), per_day=100)
        assert not found.fits
        assert any("every 2d instead of 1d" in way and "then all fits" in way for way in found.ways)
        assert any("Leave out the market US" in way for way in found.ways)
