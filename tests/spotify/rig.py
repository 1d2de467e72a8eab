"""The client wired to the simulated service over loopback, on simulated time."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from tracker.core import budget as core_budget
from tracker.core.budget import Denial, Ledger
from tracker.core.budget import Limits as OwnLimits
from tracker.core.known import KnownEntry
from tracker.core.watch import Source, Watch
from tracker.net.http import Sender
from tracker.simulator import Limits, SimClock, World, create_app, running, small_world
from tracker.simulator.shapes import Tier
from tracker.spotify.catalog import ServiceCatalog
from tracker.spotify.door import Door, TokenSource
from tracker.spotify.endpoints import Auth
from tracker.spotify.pace import Pace

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PLENTY = OwnLimits(per_day=100_000, per_second=1000)


class SteppingClock:
    """The core's clock on simulated time: sleeping moves it."""

    def __init__(self, sim: SimClock) -> None:
        self.sim = sim
        self.sleeps: list[float] = []

    def now(self) -> datetime:
        return self.sim.now()

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.sim.advance(timedelta(seconds=seconds))


class LedgerBudget:
    """The core's budget with its ledger in memory; the ledger can outlive a door, as the database does."""

    def __init__(self, ledger: Ledger | None = None) -> None:
        self.kept = ledger or Ledger()

    def spend(self, now: datetime, limits: OwnLimits) -> datetime | Denial:
        outcome = core_budget.spend(self.kept, now, limits)
        if isinstance(outcome, Denial):
            return outcome
        self.kept = outcome.ledger
        return outcome.at

    def park(self, until: datetime, why: str) -> None:
        self.kept = core_budget.park(self.kept, until, why)

    def ledger(self) -> Ledger:
        return self.kept


class Given:
    """A token source that hands out tokens from a list, the last one for ever."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.renewed = 0

    def access_token(self) -> str:
        return self.tokens[0]

    def renew(self, stale: str) -> str:
        self.renewed += 1
        if len(self.tokens) > 1:
            self.tokens.pop(0)
        return self.tokens[0]


@dataclass
class Rig:
    """Everything a test wants to reach into."""

    base: str
    app: Starlette
    world: World
    clock: SteppingClock
    budget: LedgerBudget
    sender: Sender
    tokens: Mapping[Auth, TokenSource]
    door: Door = field(init=False)
    catalog: ServiceCatalog = field(init=False)

    def __post_init__(self) -> None:
        self.door = self.another_door()
        self.catalog = ServiceCatalog(self.door, "DE")

    def another_door(
        self,
        limits: OwnLimits = PLENTY,
        tokens: Mapping[Auth, TokenSource] | None = None,
        chance: float = 0.5,
    ) -> Door:
        """A door as another process would have it: the same budget, nothing else shared."""
        pace = Pace(self.budget, limits, self.clock)
        return Door(self.sender, self.tokens if tokens is None else tokens, pace, lambda: chance)

    def asked(self, family: str | None = None) -> int:
        """How many calls the service got."""
        counts = self.app.state.ledger.by_family
        return int(counts[family] if family else counts.total())

    def fault(self, **traits: object) -> None:
        """Plan a wrong answer."""
        self.app.state.faults.add(**traits)


class _Switch:
    """One server for all tests of a run, since starting one takes longer than most tests."""

    app: Starlette

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@cache
def _served() -> tuple[_Switch, str, Sender]:
    switch, stack = _Switch(), ExitStack()
    atexit.register(stack.close)
    base = stack.enter_context(running(switch))
    sender = Sender(f"{base}/v1")
    stack.callback(sender.close)
    return switch, base, sender


@contextmanager
def rigged(
    world: World | None = None,
    *,
    tier: Tier = "C",
    limits: Limits | None = None,
    auths: tuple[Auth, ...] = ("user", "app"),
) -> Iterator[Rig]:
    """Run the simulated service with the client in front of it."""
    world = world or small_world()
    sim = SimClock(START)
    app = create_app(world, sim, tier=tier, limits=limits)
    issued: dict[Auth, TokenSource] = {
        "user": Given(app.state.accounts.issue_user_token()),
        "app": Given(app.state.accounts.issue_app_token()),
    }
    switch, base, sender = _served()
    switch.app = app
    tokens = {auth: issued[auth] for auth in auths}
    yield Rig(base, app, world, SteppingClock(sim), LedgerBudget(), sender, tokens)


def watch(source: Source, ref: str = "") -> Watch:
    """A watch of something, with traits that the client does not look at."""
    return Watch(1, source, ref, "", ("DE",), timedelta(days=1), START, START)


def entry(track_id: str, **facts: object) -> KnownEntry:
    """An entry as the record would hold it."""
    return KnownEntry(id=1, track_id=track_id, answers=frozenset({track_id}), **facts)  # type: ignore[arg-type]


def long_album(world: World, tracks: int) -> str:
    """An album with so many tracks."""
    album = world.add_album("The Long One", [world.cast.artist])
    for _ in range(tracks):
        world.add_track(album_id=album.id)
    return album.id


def known(world: World, album_id: str) -> list[KnownEntry]:
    """The entries that a record would hold of an album."""
    tracks = world.catalog.tracks_of(album_id)
    names = {a.id: a.name for a in world.catalog.artists.values()}
    return [
        entry(
            t.id,
            title=t.name,
            artists=tuple(names[i] for i in t.artist_ids),
            album_id=album_id,
            disc=t.disc_number,
            number=t.track_number,
            duration_ms=t.duration_ms,
        )
        for t in tracks
    ]
