"""Damaged, cut and swapped files: refused, or harmless, and never made anew; and how much nobody can notice."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.core.past import listing, track, unplayable
from tests.faults.backups import rows as backup_rows
from tests.faults.storage_children import workshop
from tests.faults.storage_scripts import Home, at, decide, tell_past
from tests.faults.table import Row, Scale, Suite
from tests.store.looks import dump
from tracker.core.errors import TrackerError
from tracker.core.items import Way
from tracker.core.ports import Draft, EventFilter
from tracker.store.repository import SqlStore

SONGS = [track(f"song{n:03}") for n in range(120)]
Damage = Callable[[bytearray, Random], None]


def furnish(home: Home) -> None:
    """A record with enough in it to hit."""
    tell_past(home)
    with closing(home.opened()) as store:
        for hour in range(60, 180, 24):
            grey = [unplayable(song.id or "") for song in SONGS[: hour // 24]]
            reading = listing(*grey, *SONGS[len(grey) :], snapshot=f"v{hour}")
            draft = Draft(1, "DE", Way.LIST, at(hour), at(hour + 0.1), 1, reading.snapshot)
            store.record(draft, None, partial(decide, reading))
    with closing(sqlite3.connect(home.file)) as conn:
        conn.execute("VACUUM")  # a hit on an empty page would prove nothing


def read_all(store: SqlStore) -> tuple[Any, ...]:
    """Everything that listings, reports and the next look would read."""
    names = [song.id or "" for song in SONGS[:5]]
    return (
        store.all(), store.events(EventFilter()), store.gaps(None), store.watches(), store.checks(None),
        store.entries(1), store.doubts(at(999)), store.due(), store.ledger(), store.canaries("DE"),
        [store.track(name) for name in names],
    )  # fmt: skip


def flip(content: bytearray, rng: Random) -> None:
    """One bit of one byte."""
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def overwrite(content: bytearray, rng: Random) -> None:
    """A block of zeros, as a lost sector leaves it."""
    start = rng.randrange(len(content) // 512) * 512
    content[start : start + 512] = bytes(512)


def cut(content: bytearray, rng: Random) -> None:
    """Something is missing at the end."""
    del content[rng.randrange(1, len(content)) :]


def outcome(home: Home, truth: dict[str, Any]) -> str:
    """What became of a damaged file: refused at the door or later, harmless, unnoticed, or a crash."""
    before, stage = home.file.read_bytes(), "refused at the door"
    try:
        with closing(home.opened()) as store:
            stage = "refused when read"
            read_all(store)
            found = "harmless" if dump(home.url) == truth else "unnoticed"
    except TrackerError:
        found = stage
    except Exception as error:  # noqa: BLE001  # whatever else comes is what is looked for
        found = f"crashed: {type(error).__name__}"
    return found if home.file.read_bytes() == before else "made anew"


def damaged(template: Home, name: str, damage: Damage, count: int, seed: int, *, plain: bool = False) -> Row:
    """Damage copies of a record, one way, many times; what is `plain` to see has to be seen at the door."""
    rng, found = Random(f"{seed} {name}"), Counter[str]()
    truth = dump(template.url)
    home = Home(template.folder.with_name("damaged"))
    for _ in range(count):
        shutil.rmtree(home.folder, ignore_errors=True)
        shutil.copytree(template.folder, home.folder)
        content = bytearray(home.file.read_bytes())
        damage(content, rng)
        home.file.write_bytes(content)
        found[outcome(home, truth)] += 1
    wrong = found["made anew"] + sum(n for kind, n in found.items() if kind.startswith("crashed"))
    wrong += count - found["refused at the door"] if plain else 0
    note = ", ".join(f"{number} {kind}" for kind, number in found.most_common())
    return Row(name, cases=count, observations=count, wrong=wrong, seed=seed, note=note)


def swapped(template: Home, folder: Path) -> Row:
    """Another record, an older copy, an empty file, none at all: each in the place of the record."""
    found = Counter[str]()
    other, young = Home(folder / "other"), Home(folder / "young")
    for home in (other, young):
        home.folder.mkdir()
    furnish(other)
    tell_past(young)
    older = folder / "older.db"
    shutil.copyfile(template.file, older)
    with closing(template.opened()) as store:
        draft = Draft(1, "DE", Way.LIST, at(200), at(200.1), 1, None)
        store.record(draft, None, partial(decide, listing(*SONGS, snapshot="v200")))
    for stand_in in (other.file, young.file, older, None, b""):
        home = Home(folder / "swapped")
        shutil.rmtree(home.folder, ignore_errors=True)
        shutil.copytree(template.folder, home.folder)
        home.file.unlink()
        if isinstance(stand_in, Path):
            shutil.copyfile(stand_in, home.file)
        elif stand_in is not None:
            home.file.write_bytes(stand_in)
        found[_admitted(home)] += 1
    note = "another, a younger, an older copy, none, an empty file: " + ", ".join(found)
    wrong = found.total() - found["refused"]
    return Row("swapped file", cases=5, wrong=wrong, note=note)


def _admitted(home: Home) -> str:
    before = home.file.read_bytes() if home.file.exists() else None
    try:
        home.opened().close()
    except TrackerError:
        after = home.file.read_bytes() if home.file.exists() else None
        return "refused" if after == before else "changed"
    return "admitted"


def run(scale: Scale) -> Iterable[Row]:
    """Damaged and swapped records, then backups under load, hostile and not."""
    with workshop() as folder:
        template = Home(folder / "template")
        template.folder.mkdir()
        furnish(template)
        yield damaged(template, "bit flips", flip, scale.of(12, 600), scale.seed)
        yield damaged(template, "lost sectors", overwrite, scale.of(6, 200), scale.seed)
        yield damaged(template, "truncations", cut, scale.of(6, 200), scale.seed, plain=True)
        yield swapped(template, folder)
        yield from backup_rows(template, folder, scale)


SUITE = Suite("damage", run)
