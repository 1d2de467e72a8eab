"""The price of a look where many can be asked for at once: against the bounds, over seeded collections."""

from __future__ import annotations

from math import ceil
from random import Random

import pytest

from tracker.core.known import KnownEntry
from tracker.core.planning.batched import batched_calls, seat_of, seats_of, unbatched_calls
from tracker.core.planning.bulk import least
from tracker.core.planning.requests import Seat


def collection(tracks: int, albums: int, seed: int) -> list[KnownEntry]:
    """So many tracks, spread over albums as collections are: mostly one or two of each, sometimes all of it."""
    luck = Random(seed)
    weights = [luck.paretovariate(1.1) for _ in range(albums)]
    placed = luck.choices(range(albums), weights, k=tracks)
    return [
        KnownEntry(0, f"t{n}", frozenset(), album_id=f"a{album}", disc=1, number=1 + n % 40)
        for n, album in enumerate(placed)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_a_large_collection_costs_what_it_must(seed: int) -> None:
    """5,000 tracks on about 1,550 albums: at most ceil(n/50) calls, and 1.02 times the sum of min(1/20, k/50)."""
    entries = collection(5000, 1550, seed)
    calls = batched_calls(entries)
    bound = least([each.track_id for each in entries], seats_of(entries))
    assert calls <= ceil(len(entries) / 50)
    assert bound <= calls <= 1.02 * bound
    assert calls * 7 < unbatched_calls(entries)


def test_a_seat_is_what_is_known_of_it() -> None:
    """Without an album there is none; past the first disc its place is not known, for discs are of any length."""
    assert seat_of(None, 1, 3) is None
    assert seat_of("a", 1, 3) == Seat("a", 2)
    assert seat_of("a", 2, 3) == seat_of("a", None, None) == Seat("a", None)


def test_each_album_and_each_stray_track_is_a_call_without_batches() -> None:
    """Two tracks of an album share a call, those without an album do not; what is no catalogue track costs nothing."""
    entries = [
        *(KnownEntry(0, f"t{n}", frozenset(), album_id="a") for n in range(2)),
        *(KnownEntry(0, f"u{n}", frozenset()) for n in range(2)),
        KnownEntry(0, "local:1234", frozenset()),
    ]
    assert (unbatched_calls(entries), batched_calls(entries)) == (3, 1)
