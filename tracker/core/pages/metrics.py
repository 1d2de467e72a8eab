"""What monitoring reads: numbers of the record, by ids and codes, never by names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted over all tracks: how many entries each watch holds, states by market, events by kind and status."""

    entries: dict[int, int]
    states: dict[tuple[str, str], int]
    events: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Gauges:
    """What is read afresh each time.

    `complete` has the beginning of the last complete check by watch and market, None where there was none. The
    size of the database is in bytes, times are UTC.
    """

    complete: dict[tuple[int, str], datetime | None]
    suspected: int
    gaps: int
    waiting: int
    size: int
    counted_at: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Everything that `/metrics` tells at `now`."""

    now: datetime
    counts: Counts
    gauges: Gauges
    used_24h: int
    per_day: int
    parked_until: datetime | None
    login_ends: datetime | None
