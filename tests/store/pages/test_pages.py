"""The queries of the pages in either kind of database, beyond what the pages' own tests reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.store.looks import (
    PLAYABLE,
    UNPLAYABLE,
    draft,
    first_reading,
    hours,
    item,
    knowledge,
    record,
    suspicion,
    watch_list,
)
from tracker.core.decision import AddEntry, CloseSpell, Confirm, LearnTrack, OpenGap, OpenSpell, Reorder
from tracker.core.history import EventKind, Sighting, State
from tracker.core.pages.watch import Show, Sort, Wanted, WatchPage
from tracker.store.pages.cards import count_watches, page_of_cards
from tracker.store.pages.home import home
from tracker.store.pages.watch import watch_page

if TYPE_CHECKING:
    from tracker.core.decision import Change
    from tracker.core.pages.home import Home
    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore


@pytest.fixture
def watch(store: SqlStore) -> Watch:
    """A watch that has read a list of four."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2", "t3", "t4"])
    return watch


def confirmed(store: SqlStore, watch: Watch, at: float, *tracks: str, held: bool = False) -> None:
    """Tracks that were suspected at an hour and confirmed half an hour later."""
    record(store, draft(watch, at), *(suspicion(each, Sighting(1, hours(0)), held=held) for each in tracks))
    doubts = [each.id for each in store.doubts(hours(at + 100))]
    record(store, draft(watch, at + 0.5), *map(Confirm, doubts), *turned(store, watch, at, *tracks))


def turned(store: SqlStore, watch: Watch, at: float, *tracks: str) -> list[Change]:
    """The changes by which tracks that were playable are so no more."""
    known, seen, missed = (
        knowledge(store, watch, watch.markets[0]),
        Sighting(1, hours(0)),
        Sighting(2, hours(at)),
    )
    spells = [(track, known.standing(track).spell) for track in tracks]
    ended = [CloseSpell(spell.id, seen, missed) for _, spell in spells if spell]
    return [*ended, *(OpenSpell(track, UNPLAYABLE, "market", seen, missed) for track in tracks)]


def first_page(store: SqlStore, at: float, days: int = 30, page: int = 1) -> Home:
    """The first page at an hour."""
    return store.ask(home, hours(at), days, page)


def shown(store: SqlStore, watch: Watch, wanted: Wanted, at: float = 50) -> list[str]:
    """The tracks that a page of a watch shows."""
    return [row.track_id for row in page(store, watch, wanted, at).entries.rows]


def page(store: SqlStore, watch: Watch, wanted: Wanted, at: float = 50) -> WatchPage:
    """A page of a watch."""
    found = store.ask(watch_page, watch.id, wanted, hours(at))
    assert found
    return found


def test_one_row_a_track_the_latest_first(store: SqlStore, watch: Watch) -> None:
    """A page beyond the last one is empty, but knows how many there are."""
    confirmed(store, watch, 2, "t1")
    confirmed(store, watch, 9, "t3")
    told = first_page(store, 50).vanished
    assert ([lost.newest.track_id for lost in told.rows], told.size) == (["t3", "t1"], 2)
    beyond = first_page(store, 50, page=2).vanished
    assert (beyond.rows, beyond.size) == ((), 2)


def test_a_mass_change_is_no_row(store: SqlStore, watch: Watch) -> None:
    """It is one card with its members counted, however many; a held one of a single member is a row like others."""
    confirmed(store, watch, 2, "t1", "t2", held=True)
    confirmed(store, watch, 9, "t3", held=True)
    told = first_page(store, 50).vanished
    (mass,) = told.masses
    assert (mass.tracks, mass.back, mass.market, len(mass.names)) == (2, 0, "DE", 2)
    assert (mass.last_seen_at, mass.first_missed_at) == (hours(0), draft(watch, 2).ended_at)
    assert [lost.newest.track_id for lost in told.rows] == ["t3"]


def test_held_suspicions_are_one_card(store: SqlStore, watch: Watch) -> None:
    """And stand apart from those that are looked at singly."""
    record(
        store, draft(watch, 2), *(suspicion(each, Sighting(1, hours(0)), held=True) for each in ("t1", "t2"))
    )
    record(store, draft(watch, 3), suspicion("t4", Sighting(1, hours(0))))
    told = first_page(store, 50).suspected
    assert [(mass.tracks, mass.kind) for mass in told.masses] == [(2, EventKind.VANISHED)]
    assert ([[event.track_id for event in row] for row in told.rows], told.size) == ([["t4"]], 1)
    assert first_page(store, 50).vanished.rows == ()


def test_an_old_check_is_still_the_latest(store: SqlStore, watch: Watch) -> None:
    """A watch that went unobserved for months keeps the share of its last complete check."""
    later = first_page(store, 24 * 60)
    (card,) = later.cards
    assert (card.share, card.seen_at, card.entries) == (1.0, hours(0), 4)


def test_choices(store: SqlStore, watch: Watch) -> None:
    """Each choice shows its own entries, and no other."""
    confirmed(store, watch, 2, "t2")
    state: list[Change] = [OpenGap("t3", hours(3), "ambiguous null")]
    more = [LearnTrack(each, item(each)) for each in ("local:x/y/1", "fresh")]
    places = [AddEntry(each, None, None, None, event=False) for each in ("local:x/y/1", "fresh")]
    order = [entry.id for entry in store.entries(watch.id)]
    record(store, draft(watch, 4), *state, *more, *places, Reorder("v2", (-2, *order, -1)))
    record(store, draft(watch, 5), suspicion("t4", Sighting(1, hours(0))))
    assert shown(store, watch, Wanted()) == ["fresh", "t1", "t2", "t3", "t4", "local:x/y/1"]
    assert shown(store, watch, Wanted(Show.SUSPECTED)) == ["t4"]
    assert shown(store, watch, Wanted(Show.UNKNOWN)) == ["fresh", "t3"]
    assert shown(store, watch, Wanted(Show.OTHER)) == ["local:x/y/1"]
    assert shown(store, watch, Wanted(sort=Sort.CHANGED))[0] == "t2"
    rows = {row.track_id: row for row in page(store, watch, Wanted()).entries.rows}
    assert {track: row.markets[0].state for track, row in rows.items()} == {
        "fresh": State.UNKNOWN,
        "t1": State.PLAYABLE,
        "t2": State.UNPLAYABLE,
        "t3": State.UNKNOWN,
        "t4": State.PLAYABLE,
        "local:x/y/1": None,
    }
    assert rows["t4"].markets[0].suspected is State.UNPLAYABLE


def test_searching_in_names(store: SqlStore, watch: Watch) -> None:
    """Titles and artists, in any case, also beyond ASCII; signs of the search language are letters."""
    names = {"t1": ("Ünder", "A"), "t2": ("50% off", "Zoë/Ö"), "t3": ("a_b\\c", 'The "Q"')}
    learnt = [LearnTrack(each, replace(item(each), title=t, artists=(a,))) for each, (t, a) in names.items()]
    record(store, draft(watch, 2), *learnt)
    found = {
        text: shown(store, watch, Wanted(text=text))
        for text in ("ünder", "%", "zoë/", "_b", "\\", '"q"', "song", "nothing at all")
    }
    assert found == {
        "ünder": ["t1"],
        "%": ["t2"],
        "zoë/": ["t2"],
        "_b": ["t3"],
        "\\": ["t3"],
        '"q"': ["t3"],
        "song": ["t4"],
        "nothing at all": [],
    }


def test_a_vanish_in_one_market_does_not_show_in_another(store: SqlStore) -> None:
    """Each market has its own state, and a market that the watch does not look at counts for nothing."""
    watch, other = watch_list(store, "DE", "US"), watch_list(store, "JP", ref="album2")
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 1, market="US"), OpenSpell("t1", PLAYABLE, None, None, Sighting(2, hours(1))))
    first_reading(store, other, ["t1"], market="JP")
    record(store, draft(other, 2, market="JP"), *turned(store, other, 2, "t1"))
    assert shown(store, watch, Wanted(Show.VANISHED)) == []
    assert shown(store, other, Wanted(Show.VANISHED)) == ["t1"]
    assert page(store, other, Wanted()).entries.rows[0].markets[0].state is State.UNPLAYABLE


def test_all_watches_the_live_ones_first(store: SqlStore) -> None:
    """Those that ended follow, the latest first; pages hold what they are asked to."""
    ended = [watch_list(store, ref=f"album{n}") for n in (1, 2)]
    live = watch_list(store, ref="album3")
    for n, each in enumerate(ended):
        store.remove(each.id, hours(10 + n))
    listed = store.ask(page_of_cards, 1, 2, hours(50))
    assert [card.watch.id for card in listed] == [live.id, ended[1].id]
    assert [card.watch.id for card in store.ask(page_of_cards, 2, 2, hours(50))] == [ended[0].id]
    assert store.ask(count_watches) == 3
    assert first_page(store, 50 + timedelta(days=1) / timedelta(hours=1)).live[0].watch.id == live.id
