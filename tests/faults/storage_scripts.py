"""What is done to a record while the ground gives way: one look, a migration, a backup, a restore, step by step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from alembic import command
from alembic.config import Config
from sqlalchemy import insert

from tests.core.past import START, broken, listing, track, unplayable
from tracker.core.decide import decide_list, incomplete
from tracker.core.decision import Decision
from tracker.core.errors import StoreError
from tracker.core.items import Reading, Way
from tracker.core.known import Known, Look
from tracker.core.ports import Draft, NewWatch
from tracker.core.rules import Rules
from tracker.core.watch import Source
from tracker.store.backup import restore
from tracker.store.engine import build_engine, migrating, writing
from tracker.store.mark import MarkFile
from tracker.store.repository import SqlStore, open_store
from tracker.store.schema import MIGRATIONS
from tracker.store.tables import ChannelRow

DUTY, LEASE, EVERY = "check:1:DE", timedelta(hours=2), timedelta(days=1)
LAST = 54
"""The hour of the look that is disturbed: it confirms, suspects, adds, and ends a gap."""
State = dict[str, Any]
Ack = Callable[[], None]


class Torn(Exception):  # what the harness looks for, no error of the program
    """The database is not sound."""


class Openable(Protocol):
    """A place with a record in it."""

    def opened(self) -> SqlStore:
        """The record as the daemon opens it."""


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with a record, its mark and a backup."""

    folder: Path

    @property
    def url(self) -> str:
        """The record's address."""
        return f"sqlite:///{self.file}"

    @property
    def file(self) -> Path:
        """The record's file."""
        return self.folder / "tracker.db"

    @property
    def marks(self) -> MarkFile:
        """The file that remembers how far the record had come."""
        return MarkFile(self.folder / "record.json")

    @property
    def backup(self) -> Path:
        """Where a backup goes, and comes from."""
        return self.folder / "backup.db"

    def opened(self) -> SqlStore:
        """The record as the daemon opens it."""
        return open_store(self.url, mark=self.marks.path)


@dataclass(frozen=True, slots=True)
class Script:
    """Something to disturb: how its home is made, what is done, and how that is finished afterwards.

    `run` calls its second argument after each step that is done for good. `finish` is what the owner or the
    daemon does after a restart; doing it again must change nothing. `state` is what the steps change.
    """

    name: str
    prepare: Callable[[Home], None]
    run: Callable[[Home, Ack], None]
    finish: Callable[[Home], None]
    state: Callable[[Home], State]


def at(hour: float) -> datetime:
    """An instant of the story."""
    return START + timedelta(hours=hour)


SONGS = [track(name) for name in "abcdef"]
PAST = (
    (0.0, Way.LIST, listing(*SONGS)),
    (24.0, Way.LIST, listing(unplayable("a"), *SONGS[1:])),
    (27.0, Way.LIST, listing(unplayable("a"), *SONGS[1:])),
    (48.0, Way.LIST, broken("pages")),
)
PRESENT = listing(unplayable("a"), unplayable("b"), *SONGS[2:], track("g"), snapshot="v2")


def decide(reading: Reading, known: Known, look: Look) -> Decision:
    """What the core makes of a reading."""
    if not reading.certificate.complete:
        return incomplete(known, look, reading.certificate.why or "")
    return decide_list(known, reading, look, Rules())


def tell_past(home: Openable) -> None:
    """Write the looks before the disturbed one, and a channel that confirmed events go out to."""
    with closing(home.opened()) as store:
        store.add(NewWatch(Source.PLAYLIST, "p" * 22, "Mine", ("DE",), 86_400), at(-1))
        with writing(store._engine) as conn:
            conn.execute(insert(ChannelRow).values(url="post://box", name="box", added_at=at(-1)))
        for hour, way, reading in PAST:
            draft = Draft(1, "DE", way, at(hour), at(hour + 0.1), 1, reading.snapshot)
            store.record(draft, None, partial(decide, reading))


def serve(store: SqlStore, ack: Ack, *, hour: float = LAST) -> None:
    """The disturbed look, as a round makes it: what is due is claimed, looked at, and written in one piece."""
    slot = store.due_at(DUTY, at(LAST))
    ack()
    if slot > at(hour) or not (claim := store.claim(DUTY, slot, at(hour), at(hour) + LEASE)):
        return
    ack()
    served: dict[str, Any] = {"slot": slot, "claim": claim, "next_at": at(LAST) + EVERY}
    draft = Draft(1, "DE", Way.PAGES, at(LAST), at(LAST + 0.1), 1, PRESENT.snapshot, **served)
    store.record(draft, None, partial(decide, PRESENT))
    ack()


def _look(home: Home, ack: Ack) -> None:
    with closing(home.opened()) as store:
        serve(store, ack)


def _look_again(home: Home) -> None:
    """The next round, once the dead one's lease is over."""
    with closing(home.opened()) as store:
        serve(store, lambda: None, hour=LAST + 3)


def _open(home: Home, ack: Ack = lambda: None) -> None:
    home.opened().close()
    ack()


def _old_schema(home: Home) -> None:
    """A record as the first schema kept it, with a row here and there."""
    engine = build_engine(home.url)
    with migrating(engine) as conn:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        for statement in OLD_ROWS:
            conn.exec_driver_sql(statement)
    engine.dispose()


WHEN = "'2026-03-01 04:00:00.000000'"
OLD_ROWS = (
    f"INSERT INTO watch VALUES (1, 'album', 'r', 'Mine', '[\"DE\"]', 86400, {WHEN}, {WHEN}, NULL, NULL)",
    "INSERT INTO track (id) VALUES ('a'), ('b')",
    f"INSERT INTO duty VALUES ('check:1:DE', {WHEN}, NULL)",
    (
        'INSERT INTO "check" (id, watch_id, market, way, started_at, ended_at, complete, whole, calls, observed)'
        f" VALUES (7, 1, 'DE', 'list', {WHEN}, {WHEN}, 1, 1, 1, '{{}}')"
    ),
    "INSERT INTO entry (watch_id, track_id, first_check) VALUES (1, 'a', 7), (1, 'b', 7)",
    (
        "INSERT INTO spell (track_id, market, state, first_check, first_at)"
        f" VALUES ('a', 'DE', 'playable', 7, {WHEN}), ('b', 'DE', 'gone', 7, {WHEN})"
    ),
)


def _back_up(home: Home, ack: Ack = lambda: None) -> None:
    with closing(home.opened()) as store:
        if not home.backup.exists():
            store.backup(home.backup)
    ack()


def _lose_record(home: Home) -> None:
    """A home whose database is gone, with a backup and a mark that is ahead of it."""
    tell_past(home)
    _back_up(home)
    _look(home, lambda: None)
    home.file.unlink()


def _restore(home: Home, ack: Ack) -> None:
    restore(home.url, home.backup, home.marks)
    ack()


def _restore_again(home: Home) -> None:
    """The owner tries once more; a record that is restored already says so, and opens."""
    with suppress(StoreError):
        restore(home.url, home.backup, home.marks)
    _open(home)


def _nothing(_home: Home) -> None:
    """An empty folder is all that is needed."""


def rows_of(path: Path) -> State:
    """All rows and the schema of a file, whatever they are, without who holds a duty; raise Torn if unsound."""
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as conn:
        found = conn.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok" or conn.execute("PRAGMA foreign_key_check").fetchone():
            raise Torn(found)
        tables = dict(conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        rows = {name: sorted(conn.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables}
    if "sqlite_sequence" in rows:  # a table into which nothing was put yet may have a zero there
        rows["sqlite_sequence"] = [row for row in rows["sqlite_sequence"] if row[1]]
    if "duty" in rows:
        rows["duty"] = [row[:2] for row in rows["duty"]]
    return {"schema": sorted(tables.values())} | rows if tables else {}


def _record(home: Home) -> State:
    return rows_of(home.file)


def _unnamed(home: Home) -> State:
    """A new record's name is drawn by lot."""
    state = _record(home)
    return {} if not state else state | {"home": len(state["home"])}


def _filled(home: Home) -> State:
    """A record into which nothing came yet is as good as none."""
    state = _record(home)
    return state if state.get("watch") else {}


def _both(home: Home) -> State:
    return {"record": _record(home), "backup": rows_of(home.backup)}


LOOK = Script("one look", tell_past, _look, _look_again, _record)
SCRIPTS = (
    LOOK,
    Script("making a record", _nothing, _open, _open, _unnamed),
    Script("a migration", _old_schema, _open, _open, _record),
    Script("a backup", tell_past, _back_up, _back_up, _both),
    Script("a restore", _lose_record, _restore, _restore_again, _filled),
)
