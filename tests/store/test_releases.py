"""Releases on record: learnt, never forgotten for nothing, and asked for where they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.store.looks import draft, first_reading, hours, record, watch_list
from tests.store.lost import Lost
from tracker.core.decision import LearnRelease
from tracker.core.rights import Release, Wanted, name_key
from tracker.store.engine import reading
from tracker.store.releases import SqlReleases
from tracker.store.repository import open_store
from tracker.store.tables import ReleaseRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.repository import SqlStore

LINES = (("C", "© 2019 Paper Moon"), ("P", "℗ 2019 Hollow Acorn"))
TOLD = Release("attic", LINES, "Acorn Tapes")


@pytest.fixture
def lost(database_url: str) -> Iterator[Lost]:
    """Another hand in the same record."""
    hand = Lost(database_url)
    yield hand
    hand.engine.dispose()


def kept(lost: Lost) -> list[tuple[object, ...]]:
    """What is on record of releases."""
    with reading(lost.engine) as conn:
        rows = conn.execute(select(ReleaseRow).order_by(ReleaseRow.album_id))
        return [(r.album_id, r.rights, r.label, r.rights_key, r.label_key) for r in rows]


def test_a_release_is_kept_with_words_and_keys(store: SqlStore, lost: Lost) -> None:
    """The owner of the recording first."""
    assert store.releases.keep([TOLD], hours(1)) == 1
    keys = name_key("Hollow Acorn"), name_key("Acorn Tapes")
    assert kept(lost) == [("attic", ["℗ 2019 Hollow Acorn", "© 2019 Paper Moon"], "Acorn Tapes", *keys)]
    assert store.releases.keep([TOLD], hours(2)) == 0


def test_what_is_known_is_not_replaced_by_nothing(store: SqlStore, lost: Lost) -> None:
    """A release that has lost its lines, as one does that is taken down; a new line does replace the old one."""
    store.releases.keep([TOLD], hours(1))
    before = kept(lost)
    assert store.releases.keep([Release("attic")], hours(2)) == 0
    assert kept(lost) == before
    assert store.releases.keep([Release("attic", (("P", "℗ 2020 Paper Moon"),))], hours(3)) == 1
    assert kept(lost)[0][3] == name_key("Paper Moon")
    assert kept(lost)[0][2] == "Acorn Tapes"


def test_where_no_word_may_be_kept_only_keys_are(database_url: str, lost: Lost) -> None:
    """By the job as by a look."""
    with_none = open_store(database_url, durable=False, name_days=0)
    with_none.releases.keep([TOLD], hours(1))
    watch = watch_list(with_none)
    record(with_none, draft(watch, 2), LearnRelease(Release("cellar", LINES)))
    with_none.close()
    assert [row[1:3] for row in kept(lost)] == [(None, None), (None, None)]
    assert [row[3] for row in kept(lost)] == [name_key("Hollow Acorn")] * 2


def test_a_look_learns_what_it_reads(store: SqlStore, lost: Lost) -> None:
    """In the look's own transaction."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 2), LearnRelease(TOLD))
    assert [row[0] for row in kept(lost)] == ["attic"]


def test_albums_of_vanished_tracks_are_wanted_first(store: SqlStore, lost: Lost) -> None:
    """The latest first; and of the others those that some watch holds, each once, until they have been read."""
    watch = watch_list(store, "US", "DE")
    for album in ("attic", "cellar", "garden"):
        lost.hold(watch, [f"{album}1", f"{album}2"], album=album)
    lost.lose(watch, ["attic1", "attic2"], 3)
    lost.lose(watch, ["cellar1"], 4)
    releases = store.releases
    assert releases.unknown(9, vanished=True) == [Wanted("cellar", "DE"), Wanted("attic", "DE")]
    assert releases.unknown(1, vanished=True) == [Wanted("cellar", "DE")]
    assert releases.unknown(0, vanished=True) == []
    wanted = releases.unknown(9, vanished=False)
    assert wanted == [Wanted("attic", "US"), Wanted("cellar", "US"), Wanted("garden", "US")]
    releases.keep([Release("cellar"), TOLD], hours(1))
    assert releases.unknown(9, vanished=True) == []
    assert releases.unknown(9, vanished=False) == [Wanted("garden", "US")]


def test_how_many_were_read_lately_is_counted(store: SqlStore, lost: Lost) -> None:
    """By when each was first read."""
    assert isinstance(SqlReleases(lost.engine), SqlReleases)
    store.releases.keep([Release("attic")], hours(1))
    store.releases.keep([Release("cellar"), Release("garden")], hours(5))
    assert store.releases.read_since(hours(2)) == 2
    assert store.releases.read_since(hours(0)) == 3
