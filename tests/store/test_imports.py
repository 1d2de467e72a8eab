"""Imports in the record, on either database: whole or not at all, and never more than a file said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from tracker.core.imports.intake import Intake, ListTerms
from tracker.core.imports.merging import merged
from tracker.core.imports.past import past_text
from tracker.core.imports.recognise import understand
from tracker.core.imports.rows import Form
from tracker.core.items import Kind
from tracker.store.engine import reading
from tracker.store.imports import SqlImports
from tracker.store.tables import EventRow, ImportRow, NameRow, PastRow, SpellRow, TrackRow

if TYPE_CHECKING:
    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore

A, B, C = ("0InventedTrack0000000A", "0InventedTrack0000000B", "0InventedTrack0000000C")
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
TABLE = f"Track URI,Track Name,Artist Name(s),Added At,ISRC\nspotify:track:{A},Attic,Oak,2020-01-02T03:04:05Z,QZABC2100001\nspotify:track:{B},Cellar,Ash,,\n"


def take(store: SqlStore, text: str, watch: Watch | None = None, **more: object) -> Watch:
    """Import a text."""
    joined = merged(understand(text), store.listed(watch.id) if watch else [])
    intake = Intake(
        understand(text).form, "list.csv", text[-40:], ListTerms("Mine", ("DE",), 86400), joined, watch
    )
    return store.imports.take(replace(intake, **more), NOW)  # type: ignore[arg-type]


def count(store: SqlStore, table: type) -> int:
    """The rows of a table."""
    with reading(store._engine) as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_list_its_names_and_its_days(store: SqlStore) -> None:
    """Names are kept as the file's word, the code too; no spell, event or fact of a track comes of them."""
    watch = take(store, TABLE)
    assert [(e.track_id, e.key, e.added_at) for e in store.listed(watch.id)] == [
        (A, A, datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (B, B, None),
    ]
    with reading(store._engine) as conn:
        names = conn.execute(select(NameRow).order_by(col(NameRow.title))).all()
        tracks = conn.execute(select(TrackRow)).all()
        past = conn.execute(select(PastRow).where(col(PastRow.track_id) == A)).one()
    assert [(n.title, n.artists, n.origin, n.learnt_at) for n in names] == [
        ("Attic", ["Oak"], "import", NOW),
        ("Cellar", ["Ash"], "import", NOW),
    ]
    assert {(t.isrc, t.kind, t.duration_ms) for t in tracks} == {(None, None, None)}
    assert past.isrc == "QZABC2100001"
    assert (count(store, SpellRow), count(store, EventRow)) == (0, 0)
    assert store.due()[f"check:{watch.id}:DE"] == NOW


def test_importing_again_adds_only_what_is_new(store: SqlStore) -> None:
    """The same rows make no second place and no second history; what is taken out stays as history."""
    watch = take(store, TABLE)
    again = take(store, f"{TABLE}spotify:track:{C},Stairs,Elm,2021-01-01,\n", watch)
    assert (again.id, again.ref) == (watch.id, watch.ref)
    assert [e.track_id for e in store.listed(watch.id)] == [A, B, C]
    assert (count(store, ImportRow), count(store, PastRow)) == (2, 3)
    take(store, TABLE, again, drop=tuple(store.listed(watch.id)[:1]))
    assert [e.track_id for e in store.listed(watch.id)] == [B, C]
    assert count(store, PastRow) == 3
    assert [each.watch_id for each in store.imports.earlier(TABLE[-40:])] == [watch.id] * 2


def test_without_a_term_for_names_none_is_kept(store: SqlStore) -> None:
    """Where the service's words are not kept at all, those in files are not either."""
    imports = SqlImports(store._engine, 0)
    text = f"Track URI,Track Name\nspotify:track:{A},Attic\nspotify:local:Me::Hum:9,Hum\n"
    joined = merged(understand(text), [])
    imports.take(Intake(understand(text).form, "f", "d", ListTerms("Mine", ("DE",), 86400), joined), NOW)
    assert count(store, NameRow) == 0
    with reading(store._engine) as conn:
        kinds = set(conn.execute(select(col(TrackRow.kind))).scalars())
    assert kinds == {None, Kind.LOCAL}


def test_two_lists_and_another_after_removal(store: SqlStore) -> None:
    """Each list has a number of its own as its ref; a removed one no longer counts as the file's list."""
    one, other = take(store, TABLE), take(store, TABLE)
    assert one.ref != other.ref
    assert [watch.id for watch in store.imports.lists()] == [one.id, other.id]
    store.remove(one.id, NOW)
    assert [watch.id for watch in store.imports.lists()] == [other.id]
    assert [each.watch_id for each in store.imports.earlier(TABLE[-40:])] == [other.id, None]


def test_what_files_say_of_a_track(store: SqlStore) -> None:
    """The latest import first, with the file's name; what was kept of a watch is no file."""
    watch = take(store, TABLE)
    take(store, TABLE.replace("2020-01-02", "2019-01-02"), watch, file="later.csv")
    take(store, TABLE, form=Form.KEPT)
    assert [(past.file, past_text(past)) for past in store.imports.past(A)] == [
        ("later.csv", '"later.csv" (imported 2 Mar 2026): in its list since 2 Jan 2019, ISRC QZABC2100001'),
        ("list.csv", '"list.csv" (imported 2 Mar 2026): in its list since 2 Jan 2020, ISRC QZABC2100001'),
    ]
    assert store.imports.past(C) == []


def test_what_was_imported_outlives_the_login(store: SqlStore) -> None:
    """Nothing of a file came through the login, so disconnecting leaves the list with its places and names."""
    watch = take(store, f"{TABLE}spotify:track:{C},,,,\n")
    store.forget_login()
    assert [e.track_id for e in store.listed(watch.id)] == [A, B, C]
    assert count(store, NameRow) == 2


def test_a_list_of_many_places(store: SqlStore) -> None:
    """As many as a file may hold go into the record, in order."""
    ids = [f"{n:022d}" for n in range(25_000)]
    watch = take(store, "\n".join(ids))
    assert [e.track_id for e in store.listed(watch.id)] == ids


def test_a_name_of_the_owners_is_kept_in_strict_mode_and_one_out_of_a_file_is_not(store: SqlStore) -> None:
    """The list is found again by its name; a playlist's name in an archive is the service's word all the same."""
    watch = take(store, TABLE)
    store.housekeep(NOW, 0)
    assert [each.label for each in store.all()] == ["Mine"]
    assert watch.ref
    other = ListTerms("Evenings", ("DE",), 86400, own=False)
    take(store, TABLE.replace(A, C), terms=other)
    store.housekeep(NOW, 0)
    assert "Evenings" not in [each.label for each in store.all()]
