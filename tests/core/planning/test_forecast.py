"""The forecast: what the watches cost a day, and ways out that really are ways out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.bench.collections import HOME
from tracker.core.planning.forecast import calls_per_day, forecast
from tracker.core.planning.requests import Held, Seat, Sources
from tracker.core.planning.watched import Watched, as_json

DAY = timedelta(days=1)
TRACKS = tuple(f"t{n}" for n in range(200))
SOURCES = Sources(HOME, (Held("list", TRACKS),), {track: Seat(f"a{n}") for n, track in enumerate(TRACKS)})
HERE = Watched(1, "Evenings", DAY, (HOME,), TRACKS, alone=4)
ABROAD = Watched(2, "Harbour", DAY, (HOME, "XB"), TRACKS[:50], alone=51)


def test_what_a_faster_watch_sees_is_not_asked_for_again() -> None:
    """A slow watch on the same tracks must cost nothing more, in whichever order they come."""
    slow = replace(HERE, watch=3, every=7 * DAY)
    assert calls_per_day([HERE], SOURCES) == 4
    assert calls_per_day([slow, HERE], SOURCES) == calls_per_day([HERE, slow], SOURCES) == 4
    assert calls_per_day([replace(HERE, frame=2)], SOURCES) == 6


def test_what_fits_needs_no_way_out() -> None:
    """Four calls and fifty albums abroad, well within the budget: knowledge is half a rhythm old on average."""
    found = forecast([HERE, ABROAD], SOURCES, 400)
    assert found.fits
    assert as_json(found) == {
        "calls_per_day": 54.0,
        "calls_per_day_alone": 55.0,
        "budget_per_day": 400,
        "fits": True,
        "watches": [
            {"watch": 1, "calls_per_check": 4, "every_s": 86_400, "expected_age_s": 43_200},
            {"watch": 2, "calls_per_check": 51, "every_s": 86_400, "expected_age_s": 43_200},
        ],
        "options": [],
    }


def test_what_does_not_fit_makes_everything_older() -> None:
    """With half of the calls that are needed, every age doubles."""
    found = forecast([HERE, ABROAD], SOURCES, 27)
    assert not found.fits
    assert {each.expected_age for each in found.watches} == {DAY}


def test_the_ways_out_keep_their_word() -> None:
    """The mildest sufficient ones come first, and doing what is said must save what is said."""
    found = forecast([HERE, ABROAD], SOURCES, 40)
    texts = [option.text for option in found.options]
    assert 'Check "Harbour" every 2d instead of 1d: saves 25 calls a day; then all fits.' in texts
    assert "Leave out the market XB: saves 50 calls a day; then all fits." in texts
    assert calls_per_day([HERE, replace(ABROAD, every=2 * DAY)], SOURCES) == 54 - 25
    assert calls_per_day([HERE, replace(ABROAD, markets=(HOME,))], SOURCES) == 54 - 50
    assert [option.fits for option in found.options] == sorted((o.fits for o in found.options), reverse=True)


def test_the_packed_list_is_offered_where_it_helps() -> None:
    """Two hundred tracks on as many albums in no list: four pages instead of two hundred calls."""
    found = forecast([HERE], replace(SOURCES, lists=()), 100)
    assert found.options[0].text == (
        "Keep 200 tracks in packed lists of the tracker's own (`tracker packed start`): saves 196 calls a day; then all fits."
    )
    assert not any("packed" in option.text for option in forecast([HERE, ABROAD], SOURCES, 40).options)


def test_a_hostile_name_cannot_steer_the_terminal() -> None:
    """A label may hold anything; what is invisible is written out."""
    found = forecast([replace(ABROAD, label="a\u202eb")], SOURCES, 10)
    assert any('"a[U+202E]b"' in option.text for option in found.options)
