"""Packages that are damaged, changed or made up: each is refused in one line, and nothing is written."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.panel.odd import NOW, bring_back, export
from tests.store.looks import dump
from tracker.core.errors import TrackerError, UsageError
from tracker.panel.formats import Format
from tracker.panel.reading import FolderPackage
from tracker.store.filling import fill
from tracker.store.mark import MarkFile
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.store.repository import SqlStore


def retell(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the description."""
    path = folder / "datapackage.json"
    told = json.loads(path.read_bytes())
    change(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def forge(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file, and make the description agree with it, as somebody with an intention would."""
    path = folder / name
    before = path.read_bytes()
    after = before.replace(old.encode(), new.encode("utf-8", "surrogatepass"), 1)
    assert after != before, name
    path.write_bytes(after)
    agree(folder, name)


def agree(folder: Path, name: str) -> None:
    """Make the description tell of the file that is there."""
    there = (folder / name).read_bytes()

    def told_anew(told: dict[str, Any]) -> None:
        (resource,) = (each for each in told["resources"] if each["path"] == name)
        resource |= {"bytes": len(there), "hash": f"sha256:{hashlib.sha256(there).hexdigest()}"}

    retell(folder, told_anew)


def linked(folder: Path, name: str) -> None:
    """A file that lies elsewhere."""
    (folder / name).rename(folder.parent / "elsewhere")
    (folder / name).symlink_to(folder.parent / "elsewhere")


def piped(folder: Path, name: str) -> None:
    """A pipe, which never ends."""
    (folder / name).unlink()
    os.mkfifo(folder / name)


def huge(folder: Path, name: str) -> None:
    """A file of five gigabytes, which takes no space."""
    with (folder / name).open("r+b") as file:
        file.truncate(5 * 2**30)


DEEDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no description": (lambda f: (f / "datapackage.json").unlink(), "no data package of ours"),
    "a missing file": (lambda f: (f / "spells.csv").unlink(), "spells.csv cannot be read"),
    "a linked file": (lambda f: linked(f, "spells.csv"), "no plain file"),
    "a linked description": (lambda f: linked(f, "datapackage.json"), "no plain file"),
    "a pipe": (lambda f: piped(f, "notes.csv"), "no plain file"),
    "a huge file": (lambda f: huge(f, "notes.csv"), "larger than any file"),
    "a huge description": (lambda f: huge(f, "datapackage.json"), "larger than any file"),
    "a changed file": (lambda f: (f / "spells.csv").write_bytes(b"4,x\r\n"), "changed or damaged"),
    "no JSON": (lambda f: (f / "datapackage.json").write_text("{"), "damaged"),
    "no text": (lambda f: (f / "datapackage.json").write_bytes(b"\xff\xfe"), "damaged"),
    "depth": (lambda f: (f / "datapackage.json").write_text("[" * 200_000), "damaged"),
    "another's": (lambda f: retell(f, lambda t: t.update(name="weather")), "none of ours"),
    "a list": (lambda f: (f / "datapackage.json").write_text("[]"), "none of ours"),
    "a newer one": (lambda f: retell(f, lambda t: t["tracker"].update(tables=99)), "theirs 99"),
    "another form": (lambda f: retell(f, lambda t: t["tracker"].update(format="xls")), "a form that"),
    "a form that is none": (lambda f: retell(f, lambda t: t["tracker"].update(format=["csv"])), "a form that"),
    "a path": (lambda f: retell(f, lambda t: t["resources"][0].update(path="../watches.csv")), "another file"),
    "an address": (lambda f: retell(f, lambda t: t["resources"][0].update(path="https://example.org/x")), "another file"),
    "a table too few": (lambda f: retell(f, lambda t: t["resources"].pop()), "19 tables"),
    "another table": (lambda f: retell(f, lambda t: t["resources"][0].update(name="secret")), "watches is not told of"),
    "another column": (lambda f: retell(f, lambda t: t["resources"][0]["schema"]["fields"].pop()), "watches is not told of"),
    "no digest": (lambda f: retell(f, lambda t: t["resources"][0].pop("hash")), "no digest"),
    "high numbers": (lambda f: retell(f, lambda t: t["tracker"]["highest"].update(checks=2**31)), "highest numbers"),
    "numbers of others": (lambda f: retell(f, lambda t: t["tracker"]["highest"].update(secret=1)), "highest numbers"),
    "a word of its own": (lambda f: forge(f, "spells.csv", "playable", "perhaps"), "row 1: state holds"),
    "letters for a number": (lambda f: forge(f, "spells.csv", "\r\n1,", "\r\none,"), "spells.csv, line 2"),
    "a number too large": (lambda f: forge(f, "watches.csv", "86400", "2147483648"), "every_s holds"),
    "a time without a zone": (lambda f: forge(f, "notes.csv", ".250000Z", ".250000"), "no row of ours"),
    "a truth that is none": (lambda f: forge(f, "checks.csv", "true", "yes"), "no row of ours"),
    "a shape of its own": (lambda f: forge(f, "watches.csv", '"[""DE"",""US""]"', '"{""DE"":1}"'), "markets holds"),
    "a cell too many": (lambda f: forge(f, "gaps.csv", "quota", "quota,more"), "no row of ours"),
    "an empty key": (lambda f: forge(f, "spells.csv", "\r\n1,", "\r\n,"), "row 1: id holds"),
    "the same key twice": (lambda f: forge(f, "spells.csv", "\r\n2,", "\r\n1,"), "row 2: its key"),
    "a loose end": (lambda f: forge(f, "gaps.csv", "1,1,", "1,9,"), "watch_id points to nothing"),
    "an open quote": (lambda f: forge(f, "gaps.csv", "quota", '"quota'), "no row of ours"),
    "a NUL": (lambda f: forge(f, "gaps.csv", "quota", "quo\0ta"), "gaps"),
    "bytes that are no text": (lambda f: forge(f, "gaps.csv", "quota", "quo\ud800ta"), "no row of ours"),
    "other headings": (lambda f: forge(f, "gaps.csv", "id,", "no,"), "line 1"),
    "two open spells": (lambda f: forge(f, "spells.csv", "\r\n2,track01", "\r\n2,track00"), "."),
}  # fmt: skip


@pytest.mark.parametrize("kind", DEEDS)
def test_what_is_no_sound_package_is_refused(small: SqlStore, tmp_path: Path, kind: str) -> None:
    """In one line that says what is wrong; the new record stays empty."""
    deed, said = DEEDS[kind]
    export(small, tmp_path / "package")
    deed(tmp_path / "package")
    url = f"sqlite:///{tmp_path / 'new.db'}"
    open_store(url, durable=False).close()
    with pytest.raises(TrackerError, match=said) as refused:
        bring_back(url, tmp_path / "package", tmp_path)
    assert "\n" not in str(refused.value)
    assert [table for table, rows in dump(url).items() if rows] == ["home"]
    assert not (tmp_path / "record.json").exists()


LINES = {
    "half a character": ('"quota"', '"\\ud800"'),
    "NaN": ("-7.1", "NaN"),
    "a whole number for another": ("-7.1", "-7"),
    "another key": ('"why"', '"how"'),
    "no object": ('{"id":1,', '[{"id":1,'),
    "a time that is a number": ('"since":"', '"since":5,"x":"'),
    "depth": ('"quota"', "[" * 100_000),
}


@pytest.mark.parametrize("kind", LINES)
def test_lines_that_are_none_are_refused(small: SqlStore, tmp_path: Path, kind: str) -> None:
    """JSON can say more than a table can hold."""
    export(small, tmp_path / "package", Format.JSONL)
    name = "incidents.jsonl" if "-7" in LINES[kind][0] else "gaps.jsonl"
    forge(tmp_path / "package", name, *LINES[kind])
    with pytest.raises(UsageError) as refused:
        bring_back(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "package", tmp_path)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "new.db").exists()


def test_parquet_that_is_none_is_refused(small: SqlStore, tmp_path: Path) -> None:
    """Torn, and one of other columns in its place."""
    export(small, tmp_path / "package", Format.PARQUET)
    package = tmp_path / "package"
    (package / "gaps.parquet").write_bytes((package / "gaps.parquet").read_bytes()[:-20])
    agree(package, "gaps.parquet")
    with pytest.raises(UsageError, match="DuckDB cannot do it") as refused:
        bring_back(f"sqlite:///{tmp_path / 'new.db'}", package, tmp_path)
    assert "\n" not in str(refused.value)
    export(small, package, Format.PARQUET, force=True)
    (package / "gaps.parquet").write_bytes((package / "notes.parquet").read_bytes())
    agree(package, "gaps.parquet")
    with pytest.raises(UsageError, match="its columns are not ours"):
        bring_back(f"sqlite:///{tmp_path / 'new.db'}", package, tmp_path)


def test_a_file_that_changes_on_the_way_undoes_the_whole(small: SqlStore, tmp_path: Path) -> None:
    """What was looked at must be what was taken: the record stays empty."""
    export(small, tmp_path / "package")
    package = FolderPackage(tmp_path / "package")
    package.prove()
    package.check()
    forge(tmp_path / "package", "notes.csv", "line", "wine")
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(UsageError, match="changed or damaged"):
        fill(url, package, MarkFile(tmp_path / "record.json"), NOW, durable=False)
    assert [table for table, rows in dump(url).items() if rows] == ["home"]
