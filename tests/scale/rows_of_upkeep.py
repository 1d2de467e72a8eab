"""The rows that the tracker keeps for itself: when what is due, what it has to tell, the calls it made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.scale.size import DAY, END
from tracker.core.budget import bucket_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.scale.invent import Invented


def duties(made: Invented) -> Iterator[dict[str, Any]]:
    """When each watch is due next, and the upkeep."""
    for watch, market in made.calendar.daily:
        due = made.calendar.daily[watch, market][-1].at + DAY
        yield {"name": f"check:{watch}:{market}", "due_at": due, "epoch": made.size.days}
    yield {"name": "housekeeping", "due_at": END + DAY / 2, "epoch": made.size.days}


def notices(made: Invented) -> Iterator[dict[str, Any]]:
    """One for each watch that goes unobserved, and old ones that no longer hold."""
    blind = [gap for gap in made.unseen if gap.track is None and gap.why != "not running"]
    kept = [gap for gap in blind if gap.end is None or gap.end.at - (gap.since or END) > 3 * DAY]
    for number, gap in enumerate(kept, 1):
        yield {
            "id": number,
            "kind": "blind",
            "subject": f"{gap.watch}:{gap.market}",
            "text": f'No complete check of "{made.lists[gap.watch - 1].label}" in {gap.market} for two rounds.',
            "since": (gap.since or END) + 2 * DAY,
            "until": gap.end.at if gap.end else None,
        }


def ledger(made: Invented) -> Iterator[dict[str, Any]]:
    """The calls of the last day, by quarters of an hour."""
    lately = Counter(bucket_of(look.at) for look in made.looks if look.at > END - DAY)
    yield {"one": 1, "buckets": sorted([q, n] for q, n in lately.items()), "last_slot": made.looks[-1].at}
