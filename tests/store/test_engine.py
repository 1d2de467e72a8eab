"""How the database is opened."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from tests.store.looks import draft, dump, first_reading, record, watch_list
from tracker.core.errors import StoreError
from tracker.store.engine import build_engine, reading, safe_journal, writing
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def careless() -> Iterator[None]:
    """The most careless umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """The permissions of a file or directory."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("careless")
def test_only_its_owner_can_read_a_new_record(tmp_path: Path) -> None:
    """File, companions and new directory are private from the first moment, whatever the umask."""
    path = tmp_path / "home" / "tracker.db"
    with closing(open_store(f"sqlite:///{path}")) as store, writing(store._engine) as conn:
        conn.execute(text("DELETE FROM duty"))
        assert {mode(file) for file in path.parent.iterdir()} == {0o600}
    assert mode(path.parent) == 0o700


@pytest.mark.usefixtures("careless")
def test_the_mode_of_a_file_that_is_there_is_its_owners_affair(tmp_path: Path) -> None:
    """A record that was opened up on purpose stays so."""
    path = tmp_path / "tracker.db"
    path.touch(0o640)
    open_store(f"sqlite:///{path}").close()
    assert mode(path) == 0o640


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """One line names the file and the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/tracker\.db cannot be made"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'tracker.db'}")


@pytest.mark.parametrize("url", ["mysql://x/y", "no address at all", ""])
def test_an_address_of_no_known_kind_is_refused(url: str) -> None:
    """The message says what can be used instead."""
    with pytest.raises(StoreError, match=r"SQLite|sqlite"):
        build_engine(url)


def test_postgresql_addresses_need_no_driver(postgres_url: str) -> None:
    """The usual spelling of an address works as it is, and means the driver that is installed."""
    plain = postgres_url.replace("postgresql+psycopg", "postgresql")
    with closing(open_store(plain)) as store:
        assert store.all() == []


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    """One line, and no secret in it."""
    with pytest.raises(StoreError) as refused:
        open_store(f"postgresql://user:s3cret@/none?host={tmp_path}")
    assert "s3cret" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("number", "journal"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_mended(
    number: tuple[int, int, int], journal: str
) -> None:
    """Elsewhere two connections could lose a committed write."""
    assert safe_journal(number) == journal


@pytest.mark.parametrize(
    ("durable", "synchronous", "journal"),
    [(True, 3, safe_journal(sqlite3.sqlite_version_info[:3]).lower()), (False, 0, "memory")],
    ids=["durable", "quick"],
)
def test_connections_are_set_for_safety(
    sqlite_url: str, durable: bool, synchronous: int, journal: str
) -> None:
    """Every connection checks references, waits its turn, and syncs each commit with its directory, unless told not to."""
    wanted = {
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "synchronous": synchronous,
        "secure_delete": 1,
        "journal_mode": journal,
    }
    engine = build_engine(sqlite_url, durable=durable)
    with reading(engine) as conn:
        found = {pragma: conn.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in wanted}
    engine.dispose()
    assert found == wanted


def test_a_writer_has_its_turn_before_it_reads(database_url: str) -> None:
    """Of two read-modify-writes the second sees what the first wrote: no update is lost."""
    with closing(open_store(database_url, durable=False)) as store:
        watch = watch_list(store)
        with writing(store._engine) as conn:
            conn.execute(text("UPDATE watch SET label = '0'"))

        def add_ten(_n: int) -> None:
            with closing(open_store(database_url, durable=False)) as mine:
                for _ in range(10):
                    with writing(mine._engine) as conn:
                        label = conn.execute(text("SELECT label FROM watch")).scalar_one()
                        conn.execute(text("UPDATE watch SET label = :l"), {"l": str(int(label) + 1)})

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(add_ten, range(4)))
        assert [(w.id, w.label) for w in store.all()] == [(watch.id, "40")]


def test_a_reader_sees_one_instant(emptied_postgres: str) -> None:
    """What is written while a listing is read does not mix into it; with SQLite the writer waits instead."""
    with closing(open_store(emptied_postgres)) as store:
        watch = watch_list(store)
        with reading(store._engine) as conn:
            before = conn.execute(text("SELECT label FROM watch")).scalar_one()
            store.rename(watch.id, "Another")
            assert conn.execute(text("SELECT label FROM watch")).scalar_one() == before
        assert store.all()[0].label == "Another"


FULL = "The disk is full"


def test_after_a_full_disk_the_next_look_is_recorded(sqlite_url: str) -> None:
    """The error is one line that says what to do; nothing of the look stays; with space it goes on by itself."""
    with closing(open_store(sqlite_url)) as store:
        watch = watch_list(store)

        def squeezed(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA max_page_count=1")  # SQLite rounds it up to what is there

        event.listen(store._engine, "connect", squeezed)
        store._engine.dispose()
        before = dump(sqlite_url)
        with pytest.raises(StoreError, match=FULL):
            first_reading(store, watch, [f"t{n}" for n in range(500)])
        assert dump(sqlite_url) == before
        event.remove(store._engine, "connect", squeezed)
        assert first_reading(store, watch, [f"t{n}" for n in range(500)]).check_id == 1


def test_a_record_that_was_taken_away_is_not_made_anew(tmp_path: Path, sqlite_url: str) -> None:
    """Moved or replaced while the program runs: every look is refused, and no empty file takes its place."""
    path = tmp_path / "tracker.db"
    with closing(open_store(sqlite_url)) as store:
        watch = watch_list(store)
        record(store, draft(watch, 1))
        path.rename(tmp_path / "elsewhere.db")
        for _ in range(2):
            with pytest.raises(StoreError, match="moved or replaced"):
                record(store, draft(watch, 2))
        assert not path.exists()
        open_store(sqlite_url).close()
        with pytest.raises(StoreError, match="moved or replaced"):
            store.all()


def test_an_older_copy_put_in_place_meanwhile_is_noticed(tmp_path: Path, sqlite_url: str) -> None:
    """Copied over the record while it is open: the next look is refused, and writes nothing."""
    path = tmp_path / "tracker.db"
    with closing(open_store(sqlite_url, durable=False)) as store:
        watch = watch_list(store)
        older = path.read_bytes()
        record(store, draft(watch, 1))
        path.write_bytes(older)
        with pytest.raises(StoreError, match="back in time"):
            record(store, draft(watch, 2))
    assert dump(sqlite_url)["check"] == []


def test_addresses_with_options_are_refused() -> None:
    """They would bypass how a record is opened."""
    for url in ("sqlite:///record.db?timeout=1", "sqlite:///file:record.db"):
        with pytest.raises(StoreError, match="plain"):
            build_engine(url)


def test_a_foreign_disk_is_refused_and_nothing_is_made_on_it(tmp_path: Path) -> None:
    """Neither file nor folder: the owner is told first."""
    table = f"9 1 0:1 / {tmp_path} rw - nfs4 box:/vol rw\n"
    with pytest.raises(StoreError, match=r"nfs4.*local disk.*PostgreSQL"):
        build_engine(f"sqlite:///{tmp_path / 'home' / 'tracker.db'}", mounts=lambda: table)
    assert list(tmp_path.iterdir()) == []


def test_in_user_space_the_journal_is_the_plain_one(tmp_path: Path) -> None:
    """The write-ahead log needs shared memory, which such file systems do not promise."""
    table = f"9 1 0:1 / {tmp_path} rw - fuse.bindfs x rw\n"
    engine = build_engine(f"sqlite:///{tmp_path / 'tracker.db'}", mounts=lambda: table)
    with reading(engine) as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    engine.dispose()


def test_the_record_says_where_and_how_it_is_kept(sqlite_url: str, postgres_url: str) -> None:
    """`doctor` shows journal and file system of SQLite, and the version of a server."""
    with closing(open_store(sqlite_url)) as store:
        assert re.search(r"tracker\.db \(SQLite [\d.]+, journal \w+, file system [\w.]+\)$", store.describe())
    with closing(open_store(postgres_url)) as store:
        assert "(PostgreSQL " in store.describe()
