"""How well each watch was observed: its checks, its gaps, and the share of time outside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.history import Gap
from tracker.core.notices import BLIND_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tracker.core.views import CheckView, WatchView


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well one watch was observed from `start` to `end`; `observed` is the share of time outside its gaps.

    The share is the mean over the watch's markets, from 0 to 1; None where the period has no length.
    """

    view: WatchView
    start: datetime
    end: datetime
    checks: tuple[CheckView, ...]
    gaps: tuple[Gap, ...]
    observed: float | None


def coverage(
    views: Iterable[WatchView],
    gaps: Iterable[Gap],
    checks: Iterable[CheckView],
    since: datetime | None,
    until: datetime,
) -> tuple[Coverage, ...]:
    """Each watch with its checks and gaps, the least observed first."""
    gaps_of: dict[int | None, list[Gap]] = defaultdict(list)
    checks_of: dict[int, list[CheckView]] = defaultdict(list)
    for gap in gaps:
        if gap.track_id is None:
            gaps_of[gap.watch_id].append(gap)
    for check in checks:
        checks_of[check.watch_id].append(check)
    rows = []
    for view in views:
        start = max(since, view.watch.added_at) if since else view.watch.added_at
        known = [*gaps_of[view.watch.id], *_silences(view, gaps_of[view.watch.id], until)]
        own = tuple(g for g in known if _overlap(g, start, until))
        share = _observed(view, own, start, until)
        rows.append(Coverage(view, start, until, tuple(checks_of[view.watch.id]), own, share))
    return tuple(
        sorted(rows, key=lambda row: (1.0 if row.observed is None else row.observed, row.view.watch.id))
    )


def _silences(view: WatchView, gaps: Sequence[Gap], until: datetime) -> Iterator[Gap]:
    """Times that the next check will record as gaps: a market in which nobody has looked for two rhythms."""
    watch = view.watch
    dark = {gap.market for gap in gaps if gap.until is None}
    for market in watch.markets:
        seen = view.complete.get(market)
        if seen and market not in dark and "" not in dark and until - seen > BLIND_AFTER * watch.every:
            yield Gap(0, watch.id, None, market, seen, None, "not running")


def _observed(view: WatchView, gaps: Sequence[Gap], start: datetime, end: datetime) -> float | None:
    """The share of the time from `start` to `end` outside gaps, as the mean over the watch's markets."""
    if end <= start or not view.watch.markets:
        return None
    if view.last_complete_at is None:
        return 0.0
    unseen = sum((_union(gaps, market, start, end) for market in view.watch.markets), timedelta(0))
    return 1 - unseen / (len(view.watch.markets) * (end - start))


def _union(gaps: Sequence[Gap], market: str, start: datetime, end: datetime) -> timedelta:
    """The time that gaps of a market (or of no one market) cover together, overlaps counted once."""
    total, reached = timedelta(0), start
    for begin, finish in sorted(_clip(gap, start, end) for gap in gaps if gap.market in {market, ""}):
        if finish > reached:
            total, reached = total + (finish - max(begin, reached)), finish
    return total


def _clip(gap: Gap, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    return max(gap.since or start, start), min(gap.until or end, end)


def _overlap(gap: Gap, start: datetime, end: datetime) -> bool:
    begin, finish = _clip(gap, start, end)
    return begin < finish
