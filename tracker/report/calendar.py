"""Events as a calendar: each at the instant it was first missed, with the interval of doubt in its text."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from icalendar import STATUS as STATUS_OF
from icalendar import TRANSP, Calendar, Event

from tracker.core.pages.feeds import ABOUT, item_address_of, item_text, item_title
from tracker.report.figures import ATTRIBUTION, INDEPENDENCE

if TYPE_CHECKING:
    from tracker.core.pages.feeds import FeedItem, FeedView

PRODUCT = "-//Disappearing Tracks//EN"
AGAIN = timedelta(hours=1)
"""So often a reader is asked to look again."""


def calendar(view: FeedView) -> bytes:
    """The feed as an iCalendar document (RFC 5545)."""
    made = Calendar.new(
        prodid=PRODUCT,
        uid=str(view.uuid()),
        name=view.title,
        description=f"{ABOUT} {ATTRIBUTION} {INDEPENDENCE}",
        refresh_interval=AGAIN,
        last_modified=view.updated_at.astimezone(UTC),
        method="PUBLISH",
    )
    for item in view.items:
        made.add_component(_event(view, item))
    document: bytes = made.to_ical()
    return document


def _event(view: FeedView, item: FeedItem) -> Event:
    """One entry. What was taken back is cancelled: its number stays, its sequence rises."""
    return Event.new(
        uid=str(view.uuid(item)),
        stamp=item.updated_at.astimezone(UTC),
        start=item.until.astimezone(UTC),
        summary=item_title(item),
        description=item_text(item),
        categories=[item.kind.value],
        last_modified=item.updated_at.astimezone(UTC),
        sequence=int(item.taken_back),
        status=STATUS_OF.CANCELLED if item.taken_back else STATUS_OF.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
        url=item_address_of(item),
    )
