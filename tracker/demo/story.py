"""Living through the simulated months: log in, choose three things, and do what is due, when it is due."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jobs.schedule import JOBS
from tracker.core.ports import EventFilter
from tracker.core.watch import parse_rhythm
from tracker.demo.clock import DemoClock
from tracker.demo.compare import Comparison, Fact, compare, facts_of
from tracker.demo.visitor import log_in
from tracker.settings import load
from tracker.simulator import SimClock, World, build_world, create_app, running
from tracker.usecases.rounds import next_due
from tracker.usecases.watching import Wish, accept, offer
from tracker.wiring import open_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tracker.core.watch import Watch
    from tracker.wiring import App

LEFT_OUT = frozenset({"visits"})
"""The clock jumps from one due check to the next, so visits in between would never come at their time."""
RENEWED_AFTER = timedelta(days=350)
PATIENCE = timedelta(days=9)
"""By then whatever lasts is confirmed: the slowest watch's weekly check, and a mass change's six looks."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: the simulated world and the program that watches it."""

    world: World
    app: App
    clock: DemoClock
    days: int


@contextmanager
def demo(days: int, seed: int) -> Iterator[Demo]:
    """Start the simulated service on loopback and open the program on a database that is thrown away."""
    world = build_world(seed=seed, days=days)
    sim = SimClock(world.start)
    clock = DemoClock(sim)
    with (
        running(create_app(world, sim)) as address,
        TemporaryDirectory(prefix="disappearing-tracks-") as folder,
    ):
        cast = world.cast
        environ = {
            "SPOTIPY_CLIENT_ID": cast.client_id,
            "SPOTIPY_CLIENT_SECRET": cast.client_secret,
            "TRACKER_ACCOUNT_MARKET": cast.account_market,
            "TRACKER_API_URL": f"{address}/v1",
            "TRACKER_ACCOUNTS_URL": address,
            "TRACKER_MUSICBRAINZ_URL": f"{address}/musicbrainz/ws/2",
            "TRACKER_CONTACT": "owner@tracks.example",
        }
        app = open_app(load(environ, Path(folder)), clock=clock, durable=False)
        try:
            yield Demo(world, app, clock, days)
        finally:
            app.close()


def begin(demo: Demo) -> list[Watch]:
    """Log in and choose what to watch."""
    log_in(demo.app)
    return choose(demo)


def choose(demo: Demo) -> list[Watch]:
    """Choose the three things to watch; done again later, this renews them."""
    cast, app = demo.world.cast, demo.app
    wishes = (
        Wish(f"https://open.spotify.com/playlist/{cast.own_playlist}", (), parse_rhythm("1d")),
        Wish(f"https://open.spotify.com/playlist/{cast.shared_playlist}", (), parse_rhythm("1w")),
        Wish(
            f"https://open.spotify.com/album/{cast.album}",
            (cast.account_market, cast.other_market),
            parse_rhythm("1w"),
        ),
    )
    return [accept(offer(wish, app.means, app.catalog, app.store), app.store, app.clock) for wish in wishes]


def live(demo: Demo, passed: Callable[[float], None]) -> None:
    """Do what is due until the days are over; `passed` is told how many have gone by.

    The program's own jobs do the work. Only the clockwork is replaced: instead of waiting for a due time, the
    clock jumps to it. And the owner does what owners have to: log in again when the login has ended, as it
    does every six months, and renew the watches within the year.
    """
    end, renewal = demo.world.start + timedelta(days=demo.days), demo.clock.now() + RENEWED_AFTER
    while (due := next_due(demo.app.observer)) and due < end:
        demo.clock.forward(due)
        for job in JOBS:
            if job.name not in LEFT_OUT:
                job.work(demo.app)
        if demo.app.login_view().state == "needs_login":
            log_in(demo.app)
        if demo.clock.now() > renewal:
            choose(demo)
            renewal += RENEWED_AFTER
        passed((demo.clock.now() - demo.world.start) / timedelta(days=1))
    demo.clock.forward(end)


def held_against_truth(demo: Demo) -> Comparison:
    """Compare the record with what the simulator really did to the tracks while they were watched."""
    now, events = demo.clock.now(), demo.app.store.events(EventFilter())
    pairs = {(e.track_id, e.market) for e in events if e.track_id} | _watched_pairs(demo.world, now)
    facts = facts_of(demo.world.truth(now), pairs)
    due = {fact for fact in facts if fact.at < now - PATIENCE and _was_watched(demo.world, fact)}
    return compare(facts, due, events)


def _watched_lists(world: World) -> tuple[str, str]:
    return world.cast.own_playlist, world.cast.shared_playlist


def _watched_pairs(world: World, now: datetime) -> set[tuple[str, str]]:
    home, away = world.cast.account_market, world.cast.other_market
    album = {(t.id, market) for t in world.catalog.tracks_of(world.cast.album) for market in (home, away)}
    versions = (v for i in _watched_lists(world) for v in world.listing(i).versions if v.at <= now)
    return album | {(entry.item, home) for version in versions for entry in version.entries}


def _was_watched(world: World, fact: Fact) -> bool:
    """Whether the track was in a readable watched list when it happened, and still some checks later."""
    if fact.track_id in {t.id for t in world.catalog.tracks_of(world.cast.album)}:
        return True
    later = fact.at + PATIENCE
    return fact.market == world.cast.account_market and any(
        _holds(world, i, fact.track_id, fact.at) and _holds(world, i, fact.track_id, later)
        for i in _watched_lists(world)
    )


def _holds(world: World, list_id: str, track_id: str, at: datetime) -> bool:
    listing = world.listing(list_id)
    closed = any(c.at <= at and (c.until is None or at < c.until) for c in listing.closures)
    return not closed and any(entry.item == track_id for entry in listing.version_at(at).entries)
