"""Covers: every due track is shown, with close to the fewest calls, and the bound never lies."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.collections import HOME, collection
from tracker.core.planning.bound import affordable, relaxed
from tracker.core.planning.cover import cover, greedy, unproved
from tracker.core.planning.requests import Held, Kind, Seat, Sources, Token
from tracker.core.planning.windows import Windows, as_requests, lay_out


def small(chance: Random) -> tuple[list[str], Sources]:
    """A dozen tracks on a few albums, in two or three lists with much in between."""
    tracks = [f"t{n}" for n in range(chance.randint(1, 12))]
    lists = []
    for number in range(chance.randint(0, 3)):
        held: list[str | None] = chance.sample(tracks, chance.randint(0, len(tracks)))
        for _ in range(chance.randint(0, 3)):
            place = chance.randint(0, len(held))
            held[place:place] = [None] * chance.choice([1, 20, 49, 50])
        lists.append(Held(f"l{number}", tuple(held)))
    seats = {track: Seat(f"a{chance.randint(0, 4)}") for track in tracks if chance.random() < 0.8}
    return tracks, Sources(HOME, tuple(lists), seats)


def fewest(windows: Windows) -> int:
    """The size of the smallest cover, by trying all."""
    starts = [*range(windows.albums_at), *windows.albums]
    shows = {frozenset(windows.items[start : windows.ends[start]]) for start in starts}
    wanted = set(range(len(windows.names)))
    return next(
        size
        for size in range(len(wanted) + 1)
        if any(set().union(*some) >= wanted for some in combinations(shows, size))
    )


@given(st.integers(0, 10_000))
def test_the_bound_is_below_and_the_cover_not_below_the_best(seed: int) -> None:
    """On small collections, where all covers can be tried, the truth must lie between bound and cover."""
    tracks, sources = small(Random(seed))
    windows = lay_out(tracks, sources, home=True)
    found, best = cover(windows), fewest(windows)
    assert found.bound <= best + 1e-6
    assert best <= len(found.starts) <= best + 1


@given(st.integers(0, 10_000))
def test_any_prices_give_a_true_bound(seed: int) -> None:
    """Prices drawn by chance must never prove more calls than the best cover needs, and affordable ones neither."""
    chance = Random(seed)
    tracks, sources = small(chance)
    windows = lay_out(tracks, sources, home=True)
    prices = [chance.choice([0, 0.2, 0.5, 1, 1.5]) for _ in tracks]
    best = fewest(windows) + 1e-6
    assert relaxed(windows, prices).bound <= best
    assert sum(affordable(windows, prices)) <= best


@pytest.mark.parametrize("all_listed", [False, True])
def test_every_due_track_is_really_shown(all_listed: bool) -> None:
    """Each request must show what it says, read from the lists and albums themselves, and together all."""
    made = collection(3, 800, 12, all_listed=all_listed)
    windows = lay_out(made.tracks, made.sources, home=True)
    asked = as_requests(windows, cover(windows).starts, made.sources, HOME)
    held = {each.ref: each.tracks for each in made.sources.lists}
    for request in asked:
        if request.kind is Kind.LIST_PAGE:
            assert set(request.tracks) <= set(held[request.refs[0]][request.offset : request.offset + 50])
            assert request.token is Token.OWNER
        elif request.kind is Kind.ALBUM:
            assert {made.sources.seats[track].album for track in request.tracks} == set(request.refs)
    assert {track for request in asked for track in request.tracks} == set(made.tracks)
    assert len({(request.kind, request.refs, request.offset) for request in asked}) == len(asked)


def test_exchanges_and_prices_are_worth_their_effort() -> None:
    """Where every track is in some list, greedy pages leave gaps that the later steps must close."""
    made = collection(1, 1_000, 12, all_listed=True)
    windows = lay_out(made.tracks, made.sources, home=True)
    pages, _ = greedy(windows)
    assert len(cover(windows, 0).starts) < len(pages)
    assert cover(windows).bound > cover(windows, 0).bound
    assert len(cover(windows).starts) <= len(cover(windows, 0).starts)


def test_lists_are_the_accounts_own_market_only() -> None:
    """Elsewhere a track goes by album, or singly where it is alone."""
    sources = Sources(HOME, (Held("l", ("a", "b", "c")),), {"a": Seat("x"), "b": Seat("x"), "c": Seat("y")})
    windows = lay_out("abc", sources, home=False)
    asked = as_requests(windows, cover(windows).starts, sources, "XB")
    assert [(each.kind, each.refs, each.tracks) for each in asked] == [
        (Kind.ALBUM, ("x",), ("a", "b")),
        (Kind.TRACK, ("c",), ("c",)),
    ]
    assert {each.token for each in asked} == {Token.APP}


def test_a_long_album_is_read_by_pages() -> None:
    """What stands beyond the fiftieth place is not in the album's own answer; a track of unknown place is asked singly."""
    seats = {f"t{n}": Seat("long", n) for n in range(0, 120, 2)} | {"lost": Seat("long")}
    sources = Sources(HOME, (), seats)
    windows = lay_out(seats, sources, home=False)
    asked = as_requests(windows, cover(windows).starts, sources, "XB")
    pages = [each for each in asked if each.kind is Kind.ALBUM_PAGE]
    assert len(pages) == 3
    assert all(
        each.offset <= (sources.seats[t].place or 0) < each.offset + 50 for each in pages for t in each.tracks
    )
    assert [each.refs for each in asked if each.kind is Kind.TRACK] == [("lost",)]


@pytest.mark.parametrize("all_listed", [False, True])
def test_a_cover_without_its_bound_is_the_same_cover(all_listed: bool) -> None:
    """Who only counts calls gets those that a plan of no effort makes; also where there is no list at all."""
    made = collection(3, 2_000, 25, all_listed=all_listed)
    for home in (True, False):
        windows = lay_out(made.tracks, made.sources, home=home)
        assert unproved(windows) == cover(windows, 0).starts
