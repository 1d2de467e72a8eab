"""PostgreSQL hangs up in the middle of a look, and in the middle of a COMMIT: the look is made again, and is there once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from tests.faults.storage_children import workshop
from tests.faults.storage_score import Score, compare, size
from tests.faults.storage_scripts import LAST, State, serve, tell_past
from tests.faults.table import Row, Scale, Suite
from tests.postgres import Postgres, running_postgres, usual_places
from tests.store.looks import dump
from tracker.core.errors import StoreError
from tracker.store.mark import MarkFile
from tracker.store.repository import SqlStore, open_store

Strike = Callable[[Any], None]
TEMPLATE = "template_record"


@dataclass(frozen=True, slots=True)
class ServerHome:
    """A record on a server, and its mark."""

    url: str
    folder: Path

    @property
    def marks(self) -> MarkFile:
        """The file that remembers how far the record had come."""
        return MarkFile(self.folder / "record.json")

    def opened(self) -> SqlStore:
        """The record as the daemon opens it."""
        return open_store(self.url, mark=self.marks.path)

    def state(self) -> State:
        """All rows, without who holds a duty and without numbers: what is rolled back uses up its numbers here."""
        rows = dump(self.url) | {"duty": [row[:2] for row in dump(self.url)["duty"]]}
        return {name: sorted(map(_words, found), key=repr) for name, found in rows.items()}


def _words(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for value in row if not isinstance(value, (int, list)))


class Rig:
    """A server with a record to copy, and the states that the look takes it through."""

    def __init__(self, server: Postgres, template: ServerHome) -> None:
        self._server, self._template = server, template
        with self.fresh() as home:
            self.states = [home.state()]
            with closing(home.opened()) as store:
                serve(store, lambda: self.states.append(home.state()))

    @contextmanager
    def fresh(self) -> Iterator[ServerHome]:
        """The record as it was before the look: a copy, so that its rows are the same each time."""
        with tempfile.TemporaryDirectory(dir=self._template.folder) as folder:
            self._server._execute(f"CREATE DATABASE copied TEMPLATE {TEMPLATE}")
            try:
                yield ServerHome(self._template.url.replace(TEMPLATE, "copied"), Path(folder))
            finally:
                self._server._execute("DROP DATABASE copied WITH (FORCE)")


def hang_up(connection: Connection) -> None:
    """The server ends the session, as an administrator or a failover does."""
    import psycopg

    raw: Any = connection.connection.driver_connection
    with psycopg.connect(raw.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (raw.info.backend_pid,))


def lose_answer(connection: Connection) -> None:
    """The COMMIT reaches the server and is obeyed; its answer never comes."""
    raw: Any = connection.connection.driver_connection
    raw.commit()
    raw.close()


@contextmanager
def struck(moment: str, number: int, strike: Strike) -> Iterator[list[int]]:
    """At the n-th statement or commit of any connection, strike, once; the list tells how many there were."""
    seen = [0]

    def happened(connection: Connection, *_: object) -> None:
        seen[0] += 1
        if seen[0] == number:
            strike(connection)

    event.listen(Engine, moment, happened)
    try:
        yield seen
    finally:
        event.remove(Engine, moment, happened)


def case(rig: Rig, score: Score, moment: str, number: int, strike: Strike) -> bool:
    """One look that is struck, and made again by the same process, then by another; False if nothing struck."""
    steps: list[None] = []
    with rig.fresh() as home:
        with closing(home.opened()) as store:
            with struck(moment, number, strike) as seen, suppress(StoreError):
                serve(store, lambda: steps.append(None))
            if seen[0] < number:
                return False
            left = home.state()
            score.cases += 1
            score.observations += size(left)
            score.lost += left not in rig.states[len(steps) :]
            _again(score, store, home, rig)
        with closing(home.opened()) as store:
            _again(score, store, home, rig)
    return True


def _again(score: Score, store: SqlStore, home: ServerHome, rig: Rig) -> None:
    try:
        serve(store, lambda: None, hour=LAST + 3)
    except StoreError:
        score.wrong += 1
    compare(score, home.state(), rig.states[-1])


def every(rig: Rig, fault: str, moment: str, strike: Strike, step: int) -> Row:
    """Strike at each moment in turn, until there is none left."""
    score, number = Score(), 1
    while case(rig, score, moment, number, strike):
        number += step
    note = f"each {step}., up to number {number - step}; then the look is made again, twice"
    return score.row(fault, note)


def run(scale: Scale) -> Iterable[Row]:
    """All of it, on a server of its own; NoPostgresError where there are no binaries for one."""
    with running_postgres(usual_places()) as server, workshop() as folder, server.database(TEMPLATE) as url:
        template = ServerHome(url, folder)
        tell_past(template)
        rig = Rig(server, template)
        yield every(rig, "backend killed", "before_cursor_execute", hang_up, scale.of(15, 1))
        yield every(rig, "killed before COMMIT", "commit", hang_up, 1)
        yield every(rig, "COMMIT unanswered", "commit", lose_answer, 1)


SUITE = Suite("postgres", run)
