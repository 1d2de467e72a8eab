"""Rows A12 to A15: lists that are closed, tokens that are refused, logins that end or only seem to."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from tests.faults.http_bench import CALLS, PAGES, POSITIONS, Bench, Shop, Trial, at, shop, some
from tracker.demo.visitor import log_in
from tracker.simulator import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.table import Row, Scale

LOGIN_FILE = "login.json"
NO_TOKENS: tuple[object, ...] = (None, "", 7, [])


def logins(scale: Scale) -> Iterable[Row]:
    """All rows of this module."""
    with shop() as lent:
        yield _closed(lent, scale)
        yield _refused(lent, scale)
        yield _ended(lent, scale)
        yield _rotating(lent, scale)


def _closed(lent: Shop, scale: Scale) -> Row:
    """403 and 404 on the list or on everything, for fewer rounds than it takes to believe in a loss."""
    everything = Fault(status=404, path="/v1/", times=None)
    cases = [
        Trial(f"404 on everything, {rounds} rounds", [everything], rounds=rounds) for rounds in (8, 4, 2, 1)
    ]
    cases += [
        Trial(f"{status} {where}, {rounds} rounds", [at(where, status=status)], rounds=rounds)
        for where, status, rounds in product(("version before", *PAGES), (403, 404), (1, 2))
    ]
    made = lent.bench()
    held = len(made.life.app.store.entries(made.watch.id))
    for trial in some(cases, scale, 2):
        made.run(trial)
    if len(made.life.app.store.entries(made.watch.id)) != held:
        made.tally.wrong.append("entries are lost")
    return made.tally.row("A12 list closed", scale, f"{held} entries kept")


def _refused(lent: Shop, scale: Scale) -> Row:
    """401 for a token that is good: one more refresh heals it; 401 for ever ends the look."""
    spurious = [Trial(f"401 {where}", [at(where, status=401, times=1)], "whole") for where in POSITIONS]
    stubborn = [
        Trial(f"401 {where} always", [at(where, status=401)], most_calls=CALLS + 1) for where in POSITIONS
    ]
    most, spent = 0, 0
    made = lent.bench()
    for trial in some([*spurious, *stubborn], scale, 2):
        before = _refreshes(made)
        made.run(trial)
        spent = _refreshes(made) - before - 1 - trial.recovers  # tokens live an hour, rounds last three
        most = max(most, spent)
    if most > 1:
        made.tally.wrong.append(f"{most} more refreshes")
    return made.tally.row("A13 token refused", scale, f"at most {most} more refreshes")


def _refreshes(made: Bench) -> int:
    return int(made.life.service.state.ledger.by_family["token"])


def _ended(lent: Shop, scale: Scale) -> Row:
    """`invalid_grant`, falsely for some rounds, for the owner or everybody; and truly, after six months."""
    false = [
        Trial(
            f"invalid_grant, {rounds} rounds",
            [Fault(family="token", kind="invalid_grant", times=None)],
            "gap",
            rounds,
            3,
        )
        for rounds in (1, 2, 4, 8)
    ]
    down = [
        Trial(f"{status} accounts", [Fault(family="token", status=status, times=None)], rounds=rounds)
        for status, rounds in product((429, 500, 503), (1, 2))
    ]
    made = lent.bench()
    file = made.life.app.settings.TRACKER_HOME / LOGIN_FILE
    for trial in some([*false, *down], scale, 2):
        made.run(trial)
        if not file.exists():
            made.wrong(trial, "the login was deleted")
    made.life.sim.advance(timedelta(days=181))
    if made.look().recorded.decision.complete:
        made.tally.wrong.append("whole without a login")
    log_in(made.life.app)
    made.run(Trial("logged in again", expect="whole"))
    return made.tally.row("A14 login ended", scale, "the login was kept each time")


def _rotating(lent: Shop, scale: Scale) -> Row:
    """Refresh tokens rotate, and the answer with the new one is lost on its way, or does not hold it."""
    rotate = Fault(kind="rotate", family="token", times=1)
    lost = [Trial(f"reset after {sent}", [rotate, _reset(sent)], "any") for sent in (None, 0, 1, 0.5, -1)]
    bare = Fault(family="token", kind="field_gone", times=None, given={"name": "refresh_token"})
    empty = [
        Fault(family="token", kind="field_type", times=None, given={"name": "refresh_token", "value": value})
        for value in NO_TOKENS
    ]
    omitted = [Trial("omitted", [bare], "whole"), *(Trial("empty", [fault], "whole") for fault in empty)]
    calm = [Trial("rotating", [rotate], "whole", rounds) for rounds in (1, 4)]
    return lent.tried(some([*lost, *omitted, *calm], scale, 2)).row("A15 refresh token rotates", scale)


def _reset(sent: float | None) -> Fault:
    return Fault(family="token", kind="reset", times=None, given={"sent": sent})
