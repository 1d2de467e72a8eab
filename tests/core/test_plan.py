"""What looks cost, and which way of asking is worth it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.past import START, WATCH, listing, track
from tracker.core.history import Doubt, EventKind, Sighting, State, Target
from tracker.core.items import Way
from tracker.core.known import KnownEntry
from tracker.core.plan import asked_singly, away_calls, home_calls, price, relook_way, unshown
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


def by(way: Way, suspects: list[Doubt]) -> list[Doubt]:
    """The same suspects, come up by another way of asking."""
    return [replace(doubt, way=way) for doubt in suspects]


def massed(suspects: list[Doubt], agreed: int = 0) -> list[Doubt]:
    """The same suspects as one mass flip, of which some were agreed to by another way."""
    return [replace(doubt, held=1, independent=doubt.id < agreed) for doubt in suspects]


@pytest.mark.parametrize(
    ("source", "size", "albums", "calls"),
    [
        (Source.PLAYLIST, 1000, 90, 21),
        (Source.PLAYLIST, 0, 0, 2),
        (Source.SAVED_TRACKS, 100, 9, 3),
        (Source.ALBUM, 12, 1, 1),
        (Source.ALBUM, 51, 1, 2),
        (Source.TRACK, 1, 1, 1),
        (Source.ARTIST, 60, 11, 13),
    ],
)
def test_the_price_of_a_reading(source: Source, size: int, albums: int, calls: int) -> None:
    """Pages of fifty, the version of a playlist once, an artist's releases one by one."""
    assert home_calls(source, size, albums) == calls


def test_other_markets_go_by_album() -> None:
    """One call for an album's tracks, one for each track whose album is not known; local files cost nothing."""
    some = [*entries(24), replace(entries(1)[0], id=99, track_id="x", album_id=None)]
    some.append(replace(some[0], id=100, track_id="local:Home Band/Take/60", album_id=None))
    assert away_calls(some) == 3
    assert price(ALBUM, entries(12)).per_check == {"DE": 1, "US": 1}
    assert price(replace(ALBUM, every=timedelta(hours=12)), entries(12)).per_day == 4


@pytest.mark.parametrize(
    ("watch", "market", "suspects", "way"),
    [
        (WATCH, "DE", doubts(3), Way.SINGLE),
        (WATCH, "DE", by(Way.SINGLE, doubts(3)), Way.LIST),
        (WATCH, "DE", massed(doubts(60)), Way.PAGES),
        (WATCH, "DE", massed(doubts(60, looks=5)), Way.SINGLE),
        (WATCH, "DE", massed(doubts(60, looks=5), agreed=3), Way.PAGES),
        (WATCH, "DE", doubts(1, source=True), Way.LIST),
        (ALBUM, "US", by(Way.ALBUM, doubts(6)), Way.SINGLE),
        (ALBUM, "US", by(Way.SINGLE, doubts(6)), Way.ALBUM),
        (ALBUM, "US", massed(by(Way.ALBUM, doubts(12))), Way.ALBUM),
        (replace(WATCH, source=Source.TRACK), "DE", by(Way.SINGLE, doubts(1)), Way.ALBUM),
        (replace(WATCH, source=Source.TRACK), "DE", by(Way.ALBUM, doubts(1)), Way.SINGLE),
    ],
)
def test_suspects_are_asked_about_otherwise(
    watch: Watch, market: str, suspects: list[Doubt], way: Way
) -> None:
    """Suspects by another way than they came up by; a mass by the whole list, but for a sample at its end."""
    assert relook_way(watch, market, suspects, Rules()) is way


def test_a_sample_is_spread_over_a_mass() -> None:
    """From its beginning, middle and end, and never of those that were asked already; a small rest is all asked."""
    assert [doubt.id for doubt in asked_singly(massed(doubts(61)), Rules())] == [0, 30, 60]
    assert [doubt.id for doubt in asked_singly(massed(doubts(9), agreed=3), Rules())] == [3, 5, 8]
    assert [doubt.id for doubt in asked_singly(massed(doubts(5)), Rules())] == [0, 1, 2, 3, 4]
    assert asked_singly(doubts(9), Rules()) == doubts(9), "suspects one by one are all asked"


def test_what_a_source_no_longer_shows_is_found() -> None:
    """The entries without a place, local files left out."""
    known = [KnownEntry(n, name, frozenset({name})) for n, name in enumerate(("a", "b", "local:x/y/1"))]
    places = listing(track("a")).places
    assert [e.track_id for e in unshown(known, [replace(p, added_at=None) for p in places])] == ["b"]
