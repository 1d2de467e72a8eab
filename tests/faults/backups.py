"""Backups made while somebody writes, and backups that somebody has tampered with."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import Self

from tests.core.past import listing, track
from tests.faults.storage_scripts import Home, at, decide, rows_of
from tests.faults.table import Row, Scale
from tests.store.looks import dump
from tracker.core.errors import StoreError
from tracker.core.items import Way
from tracker.core.ports import Draft
from tracker.store.backup import restore
from tracker.store.repository import SqlStore, open_store

TAMPERED = (
    "SELECT 1",
    "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
    "CREATE TRIGGER t BEFORE INSERT ON home BEGIN SELECT writefile('stolen', 'x'); END",
    "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    "DROP TABLE notice; CREATE VIEW notice AS SELECT load_extension('x') AS id, 1 AS kind",
    "DROP TABLE notice; CREATE VIRTUAL TABLE notice USING fts5(id, kind, subject, text, since, until)",
    "CREATE TABLE stowaway (path TEXT); INSERT INTO stowaway VALUES ('../../stolen')",
    "CREATE INDEX i ON event (length(hex(zeroblob(seq * 1000))))",
    "UPDATE watch SET label = '../../stolen', markets = '[\"../stolen\"]'",
    "UPDATE watch SET every_s = 99999999999999999999",
    "UPDATE event SET checks = '" + "[" * 5000 + "]" * 5000 + "'",
    "UPDATE name SET title = CAST(zeroblob(20000000) AS TEXT) WHERE track_id = 'a'",
    "UPDATE sqlite_sequence SET seq = 'many'",
    "UPDATE sqlite_sequence SET seq = -1",
    "DELETE FROM home",
    "PRAGMA foreign_keys=OFF; DELETE FROM track",
    "PRAGMA journal_mode=WAL",
    "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = 'CREATE TABLE event (x)' WHERE name = 'event'",
)


def look(store: SqlStore, number: int) -> None:
    """The n-th look of the writer: always the same after the same looks."""
    songs = [track(f"song{n:02}") for n in range(20)]
    reading = listing(*songs, track(f"more{number % 7}"), snapshot=f"w{number}")
    draft = Draft(1, "DE", Way.LIST, at(1000 + number), at(1000.1 + number), 1, reading.snapshot)
    store.record(draft, None, partial(decide, reading))


def under_load(template: Home, folder: Path, count: int) -> Row:
    """Each backup is the record as it was after some number of looks: made again so far, it equals it."""
    wrong = looks = 0
    live, again = Home(folder / "live"), Home(folder / "again")
    for home in (live, again):
        shutil.copytree(template.folder, home.folder)
    with closing(open_store(again.url, durable=False)) as replay, Writer(live) as written:
        before = _checks(again.url)
        for number in range(count):
            target = folder / f"backup-{number}.db"
            written.go_on.set()
            try:
                with closing(open_store(live.url, durable=False)) as store:
                    store.backup(target)
            except StoreError:
                wrong += 1
                continue
            finally:
                written.go_on.clear()
            while looks < _checks(f"sqlite:///{target}") - before:
                look(replay, looks)
                looks += 1
            wrong += rows_of(target) != rows_of(again.file)
            target.unlink()
    note = (
        f"{written.looks} looks were committed meanwhile; each backup compared with the same looks made again"
    )
    return Row("backup under load", count, written.looks, wrong=wrong, note=note)


class Writer:
    """Look after look, as fast as it goes, in a thread of its own, while `go_on` is set."""

    def __init__(self, home: Home) -> None:
        self.looks, self.go_on, self._ended = 0, threading.Event(), threading.Event()
        self._home, self._thread = home, threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        with closing(open_store(self._home.url, durable=False)) as store:
            while not self._ended.is_set():
                if self.go_on.wait(0.01):
                    look(store, self.looks)
                    self.looks += 1


def _checks(url: str) -> int:
    return len(dump(url)["check"])


def hostile(template: Home, folder: Path, count: int, seed: int) -> Row:
    """Backups that were changed by hand, and then by chance: nothing runs, nothing is written beside the record."""
    rng, found = Random(seed), Counter[str]()
    genuine, cell = folder / "genuine.db", folder / "cell"
    with closing(template.opened()) as store:
        store.backup(genuine)
    for number in range(count):
        shutil.rmtree(cell, ignore_errors=True)
        cell.mkdir()
        backup = Path(shutil.copyfile(genuine, cell / "backup.db"))
        with closing(sqlite3.connect(backup)) as conn:
            conn.executescript(TAMPERED[number % len(TAMPERED)])
        if number >= len(TAMPERED):
            content = bytearray(backup.read_bytes())
            for _ in range(rng.randrange(4)):
                content[rng.randrange(len(content))] = rng.randrange(256)
            backup.write_bytes(content)
        found[_restored(cell, backup)] += 1
    wrong = found.total() - found["refused"] - found["restored"]
    note = ", ".join(f"{cases} {kind}" for kind, cases in found.most_common())
    return Row(
        "hostile backups",
        count,
        count,
        wrong=wrong,
        seed=seed,
        note=note,
    )


def _restored(cell: Path, backup: Path) -> str:
    before, home = backup.read_bytes(), Home(cell / "home")
    try:
        restore(home.url, backup, home.marks, durable=False)
        made = rows_of(home.file)
        ended = "brought strangers in" if {"stowaway", "t", "v"} & made.keys() else "restored"
    except StoreError:
        ended = "refused"
    except Exception as error:  # noqa: BLE001  # whatever else comes is what is looked for
        ended = f"crashed: {type(error).__name__}"
    files = {str(path.relative_to(cell)) for path in cell.rglob("*") if path.is_file()}
    if backup.read_bytes() != before or not files <= {"backup.db", "home/tracker.db", "home/record.json"}:
        return "wrote outside"
    return ended


def rows(template: Home, folder: Path, scale: Scale) -> Iterable[Row]:
    """Both kinds."""
    yield under_load(template, folder, scale.of(3, 100))
    yield hostile(template, folder, scale.of(len(TAMPERED), 200), scale.seed)
