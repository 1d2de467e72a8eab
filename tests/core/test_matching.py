"""Recognising entries: by the strongest sign there is, and never by guessing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.past import GONE, added, track
from tracker.core.items import Item, Kind, Place
from tracker.core.known import KnownEntry
from tracker.core.matching import Matched, match


def entry(n: int, name: str, *, at: int | None = None, key: str | None = None) -> KnownEntry:
    """The n-th known entry, with a time of adding of its own unless another is given."""
    item = track(name)
    return KnownEntry(
        n,
        name,
        frozenset({name}),
        added(n if at is None else at),
        key,
        item.isrc,
        item.title,
        item.artists,
        duration_ms=200_000,
    )


def place(n: int, item: Item, at: int | None, key: str | None = None) -> Place:
    """The n-th place of a reading."""
    return Place(n, item, None if at is None else added(at), key)


def names(matched: Matched) -> list[tuple[str, int]]:
    """Which entry was found at which position."""
    return [(e.track_id, p.position) for e, p in matched.pairs]


def test_same_version_means_same_positions() -> None:
    """Under one snapshot even a null is known by where it stands."""
    entries = [entry(0, "a", at=5), entry(1, "b", at=5)]
    assert names(match(entries, [place(0, GONE, 5), place(1, GONE, None)], same_version=True)) == [
        ("a", 0),
        ("b", 1),
    ]


def test_nulls_of_one_bulk_addition_are_told_apart_by_their_neighbours() -> None:
    """Entries added in one go share their time; those around a null still say which it is."""
    entries = [entry(n, name, at=5) for n, name in enumerate("abcd")]
    places = [place(0, track("a"), 5), place(1, GONE, 5), place(2, track("d"), 5)]
    matched = match(entries, places, same_version=False)
    assert names(matched) == [("a", 0), ("d", 2)]
    assert [e.track_id for e in matched.unsure] == ["b", "c"]
    assert matched.removed == ()


def test_as_many_nulls_as_lost_entries_are_those_entries() -> None:
    """Where nothing is missing, the nulls are what is left, in order."""
    entries = [entry(n, name, at=5) for n, name in enumerate("abcd")]
    places = [place(0, GONE, 5), place(1, track("a"), 5), place(2, GONE, 5), place(3, track("d"), 5)]
    assert ("b", 0) in names(match(entries, places, same_version=False))


def test_an_emptied_object_is_the_null_that_it_might_as_well_be() -> None:
    """An object without an id says no more than a null: the time of adding says whose it is."""
    emptied = Item(Kind.TRACK, None, playable=False)
    places = [place(0, track("a"), 1), place(1, emptied, 2), place(2, track("d"), 9)]
    matched = match([entry(1, "a"), entry(2, "b"), entry(3, "c")], places, same_version=False)
    assert names(matched) == [("a", 0), ("b", 1)]
    assert [e.track_id for e in matched.removed] == ["c"]


def test_a_null_elsewhere_leaves_a_removal_a_removal() -> None:
    """A null with its own time of adding casts no doubt on an entry of another time."""
    entries = [entry(0, "a"), entry(1, "b"), entry(2, "c")]
    matched = match(entries, [place(0, GONE, 0), place(1, track("c"), 2)], same_version=False)
    assert names(matched) == [("a", 0), ("c", 1)]
    assert [e.track_id for e in matched.removed] == ["b"]


def test_same_time_and_another_recording_is_another_entry() -> None:
    """Equal times of adding are not enough where ISRCs differ."""
    matched = match([entry(0, "a")], [place(0, track("z"), 0)], same_version=False)
    assert [e.track_id for e in matched.removed] == ["a"]
    assert len(matched.added) == 1


@pytest.mark.parametrize(("longer_ms", "same"), [(1_999, True), (2_000, True), (2_001, False)])
def test_names_need_the_duration_within_two_seconds(longer_ms: int, same: bool) -> None:
    """Without ISRCs, title, artists and duration decide."""
    known = replace(entry(0, "a"), isrc=None)
    other = replace(track("a"), id="other", isrc=None, duration_ms=200_000 + longer_ms)
    assert bool(match([known], [place(0, other, 0)], same_version=False).entries) is same


def test_an_albums_own_numbers_beat_ids() -> None:
    """A place that names itself is that place, whoever answers there."""
    entries = [entry(0, "a", key="1-1"), entry(1, "b", key="1-2")]
    places = [place(0, track("b2"), None, "1-2"), place(1, track("a"), None, "1-1")]
    assert names(match(entries, places, same_version=False)) == [("b", 0), ("a", 1)]


def test_local_files_are_known_by_their_names() -> None:
    """They have no id at all."""
    local = Item(Kind.LOCAL, title="Basement Take", artists=("Home Band",), duration_ms=127_000)
    known = KnownEntry(
        7, "local:Home Band/Basement Take/127", frozenset({"local:Home Band/Basement Take/127"}), added(3)
    )
    assert len(match([known], [place(0, local, 3)], same_version=False).entries) == 1


ENTRIES = st.lists(st.sampled_from("abcdef"), max_size=8)
EDIT = st.lists(
    st.one_of(st.integers(0, 7), st.sampled_from(["null", "new"])),
    max_size=10,
    unique_by=lambda x: x if isinstance(x, int) else id(x),
)


@given(ENTRIES, EDIT, st.booleans())
def test_matching_is_one_to_one_and_loses_nothing(
    known: list[str], edit: list[int | str], same: bool
) -> None:
    """Every entry is paired once, removed or unsure; every place is paired once or added."""
    entries = [entry(n, name) for n, name in enumerate(known)]
    places = []
    for n, step in enumerate(edit):
        if isinstance(step, int) and step < len(entries):
            places.append(place(n, track(known[step]), step))
        else:
            places.append(place(n, GONE if step == "null" else track(f"new{n}"), None))
    matched = match(entries, places, same_version=same)
    seen = [e.id for e, _ in matched.pairs] + [e.id for e in (*matched.removed, *matched.unsure)]
    assert sorted(seen) == [e.id for e in entries]
    assert sorted([p.position for _, p in matched.pairs] + [p.position for p in matched.added]) == list(
        range(len(places))
    )
