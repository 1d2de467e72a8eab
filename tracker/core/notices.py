"""What the owner has to be told although nothing happened in the catalogue: that the tracker does not see, or soon will not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.core.keeping import lapse_warning
from tracker.core.phrases import count, quoted
from tracker.core.wording import in_market, why_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.core.views import WatchView
    from tracker.core.watch import Watch

BLIND_AFTER = 2
"""So many rhythms without a complete check, and a watch is not being observed."""
WARNED_DAYS = (1, 7, 14, 30)
"""So many days before a login ends its owner is warned, once each."""
SLACK = timedelta(minutes=5)
"""So far a clock may run behind the record: two processes' clocks, or a small correction."""


class NoticeKind(StrEnum):
    """What a notice is about."""

    BLIND = "blind"
    LOGIN = "login"
    API_CHANGED = "api_changed"
    CLOCK = "clock"
    HIDDEN = "hidden"
    """Tracks that the account may not play: its filter or its subscription, no change of the catalogue."""
    COUNTRY = "country"
    """The login shows another country than the one that is watched."""
    LAPSE = "lapse"
    PACKED = "packed"
    """The owner deleted a packed list, so that nothing is packed any more."""
    TIER = "tier"
    """The service answers fewer kinds of questions than before; all is observed still, for more calls."""

    @property
    def blinding(self) -> bool:
        """Whether something goes unobserved while such a notice stands."""
        return self not in UNREPORTED | {NoticeKind.HIDDEN}

    @property
    def reported(self) -> bool:
        """Whether a report has to say so: it does not know what it otherwise would."""
        return self not in UNREPORTED


UNREPORTED = frozenset({NoticeKind.LOGIN, NoticeKind.LAPSE, NoticeKind.PACKED, NoticeKind.TIER})
"""Of these a report need not tell: they take nothing from what it knows."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be told once; `subject` tells it from others of its kind, `text` is one plain line."""

    kind: NoticeKind
    subject: str
    text: str


def notices(views: Iterable[WatchView], login_ends: datetime | None, now: datetime) -> list[Notice]:
    """All that is to be told at `now`; `login_ends` None where there is no login to end."""
    watched = list(views)
    seen = (
        view for view in watched if not view.watch.paused_at
    )  # a pause is the owner's will, and no blindness
    found = [notice for view in seen for market in view.watch.markets for notice in _of(view, market, now)]
    found += [notice for view in watched for notice in _lapse(view.watch, now)]
    return found + (_login(login_ends, now) if login_ends else [])


def field_gone(field: str) -> Notice:
    """The answers lack a field that they had."""
    text = f"The API has changed: its answers lack '{field}', without which nothing is known. Update this program."
    return Notice(NoticeKind.API_CHANGED, field, text)


def batches_gone() -> Notice:
    """Questions for many tracks at once are refused, which were answered before."""
    text = (
        "The service does not answer for many tracks in one call any more. Each album or track now costs a call:"
        " `tracker plan` shows what checks cost."
    )
    return Notice(NoticeKind.TIER, "batches", text)


def _of(view: WatchView, market: str, now: datetime) -> list[Notice]:
    """Not one complete check for two rhythms; or a last one that lies in the future, beside which nothing is old."""
    seen = view.complete.get(market)
    subject, name = f"{view.watch.id}:{market}", f"{quoted(view.watch.label)}{in_market(market)}"
    last = seen or view.watch.added_at
    if last - now > SLACK:
        deed = f"{'last checked' if seen else 'added'} at {last:%d %b %Y %H:%M}"
        text = f"The clock says {now:%d %b %Y %H:%M} UTC, but {name} was {deed}: set the clock."
        return [Notice(NoticeKind.CLOCK, subject, text)]
    if now - last <= BLIND_AFTER * view.watch.every:
        return []
    since = f"since {seen:%d %b %Y %H:%M} UTC" if seen else "ever"
    gap = (
        view.gap if view.gap and view.gap.market == market else None
    )  # another market's reason is not this one's
    why = f" ({why_text(gap.why)})" if gap else ""
    return [Notice(NoticeKind.BLIND, subject, f"No complete check of {name} {since}{why}.")]


def _login(ends: datetime, now: datetime) -> list[Notice]:
    left = ends - now
    if left <= timedelta(0):
        return [Notice(NoticeKind.LOGIN, "0", "The login has ended: run 'tracker login'.")]
    due = next((days for days in WARNED_DAYS if left <= timedelta(days=days)), None)
    if due is None:
        return []
    term = count(max(1, left.days), "day")
    text = f"The login ends on {ends:%d %b %Y}, in {term}: run 'tracker login' before."
    return [Notice(NoticeKind.LOGIN, str(due), text)]


def _lapse(watch: Watch, now: datetime) -> list[Notice]:
    days = lapse_warning(watch, now)
    if days is None:
        return []
    term = count(max(1, (watch.renew_by - now).days), "day")
    end = f"The watch of {quoted(watch.label)} ends on {watch.renew_by:%d %b %Y}, in {term}"
    text = f"{end}: renew it by 'tracker watch renew {watch.id}', or let it lapse."
    return [Notice(NoticeKind.LAPSE, f"{watch.id}:{days}", text)]
