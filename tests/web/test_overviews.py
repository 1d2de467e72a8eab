"""Incidents, the map and activity over a real socket."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.living import Living, living
from tests.web.visitor import Visitor, visiting
from tracker.simulator import small_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Living]:
    """An album of twenty-five, twenty-two of which are greyed out in DE at one blow, and not confirmed yet."""
    world = small_world(25)
    with living(world, tmp_path) as alive:
        watch = alive.watch(f"album:{world.cast.album}", "DE", "US")
        alive.check(watch)
        alive.check(watch, "US")
        for track in world.catalog.tracks_of(world.cast.album)[:22]:
            world.take_down(track.id, world.start + timedelta(hours=1), ["DE"])
        alive.check(watch, hours=24)
        yield alive


@pytest.fixture
def visitor(life: Living) -> Iterator[Visitor]:
    """Somebody who looks at that."""
    with visiting(life.app) as each:
        yield each


def settle(life: Living) -> None:
    """Look at the suspects until the mass change is believed."""
    for _ in range(12):
        life.relook(hours=6)


def test_without_any_record_each_page_says_so(tmp_path: Path) -> None:
    """Nothing is shown as a fault that is only empty."""
    with living(small_world(), tmp_path) as life, visiting(life.app) as visitor:
        assert "No incident is on record" in visitor.text("/incidents")
        assert "No market has been observed yet" in visitor.text("/map")
        text = visitor.text("/activity")
        assert "No check has been made yet" in text
        assert "nothing is watched" in text


def test_a_held_incident_is_told_as_held(visitor: Visitor) -> None:
    """So many at once are a suspicion until they are confirmed: the page never states them."""
    text = visitor.text("/incidents")
    assert "22 tracks no longer reported as playable?" in text
    assert "not told as a fact yet" in text
    assert "confirmed;" not in text
    assert "being confirmed" in visitor.text("/incidents/1")


def test_a_confirmed_incident_says_what_its_tracks_share(life: Living, visitor: Visitor) -> None:
    """With how many are back, and its members twenty to a page, each with its link to the service."""
    settle(life)
    text = visitor.text("/incidents/1")
    assert "22 tracks no longer reported as playable</h1>" in text
    assert "none of them is playable there now" in text
    assert "All 22 are from the album “Maps of the Attic”" in text
    assert "All 22 are by The Paper Compass" in text
    assert (text.count('<th scope="row">'), text.count("open.spotify.com/track/")) == (20, 20)
    assert visitor.text("/incidents/1?page=2").count('<th scope="row">') == 2
    assert visitor.text("/incidents/1?page=99") == visitor.text("/incidents/1?page=2")


def test_an_incident_counts_those_that_are_back(life: Living, visitor: Visitor) -> None:
    """A return is counted once it is confirmed."""
    settle(life)
    track = life.world.catalog.tracks_of(life.world.cast.album)[0]
    life.world.restore(track.id, life.app.clock.now(), ["DE"])
    life.check(life.app.store.all()[0], hours=24)
    life.confirm()
    assert "22 tracks confirmed; 1 of them playable there now" in visitor.text("/incidents")


def test_an_unknown_incident_is_a_plain_page(visitor: Visitor) -> None:
    """So is a number that no database has room for."""
    assert visitor.get("/incidents/77").status_code == 404
    assert visitor.get(f"/incidents/{10**30}").status_code == 422


def test_the_map_shows_shares_where_somebody_looked(life: Living, visitor: Visitor) -> None:
    """As text and as a class; elsewhere it says that nobody did."""
    settle(life)
    text = visitor.text("/map")
    assert '<g class="low"><title>Germany: 12 % of 25 tracks playable, as of ' in text
    assert (
        '<g class="whole"><title>United States: 100 % of 25 tracks playable, as of 2 Mar 2026</title>' in text
    )
    assert '<g class="unobserved"><title>Japan: not observed</title>' in text


def test_activity_lists_checks_and_what_failed(life: Living, visitor: Visitor) -> None:
    """Each with its outcome in plain words; the calls of the day and what is due as well."""
    life.app.store.park(life.app.clock.now() + timedelta(hours=22), "quota")
    looked = life.check(life.app.store.all()[0])
    assert looked.failure is not None
    text = visitor.text("/activity")
    assert "No calls before 4 Mar 2026 04:00 UTC" in text
    assert "the service&#39;s quota of calls was used up</bdi>: 1 check" in text
    assert "25 playable" in text
    assert "3 playable, 22 greyed out" in text
    assert "2026-03-03: " in text
    assert "Look at &#34;Maps of the Attic&#34; in US" in text
    assert "Look again at what is suspected" in text
