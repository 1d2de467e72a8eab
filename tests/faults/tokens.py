"""The life of the owner's login: ends that are true and false, rotation, two processes, other accounts, bad disks.

Each case is the whole program before the simulated service. A login is lost when, with the service and the disk
well again, the program still needs the owner although the service would accept what it was given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.faults.table import Row, Scale, Suite
from tests.faults.tokens_damage import damage_row
from tests.faults.tokens_kill import disk_rows
from tests.faults.tokens_life import (
    another_login,
    fails,
    has_login_gap,
    life,
    refresh_token,
    standing_events,
    token_calls,
)
from tests.living import Living
from tracker.core.errors import LoginNeeded, UsageError
from tracker.core.history import EventKind
from tracker.demo.visitor import log_in
from tracker.simulator import AppRegistration

FALSE_END = '{"error":"invalid_grant","error_description":"Refresh token revoked"}'


def run(scale: Scale) -> Iterable[Row]:
    """Every part of a login's life."""
    yield _false_ends(scale)
    yield _real_ends(scale)
    yield _other_accounts(scale)
    yield _rotation(scale)
    yield _at_once(scale)
    yield damage_row(scale)
    yield from disk_rows(scale)


def _row(name: str, scale: Scale, cases: Iterable[tuple[int, int, int]]) -> Row:
    """Sum up cases of (looks, false events, lost logins)."""
    done = list(cases)
    return Row(
        name,
        len(done),
        sum(looks for looks, _, _ in done),
        false=sum(false for _, false, _ in done),
        lost=sum(lost for _, _, lost in done),
        seed=scale.seed,
    )


def _false_ends(scale: Scale) -> Row:
    """The service calls a living login ended, for a while: it is kept, asked again slowly, and works again."""
    spells = [timedelta(hours=h) for h in ((1, 30) if scale.quick else (1, 5, 7, 13, 30, 100, 300))]
    return _row("false invalid_grant", scale, (_false_end(spell) for spell in spells))


def _false_end(spell: timedelta) -> tuple[int, int, int]:
    with life() as (alive, watch):
        before, end, looks = refresh_token(alive), alive.sim.now() + spell, 0
        alive.service.state.faults.add(family="token", status=400, body=FALSE_END, times=None)
        asked = token_calls(alive)
        while alive.sim.now() < end:
            alive.check(watch, hours=2)
            looks += 1
        asked = token_calls(alive) - asked
        alive.service.state.faults.clear()
        healed = alive.check(watch, hours=6.1).failure is None
        often = asked > 1 + spell / timedelta(hours=6)
        lost = not healed or often or refresh_token(alive) != before or not has_login_gap(alive)
        return looks + 1, standing_events(alive), int(lost)


def _real_ends(scale: Scale) -> Row:
    """The login ends after six months: a gap, no event; what vanished meanwhile is told after the next login."""
    seasons = (1,) if scale.quick else (1, 3, 20, 90)
    return _row("end after six months, new login", scale, (_real_end(days) for days in seasons))


def _real_end(days: int) -> tuple[int, int, int]:
    with life() as (alive, watch):
        gone = alive.world.catalog.tracks_of(alive.world.cast.album)[1].id
        alive.sim.advance(timedelta(days=178))
        alive.check(watch)
        alive.sim.advance(timedelta(days=3))
        alive.world.take_down(gone, alive.sim.now(), way="null")
        ended = [isinstance(alive.check(watch, hours=24).failure, LoginNeeded) for _ in range(days)]
        quiet, kept = standing_events(alive), refresh_token(alive)
        log_in(alive.app)
        alive.check(watch, hours=1)
        alive.confirm()
        told = alive.told() == [(EventKind.VANISHED, gone)]
        lost = not all(ended) or not kept or not told or not has_login_gap(alive)
        return days + 4, quiet, int(lost)


def _other_accounts(scale: Scale) -> Row:
    """Another account cannot go on with the series; the owner's own can, with a gap and without events."""
    return _row("login by another account", scale, (_other_account(n) for n in range(scale.of(1, 5))))


def _other_account(n: int) -> tuple[int, int, int]:
    with life() as (alive, watch):
        accounts, before = alive.service.state.accounts, refresh_token(alive)
        accounts.app = replace(accounts.app, account_id=f"another-{n}")
        try:
            log_in(alive.app)
            refused = False
        except UsageError:
            refused = refresh_token(alive) == before
        accounts.app = AppRegistration()
        log_in(alive.app)
        works = alive.check(watch, hours=24 * n + 3).failure is None
        return 2, standing_events(alive), int(not (refused and works))


def _rotation(scale: Scale) -> Row:
    """Refresh answers that omit, empty or rotate the refresh token, in any order, for months."""
    return _row(
        "omitted and rotated tokens", scale, (_rotated(scale.seed + n) for n in range(scale.of(1, 5)))
    )


def _rotated(seed: int) -> tuple[int, int, int]:
    rng, lost, rounds = Random(seed), 0, 30
    with life() as (alive, watch):
        for _ in range(rounds):
            alive.service.state.accounts.app = AppRegistration(rotate_refresh=rng.random() < 0.5)
            if rng.random() < 0.3:
                body = json.dumps(_emptied(alive))
                alive.service.state.faults.add(family="token", status=200, body=body)
            lost += alive.check(watch, hours=rng.choice([1, 2, 30])).failure is not None
        return rounds, standing_events(alive), lost


def _emptied(alive: Living) -> dict[str, object]:
    """A refresh answer with an empty refresh token, as the service was seen to give."""
    token = alive.service.state.accounts.issue_user_token()
    return {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "refresh_token": ""}


def _at_once(scale: Scale) -> Row:
    """Two processes find the same token too old at the same instant, under a service that rotates."""
    rounds = scale.of(20, 300)
    with life(rotate=True) as (alive, _), ThreadPoolExecutor(2) as pool:
        logins, lost = [another_login(alive) for _ in range(2)], 0
        for _ in range(rounds):
            alive.sim.advance(timedelta(hours=2))
            lost += sum(pool.map(fails, logins))
        lost += fails(another_login(alive))
    return Row("two refreshes at once", rounds, 2 * rounds, lost=lost, seed=scale.seed)


SUITE = Suite("tokens", run)
