"""The outlook of watches that are checked each for itself: prices, ages and ways out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tracker.core.planning.forecast import Apart, Watched, as_json, outlook

DAY = timedelta(days=1)
LIST = Watched(1, "Long Evenings", DAY, ("DE",), ())
ALBUMS = Watched(2, "Everything", DAY, ("DE", "US", "FR"), ())
PRICES = Apart({(1, "DE"): 22, (2, "DE"): 30, (2, "US"): 60, (2, "FR"): 60}, "DE")


def test_what_fits_keeps_its_rhythm_and_needs_no_way_out() -> None:
    """The mean age is half a rhythm."""
    found = outlook([LIST, ALBUMS], PRICES, 400)
    assert (found.calls_per_day, found.fits, found.options) == (172, True, ())
    assert [each.calls_per_check for each in found.watches] == [22, 150]
    assert {each.expected_age for each in found.watches} == {DAY / 2}


def test_what_does_not_fit_slips_and_is_offered_ways_out() -> None:
    """All ages grow alike; what suffices comes first; the first market of a watch is never given up."""
    found = outlook([LIST, ALBUMS], PRICES, 100)
    assert not found.fits
    assert found.watches[0].expected_age == pytest.approx(DAY / 2 * 1.72, rel=1e-6)
    fits = [option.fits for option in found.options]
    assert fits == sorted(fits, reverse=True)
    texts = [option.text for option in found.options]
    assert 'Check "Everything" every 2d instead of 1d: saves 75 calls a day; then all fits.' in texts
    assert "Leave out the market US: saves 60 calls a day; it does not suffice alone." in texts
    assert not any("market DE" in text or "packed" in text for text in texts)


def test_the_json_is_the_promised_one() -> None:
    """Keys and units as the documents say."""
    told = as_json(outlook([LIST], PRICES, 400))
    assert told == {
        "calls_per_day": 22.0,
        "budget_per_day": 400,
        "fits": True,
        "watches": [{"watch": 1, "calls_per_check": 22, "every_s": 86400, "expected_age_s": 43200}],
        "options": [],
    }
