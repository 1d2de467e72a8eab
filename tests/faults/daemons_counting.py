"""Two writers at the same time: the second waits before it reads, so that neither is lost and none is turned away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from tests.faults.table import Row, Scale
from tests.spotify.rig import PLENTY, START
from tracker.core.budget import used
from tracker.core.errors import StoreError
from tracker.store.budget import read_ledger, spend
from tracker.store.engine import writing
from tracker.store.repository import SqlStore, open_store

PATIENCE_S = 10.0
WINDOW_S = 0.2
"""So long the first writer leaves the second one time to read what it is about to change."""


def counted(scale: Scale) -> Row:
    """Both count a call in one ledger, and read it before."""
    rounds = scale.of(3, 10)
    with (
        TemporaryDirectory(prefix="counting-") as folder,
        ExitStack() as stack,
        ThreadPoolExecutor(2) as pool,
    ):
        url = f"sqlite:///{Path(folder, 'record.db')}"
        stores = [stack.enter_context(closing(open_store(url, durable=False))) for _ in range(2)]
        told = sum(_both(stores, pool) for _ in range(rounds))
        lost = told - used(stores[0].ledger(), START)
    return Row("two write at once, SQLite", 2 * rounds, lost=lost, wrong=2 * rounds - told, seed=scale.seed)


def _both(stores: list[SqlStore], pool: ThreadPoolExecutor) -> int:
    """Let the second begin while the first is in the midst of it; how many of them were told that it is done."""
    inside, read_too = Event(), Event()

    def first() -> None:
        with writing(stores[0]._engine) as conn:
            read_ledger(conn)
            inside.set()
            read_too.wait(WINDOW_S)
            spend(conn, START, PLENTY)

    def second() -> None:
        inside.wait(PATIENCE_S)
        with writing(stores[1]._engine) as conn:
            read_ledger(conn)
            read_too.set()
            spend(conn, START, PLENTY)

    return sum(pool.map(_done, (first, second)))


def _done(work: Callable[[], None]) -> bool:
    try:
        work()
    except StoreError:
        return False
    return True
