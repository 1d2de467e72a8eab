"""What looks cost, and which way of asking is worth it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.past import START, WATCH, listing, track
from tracker.core.history import Doubt, EventKind, Sighting, State, Target
from tracker.core.items import Way
from tracker.core.known import KnownEntry
from tracker.core.plan import away_calls, home_calls, price, relook_way, unshown
from tracker.core.rules import Rules
from tracker.core.watch import Source, Watch

ALBUM = replace(WATCH, source=Source.ALBUM, markets=("DE", "US"))


def entries(count: int, per_album: int = 12) -> list[KnownEntry]:
    """So many entries, twelve of them on each album."""
    return [KnownEntry(n, f"t{n}", frozenset({f"t{n}"}), album_id=f"a{n // per_album}") for n in range(count)]


def doubts(count: int, looks: int = 1, *, source: bool = False) -> list[Doubt]:
    """So many suspects, found by the list, each with so many looks."""
    seen = Sighting(1, START)
    target = Target(State.UNPLAYABLE)
    return [
        Doubt(n, 1, None if source else f"t{n}", "DE", target, EventKind.VANISHED, None, seen, seen, (1,) * looks, Way.LIST)
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "size", "albums", "calls"),
    [
        (Source.PLAYLIST, 1000, 90, 22),
        (Source.PLAYLIST, 0, 0, 3),
        (Source.SAVED_TRACKS, 100, 9, 3),
        (Source.ALBUM, 12, 1, 1),
        (Source.ALBUM, 51, 1, 2),
        (Source.TRACK, 1, 1, 1),
        (Source.ARTIST, 60, 11, 13),
    ],
)
def test_the_price_of_a_reading(source: Source, size: int, albums: int, calls: int) -> None:
    """Pages of fifty, the version twice for playlists, an artist's releases one by one."""
    assert home_calls(source, size, albums) == calls


def test_other_markets_go_by_album() -> None:
    """One call for an album's tracks, one for each track whose album is not known; local files cost nothing."""
    some = [*entries(24), replace(entries(1)[0], id=99, track_id="x", album_id=None)]
    some.append(replace(some[0], id=100, track_id="local:Home Band/Take/60", album_id=None))
    assert away_calls(some) == 3
    assert price(ALBUM, entries(12)).per_check == {"DE": 1, "US": 1}
    assert price(replace(ALBUM, every=timedelta(hours=12)), entries(12)).per_day == 4


@pytest.mark.parametrize(
    ("watch", "market", "size", "suspects", "way"),
    [
        (WATCH, "DE", 1000, doubts(3), Way.SINGLE),
        (WATCH, "DE", 1000, doubts(60), Way.PAGES),
        (WATCH, "DE", 1000, doubts(1, source=True), Way.LIST),
        (ALBUM, "US", 12, doubts(6), Way.ALBUM),
        (ALBUM, "US", 12, doubts(6, looks=2), Way.SINGLE),
        (replace(WATCH, source=Source.TRACK), "DE", 1, doubts(1), Way.ALBUM),
    ],
)
def test_suspects_are_asked_about_cheaply_and_otherwise(
    watch: Watch, market: str, size: int, suspects: list[Doubt], way: Way
) -> None:
    """Few suspects one by one, many by the whole list cut otherwise; the last look is always another way."""
    assert relook_way(watch, market, entries(size), suspects, Rules()) is way


def test_what_a_source_no_longer_shows_is_found() -> None:
    """The entries without a place, local files left out."""
    known = [KnownEntry(n, name, frozenset({name})) for n, name in enumerate(("a", "b", "local:x/y/1"))]
    places = listing(track("a")).places
    assert [e.track_id for e in unshown(known, [replace(p, added_at=None) for p in places])] == ["b"]
