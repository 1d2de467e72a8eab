"""Puts an invented record into a database; as a file it is kept, so that the next one who wants it need not wait."""

from __future__ import annotations

import hashlib
import os
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from tests.scale import rows_of_history, rows_of_lists, rows_of_looks, rows_of_upkeep
from tests.scale.invent import invent
from tracker.store import tables
from tracker.store.engine import build_engine, writing
from tracker.store.repository import open_store
from tracker.store.schema import MIGRATIONS
from tracker.store.sequences import raise_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlmodel import SQLModel

    from tests.scale.invent import Invented
    from tests.scale.size import Size

BATCH = 5_000
READERS = {
    "bench.py",
    "exports.py",
    "first_view.py",
    "pages.py",
    "served.py",
    "sound.py",
    "test_bench.py",
    "test_record.py",
}
"""What lies beside the generator and changes nothing of what it makes."""
ROWS: tuple[tuple[type[SQLModel], Callable[[Invented], Iterable[dict[str, Any]]]], ...] = (
    (tables.WatchRow, rows_of_lists.watches),
    (tables.TrackRow, rows_of_lists.tracks),
    (tables.NameRow, rows_of_lists.names),
    (tables.CheckRow, rows_of_looks.checks),
    (tables.EntryRow, rows_of_lists.entries),
    (tables.ListingRow, rows_of_lists.listings),
    (tables.IncidentRow, rows_of_history.incidents),
    (tables.SpellRow, rows_of_history.spells),
    (tables.EventRow, rows_of_history.events),
    (tables.DoubtRow, rows_of_history.doubts),
    (tables.GapRow, rows_of_history.gaps),
    (tables.DutyRow, rows_of_upkeep.duties),
    (tables.NoticeRow, rows_of_upkeep.notices),
    (tables.LedgerRow, rows_of_upkeep.ledger),
)
"""In the order in which rows may point to each other."""


def fill(url: str, size: Size) -> None:
    """Invent a record into the database at `url`, which holds an empty one."""
    made = invent(size)
    engine = build_engine(url, durable=False)
    try:
        with writing(engine) as conn:
            for table, rows in ROWS:
                for some in _batches(rows(made)):
                    conn.execute(insert(table), some)
            raise_ids(conn, {})
    finally:
        engine.dispose()


def kept_file(size: Size) -> Path:
    """An SQLite file with that record, made once for each size, seed, schema and generator; not to be written to."""
    folder = Path(tempfile.gettempdir()) / f"tracker-scale-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{_fingerprint(size)}.db"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=folder) as making:
            part = Path(making) / "record.db"
            open_store(f"sqlite:///{part}", durable=False).close()
            fill(f"sqlite:///{part}", size)
            part.replace(kept)
    return kept


def _fingerprint(size: Size) -> str:
    generator = [path for path in Path(__file__).parent.glob("*.py") if path.name not in READERS]
    sources = sorted([*generator, *(MIGRATIONS / "versions").glob("*.py")])
    told = repr(size).encode() + b"".join(path.read_bytes() for path in sources)
    return hashlib.sha256(told).hexdigest()[:16]


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield some
