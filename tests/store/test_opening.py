"""Which records are opened, and which are refused and left alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.store.looks import draft, dump, record, watch_list
from tracker.core.errors import StoreError
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A record with two checks, and its mark, in a home."""
    with closing(open_store(f"sqlite:///{tmp_path / 'tracker.db'}", mark=tmp_path / "record.json")) as store:
        watch = watch_list(store)
        record(store, draft(watch, 1))
        record(store, draft(watch, 2))
    return tmp_path


def refusal(home: Path) -> str:
    """Why the home's record is not opened; nothing in the home may change by that."""
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    with pytest.raises(StoreError) as refused:
        open_store(f"sqlite:///{home / 'tracker.db'}", mark=home / "record.json")
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before
    line = str(refused.value)
    assert "\n" not in line
    return line


def test_the_mark_follows_the_record(kept: Path) -> None:
    """It holds the record's own name and its last check, and lets that record in."""
    mark = json.loads((kept / "record.json").read_text(encoding="utf-8"))
    assert mark == {"record": dump(f"sqlite:///{kept / 'tracker.db'}")["home"][0][1], "last_check": 2}
    assert (kept / "record.json").stat().st_mode & 0o777 == 0o600
    with closing(open_store(f"sqlite:///{kept / 'tracker.db'}", mark=kept / "record.json")) as store:
        assert len(store.checks(None)) == 2


def test_a_record_without_a_mark_gets_one(kept: Path) -> None:
    """Records from before there were marks are let in, and known from then on."""
    (kept / "record.json").unlink()
    open_store(f"sqlite:///{kept / 'tracker.db'}", mark=kept / "record.json").close()
    assert json.loads((kept / "record.json").read_text(encoding="utf-8"))["last_check"] == 2


def test_deleted_checks_are_no_step_back(kept: Path) -> None:
    """Forgetting the login deletes checks, but their numbers were given."""
    url = f"sqlite:///{kept / 'tracker.db'}"
    with closing(sqlite3.connect(kept / "tracker.db")) as conn, conn:
        conn.execute('DELETE FROM "check"')
    with closing(open_store(url, mark=kept / "record.json")) as store:
        assert record(store, draft(store.all()[0], 3)).check_id == 3


def test_an_older_copy_is_refused(kept: Path) -> None:
    """It would go on as if the checks since had never been."""
    older = (kept / "tracker.db").read_bytes()
    with closing(open_store(f"sqlite:///{kept / 'tracker.db'}", mark=kept / "record.json")) as store:
        record(store, draft(store.all()[0], 3))
    (kept / "tracker.db").write_bytes(older)
    assert "ends with check 2, but 3 were recorded" in refusal(kept)
    (kept / "record.json").unlink()
    open_store(f"sqlite:///{kept / 'tracker.db'}", mark=kept / "record.json").close()


def test_another_record_is_refused(kept: Path) -> None:
    """However many checks it has."""
    (kept / "tracker.db").unlink()
    with closing(open_store(f"sqlite:///{kept / 'tracker.db'}")) as other:
        watch = watch_list(other)
        for at in range(5):
            record(other, draft(watch, at))
    assert "another record" in refusal(kept)


@pytest.mark.parametrize("left", [None, b""], ids=["no file", "empty file"])
def test_an_empty_start_where_there_was_a_record_is_refused(kept: Path, left: bytes | None) -> None:
    """No file is made; the line says how to restore and how to begin anew."""
    (kept / "tracker.db").unlink()
    if left is not None:
        (kept / "tracker.db").write_bytes(left)
    line = refusal(kept)
    assert "tracker restore FILE" in line
    assert str(kept / "record.json") in line


def test_an_empty_database_where_there_was_a_record_is_refused(postgres_url: str, tmp_path: Path) -> None:
    """A wrong address, or an empty volume behind the right one, is no silent beginning."""
    (tmp_path / "record.json").write_text('{"record": "r", "last_check": 9}', encoding="utf-8")
    with pytest.raises(StoreError, match=r"holds no record.*9 checks"):
        open_store(postgres_url, mark=tmp_path / "record.json")
    (tmp_path / "record.json").unlink()
    open_store(postgres_url, mark=tmp_path / "record.json").close()
    (tmp_path / "record.json").write_text('{"record": "r", "last_check": 0}', encoding="utf-8")
    with pytest.raises(StoreError, match="another record"):
        open_store(postgres_url, mark=tmp_path / "record.json")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"record": "x", "last_check": "many"}'])
def test_a_mark_that_cannot_be_read_is_told(kept: Path, text: str) -> None:
    """Guessing would defeat it."""
    (kept / "record.json").write_text(text, encoding="utf-8")
    assert "record.json" in refusal(kept)


def test_a_check_stands_even_if_the_mark_cannot_move(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is committed is not reported as failed; the log says what is wrong."""
    with closing(open_store(f"sqlite:///{kept / 'tracker.db'}", mark=kept / "record.json")) as store:
        (kept / "record.json").unlink()
        (kept / "record.json").mkdir()
        assert record(store, draft(store.all()[0], 3)).check_id == 3
    assert "record.json cannot be written" in caplog.text


@pytest.mark.parametrize("damage", ["cut", "half a page", "zeros", "text", "words"])
def test_a_damaged_record_is_refused(kept: Path, damage: str) -> None:
    """With the file's name and the way to restore; it stays for whoever can mend it."""
    path = kept / "tracker.db"
    whole = path.read_bytes()
    spoilt = {
        "cut": whole[: len(whole) // 2],
        "half a page": whole[:300],
        "zeros": whole[:8192] + bytes(16384) + whole[24576:],
        "words": whole.replace(b"NOT NULL", b"N\xd5T NULL", 1),
        "text": b"A letter.\n" * 1000,
    }
    path.write_bytes(spoilt[damage])
    line = refusal(kept)
    assert str(path) in line
    assert "tracker restore FILE" in line


def test_values_that_are_none_are_told(kept: Path) -> None:
    """What no check of the file can see is noticed when it is read, in one line."""
    with closing(sqlite3.connect(kept / "tracker.db")) as conn, conn:
        conn.execute('UPDATE "check" SET started_at = 7 WHERE id = 1')
        conn.execute("UPDATE \"check\" SET started_at = 'noon' WHERE id = 2")
    with closing(open_store(f"sqlite:///{kept / 'tracker.db'}", mark=kept / "record.json")) as store:
        with pytest.raises(StoreError, match=r"cannot be read.*tracker restore") as refused:
            store.checks(None)
        assert "\n" not in str(refused.value)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """Our tables are not put among theirs."""
    with closing(sqlite3.connect(tmp_path / "tracker.db")) as conn:
        conn.execute("CREATE TABLE recipes (dish TEXT)")
    assert "another program (it has recipes)" in refusal(tmp_path)


def test_an_index_that_contradicts_its_table_is_noticed(kept: Path) -> None:
    """In a small file: a flipped letter in an indexed column is damage too."""
    path = kept / "tracker.db"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"albumalbum1", b"albumalbun1", 1))
    assert path.read_bytes() != whole
    assert "damaged" in refusal(kept)
