"""The lists of markets on record: rows for changes only, with both edges of doubt; and they touch nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from tests.store.looks import first_reading, hours, watch_list
from tracker.core.jsonform import track_json
from tracker.core.offers import Tally, contradiction_text, offer_text
from tracker.core.panel.rows import Choice
from tracker.core.panel.tables import TABLES
from tracker.core.planning.requests import Seat, Tier
from tracker.core.ports import EventFilter
from tracker.store.tables import OfferRow, SpellRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from tracker.store.repository import SqlStore

TRACKS = ("t1", "t2", "t3")
HOME = ("AT", "DE")


@pytest.fixture
def kept(store: SqlStore) -> SqlStore:
    """A record that holds three playable tracks, in a tier that gives lists."""
    first_reading(store, watch_list(store), TRACKS)
    store.tier.keep(Tier.B, hours(0))
    return store


def read(store: SqlStore, at: float, found: Mapping[str, tuple[str, ...]], *, whole: bool = True) -> int:
    """A reading that brought these lists; how many rows it wrote."""
    changed = store.offers.keep(found, hours(at))
    if whole:
        store.offers.finish(found, hours(at))
    return changed


def lists(store: SqlStore, track_id: str = "t1") -> list[tuple[object, ...]]:
    """Each list of a track: its markets, and the hours at its edges."""
    zero = hours(0)

    def hour(at: object) -> object:
        return None if at is None else (at - zero).total_seconds() / 3600  # type: ignore[operator]

    return [
        (each.markets, hour(each.before_at), hour(each.first_at), hour(each.last_at), each.stands)
        for each in store.offers.of(track_id)
    ]


def counted(conn: Connection, table: type[OfferRow | SpellRow]) -> int:
    """How many rows there are."""
    return conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_what_has_not_changed_writes_no_row(kept: SqlStore) -> None:
    """Ten readings of the same lists leave a row a track, and each is known to have stood until the last of them."""
    found = dict.fromkeys(TRACKS, HOME)
    assert [read(kept, at, found) for at in range(10)] == [3] + [0] * 9
    assert kept.ask(counted, OfferRow) == 3
    assert lists(kept) == [(HOME, None, 0, 9, True)]


def test_a_change_has_both_edges(kept: SqlStore) -> None:
    """The old list ends where it was last met, the new one begins where it was first; others keep their row."""
    read(kept, 0, dict.fromkeys(TRACKS, HOME))
    read(kept, 24, dict.fromkeys(TRACKS, HOME))
    assert read(kept, 48, {"t1": ("AT",), "t2": HOME, "t3": HOME}) == 1
    assert lists(kept) == [(HOME, None, 0, 24, False), (("AT",), 24, 48, 48, True)]
    assert lists(kept, "t2") == [(HOME, None, 0, 48, True)]


def test_a_reading_that_broke_off_says_nothing_of_the_rest(kept: SqlStore) -> None:
    """Until a reading has come to its end, what did not change counts as met by the last one that had."""
    read(kept, 0, dict.fromkeys(TRACKS, HOME))
    read(kept, 24, {"t1": HOME, "t2": ("AT",)}, whole=False)
    assert lists(kept) == [(HOME, None, 0, 0, True)]
    assert lists(kept, "t2") == [(HOME, None, 0, 0, False), (("AT",), 0, 24, 24, True)]
    assert lists(kept, "t3") == [(HOME, None, 0, 0, True)]


def test_what_was_not_told_ends_and_can_stand_again(kept: SqlStore) -> None:
    """A track without a list in a whole reading is not known to have kept it; the same list later is no change."""
    read(kept, 0, dict.fromkeys(TRACKS, HOME))
    read(kept, 24, {"t2": HOME, "t3": HOME})
    assert lists(kept) == [(HOME, None, 0, 0, False)]
    assert read(kept, 48, dict.fromkeys(TRACKS, HOME)) == 1
    assert lists(kept) == [(HOME, None, 0, 48, True)]
    read(kept, 72, {"t2": HOME, "t3": HOME})
    read(kept, 96, {"t1": (), "t2": HOME, "t3": HOME})
    assert lists(kept) == [(HOME, None, 0, 48, False), ((), 48, 96, 96, True)]


def test_contradictions_are_told_and_change_nothing(kept: SqlStore) -> None:
    """A playable track with an empty list: said in the view, in JSON and in the count; no spell, no doubt, no event."""
    spells = kept.ask(counted, SpellRow)
    read(kept, 0, {"t1": (), "t2": HOME, "t3": ("AT", "FR")})
    view = kept.track("t1")
    assert view is not None
    assert [contradiction_text(each) for each in view.contradictions] == [
        "the list leaves out DE, though it is reported as playable there"
    ]
    assert offer_text(view.offers[-1]).startswith(
        "the service's own list of its markets names 0 markets, already so"
    )
    assert track_json(view)["offers"]["contradictions"] == [{"market": "DE", "listed": False}]
    assert kept.offers.tally() == Tally(tracks=3, pairs=3, contradicted=2)
    assert (kept.ask(counted, SpellRow), kept.events(EventFilter()), kept.doubts(hours(99))) == (
        spells,
        [],
        [],
    )
    assert [spell.first_missed for spell in view.spells] == [None]


def test_only_what_is_watched_is_asked_for(kept: SqlStore) -> None:
    """The tracks of live watches with their seats; what no watch holds any more is left out."""
    assert kept.offers.seats() == dict.fromkeys(TRACKS, Seat("album1", 0))
    (watch,) = kept.all()
    kept.remove(watch.id, hours(5))
    assert kept.offers.seats() == {}


def test_an_export_says_when_a_list_was_last_met(kept: SqlStore) -> None:
    """The row of a standing list was last written when it was new; the export has the last reading that met it."""
    read(kept, 0, dict.fromkeys(TRACKS, HOME))
    read(kept, 24, dict.fromkeys(TRACKS, HOME))
    read(kept, 48, {"t1": ("AT",), "t2": HOME, "t3": HOME})
    offers = next(table for table in TABLES if table.name == "offers")
    names = [field.name for field in offers.fields]
    with kept.panel.opened(Choice(), hours(50)) as rows:
        found = [dict(zip(names, row, strict=True)) for row in rows.rows(offers)]
    assert [(row["track_id"], row["last_at"], row["stands"]) for row in found] == [
        ("t1", hours(24), False),
        ("t2", hours(48), True),
        ("t3", hours(48), True),
        ("t1", hours(48), True),
    ]
