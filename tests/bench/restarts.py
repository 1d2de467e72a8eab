"""A process that is killed again and again while it spends its budget; its ledger is all that survives."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from tracker.core.budget import DAY, Denial, Ledger, Limits, spend

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: calls that went out, and the most of them in any rolling day."""

    restarts: int
    calls: int
    most_in_a_day: int
    budget: int


def restarted(seed: int, restarts: int = 1_000, per_day: int = 400) -> Told:
    """Spend as fast as allowed; die about every hundredth call, before or after the ledger is written.

    The ledger is written before the call goes out, as the program does it, so that a death costs a call that was
    never made rather than a call that nobody counted. After a death the process is down for up to two hours.
    """
    chance, limits = Random(seed), Limits(per_day, per_second=1.0)
    kept, now, deaths, most = Ledger(), BEGIN, 0, 0
    sent: deque[datetime] = deque()
    calls = 0
    while deaths < restarts:
        outcome = spend(kept, now, limits)
        if isinstance(outcome, Denial):
            now = outcome.until
            continue
        fate = chance.random()
        if fate < 0.005:  # killed before the ledger is written: nothing was sent either
            deaths, now = deaths + 1, now + _down(chance)
            continue
        kept, now = outcome.ledger, outcome.at
        if fate < 0.010:  # killed between writing and sending
            deaths, now = deaths + 1, now + _down(chance)
            continue
        calls += 1
        sent.append(outcome.at)
        while sent[0] <= outcome.at - DAY:
            sent.popleft()
        most = max(most, len(sent))
    return Told(deaths, calls, most, per_day)


def _down(chance: Random) -> timedelta:
    return timedelta(seconds=chance.uniform(1, 7_200))
