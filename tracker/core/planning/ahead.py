"""What is asked next, in words and as JSON: a check that falls due, or a second look at what is in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from tracker.core.phrases import count, minute, quoted

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.watch import Watch


@dataclass(frozen=True, slots=True)
class Ahead:
    """One look to come: when it is due (None: at once), of what, where.

    A check of the whole watch has its `calls` (None: nobody has read it yet). A second look at what is in doubt
    takes a few, which its answers decide.
    """

    due_at: datetime | None
    watch: Watch
    market: str
    calls: int | None
    doubts: int = 0


def ahead_text(each: Ahead, now: datetime) -> str:
    """`"Name" in DE at 14:05 UTC, 9 calls`; the day where it is not today's."""
    what = f"{quoted(each.watch.label)} in {each.market}"
    why = f", a second look ({each.doubts:,} in doubt)" if each.doubts else ""
    calls = "" if each.calls is None else f", {count(each.calls, 'call')}"
    return f"{what} {_when(each.due_at, now)}{why}{calls}"


def ahead_json(each: Ahead) -> dict[str, Any]:
    """The same for programs; `due_at` null: at once."""
    due = each.due_at.astimezone(UTC).isoformat().replace("+00:00", "Z") if each.due_at else None
    return {
        "what": "second look" if each.doubts else "check",
        "watch": each.watch.id,
        "label": each.watch.label,
        "market": each.market,
        "due_at": due,
        "calls": each.calls,
        "doubts": each.doubts,
    }


def _when(due: datetime | None, now: datetime) -> str:
    if due is None or due <= now:
        return "at once"
    today = due.astimezone(UTC).date() == now.astimezone(UTC).date()
    return f"at {due.astimezone(UTC):%H:%M} UTC" if today else f"on {minute(due)} UTC"
