"""A package written: whole or not at all, the same each time, and only what its owner may take along."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.panel.odd import DAY, NOW, data_of, export
from tracker.core.errors import UsageError
from tracker.core.panel.rows import Choice
from tracker.core.panel.tables import TABLES
from tracker.panel.descriptor import Making
from tracker.panel.formats import Format
from tracker.panel.package import write_package
from tracker.panel.reading import FolderPackage
from tracker.store.engine import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.panel.fields import Table
    from tracker.core.panel.rows import Row
    from tracker.store.repository import SqlStore


def values(folder: Path, table: str, column: str) -> list[Any]:
    """One column of a table of a package."""
    (wanted,) = (each for each in TABLES if each.name == table)
    package = FolderPackage(folder)
    package.check()
    return [row[wanted.names.index(column)] for row in package.rows(wanted)]


@pytest.mark.parametrize("form", Format)
def test_two_exports_of_one_record_are_the_same(odd_store: SqlStore, tmp_path: Path, form: Format) -> None:
    """Byte for byte, but for when they were made; in either kind of database."""
    first, again = tmp_path / "first", tmp_path / "again"
    export(odd_store, first, form)
    export(odd_store, again, form, now=NOW + timedelta(seconds=5))
    assert data_of(first) == data_of(again)
    assert len(data_of(first)) == len(TABLES)
    one, two = (json.loads((folder / "datapackage.json").read_bytes()) for folder in (first, again))
    assert one.pop("created") != two.pop("created")
    assert one == two


def test_a_package_is_private_and_alone(small: SqlStore, tmp_path: Path) -> None:
    """Only its owner can look into it, and nothing else is left beside it; no secret is in it."""
    export(small, tmp_path / "mine")
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o700
    assert [path.name for path in tmp_path.iterdir() if "mine" in path.name] == ["mine"]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "mine").iterdir())
    assert b"hidden" not in everything
    assert b"secret-token" not in everything


def test_the_codebook_and_the_page_tell_of_every_column(small: SqlStore, tmp_path: Path) -> None:
    """Each table, column and word; the rights; and who calls a track so."""
    export(small, tmp_path / "mine")
    book = (tmp_path / "mine" / "CODEBOOK.md").read_text(encoding="utf-8")
    for table in TABLES:
        chapter = book.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for field in table.fields:
            assert f"| `{field.name}`" in chapter
            assert all(f"- `{word}`: {meaning}" in chapter for word, meaning in field.values)
    page = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    assert "No licence is granted over columns whose origin is `service`" in page
    assert "1 Jun 2026" in page


def test_nothing_is_written_over(small: SqlStore, tmp_path: Path) -> None:
    """Neither a file, nor a link, nor a folder with anything in it; a missing parent is told. An empty folder will do."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").touch()
    (tmp_path / "empty").mkdir()
    for name, said in {
        "file": "no folder",
        "link": "no folder",
        "full": "not empty",
        "none/x": "make it first",
    }.items():
        with pytest.raises(UsageError, match=said) as refused:
            export(small, tmp_path / name)
        assert "\n" not in str(refused.value)
    with pytest.raises(UsageError, match="no export of this program"):
        export(small, tmp_path / "full", force=True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter"]
    export(small, tmp_path / "empty")
    assert data_of(tmp_path / "empty")


def test_an_earlier_export_is_replaced_on_demand_only(small: SqlStore, tmp_path: Path) -> None:
    """Also by one of another form, of which nothing old is left; one that was added to is left alone."""
    export(small, tmp_path / "mine")
    with pytest.raises(UsageError, match="--force"):
        export(small, tmp_path / "mine", Format.JSONL)
    export(small, tmp_path / "mine", Format.JSONL, force=True)
    assert {Path(name).suffix for name in data_of(tmp_path / "mine")} == {".jsonl"}
    assert [path.name for path in tmp_path.iterdir() if "mine" in path.name] == ["mine"]
    (tmp_path / "mine" / "my analysis.txt").touch()
    with pytest.raises(UsageError, match="no export of this program"):
        export(small, tmp_path / "mine", force=True)
    assert (tmp_path / "mine" / "my analysis.txt").exists()


class Breaking:
    """Rows that break off with a full disk."""

    def __init__(self, store: Any) -> None:
        self._rows = store

    def rows(self, table: Table) -> Iterator[Row]:
        if table.name == "spells":
            raise OSError(28, "No space left on device")
        return iter(self._rows.rows(table))

    def highest(self) -> dict[str, int]:
        return {}

    def ancestors(self) -> tuple[()]:
        return ()


@pytest.mark.parametrize("form", Format)
def test_a_full_disk_leaves_nothing(small: SqlStore, tmp_path: Path, form: Format) -> None:
    """One line, no folder of that name, and nothing beside it; an earlier export stays as it was."""
    export(small, tmp_path / "kept", form)
    before = data_of(tmp_path / "kept")
    with small.panel.opened(Choice(), NOW) as rows:
        for name in ("new", "kept"):
            making = Making(NOW, "test", form, Choice())
            with pytest.raises(UsageError, match="No space left"):
                write_package(tmp_path / name, Breaking(rows), making, force=True)
    assert data_of(tmp_path / "kept") == before
    assert {path.name for path in tmp_path.iterdir()} <= {
        "kept",
        "tracker.db",
        "tracker.db-shm",
        "tracker.db-wal",
    }


DYING = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from tests.panel.odd import NOW
from tests.panel.test_package import Breaking
from tracker.core.panel.rows import Choice
from tracker.panel.descriptor import Making
from tracker.panel.formats import Format
from tracker.panel.package import write_package
from tracker.store.repository import open_store

class Dying(Breaking):
    def rows(self, table):
        if table.name == "spells":
            os._exit(9)
        return super().rows(table)

store = open_store(sys.argv[1])
with store.panel.opened(Choice(), NOW) as rows:
    write_package(Path(sys.argv[2]), Dying(rows), Making(NOW, "test", Format.CSV, Choice()))
"""


def test_a_death_on_the_way_leaves_no_folder_of_that_name(small: SqlStore, tmp_path: Path) -> None:
    """What is left bears another name, and the next export is not held up by it."""
    words = [sys.executable, "-c", DYING, f"sqlite:///{tmp_path / 'tracker.db'}", str(tmp_path / "mine")]
    died = subprocess.run(words, cwd=Path(__file__).parents[2], check=False, capture_output=True)
    assert died.returncode == 9, died.stderr
    assert not (tmp_path / "mine").exists()
    export(small, tmp_path / "mine")
    assert len(data_of(tmp_path / "mine")) == len(TABLES)


def test_names_of_the_service_leave_with_their_term(odd_store: SqlStore, tmp_path: Path) -> None:
    """Even where housekeeping was not there yet; the owner's and MusicBrainz's stay, and so does what is held."""
    export(odd_store, tmp_path / "before")
    with writing(odd_store._engine) as conn:
        conn.execute(
            text("UPDATE entry SET ended_at = :at WHERE track_id <> 'track05'"), {"at": NOW - 31 * DAY}
        )
        conn.execute(text("UPDATE watch SET removed_at = :at"), {"at": NOW - 31 * DAY})
    export(odd_store, tmp_path / "after")
    named = set(
        zip(
            values(tmp_path / "after", "names", "track_id"),
            values(tmp_path / "after", "names", "origin"),
            strict=True,
        )
    )
    assert named == {("track05", "service"), ("track01", "owner"), ("track01", "musicbrainz")}
    assert values(tmp_path / "before", "releases", "label") == ["@Label"]
    assert values(tmp_path / "after", "releases", "label") == ["@Label"]  # track05 is on it
    with writing(odd_store._engine) as conn:
        conn.execute(text("UPDATE entry SET ended_at = :at"), {"at": NOW - 31 * DAY})
    export(odd_store, tmp_path / "later")
    assert (
        values(tmp_path / "later", "releases", "label"),
        values(tmp_path / "later", "releases", "rights"),
    ) == ([None], [None])


def test_an_export_without_names_holds_no_word_of_the_service(odd_store: SqlStore, tmp_path: Path) -> None:
    """No title, no label of a list, no rights line; notes and one's own names are in it."""
    export(odd_store, tmp_path / "mine", choice=Choice(names=False))
    assert set(values(tmp_path / "mine", "names", "origin")) == {"owner", "musicbrainz"}
    assert set(values(tmp_path / "mine", "watches", "label")) == {""}
    assert values(tmp_path / "mine", "releases", "rights") == [None]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "mine").iterdir())
    assert [word for word in (b"Attic", b"@Label", b"Told") if word in everything] == []
    assert b"Mine" in everything


@pytest.mark.parametrize("days", [0, 3, 29, 31])
def test_what_was_over_before_is_left_out(odd_store: SqlStore, tmp_path: Path, days: int) -> None:
    """And nothing of the rest points to nothing, which `check` sees to."""
    export(odd_store, tmp_path / "all")
    export(odd_store, tmp_path / "some", choice=Choice(since=NOW - days * DAY))
    kept = values(tmp_path / "some", "spells", "missed_at")
    assert [at for at in kept if at and at < NOW - days * DAY] == []
    assert (len(kept) < len(values(tmp_path / "all", "spells", "id"))) == (days < 30)
    assert 3 in values(tmp_path / "some", "events", "seq")  # a doubt that stands speaks of it
    assert 1 in values(tmp_path / "some", "checks", "id")  # the order of a list does
