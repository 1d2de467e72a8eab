"""The service's words: kept for a term, never kept in strict mode, and gone from the file's bytes too."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert

from tests.store.looks import draft, dump, first_reading, hours, item, knowledge, record, shown, watch_list
from tracker.core.decision import LearnTrack
from tracker.core.names import IMPORT, MUSICBRAINZ, OWNER
from tracker.core.notices import Notice, NoticeKind
from tracker.core.ports import EventFilter
from tracker.store.engine import build_engine, file_of, writing
from tracker.store.keeping import housekeep
from tracker.store.repository import open_store
from tracker.store.tables import ImportRow, NameRow, PastRow, ReleaseRow, ReplacementRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import SQLModel

    from tracker.store.repository import SqlStore

DAY = 24
SONG, LIST, ARTIST = "Song t1", "List album1", "The Inventions"


@pytest.fixture
def strict(database_url: str) -> Iterator[SqlStore]:
    """A record that keeps no word of the service."""
    with closing(open_store(database_url, durable=False, name_days=0)) as opened:
        yield opened


def put(url: str, row: type[SQLModel], *rows: dict[str, Any]) -> None:
    """Write rows that other parts of the program write."""
    engine = build_engine(url)
    with writing(engine) as conn:
        for values in rows:
            conn.execute(insert(row).values(**values))
    engine.dispose()


def everything(url: str) -> str:
    """All values of the record as one text; of SQLite also every byte of its files."""
    path = file_of(url)
    files = sorted(path.parent.glob(f"{path.name}*")) if path else []
    return repr(dump(url)) + "".join(file.read_bytes().decode("latin-1") for file in files)


def test_in_strict_mode_no_word_is_written(strict: SqlStore, database_url: str) -> None:
    """Not for a moment: neither names of tracks nor the list's; ids, ISRC, numbers and the album's id are kept."""
    watch = watch_list(strict)
    first_reading(strict, watch, ["t1", "t2"])
    strict.rename(watch.id, "Another List")
    held = everything(database_url)
    assert [word for word in (SONG, ARTIST, LIST, "Made Up", "Another List") if word in held] == []
    assert strict.all()[0].label == "album album1"
    (entry, _) = strict.entries(watch.id)
    assert (entry.track_id, entry.isrc, entry.album_id, entry.number, entry.title) == (
        "t1",
        "XXt1",
        "album1",
        1,
        "",
    )


def test_in_strict_mode_a_missing_name_is_nothing_to_learn(strict: SqlStore) -> None:
    """The core is told, or every look would write every track anew."""
    watch = watch_list(strict)
    first_reading(strict, watch, ["t1"])
    assert knowledge(strict, watch).words is False


def test_strict_housekeeping_erases_what_a_laxer_setting_kept(store: SqlStore, database_url: str) -> None:
    """Live watches and all: names, labels, notices and rights lines; the file's bytes too. The owner's words stay."""
    one, two = watch_list(store), watch_list(store, ref="album2")
    first_reading(store, one, ["t1"])
    first_reading(store, two, ["t2"], at=1)
    store.tending.name(two.id, "Mine", hours(1))
    told = Notice(NoticeKind.BLIND, f"{one.id}:DE", f'No complete check of "{LIST}" in DE ever.')
    store.keep_notices([told], [NoticeKind.BLIND], hours(2))
    named = {"track_id": "t1", "artists": None, "album": ""}
    put(database_url, NameRow, *({**named, "origin": o, "title": f"By {o}"} for o in (OWNER, MUSICBRAINZ)))
    release = {"album_id": "album1", "rights": ["2026 Invented"], "label": "Label", "rights_key": "k"}
    put(database_url, ReleaseRow, {**release, "read_at": hours(1)})
    words = (SONG, "Song t2", ARTIST, LIST, "Made Up", "2026 Invented", '"Label"')
    assert all(word in everything(database_url) for word in words[:6])
    deeds = store.housekeep(hours(3), 0)
    assert deeds == {"lapsed": 0, "names": 2, "labels": 2, "releases": 1, "messages": 0}
    held = everything(database_url)
    assert [word for word in words if word in held] == []
    assert [watch.label for watch in store.all()] == ["album album1", "Mine"]
    assert store.notices()[0].text == 'No complete check of "album album1" in DE ever.'
    assert {name.title for name in shown(store, "t1").names} == {"By musicbrainz", "By owner"}
    assert dump(database_url)["release"][0][:5] == ("album1", None, None, "k", None)
    assert set(store.housekeep(hours(4), 0).values()) == {0}


def test_the_label_of_a_watch_that_ended_goes_after_the_term(store: SqlStore, database_url: str) -> None:
    """Not before; events go on to name the watch neutrally."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    store.remove(watch.id, hours(1))
    assert store.housekeep(hours(30 * DAY), 30)["labels"] == 0
    assert LIST in everything(database_url)
    assert store.housekeep(hours(2 + 30 * DAY), 30) == {
        "lapsed": 0,
        "names": 1,
        "labels": 1,
        "releases": 0,
        "messages": 0,
    }
    held = everything(database_url)
    assert [word for word in (SONG, ARTIST, LIST) if word in held] == []
    assert "XXt1" in held
    assert store.events(EventFilter()) == []


def test_a_replacement_is_named_as_long_as_what_it_replaces(store: SqlStore, database_url: str) -> None:
    """It stands in no list itself; with the lost track's term its name's ends too."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 1), LearnTrack("t9", item("t9")), LearnTrack("t8", item("t8")))
    found = {"track_id": "t1", "market": "DE", "other_id": "t9", "found_by": "isrc", "reasons": []}
    at = {"confidence": "certain", "found_at": hours(1), "looked_at": hours(1)}
    put(database_url, ReplacementRow, {**found, **at})
    assert store.housekeep(hours(2), 30)["names"] == 1
    assert [name.title for name in shown(store, "t9").names] == ["Song t9"]
    store.remove(watch.id, hours(3))
    assert store.housekeep(hours(4 + 30 * DAY), 30)["names"] == 2


def test_imported_words_are_kept_for_the_same_term(store: SqlStore, database_url: str) -> None:
    """A track that the file says was taken out long ago is named while the import's watch lives."""
    watch = watch_list(store)
    file = {"form": "csv", "name": "list.csv", "digest": "d", "imported_at": hours(0), "watch_id": watch.id}
    put(database_url, ImportRow, {"id": 1, **file})
    put(database_url, TrackRow, {"id": "p1"})
    put(database_url, PastRow, {"import_id": 1, "track_id": "p1", "by_then": False})
    name = {"track_id": "p1", "origin": IMPORT, "title": "Past Song", "album": ""}
    put(database_url, NameRow, name)
    assert store.housekeep(hours(100 * DAY), 30)["names"] == 0
    store.remove(watch.id, hours(100 * DAY))
    assert store.housekeep(hours(131 * DAY), 30)["names"] == 1
    assert "Past Song" not in everything(database_url)


def test_who_was_killed_between_erasing_and_writing_anew_does_it_later(database_url: str) -> None:
    """The debt is a row beside the erasing; it is told until it is paid, and paid though nothing else is to be erased."""
    with closing(open_store(database_url, durable=False)) as store:
        watch = watch_list(store)
        first_reading(store, watch, ["t1"])
        store.remove(watch.id, hours(1))
        late, engine = hours(2 + 30 * DAY), build_engine(database_url)
        with writing(engine) as conn:
            housekeep(conn, late, 30)
        engine.dispose()
        assert store.purging.owed()
        assert set(store.housekeep(late, 30).values()) == {0}
        assert not store.purging.owed()
        assert SONG not in everything(database_url)
