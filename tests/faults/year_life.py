"""One year as it is lived, hour by hour, and what is wrong with the record that it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from tests.faults.clocks_life import WrongClock
from tests.faults.http_life import observations
from tests.faults.http_plan import MIX
from tests.faults.http_truth import held_against
from tests.faults.http_world import Scene
from tests.living import Living
from tracker.core.errors import LoginNeeded
from tracker.core.history import Status
from tracker.core.items import Way
from tracker.core.ports import EventFilter
from tracker.demo.visitor import log_in
from tracker.usecases.rounds import next_due, run_due

HOUR, FAULTY = timedelta(hours=1), 0.1
CONSENT = timedelta(days=180)
"""A login ends by itself after this long; in a shorter life it is revoked halfway."""


@dataclass
class Lived:
    """What a life left behind."""

    looks: int = 0
    observations: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    gaps: int = 0
    logins: int = 0
    dump: str = ""


class Year:
    """One life as it is lived, hour by hour."""

    def __init__(self, alive: Living, scene: Scene, rng: Random, clock: WrongClock) -> None:
        self.alive, self.scene, self.rng, self.clock = alive, scene, rng, clock
        self.lived = Lived()
        self.blind: list[tuple[datetime, datetime]] = []
        span = scene.end - scene.world.start
        self._away = min(timedelta(days=3), span / 10)  # so long the owner takes to log in again
        self._revoked_at = scene.world.start + span / 2 if span < CONSENT else None
        self._ended_at: datetime | None = None
        self._hour = scene.world.start + 3 * HOUR  # the first sight is undisturbed

    def live(self) -> None:
        """Do what is due until the end."""
        while self._forward():
            if self.alive.sim.now() >= self._hour:
                self._hour += HOUR
                self._misfortune()
            for looked in run_due(self.alive.app.observer):
                self.lived.looks += 1
                self.lived.observations += observations(looked)
                if isinstance(looked.failure, LoginNeeded):
                    self._ended_at = self._ended_at or self.alive.sim.now()
                elif looked.failure is None:  # it was a false end, which has healed by itself
                    self._ended_at = None
            self._log_in_again()

    def _forward(self) -> bool:
        """Let time pass until something is due, an hour at most; False at the end."""
        now = self.alive.sim.now()
        due = next_due(self.alive.app.observer) or now + HOUR
        self.alive.sim.set(min(max(due, now + timedelta(minutes=1)), now + HOUR))
        return self.alive.sim.now() < self.scene.end

    def _misfortune(self) -> None:
        """What this hour brings besides: a fault of some hours, a sleep of the machine, a lost second."""
        now, faults, chance = self.alive.sim.now(), self.alive.service.state.faults, self.rng.random()
        if self._revoked_at and now >= self._revoked_at:
            self._revoked_at = None
            self.alive.service.state.accounts.revoke()
        if chance < FAULTY:
            faults.clear()
            kind = MIX[self.rng.choice(sorted(MIX))](self.rng)
            until = now + self.rng.randint(1, 3) * HOUR
            faults.add(**{"times": None, "since": now, "until": until, **kind})
        elif chance > 1 - 1 / (24 * 60):
            self.alive.sim.advance(8 * HOUR)
            self.blind.append((now, now + 8 * HOUR))
        elif chance > 1 - 2 / (24 * 60):
            self.clock.jump(timedelta(seconds=-self.rng.random()), 0)

    def _log_in_again(self) -> None:
        """Notice after some days that the program asks for a login."""
        now, login = self.alive.sim.now(), self.alive.app.required_login()
        if self._ended_at is None or now - self._ended_at < self._away:
            return
        if login.state().state == "needs_login":
            self.alive.service.state.faults.clear()
            log_in(self.alive.app)
            self.blind.append((self._ended_at, now))
            self.lived.logins += 1
        self._ended_at = None

    def judge(self) -> None:
        """Hold the record against the truth: its events, what proves them, and its gaps."""
        store, lived = self.alive.app.store, self.lived
        events = store.events(EventFilter())
        held = held_against(self.scene, events)
        lived.false, lived.missed = [*held.false, *held.false_edits], [*held.missed, *held.missed_edits]
        checks = store.checks(None)
        complete = {check.id for check in checks if check.complete}
        unproven = [
            e.seq for e in events if e.status is Status.CONFIRMED and not complete.issuperset(e.checks)
        ]
        lived.wrong += [f"event {seq} is not proven by complete checks" for seq in unproven]
        sights = sorted(c.started_at for c in checks if c.complete and c.way in {Way.LIST, Way.PAGES})
        whole = [self.scene.world.start, *sights, self.scene.end]
        gaps = [(gap.since, gap.until or self.scene.end) for gap in store.gaps(None) if gap.since]
        lived.gaps = len(gaps)
        lived.wrong += list(_misjudged(gaps, whole, self.blind))


def _misjudged(
    gaps: Sequence[tuple[datetime, datetime]],
    whole: Sequence[datetime],
    blind: Sequence[tuple[datetime, datetime]],
) -> Iterator[str]:
    """Where the gaps differ by more than a poll from the time in which nothing was seen."""
    told = sum((until - since for since, until in gaps), timedelta())
    pauses = [(one, two) for one, two in pairwise(whole) if two - one > 1.1 * HOUR]
    real = sum((two - one for one, two in pauses), timedelta())
    if abs(told - real) > HOUR:
        yield f"{told} of gaps, but {real} without a sight"
    for since, until in blind:
        if not any(g_since <= since + HOUR and until - HOUR <= g_until for g_since, g_until in gaps):
            yield f"no gap for the blindness of {since:%d %b %H:%M}"
