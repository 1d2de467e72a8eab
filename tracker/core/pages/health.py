"""Whether the tracker sees: what a machine may ask every minute, told without a single name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.notices import NoticeKind, notices
from tracker.core.phrases import count

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.views import WatchView

LATE = timedelta(hours=1)
"""The jobs come by every few minutes; a duty that nobody took for so long means that they do not."""
_WHY = {
    NoticeKind.BLIND: "{} without a complete check for two rhythms.",
    NoticeKind.CLOCK: "{} checked in the future: the clock is wrong.",
    NoticeKind.API_CHANGED: "{} gone from the answers of the service: update this program.",
}


@dataclass(frozen=True, slots=True)
class Watchfulness:
    """What has to be known to say whether the tracker sees.

    `watches` carry their last complete checks and gaps, but no counts; `told` are the kinds of the notices that
    stand. `upkeep_due_at` is when the daily upkeep is due (None: no job has ever run on this record), `at_work`
    whether some process holds a duty.
    """

    watches: list[WatchView]
    told: list[NoticeKind]
    upkeep_due_at: datetime | None
    at_work: bool


def ailments(seen: Watchfulness, now: datetime) -> list[str]:
    """Why the tracker does not see, in plain words without names; empty while it does."""
    found = [notice.kind for notice in notices(seen.watches, None, now)]
    found += [kind for kind in seen.told if kind is NoticeKind.API_CHANGED]
    said = [_said(kind, found.count(kind)) for kind in _WHY if kind in found]
    idle = seen.upkeep_due_at is not None and now - seen.upkeep_due_at > LATE and not seen.at_work
    return said + (["The jobs stand still: what is due is not done."] if idle else [])


def _said(kind: NoticeKind, number: int) -> str:
    noun = "field" if kind is NoticeKind.API_CHANGED else "watch and market"
    counted = count(number, noun) if number == 1 or noun == "field" else f"{number:,} watches and markets"
    return _WHY[kind].format(counted)
