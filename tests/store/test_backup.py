"""A record goes into one file and comes out of it again, in either kind of database."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.looks import draft, dump, first_reading, hours, record, suspicion, watch_list
from tracker.core.errors import StoreError
from tracker.store.backup import restore
from tracker.store.engine import writing
from tracker.store.mark import MarkFile
from tracker.store.repository import SqlStore, open_store
from tracker.store.sessions import set_password


@pytest.fixture
def marks(tmp_path: Path) -> MarkFile:
    """The mark of the home that is restored into."""
    return MarkFile(tmp_path / "home" / "record.json")


@pytest.fixture
def backup(store: SqlStore, tmp_path: Path) -> Path:
    """A backup of a record with odd names, a doubt, and a deleted check that had the highest number."""
    watch = watch_list(store, "DE", "US")
    first_reading(store, watch, ["t1", "= 'odd'\n✶", "t3"])
    record(store, draft(watch, 24), suspicion("t1"))
    last = record(store, draft(watch, 25), complete=False, why="network").check_id
    with writing(store._engine) as conn:
        conn.execute(text('DELETE FROM "check" WHERE id = :i'), {"i": last})
    store.backup(tmp_path / "backup.db")
    return tmp_path / "backup.db"


@pytest.mark.parametrize("target", ["sqlite_url", "postgres_url"])
def test_what_comes_back_is_what_went_in(
    request: pytest.FixtureRequest, database_url: str, backup: Path, marks: MarkFile, target: str
) -> None:
    """From either database into either: every row, the record's name, and the numbers that ids go on from."""
    url = str(request.getfixturevalue(target)).replace("tracker.db", "new.db")
    before = dump(database_url)
    restored = restore(url, backup, marks)
    assert dump(url) == before == dump(f"sqlite:///{backup}")
    assert restored.rows == sum(map(len, before.values())) > 15
    with closing(open_store(url, mark=marks.path)) as new:
        assert record(new, draft(new.all()[0], 30)).check_id == 4


def test_a_backup_is_private_and_alone(backup: Path, tmp_path: Path) -> None:
    """One file that only its owner can read; nothing half done stays beside it."""
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("backup")] == ["backup.db"]


def test_nobody_is_let_in_by_a_copy(store: SqlStore, tmp_path: Path) -> None:
    """The password's proof, the feeds' addresses and the sessions stay where they are."""
    store.change(set_password, "proof of a password", hours(1))
    store.backup(tmp_path / "copy.db")
    assert b"proof of a password" not in (tmp_path / "copy.db").read_bytes()


def test_nothing_is_written_over(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    """Neither a file that is there, nor a link, nor the record itself; a missing folder is told."""
    (tmp_path / "letter").write_text("dear", encoding="utf-8")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("letter", "link", "none/backup.db"):
        with pytest.raises(StoreError, match=name):
            store.backup(tmp_path / name)
    assert (tmp_path / "letter").read_text(encoding="utf-8") == "dear"
    if database_url.startswith("sqlite"):
        with pytest.raises(StoreError, match="the record itself"):
            store.backup(tmp_path / "tracker.db")
        with pytest.raises(StoreError, match="the record itself"):
            restore(database_url, tmp_path / "tracker.db", MarkFile(tmp_path / "record.json"))


def test_a_record_is_not_restored_over_another(
    store: SqlStore, database_url: str, backup: Path, marks: MarkFile
) -> None:
    """The line says what to do; record and mark stay as they are."""
    before = dump(database_url)
    with pytest.raises(StoreError, match=r"already holds a record.*restore again"):
        restore(database_url, backup, marks)
    assert dump(database_url) == before
    assert marks.load() is None
    assert store.all()


def test_a_lost_record_comes_back_under_its_mark(sqlite_url: str, tmp_path: Path, marks: MarkFile) -> None:
    """Restoring is the deliberate step back: afterwards the mark knows the restored record."""
    with closing(open_store(sqlite_url, mark=marks.path)) as store:
        watch = watch_list(store)
        record(store, draft(watch, 1))
        store.backup(tmp_path / "backup.db")
        record(store, draft(watch, 2))
    (tmp_path / "tracker.db").unlink()
    with pytest.raises(StoreError, match="tracker restore"):
        open_store(sqlite_url, mark=marks.path)
    restore(sqlite_url, tmp_path / "backup.db", marks)
    with closing(open_store(sqlite_url, mark=marks.path)) as store:
        assert record(store, draft(watch, 3)).check_id == 2


HOSTILE = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON spell BEGIN DELETE FROM event; END",
    "a view": "CREATE VIEW v AS SELECT randomblob(9) FROM event",
    "another table": "CREATE TABLE stowaway (a); INSERT INTO stowaway VALUES ('x')",
}
REFUSED = {
    "a view for a table": (
        "DROP TABLE ledger; CREATE VIEW ledger AS SELECT 1 AS one",
        "its ledger is not ours",
    ),
    "a made-up table": (
        "DROP TABLE ledger; CREATE VIRTUAL TABLE ledger USING fts5(one)",
        "ledger is not ours",
    ),
    "a computed column": (
        "ALTER TABLE channel ADD COLUMN c GENERATED ALWAYS AS (hex(zeroblob(id))) VIRTUAL",
        "channel is not ours",
    ),
    "a column too few": ("ALTER TABLE ledger DROP COLUMN parked_why", "ledger is not ours"),
    "a column too many": ("ALTER TABLE channel ADD COLUMN c", "channel is not ours"),
    "a missing table": ("DROP TABLE delivery", "delivery is not ours"),
    "no version": ("DROP TABLE alembic_version", "no backup of this program"),
    "a newer version": ("UPDATE alembic_version SET version_num = '9999'", "newer version"),
    "an older version": ("UPDATE alembic_version SET version_num = '0001'", "older version"),
    "letters for numbers": ("UPDATE watch SET every_s = 'often'", "a row of watch"),
    "bytes for text": ("UPDATE watch SET label = x'00ff'", "a row of watch"),
    "a shape of its own": ("UPDATE watch SET markets = '{\"DE\": 1}'", "a row of watch"),
    "no time": ("UPDATE watch SET added_at = 'noon'", "a row of watch"),
    "depth": ("UPDATE watch SET markets = '" + "[" * 100_000 + "'", "a row of watch"),
    "a loose end": ("PRAGMA foreign_keys=OFF; DELETE FROM watch", "point to nothing"),
}


def spoil(path: Path, script: str) -> None:
    """Change a backup by hand."""
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(script)


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_not_ours_stays_outside(
    backup: Path, database_url: str, sqlite_url: str, marks: MarkFile, kind: str
) -> None:
    """It neither runs nor comes in; the rows come in all the same."""
    spoil(backup, HOSTILE[kind])
    url = sqlite_url.replace("tracker.db", "new.db")
    before = backup.read_bytes()
    restore(url, backup, marks)
    assert dump(url) == dump(database_url)
    assert backup.read_bytes() == before
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as conn:
        made = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    assert made & {"t", "v", "stowaway"} == set()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_backup_of_ours_is_refused(
    backup: Path, sqlite_url: str, marks: MarkFile, kind: str
) -> None:
    """In one line that names it, before a record is made for it."""
    script, said = REFUSED[kind]
    spoil(backup, script)
    new = sqlite_url.replace("tracker.db", "new.db")
    with pytest.raises(StoreError, match=said) as refused:
        restore(new, backup, marks)
    assert "\n" not in str(refused.value)
    assert not Path(new.removeprefix("sqlite:///")).exists()


def test_a_row_that_breaks_a_rule_undoes_the_whole(backup: Path, empty_url: str, marks: MarkFile) -> None:
    """SQLite looks at no rules in a file that it may not write; the new record does, and stays empty."""
    spoil(backup, "PRAGMA ignore_check_constraints=ON; UPDATE spell SET state = 'x' WHERE id = 3")
    url = empty_url.replace("tracker.db", "new.db")
    with pytest.raises(StoreError, match="ck_spell_state"):
        restore(url, backup, marks)
    kept = dump(url)
    assert [table for table, rows in kept.items() if rows] == ["home"]
    assert marks.load() is None


def test_odd_files_are_refused(backup: Path, sqlite_url: str, marks: MarkFile, tmp_path: Path) -> None:
    """Nothing, a folder, an empty file, a letter, a torn backup, one in use, one too large, one whose very schema is babble."""
    (tmp_path / "empty").touch()
    (tmp_path / "letter").write_bytes(b"Dear reader,\n" * 100)
    (tmp_path / "torn").write_bytes(backup.read_bytes()[:-5000])
    (tmp_path / "used").write_bytes(backup.read_bytes())
    (tmp_path / "used-wal").write_bytes(b"x")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(5 * 2**30)  # takes no space
    (tmp_path / "babble").write_bytes(backup.read_bytes().replace(b"NOT NULL", b"N\xd5T NULL", 1))
    for name in ("none", ".", "empty", "letter", "torn", "used", "huge", "babble"):
        with pytest.raises(StoreError):
            restore(sqlite_url.replace("tracker.db", "new.db"), tmp_path / name, marks)
    assert not (tmp_path / "new.db").exists()
