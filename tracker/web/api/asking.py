"""What may be asked of the API: every parameter with its bounds."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

from fastapi import Path, Query
from pydantic import AfterValidator, WithJsonSchema

from tracker.core.history import EventKind, Status
from tracker.core.pages.api import MOST, USUAL

HIGHEST = 2**63 - 1
"""The largest number that either database knows."""
ID = "^[0-9A-Za-z]{22}$"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError("write a date as 2026-05-01")
    date.fromisoformat(text)
    return text


Day: TypeAlias = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Since = Annotated[Day | None, Query(description="First missed on this day (UTC) or later.")]
After = Annotated[
    int, Query(ge=0, le=HIGHEST, description="Only what has a higher number: the next of the part before.")
]
OfKind = Annotated[EventKind | None, Query(description="Only this kind.")]
OfStatus = Annotated[Status | None, Query(description="Only as sure as this.")]
Still = Annotated[bool, Query(description="Only those that go on.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="So many at most.")]
Market = Annotated[str | None, Query(pattern="^[A-Z]{2}$", description="Two-letter country code.")]
OfTrack = Annotated[str | None, Query(pattern=ID, description="Only of this track.")]
OfWatch = Annotated[int | None, Query(ge=1, le=HIGHEST, description="Only of this watch.")]
WatchId = Annotated[int, Path(ge=1, le=HIGHEST)]
TrackId = Annotated[str, Path(pattern=ID)]
FIRST = 0
MANY = USUAL


def instant(day: str | None) -> datetime | None:
    """The beginning of a day, in UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
