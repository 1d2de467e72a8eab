"""Who is visited how often, from the pairs that are watched; and what is said of rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tracker.core.items import Purpose
from tracker.core.planning.looked import Pair
from tracker.core.planning.rates import Looks
from tracker.core.planning.rota import drawn_up
from tracker.core.planning.told import Outlook, outlook_json, outlook_texts, rate_json, rate_text

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
QUIET, RESTLESS = Looks(100, 100.0), Looks(80, 80.0, 20, 20.0)


def pair(n: int, looks: Looks = QUIET, **more: object) -> Pair:
    """A track on an album of its own, looked at once a week for a hundred days."""
    first, last = NOON - timedelta(days=100), NOON
    usual = Pair(f"t{n}", "DE", 1, f"a{n}", f"a{n}", 1 / 7, 1, looks, first, last)
    return replace(usual, **more)  # type: ignore[arg-type]


def test_what_changes_most_is_visited_most() -> None:
    """Nineteen that never changed, and one that does every fifth day."""
    rota = drawn_up([pair(0, RESTLESS), *(pair(n) for n in range(1, 20))], 20.0)
    often = {unit.place: unit.often for unit in rota.units}
    assert often["a0"] > 3 * max(v for k, v in often.items() if k != "a0")
    assert (rota.known, rota.unknown, rota.quiet) == (1, 19, 19)


def test_tracks_that_one_call_shows_are_visited_together() -> None:
    """An album of sixty costs two calls; under another watch, or in another market, it is a unit of its own."""
    album = [pair(n, album_id="a", line="a") for n in range(60)]
    others = [pair(1, market="US", album_id="a"), pair(99, watch_id=2, album_id="a"), pair(98, album_id=None)]
    rota = drawn_up([*album, *others], 50.0)
    assert {unit.key: (len(unit.tracks), unit.cost) for unit in rota.units} == {
        (1, "DE", "a"): (60, 2),
        (1, "US", "a"): (1, 1),
        (2, "DE", "a"): (1, 1),
        (1, "DE", "t98"): (1, 1),
    }


def test_a_unit_keeps_the_pace_of_its_slowest_track() -> None:
    """Only the slower watch sees all of it regularly."""
    (unit,) = drawn_up([pair(1, album_id="a", demanded=1.0), pair(2, album_id="a", paced_by=2)], 5.0).units
    assert unit.paced_by == 2


def test_where_the_rhythm_comes_oftener_nobody_visits() -> None:
    """A daily rhythm is more than ten calls a day for a hundred albums would add."""
    assert drawn_up([pair(n, demanded=1.0) for n in range(100)], 10.0).units != ()
    fast = [pair(n, demanded=24.0) for n in range(50)]
    slow = [pair(n) for n in range(50, 100)]
    visited = {unit.place for unit in drawn_up([*fast, *slow], 10.0).units}
    assert visited == {each.album_id for each in slow}


def test_nothing_is_visited_more_than_once_an_hour() -> None:
    """However much is left: calls may be left over."""
    rota = drawn_up([pair(1)], 10_000.0)
    assert [unit.often for unit in rota.units] == [24]
    assert drawn_up([pair(1, demanded=24.0)], 10_000.0).units == ()


def test_with_nothing_left_nothing_is_visited_but_rates_are_told() -> None:
    """The counts do not hang on the budget."""
    rota = drawn_up([pair(0, RESTLESS), pair(1)], 0.0)
    assert (rota.units, rota.known, rota.unknown) == ((), 1, 1)


def test_a_line_that_goes_together_is_visited_more() -> None:
    """Its bursts add to the rate of each of its tracks."""
    pairs = [pair(n, line="rights", bursts=3) for n in range(5)] + [pair(n) for n in range(5, 20)]
    units = {unit.place: unit.often for unit in drawn_up(pairs, 20.0).units}
    assert units["a0"] > units["a10"]


def test_unknown_rates_are_said_to_be_unknown() -> None:
    """In words, with their number; the rate of one that changes has bounds and days."""
    rota = drawn_up([pair(0, RESTLESS), *(pair(n) for n in range(1, 1205))], 30.0)
    told = Outlook(rota, 30.0, {Purpose.RHYTHM: 1200, Purpose.SIBLING: 4})
    known, left, calls = outlook_texts(told)
    assert known.startswith("No change rate is known for 1,204 of 1,205 tracks")
    assert "hardly ever changed" in known
    assert "30 calls a day" in left
    assert calls == "Calls of the looks of the last 7 days: 1,200 for the rhythms, 4 at siblings."
    assert outlook_json(told)["rates_unknown"] == 1204
    assert outlook_json(told)["calls_7d"]["visit"] == 0
    assert rate_text(pair(1)).startswith(
        "change rate unknown (0 changes in 100 looks after the first, from 21"
    )
    assert rate_text(pair(0, RESTLESS)).startswith("changes about once in ")
    assert rate_json(pair(1))["changes_per_day_low"] is None
    assert 0.1 < rate_json(pair(0, RESTLESS))["changes_per_day_low"] < 0.26


def test_no_visits_are_said_to_be_none() -> None:
    """And nothing is said of rates before anything was looked at."""
    known, left, calls = outlook_texts(Outlook(drawn_up([], 0.0), 0.0, {}))
    assert "nothing was looked at" in known
    assert left.startswith("Visits: none")
    assert calls.endswith("none.")
