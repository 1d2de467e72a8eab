"""What imported files say of a track's past, told as what it is: hearsay, and no evidence that it could be played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.core.jsonform import time_json
from tracker.core.phrases import day, quoted

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Past:
    """One track's time in some list, as a file has it."""

    file: str
    form: str
    imported_at: datetime
    added_on: datetime | None
    by_then: bool
    removed_on: datetime | None
    isrc: str | None


def past_text(past: Past) -> str:
    """`"Rainy Days.csv" (imported 2 Mar 2026): in its list since 2 Jan 2020 or before, removed by 4 Mar 2021`."""
    said = []
    if past.added_on:
        said.append(f"in its list since {day(past.added_on)}{' or before' if past.by_then else ''}")
    if past.removed_on:
        said.append(f"removed by {day(past.removed_on)}")
    if past.isrc:
        said.append(f"ISRC {past.isrc}")
    told = ", ".join(said) or "in its list, without a day"
    return f"{quoted(past.file)} (imported {day(past.imported_at)}): {told}"


def past_json(past: Past) -> dict[str, Any]:
    """The same for programs."""
    return {
        "file": past.file,
        "form": past.form,
        "imported_at": time_json(past.imported_at),
        "added_on": time_json(past.added_on),
        "by_then": past.by_then,
        "removed_on": time_json(past.removed_on),
        "isrc": past.isrc,
    }
