"""A million observations recorded by a later look, beside what writing all of them would cost.

`python -m tests.bench.recording WAY TRACKS MARKETS` prints one line of JSON; WAY is `ours`, `narrow` or `orm`. Each
way runs in a process of its own, because a peak of memory is nobody else's.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.bench.scale import ROOT, peak_mb
from tracker.core.decide import decide_direct, decide_list
from tracker.core.items import COMPLETE, Item, Kind, Place, Reading, Way
from tracker.core.ports import Draft, NewWatch
from tracker.core.rules import Rules
from tracker.core.watch import Source

if TYPE_CHECKING:
    from tracker.core.decision import Decision
    from tracker.core.known import Known, Look
    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
CHANGED = 0.001
SAMPLE = 50_000
"""So many rows are written by way of objects; the price of a million is reckoned from these."""
PAGE = 50


def measured(way: str, tracks: int, markets: int) -> dict[str, Any]:
    """The figures of one way, from a child process."""
    command = [sys.executable, "-m", "tests.bench.recording", way, str(tracks), str(markets)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(answer.stdout)
    return figures


def ours(folder: Path, tracks: int, markets: int) -> dict[str, float]:
    """One list in so many markets: a first round, one that settles it, and the measured one, in which 0.1 % have changed."""
    from tracker.store.repository import open_store

    file = folder / "tracker.db"
    with closing(open_store(f"sqlite:///{file}", durable=False)) as store:
        names = tuple(f"X{n:03}" for n in range(markets))
        watch = store.add(NewWatch(Source.PLAYLIST, "p" * 22, "Invented", names, 86_400), START)
        rounds = [_round(store, watch, tracks, day, 0) for day in range(2)]
        before = rows_and_bytes(file)
        measured_s = _round(store, watch, tracks, 2, CHANGED)
    after = rows_and_bytes(file)
    changes = after["doubt"] - before["doubt"]
    return {
        "observations": tracks * markets,
        "first_s": rounds[0],
        "unchanged_s": rounds[1],
        "later_s": measured_s,
        "changes": changes,
        "checks": after["check"] - before["check"],
        "requests": markets * -(-tracks // PAGE),
        "other_rows": sum(after.values()) - sum(before.values())
        - (after["bytes"] - before["bytes"]) - 2 * changes - (after["check"] - before["check"]),
        "bytes_a_change": (after["bytes"] - before["bytes"]) / max(1, changes),
        "peak_mb": peak_mb(),
    }  # fmt: skip


def _round(store: SqlStore, watch: Watch, tracks: int, day: int, share: float) -> float:
    """CPU seconds of recording one look at each market, without the making of what was seen."""
    spent = 0.0
    for n, market in enumerate(watch.markets):
        at = START + timedelta(days=day, seconds=n)
        gone = set(Random(n).sample(range(tracks), round(share * tracks)))
        places = tuple(_place(number, gone, keyed=n > 0) for number in range(tracks))
        reading = Reading(places, COMPLETE, "v1" if n == 0 else None)
        draft = Draft(watch.id, market, Way.ALBUM if n else Way.LIST, at, at, 200, reading.snapshot)
        decide = partial(_decided, reading, n > 0)
        start = process_time()
        store.record(draft, None, decide)
        spent += process_time() - start
    return spent


def _decided(reading: Reading, abroad: bool, known: Known, look: Look) -> Decision:
    if abroad:
        return decide_direct(known, reading, look, Rules(), whole=True)
    return decide_list(known, reading, look, Rules())


def _place(n: int, gone: set[int], *, keyed: bool) -> Place:
    name = f"invented{n:014d}"
    item = Item(
        Kind.TRACK, name, None, f"Song {n}", ("A Band",), f"album{n // 10:017d}", f"Album {n // 10}",
        f"XX{n:010d}", 200_000, 1, 1 + n % 10, n not in gone,
    )  # fmt: skip
    return Place(n, item, START - timedelta(minutes=n), name if keyed else None)


def rows_and_bytes(file: Path) -> dict[str, int]:
    """How many rows each table has, and how large the file is, with what the journal still held written into it."""
    with closing(sqlite3.connect(file)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    return rows | {"bytes": file.stat().st_size}


def narrow(folder: Path, tracks: int, markets: int) -> dict[str, float]:
    """All observations as three whole numbers each, by the driver alone: a round after a first one."""
    with closing(sqlite3.connect(folder / "narrow.db")) as conn:
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute(
            "CREATE TABLE seen (round INT, pair INT, state INT, PRIMARY KEY (round, pair)) WITHOUT ROWID"
        )
        for number in range(2):
            start = process_time()
            with conn:
                conn.executemany(
                    "INSERT INTO seen VALUES (?, ?, ?)",
                    ((number, pair, 1) for pair in range(tracks * markets)),
                )
            spent = process_time() - start
    return {"later_s": spent, "peak_mb": peak_mb()}


def orm(folder: Path, tracks: int, markets: int) -> dict[str, float]:
    """A part of the observations as objects, added all at once."""
    from sqlmodel import Field, Session, SQLModel, create_engine

    class Seen(SQLModel, table=True):
        """One observation."""

        id: int | None = Field(default=None, primary_key=True)
        track: str = Field(index=True)
        market: str
        at: datetime
        playable: bool

    engine = create_engine(f"sqlite:///{folder / 'orm.db'}")
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables["seen"]])
    size = min(SAMPLE, tracks * markets)
    start = process_time()
    with Session(engine) as session:
        session.add_all(
            [Seen(track=f"invented{n:014d}", market="XA", at=START, playable=True) for n in range(size)]
        )
        session.commit()
    return {
        "later_s": (process_time() - start) * tracks * markets / size,
        "sample": size,
        "peak_mb": peak_mb(),
    }


WAYS = {"ours": ours, "narrow": narrow, "orm": orm}

if __name__ == "__main__":
    way, size, wanted = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with TemporaryDirectory() as place:
        print(json.dumps(WAYS[way](Path(place), size, wanted)))
