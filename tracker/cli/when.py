"""Reading the dates that owners type."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from tracker.core.errors import UsageError

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def parse_since(text: str | None, now: datetime) -> datetime | None:
    """Read `2026-05-01` (its first instant, UTC), an ISO 8601 instant, or an age such as `30d` or `6m`."""
    if text is None:
        return None
    if aged := re.fullmatch(r"(\d{1,4})([dwmy])", text.strip().lower()):
        return now - timedelta(days=int(aged[1]) * _DAYS[aged[2]])
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--since {text}: write a date such as 2026-05-01, or an age such as 30d.") from None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
