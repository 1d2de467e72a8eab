"""Purging: every table is accounted for, and what was purged is in no row and in no byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.store.looks import draft, dump, first_reading, hours, record, suspicion, watch_list
from tests.store.test_words import everything, put
from tracker.core.channels import Manner, NewChannel
from tracker.core.history import EventKind
from tracker.core.names import MUSICBRAINZ, OWNER
from tracker.core.notices import Notice, NoticeKind
from tracker.core.purging import Target, What, purged_lines
from tracker.core.terms import Acknowledgement
from tracker.core.watch import Source
from tracker.store.purging import OF_THE_SERVICE, OWN
from tracker.store.sessions import keep_secret
from tracker.store.tables import (
    ImportRow,
    LookupRow,
    NameRow,
    NoteRow,
    OfferRow,
    PackedRow,
    PastRow,
    ReleaseRow,
    ReplacementRow,
    Row,
    SearchRow,
)

if TYPE_CHECKING:
    from sqlalchemy import Table

    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore

ALL = Target(What.ALL, "", "all")


def test_every_table_is_accounted_for() -> None:
    """A table that is added must be said to be the owner's own or to go with the service's; none is both."""
    goes = [str(table.__tablename__) for table in OF_THE_SERVICE]
    assert sorted([*goes, *OWN]) == sorted(Row.metadata.tables)


def test_children_go_before_their_parents() -> None:
    """No table is emptied while a later one still points at it."""
    order = {str(table.__tablename__): n for n, table in enumerate(OF_THE_SERVICE)}
    for name, table in Row.metadata.tables.items():
        for key in table.foreign_keys:
            parent = key.column.table.name
            if name in order and parent in order and parent != name:
                assert order[name] < order[parent], f"{name} points at {parent}"


def furnish(store: SqlStore, url: str) -> Watch:
    """A row in every table of the record."""
    store.add_channel(NewChannel("json://localhost", "Mine", Manner()), hours(0))
    watch = watch_list(store)
    first_reading(store, watch, ["t1", "t2"])
    record(store, draft(watch, 1), suspicion("t1"), suspicion("t2", held=True))
    lost = suspicion(None, kind=EventKind.SOURCE_LOST)
    record(store, draft(watch, 2), lost)
    store.tending.pause(watch.id, hours(3))
    store.tending.resume(watch.id, hours(3))
    blind = Notice(NoticeKind.BLIND, f"{watch.id}:DE", 'No complete check of "List album1" in DE ever.')
    store.keep_notices([blind], [NoticeKind.BLIND], hours(4))
    store.form_letters(hours(50))
    store.park(hours(1), "quota")
    store.acknowledgements.acknowledge(Acknowledgement("research", "v10", "The board of ethics", hours(5)))
    store.change(keep_secret, "machines", "s3cret", hours(5))
    put(url, NameRow, {"track_id": "t1", "origin": OWNER, "title": "My Own", "album": ""})
    put(url, NameRow, {"track_id": "t1", "origin": MUSICBRAINZ, "title": "Open Name", "album": ""})
    put(url, NoteRow, {"track_id": "t1", "text": "From the summer", "written_at": hours(5)})
    put(url, LookupRow, {"track_id": "t1", "outcome": "found", "mbid": "mb1", "asked_at": hours(5)})
    put(url, SearchRow, {"track_id": "t1", "market": "DE", "tries": 1})
    found = {"track_id": "t1", "market": "DE", "other_id": "t2", "found_by": "isrc", "reasons": ["isrc"]}
    put(url, ReplacementRow, {**found, "confidence": "certain", "found_at": hours(5), "looked_at": hours(5)})
    put(url, ReleaseRow, {"album_id": "album1", "label": "Label Ltd", "read_at": hours(5)})
    file = {"id": 1, "form": "csv", "name": "mine.csv", "digest": "d", "imported_at": hours(5)}
    put(url, ImportRow, {**file, "watch_id": watch.id})
    offer = {"track_id": "t1", "markets": ["DE", "AT"], "first_at": hours(5), "last_at": hours(6)}
    put(url, OfferRow, offer)
    put(url, PackedRow, {"number": 0, "ref": "packedlist", "made_at": hours(5), "tracks": ["t1"]})
    put(url, PastRow, {"import_id": 1, "track_id": "t2", "by_then": False})
    return watch


def test_purging_all_leaves_nothing_of_the_service(store: SqlStore, database_url: str) -> None:
    """No row, no id, no name, no note; and in SQLite no byte. Channels, acknowledgements and secrets are the owner's."""
    furnish(store, database_url)
    words = (
        "Song t1",
        "The Inventions",
        "List album1",
        "XXt1",
        "XXt2",
        "My Own",
        "Open Name",
        "From the summer",
        "mb1",
        "Label Ltd",
        "mine.csv",
        "Made Up",
        "packedlist",
    )
    before = everything(database_url)
    assert [word for word in words if word not in before] == []
    filled = {table for table, rows in dump(database_url).items() if rows}
    assert filled >= {str(t.__tablename__) for t in OF_THE_SERVICE} - {"letter"}
    purged = store.purging.purge_all(ALL)
    rows = dump(database_url)
    assert [table for table in rows if rows[table] and table not in OWN] == []
    assert [word for word in words if word in everything(database_url)] == []
    assert (len(rows["channel"]), len(rows["acknowledgement"]), len(rows["secret"]), len(rows["ledger"])) == (
        1,
    ) * 4
    assert purged.scrubbed
    assert {table for table, number in purged.rows.items() if number} == filled - set(OWN)


def test_after_purging_all_the_record_goes_on(store: SqlStore, database_url: str) -> None:
    """What is watched afterwards is met as new, and no number is given twice."""
    watch = furnish(store, database_url)
    store.purging.purge_all(ALL)
    again = watch_list(store, at=60)
    assert again.id > watch.id
    assert first_reading(store, again, ["t1"], at=60).check_id > 3


def test_purging_a_watch_is_as_if_it_had_never_been(store: SqlStore, database_url: str) -> None:
    """With all that came through it alone; what another watch holds stays, and it may have ended long ago."""
    other = watch_list(store, ref="album2")
    first_reading(store, other, ["t5"])
    before = dump(database_url)
    gone = watch_list(store, source=Source.PLAYLIST, ref="list1", at=1)
    first_reading(store, gone, ["t5", "t6"], at=1)
    record(store, draft(gone, 2), suspicion("t6"))
    told = Notice(NoticeKind.LAPSE, f"{gone.id}:30", 'The watch of "List list1" ends.')
    store.keep_notices([told], [NoticeKind.LAPSE], hours(3))
    store.remove(gone.id, hours(4))
    (named,) = store.purging.watches_of("playlist", "list1")
    purged = store.purging.purge_watch(Target(What.WATCH, str(named.id), named.label))
    assert dump(database_url) == before
    assert purged.tracks == ('"Song t6" by The Inventions',)
    assert (purged.rows["watch"], purged.rows["event"], purged.rows["notice"], purged.rows["name"]) == (
        1,
        1,
        1,
        1,
    )
    assert "list1" not in everything(database_url)


def test_purging_a_track_takes_all_of_it_and_says_what_would_come_back(
    store: SqlStore, database_url: str
) -> None:
    """Names of every origin, note, past and events; a list that still holds it is named, and the way out told."""
    watch = furnish(store, database_url)
    purged = store.purging.purge_track(Target(What.TRACK, "t1", "Song t1"))
    rows = dump(database_url)
    assert [table for table in Row.metadata.sorted_tables if "t1" in _ids(table, rows[table.name])] == []
    assert [entry.track_id for entry in store.entries(watch.id)] == ["t2"]
    assert [each.id for each in purged.held_by] == [watch.id]
    lines = list(purged_lines(purged))
    assert any("the next check will meet it there as something new" in line for line in lines)
    assert any(f"tracker purge {watch.id}" in line for line in lines)
    held = everything(database_url)
    assert [
        word for word in ("Song t1", "My Own", "Open Name", "From the summer", "XXt1") if word in held
    ] == []
    assert "Song t2" in held


def _ids(table: Table, rows: list[tuple[Any, ...]]) -> set[Any]:
    """The ids of tracks in some rows of a table."""
    holds = [
        n
        for n, column in enumerate(table.columns)
        if column.name in {"track_id", "other_id"} or (table.name, column.name) == ("track", "id")
    ]
    return {row[n] for row in rows for n in holds}


def test_what_was_never_on_record_has_no_name(store: SqlStore) -> None:
    """So that a slip of the pen deletes nothing."""
    assert store.purging.track_name("nobody") is None
    assert store.purging.watch(7) is None
    assert store.purging.watches_of("album", "none") == []
