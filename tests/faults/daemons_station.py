"""A simulated service on loopback with everything that separate processes need to watch it together."""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from tests.faults.daemons_process import Daemon, started, until
from tracker.core.budget import used
from tracker.core.history import Event, EventKind, Status
from tracker.core.ports import EventFilter, NewWatch
from tracker.core.watch import Source, Watch
from tracker.demo.clock import DemoClock
from tracker.demo.visitor import log_in
from tracker.settings import Settings, load
from tracker.simulator import SimClock, World, create_app, running
from tracker.wiring import App, SystemClock, open_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette


ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Station:
    """The service, the program in this process (whose time stands still), and how other processes reach both."""

    world: World
    service: Starlette
    sim: SimClock
    app: App
    home: Path
    _stack: ExitStack = field(default_factory=ExitStack)
    _started: int = 0

    @property
    def environ(self) -> dict[str, str]:
        """The settings of the program as an environment."""
        values = self.app.settings
        named = {name: _plain(getattr(values, name)) for name in Settings.model_fields}
        return {name: text for name, text in named.items() if text} | {"PATH": os.environ["PATH"]}

    def confirmed(self, kind: EventKind) -> list[Event]:
        """The confirmed events of a kind."""
        return [e for e in self.app.store.events(EventFilter(kind=kind)) if e.status is Status.CONFIRMED]

    @property
    def calls(self) -> int:
        """How many calls of the Web API were answered; tokens are asked for elsewhere."""
        counted = self.service.state.ledger.by_family
        return int(counted.total() - counted["token"] - counted["authorize"])

    @property
    def paid(self) -> int:
        """How many calls the record's ledger has counted in the last 24 hours."""
        return used(self.app.store.ledger(), self.app.clock.now())

    def watch(self, source: str, ref: str, *markets: str, every_s: int = 86_400) -> Watch:
        """Add a watch, in whatever rhythm, without asking the service."""
        new = NewWatch(Source(source), ref, ref, markets or ("DE",), every_s)
        return self.app.store.add(new, self.app.clock.now())

    def daemon(self, lease_s: float) -> Daemon:
        """Start a process that watches, with a short lease; it does not outlive the station."""
        self._started += 1
        daemon = started(self.environ, lease_s, self.home / f"diary-{self._started}.jsonl")
        self._stack.callback(daemon.bury)
        return daemon

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start any other process on the same settings; it does not outlive the station either."""
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    def crowd(self, number: int, lease_s: float) -> list[Daemon]:
        """Start so many; they begin together."""
        daemons = [self.daemon(lease_s) for _ in range(number)]
        for daemon in daemons:
            daemon.ready()
        for daemon in daemons:
            daemon.begin()
        return daemons

    def until_seen(self) -> None:
        """Wait until something was seen of every watch in every market, so that there is a past."""
        wanted = {(watch.id, market) for watch in self.app.store.all() for market in watch.markets}
        until("a first look at everything", lambda: wanted <= self._seen())

    def _seen(self) -> set[tuple[int, str]]:
        return {(check.watch_id, check.market) for check in self.app.store.checks(None) if check.observed}

    def hold_answer(self, family: str, seconds: float, *, skip: int = 0) -> None:
        """Hold back one answer, so that a look lasts."""
        self.service.state.faults.add(family=family, kind="pass", delay_s=seconds, skip=skip)

    def until_asked(self, times: int = 1) -> None:
        """Wait until an answer is being held back."""
        until("the held question", lambda: self.service.state.faults.fired["pass"] >= times)

    def until_answered(self, calls: int) -> None:
        """Wait until the service has given so many answers."""
        until("the held answer", lambda: self.calls >= calls)


@contextmanager
def station(world: World, home: Path, database: str | None = None, **settings: str) -> Iterator[Station]:
    """Serve `world` on loopback, and open the program on it, logged in, as durable as any."""
    home.mkdir(parents=True, exist_ok=True)
    sim = SimClock(world.start)
    service = create_app(world, sim)
    with running(service) as address, ExitStack() as stack:
        environ = {
            "SPOTIPY_CLIENT_ID": world.cast.client_id,
            "SPOTIPY_CLIENT_SECRET": world.cast.client_secret,
            "TRACKER_ACCOUNT_MARKET": world.cast.account_market,
            "TRACKER_API_URL": f"{address}/v1",
            "TRACKER_ACCOUNTS_URL": address,
            "TRACKER_REQUESTS_PER_SECOND": "1000",
            "TRACKER_REQUESTS_PER_DAY": "100000",
        }
        named = {"TRACKER_DATABASE_URL": database} if database else {}
        app = open_app(load(environ | named | settings, home), clock=DemoClock(sim))
        stack.callback(app.close)
        log_in(app)
        yield Station(world, service, sim, app, home, stack)


def this_moment() -> Any:
    """The present, for worlds that other processes watch on the machine's own clock."""
    return SystemClock().now()


def _plain(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)
