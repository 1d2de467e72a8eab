"""Plain pairs: what is paired at once is what the whole search comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.past import GONE, added, track
from tests.core.searched import search
from tracker.core.items import Item, Kind, Place
from tracker.core.known import KnownEntry
from tracker.core.matching import match
from tracker.core.names import NAMELESS, stored_id
from tracker.core.plainly import by_ids, by_keys

IDS = st.sampled_from("abcd")
TIMES = st.sampled_from((None, 1, 2))
KEYS = st.sampled_from((None, None, None, "1-1", "1-2"))


@st.composite
def known_entries(draw: st.DrawFn, keys: st.SearchStrategy[str | None]) -> list[KnownEntry]:
    """Entries that may share ids, times and keys, and may have answered by a second id."""
    entries = []
    for n in range(draw(st.integers(0, 7))):
        name = draw(st.one_of(IDS, IDS, IDS, st.sampled_from((NAMELESS, stored_id(local("x"))))))
        answers = frozenset({name} | draw(st.sets(IDS, max_size=1)) if draw(st.booleans()) else {name})
        at, item = draw(TIMES), track(name)
        entries.append(
            KnownEntry(
                n, name, answers, None if at is None else added(at), draw(keys), item.isrc, item.title,
                item.artists, duration_ms=200_000,
            )
        )  # fmt: skip
    return entries


def local(title: str) -> Item:
    """A local file."""
    return Item(Kind.LOCAL, title=title, artists=("Home Band",), duration_ms=127_000)


SHOWN = st.one_of(
    IDS.map(track),
    IDS.map(track),
    st.tuples(IDS, IDS).map(lambda pair: replace(track(pair[0]), linked_from=pair[1])),
    IDS.map(lambda name: replace(track(name), kind=Kind.EPISODE)),
    st.sampled_from((GONE, Item(Kind.TRACK, None, playable=False), local("x"))),
    st.tuples(IDS, IDS).map(lambda pair: replace(track(pair[0]), id=pair[1], isrc=None)),
)


@st.composite
def shown_places(draw: st.DrawFn, keys: st.SearchStrategy[str | None]) -> list[Place]:
    """Places as no list was ever seen to mix them; their positions may have holes."""
    step = draw(st.sampled_from((1, 1, 2)))
    shown = draw(st.lists(st.tuples(SHOWN, TIMES, keys), max_size=8))
    return [
        Place(n * step, item, None if at is None else added(at), key)
        for n, (item, at, key) in enumerate(shown)
    ]


@pytest.mark.parametrize("keys", [st.none(), KEYS], ids=["no keys", "some keys"])
@given(data=st.data(), same=st.booleans(), exact=st.booleans())
@settings(max_examples=400)
def test_the_quick_way_comes_to_the_same_as_the_search(
    keys: st.SearchStrategy[str | None], data: st.DataObject, same: bool, exact: bool
) -> None:
    """Whatever is known and shown: the same pairs in the same order, the same added, removed and unsure."""
    entries, places = data.draw(known_entries(keys)), data.draw(shown_places(keys))
    quick = match(entries, places, same_version=same, exact=exact)
    slow = search(entries, places, same_version=same, exact=exact)
    assert tuple(quick.pairs) == slow.pairs
    assert (quick.added, quick.removed, quick.unsure) == (slow.added, slow.removed, slow.unsure)


def entry(n: int, name: str, *others: str) -> KnownEntry:
    """An entry that has answered by its own id, and by others."""
    return KnownEntry(n, name, frozenset({name, *others}), added(1))


def test_an_edited_list_leaves_only_its_edits() -> None:
    """What moved is found where it is now; of what went and came nothing is said here."""
    entries = [entry(n, name) for n, name in enumerate("abcd")]
    places = [Place(n, track(name), added(1)) for n, name in enumerate("cdxb")]
    assert by_ids(entries, places) == [entries[2], entries[3], None, entries[1]]


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        ([entry(0, "a"), entry(1, "a")], [track("a")]),
        ([entry(0, "a"), entry(1, "b", "a")], [track("a")]),
        ([entry(0, "a", "b")], [track("b"), track("a")]),
        ([entry(0, "a")], [track("a"), track("a")]),
        ([entry(0, "a")], [track("a"), replace(track("a"), linked_from="b")]),
        ([entry(0, "a")], [replace(track("a"), kind=Kind.EPISODE)]),
    ],
    ids=[
        "two entries",
        "answers of another",
        "two answers",
        "two places",
        "answers elsewhere",
        "spoken word",
    ],
)
def test_what_another_could_claim_is_left_to_the_search(entries: list[KnownEntry], shown: list[Item]) -> None:
    """An id that is not one entry's and one place's alone decides nothing by itself."""
    assert not any(by_ids(entries, [Place(n, item, added(1)) for n, item in enumerate(shown)]))


def test_a_key_given_twice_is_left_to_the_search() -> None:
    """Then the list's order decides."""
    entries = [replace(entry(n, name), key="1-1") for n, name in enumerate("ab")]
    assert by_keys(entries, [Place(0, track("a"), None, "1-1")]) is None
