"""Ways in which a tracker, or the world that it lives from, comes to an end."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

from tracker.core.errors import StoreError
from tracker.store.engine import writing
from tracker.store.repository import open_store
from tracker.usecases.turns import LEASE

if TYPE_CHECKING:
    from tests.faults.deaths_mortal import Mortal
    from tracker.wiring import App

Strike = Callable[["Mortal"], None]
FOR_EVER = {"path": "/v1/", "times": None}


@dataclass(frozen=True, slots=True)
class Way:
    """One way: what happens; `first`: before the first look; `heals`: it must not end anything at all."""

    name: str
    strike: Strike
    first: bool = False
    heals: bool = False


def faulty(name: str, *, first: bool = False, **traits: Any) -> Way:
    """The service goes wrong for good."""
    return Way(name, lambda one: one.made.service.state.faults.add(**{**FOR_EVER, **traits}), first)


def failing(name: str, error: BaseException) -> Way:
    """The job that looks fails each time."""

    def work(_: App) -> str:
        raise error

    def strike(one: Mortal) -> None:
        one.jobs = tuple(replace(job, work=work) if job.name == "checks" else job for job in one.jobs)

    return Way(name, strike)


def _no_job(one: Mortal) -> None:
    one.jobs = tuple(job for job in one.jobs if job.name != "checks")


def _killed(one: Mortal) -> None:
    one.lives = False


def _frozen(one: Mortal) -> None:
    one.frozen = True


def _set_back(one: Mortal) -> None:
    one.made.sim.advance(-timedelta(days=365))


def _read_only(one: Mortal) -> None:
    engine = one.app.store._engine
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    engine.dispose()


def _deleted(one: Mortal) -> None:
    (one.made.home / "tracker.db").unlink()


def _emptied(one: Mortal) -> None:
    _deleted(one)
    (one.made.home / "tracker.db").touch()


def _another(one: Mortal) -> None:
    _deleted(one)
    open_store(f"sqlite:///{one.made.home / 'tracker.db'}").close()


def _damaged_login(one: Mortal) -> None:
    (one.made.home / "login.json").write_text("{", encoding="utf-8")


def _revoked(one: Mortal) -> None:
    one.made.service.state.accounts.revoke()


def _nothing_listens(one: Mortal) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    one.renewed(TRACKER_API_URL=f"http://127.0.0.1:{port}/v1")


def _far_duties(one: Mortal) -> None:
    far = one.app.clock.now() + timedelta(days=3653)
    with writing(one.app.store._engine) as conn:
        conn.execute(text("UPDATE duty SET due_at = :far"), {"far": f"{far:%Y-%m-%d %H:%M:%S.%f}"})


def _kept_claims(one: Mortal) -> None:
    now, store = one.app.clock.now(), one.app.store
    for name, slot in store.due().items():
        if store.claim(name, slot, now, now + LEASE) is None:
            raise StoreError(f"{name} was not free")


WAYS: tuple[Way, ...] = (
    failing("the job fails with an error of ours", StoreError("no")),
    failing("the job fails unexpectedly", KeyError("surprise")),
    failing("the job ends its worker", SystemExit(1)),
    Way("the job is missing", _no_job),
    Way("the process is killed", _killed),
    Way("the clock stands still", _frozen),
    Way("the clock is a year behind", _set_back),
    Way("the record is read-only", _read_only),
    Way("the record is deleted", _deleted),
    Way("the record is empty", _emptied),
    Way("the record is another", _another),
    Way("the login is revoked", _revoked),
    Way("the login's file is damaged", _damaged_login),
    Way("the secret is wrong", lambda one: one.renewed(SPOTIPY_CLIENT_SECRET="wrong")),
    Way("the account moved", lambda one: one.renewed(TRACKER_ACCOUNT_MARKET="SE")),
    Way("the budget is too small", lambda one: one.renewed(TRACKER_REQUESTS_PER_DAY="1")),
    faulty("no quota for days", kind="quota", given={"retry_after": "400000"}),
    faulty("429 for ever", status=429),
    faulty("500 to everything", status=500),
    faulty("404 to everything", status=404),
    faulty("403 to everything", status=403),
    faulty("a captive portal", kind="html"),
    faulty("a portal before the login too", kind="html", path=""),
    Way("nothing listens", _nothing_listens),
    faulty("every list is cut short", kind="short_page"),
    faulty("is_playable is gone", kind="missing_is_playable"),
    faulty("is_playable is gone from albums", kind="missing_is_playable", family="album"),
    faulty("one market never answered", path="market=US", status=500, first=True),
    Way("all duties are due in ten years", _far_duties, heals=True),
    Way("the claims of a dead process", _kept_claims, heals=True),
)


def locked(one: Mortal) -> sqlite3.Connection:
    """Another program holds the record; it lets go when its connection is closed."""
    connection = sqlite3.connect(one.made.home / "tracker.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection
