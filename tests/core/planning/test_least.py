"""One round of everything, and how few calls it could be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tracker.core.planning.least import MOST_PAIRS, whole_round
from tracker.core.planning.requests import Held, Seat, Sources, Tier
from tracker.core.planning.watched import Watched

HOME, AWAY = "XA", "XB"
TRACKS = tuple(f"t{n}" for n in range(60))
SEATS = {track: Seat(f"album{n // 6}", n % 6) for n, track in enumerate(TRACKS)}
BOTH = Watched(1, "Both", timedelta(days=1), (HOME, AWAY), TRACKS, frame=1)


def test_a_round_counts_each_market_once_for_all_watches() -> None:
    """Two pages show a list of sixty at home, ten albums show it elsewhere; who holds the same costs nothing more."""
    sources = Sources(HOME, (Held("list", TRACKS),), SEATS)
    found = whole_round([BOTH, replace(BOTH, watch=2)], sources)
    assert found
    assert (found.calls, found.at_least) == (12, 12)
    assert found.text == "One round of all that shares calls takes 12; none can do with fewer than 12."


def test_what_is_read_apart_is_no_part_of_it() -> None:
    """An album in its own market is read for itself; abroad it shares."""
    apart = replace(BOTH, apart=True)
    found = whole_round([apart], Sources(HOME, (), SEATS))
    assert found
    assert found.calls == 10


def test_with_batch_calls_twenty_albums_are_one_call() -> None:
    """Ten albums of six in either market: a call each."""
    found = whole_round([BOTH], Sources(HOME, (), SEATS, Tier.B))
    assert found
    assert (found.calls, found.at_least) == (2, 2)


def test_nothing_and_too_much_have_no_round() -> None:
    """Nobody waits for the bound of a hundred thousand."""
    assert whole_round([], Sources(HOME)) is None
    many = replace(BOTH, tracks=tuple(f"m{n}" for n in range(MOST_PAIRS // 2 + 1)))
    assert whole_round([many], Sources(HOME)) is None
