"""The numbers of the record in the text format of Prometheus; the only module that knows that library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from prometheus_client.metrics_core import Metric

    from tracker.core.pages.metrics import Metrics

TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "disappearing_tracks"


def exposition(told: Metrics) -> bytes:
    """All numbers, in a registry of their own: nothing of this process is added to them."""
    registry = CollectorRegistry()
    registry.register(_Given([*_of_record(told), *_of_watches(told), *_of_account(told)]))
    return generate_latest(registry)


class _Given(Collector):
    """Hands out what was read already."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterator[Metric]:
        """Each family once."""
        yield from self._families


def _of_record(told: Metrics) -> Iterator[Metric]:
    states = _gauge("states", "Watched tracks by market and present state.", "market", "state")
    for (market, state), number in sorted(told.counts.states.items()):
        states.add_metric([market, state], number)
    yield states
    events = CounterMetricFamily(f"{PREFIX}_events", "Events on record.", labels=["kind", "status"])
    for (kind, status), number in sorted(told.counts.events.items()):
        events.add_metric([kind, status], number)
    yield events
    yield _single("suspected", "Changes that are being confirmed.", told.gauges.suspected)
    yield _single("gaps_open", "Watches and tracks that are not observed at present.", told.gauges.gaps)
    yield _single("deliveries_waiting", "Messages not sent yet.", told.gauges.waiting)
    yield _single("database_bytes", "Size of the database.", told.gauges.size)


def _of_watches(told: Metrics) -> Iterator[Metric]:
    """Watches by their numbers: a name would end up in somebody else's monitoring."""
    watches = sorted({watch for watch, _ in told.gauges.complete})
    yield _single("watches", "Live watches.", len(watches))
    entries = _gauge("entries", "Entries that a watch holds.", "watch")
    for watch in watches:
        entries.add_metric([str(watch)], told.counts.entries.get(watch, 0))
    yield entries
    age = _gauge(
        "last_complete_check_age_seconds",
        "Time since the last complete check began; left out where there was none.",
        "watch",
        "market",
    )
    for (watch, market), at in sorted(told.gauges.complete.items()):
        if at is not None:
            age.add_metric([str(watch), market], (told.now - at).total_seconds())
    yield age


def _of_account(told: Metrics) -> Iterator[Metric]:
    yield _single("calls_24h", "Calls sent in the last 24 hours.", told.used_24h)
    yield _single("calls_budget_per_day", "Calls allowed in 24 hours.", told.per_day)
    yield _single("parked_seconds", "For so long no call may be sent.", _left(told.parked_until, told.now))
    if told.login_ends is not None:
        yield _single(
            "login_ends_seconds", "Time until the login ends.", (told.login_ends - told.now).total_seconds()
        )


def _gauge(name: str, said: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", said, labels=labels)


def _single(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", said, value=value)


def _left(until: datetime | None, now: datetime) -> float:
    return max(0.0, (until - now).total_seconds()) if until else 0.0
