"""Rows N6, N7 and N9: waiting as long as the service asks, also after a restart; and telling no token to a stranger."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime
from itertools import cycle
from typing import TYPE_CHECKING

from tests.faults.http_bench import Bench, Shop, Trial, at, shop, some
from tests.faults.http_wire import listener, moved, reopened
from tracker.core.errors import UsageError
from tracker.net.http import checked_address
from tracker.usecases.rounds import check_now, run_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tests.faults.table import Row, Scale
    from tracker.wiring import App

WORDS = (
    None,
    "",
    "1",
    "1.5",
    "5",
    "30",
    "60",
    "61",
    "3600",
    "86400",
    "79892",
    "604800",
    "999999999999",
    "-5",
    "soon",
)
"""What has been seen, or could be, where seconds to wait are expected; None: nothing at all."""
QUOTA = json.dumps({"error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}})
RUBBISH = (b"", b"HTTP/1.1 200 OK\r\n\r\n{}", b"\x15\x03\x03\x00\x02\x02\x28", b"\x00" * 4096)
"""What a host that is not the service says to a TLS greeting: nothing, plain HTTP, an alert, zeros."""


def limits(scale: Scale) -> Iterable[Row]:
    """All rows of this module."""
    with shop() as lent:
        yield _waiting(lent, "N6 too many requests", scale, None)
        yield _waiting(lent, "N7 quota exceeded", scale, QUOTA)
        yield _strangers(lent, scale)


def _waiting(lent: Shop, name: str, scale: Scale, body: str | None) -> Row:
    """Each word, at the first call or at one in the middle in turn: nothing is sent before its time, by any process."""
    early = asked = 0
    made = lent.bench()
    dates = (timedelta(seconds=90), timedelta(hours=5), -timedelta(hours=1))
    moments = [format_datetime(made.life.sim.now() + made_at, usegmt=True) for made_at in dates]
    cases = list(zip((*WORDS, *moments), cycle(("version before", "page 1")), strict=False))
    for word, where in some(cases, scale, 3):
        headers = {} if word is None else {"retry-after": word}
        fault = at(where, status=429, body=body, headers=headers, times=1)
        made.life.service.state.faults.add(fault)
        made.look()
        tries, calls = _impatient(made)
        asked, early = asked + tries, early + calls
        made.run(Trial(f"after {word}", expect="any"))
    made.tally.wrong += ["a call before its time"] * early
    return made.tally.row(name, scale, f"{asked} early tries in two processes, {early} calls")


def _impatient(made: Bench) -> tuple[int, int]:
    """Ask for looks in the middle and at the end of a pause, here and after a restart: (tries, calls that were sent)."""
    life, tries = made.life, 0
    until, now = life.app.store.ledger().parked_until, life.sim.now()
    if until is None or until <= now:
        return 0, 0
    with reopened(life) as restarted:
        for moment in (now + (until - now) / 2, until - timedelta(seconds=1)):
            life.sim.set(moment)
            tries += _try(life.app, made) + _try(restarted, made)
    return tries, _sent(made, now, until)


def _try(app: App, made: Bench) -> int:
    run_due(app.observer)
    check_now(app.observer, made.watch, "DE")
    return 2


def _sent(made: Bench, since: datetime, until: datetime) -> int:
    """Calls that reached the data side after one moment and before another; the service notes whole seconds."""
    first, last = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (since, until))
    calls = made.life.service.state.ledger.calls
    return sum(first < call.at < last for call in calls if call.family != "token")


def _strangers(lent: Shop, scale: Scale) -> Row:
    """Whoever cannot prove to be the service by TLS, and whoever is asked without TLS, hears no token."""
    leaks = 0
    made = lent.bench()
    for reply in some(RUBBISH, scale, 2):
        with listener(reply) as (address, heard), moved(made.life, f"https://{address}/v1") as observer:
            made.run(Trial(f"TLS {reply[:8]!r}"), observer)
            leaks += sum(b"Bearer" in said or b"sim-access" in said for said in heard)
            made.tally.wrong += [] if heard else ["nobody was asked"]
    for address in _plain():
        made.tally.cases += 1
        made.tally.wrong += [f"{address} is taken"] if _taken(address) else []
    made.tally.wrong += ["a token was told"] * leaks
    return made.tally.row("N9 no TLS", scale, f"{leaks} tokens told")


def _plain() -> Sequence[str]:
    return (
        "http://api.elsewhere.test/v1",
        "http://192.0.2.1/v1",
        "http://127.0.0.1.elsewhere.test/v1",
        "ftp://127.0.0.1/",
    )


def _taken(address: str) -> bool:
    try:
        checked_address(address)
    except UsageError:
        return False
    return True
