"""Whose a place on a page is, and which requests a round needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.core.items import NOTHING, Item, Kind, ListPage, Place
from tracker.core.known import KnownEntry
from tracker.core.planning.requests import Kind as Asking
from tracker.core.planning.requests import Seat
from tracker.core.planning.sharing import requests_for, seat_of, shown, told_by_id

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def entry(n: int, album: str | None = None, number: int | None = None, disc: int | None = 1) -> KnownEntry:
    """The n-th entry of a list, added on the n-th day."""
    track, day = f"t{n}", DAY + timedelta(days=n)
    return KnownEntry(n, track, frozenset({track}), day, album_id=album, number=number, disc=disc)


def place(n: int, item: Item | None = None) -> Place:
    """The n-th place of a page, with its own track unless another item stands there."""
    return Place(n, item or track(f"t{n}"), DAY + timedelta(days=n))


def track(ident: str, **traits: object) -> Item:
    """A playable track."""
    return Item(Kind.TRACK, ident, title="Song", playable=True, **traits)  # type: ignore[arg-type]


KNOWN = [entry(n) for n in range(60)]


def test_an_object_with_the_entry_s_id_speaks_for_itself() -> None:
    """Also where the list has changed meanwhile: it is that track, wherever it stands."""
    page = ListPage((place(50), place(51)), total=52)
    found = shown(page, 50, KNOWN)
    assert (set(found.sure), dict(found.placed)) == ({"t50", "t51"}, {})


def test_a_null_is_the_entry_that_stood_there_only_in_a_list_of_the_same_length() -> None:
    """Else any other entry may have been taken out."""
    nulls = (place(50, NOTHING), *(place(n) for n in range(51, 60)))
    assert set(shown(ListPage(nulls, total=60), 50, KNOWN).placed) == {"t50"}
    assert shown(ListPage(nulls, total=61), 50, KNOWN).placed == {}


def test_another_id_is_the_entry_s_only_at_the_same_time_of_adding() -> None:
    """A track that its owner put in the place of another was added later."""
    same = place(50, track("other"))
    later = Place(51, track("another"), DAY)
    rest = [place(n) for n in range(52, 60)]
    found = shown(ListPage((same, later, *rest), total=60), 50, KNOWN)
    assert set(found.placed) == {"t50"}
    assert (found.placed["t50"].id, found.placed["t50"].linked_from) == ("other", "t50")


def test_what_is_no_track_of_the_catalogue_says_nothing() -> None:
    """Local files and episodes keep their places and have no availability."""
    local = KnownEntry(1, "local:abc", frozenset({"local:abc"}), DAY)
    page = ListPage((Place(0, Item(Kind.LOCAL, title="Mine"), DAY),), total=1)
    found = shown(page, 0, [local])
    assert (found.sure, found.placed) == ({}, {})


def test_a_reading_tells_of_the_ids_it_names() -> None:
    """Not of nulls, of emptied objects, of places that nobody asked about, nor where it does not say whether they play."""
    unsaid = Item(Kind.TRACK, "c", title="Song")
    emptied = Item(Kind.TRACK, "d", playable=True)
    unasked = Item(Kind.TRACK, "e", title="Song", playable=True, asked=False)
    relinked = track("new", linked_from="old")
    items = [track("a"), NOTHING, unsaid, emptied, unasked, relinked]
    told = told_by_id(Place(n, item) for n, item in enumerate(items))
    assert {key: item.id for key, item in told.items()} == {"a": "a", "old": "new"}


def test_a_track_s_seat_is_its_number_on_the_first_disc() -> None:
    """On a second disc nobody knows how many come before it; without an album there is no seat."""
    assert seat_of(entry(1, "album", 3)) == Seat("album", 2)
    assert seat_of(entry(1, "album", 3, disc=2)) == Seat("album", None)
    assert seat_of(entry(1, "album")) == Seat("album", None)
    assert seat_of(entry(1)) is None


def test_a_page_is_asked_for_what_several_lists_hold_and_an_album_for_the_rest() -> None:
    """Fifty tracks on fifty albums in one list, three on one album in none."""
    listed = [entry(n, f"album{n}") for n in range(50)]
    others = [entry(n, "together", n - 99) for n in range(100, 103)]
    requests = requests_for("DE", [*listed, *others], {"list": listed})
    assert sorted((r.kind, r.refs, len(r.tracks)) for r in requests) == [
        (Asking.ALBUM, ("together",), 3),
        (Asking.LIST_PAGE, ("list",), 50),
    ]
