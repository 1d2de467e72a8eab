"""The whole program against a simulated service over loopback, on simulated time: what most tests of steps use."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.core.history import EventKind, Status
from tracker.core.ports import EventFilter
from tracker.core.watch import Watch, parse_rhythm
from tracker.demo.clock import DemoClock
from tracker.demo.visitor import log_in
from tracker.settings import load
from tracker.simulator import SimClock, World, create_app, running
from tracker.usecases.rounds import check_now, due_suspects
from tracker.usecases.watching import Wish, accept, offer
from tracker.wiring import App, open_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.applications import Starlette

    from tracker.core.ports import Clock
    from tracker.simulator.shapes import Tier
    from tracker.usecases.look import Looked


@dataclass
class Living:
    """A world, the service that serves it, and the program that watches it."""

    world: World
    service: Starlette
    sim: SimClock
    app: App

    def watch(self, link: str, *markets: str, every: str = "1d") -> Watch:
        """Add a watch."""
        app = self.app
        wish = Wish(link, markets, parse_rhythm(every))
        return accept(offer(wish, app.means, app.catalog, app.store), app.store, app.clock)

    def check(self, watch: Watch, market: str = "DE", *, hours: float = 0) -> Looked:
        """Let hours pass, then look at a watch."""
        self.sim.advance(timedelta(hours=hours))
        return check_now(self.app.observer, watch, market)

    def relook(self, *, hours: float = 3) -> list[Looked]:
        """Let hours pass, then look at the suspects that are due."""
        self.sim.advance(timedelta(hours=hours))
        return list(due_suspects(self.app.observer))

    def confirm(self) -> None:
        """Look at suspects until the rules are satisfied."""
        for _ in range(2):
            self.relook()

    def told(self, *statuses: Status) -> list[tuple[EventKind, str | None]]:
        """Kind and track of the events on record (the confirmed ones, unless others are named)."""
        wanted = statuses or (Status.CONFIRMED,)
        return [(e.kind, e.track_id) for e in self.app.store.events(EventFilter()) if e.status in wanted]


@contextmanager
def living(
    world: World,
    home: Path,
    *,
    tier: Tier = "C",
    database: str | None = None,
    secret: bool = True,
    logged_in: bool = True,
    clock: Callable[[SimClock], Clock] = DemoClock,
    **settings: str,
) -> Iterator[Living]:
    """Serve `world` on loopback and open the program on it, logged in (or not yet); `settings` override its settings.

    The program goes by the `clock` that is made of the service's own.
    """
    sim = SimClock(world.start)
    service = create_app(world, sim, tier=tier)
    with running(service) as address:
        environ = {
            "SPOTIPY_CLIENT_ID": world.cast.client_id,
            "TRACKER_ACCOUNT_MARKET": world.cast.account_market,
            "TRACKER_API_URL": f"{address}/v1",
            "TRACKER_ACCOUNTS_URL": address,
            "TRACKER_MUSICBRAINZ_URL": f"{address}/musicbrainz/ws/2",
            "TRACKER_REQUESTS_PER_SECOND": "1000",
            "TRACKER_REQUESTS_PER_DAY": "100000",
        }
        if secret:
            environ["SPOTIPY_CLIENT_SECRET"] = world.cast.client_secret
        if database:
            environ["TRACKER_DATABASE_URL"] = database
        app = open_app(load(environ | settings, home), clock=clock(sim), durable=False)
        try:
            if logged_in:
                log_in(app)
            yield Living(world, service, sim, app)
        finally:
            app.close()
