"""What was understood of a file, in words and as JSON."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tracker.core.items import Kind
from tracker.core.phrases import count, day, visible

if TYPE_CHECKING:
    from tracker.core.imports.rows import Contents

SHOWN_LINES = 5
JSON_REFUSED = 1000
"""So many refused rows are named one by one in the JSON; the others are counted."""


def understood(contents: Contents) -> list[tuple[str, str]]:
    """The table: what there is, and how much of it; nothing that was left out goes unsaid."""
    rows = contents.rows
    told = [
        ("form", contents.form.value),
        ("rows", f"{len(rows) + len(contents.refused) + len(contents.links):,}"),
        ("different tracks", f"{contents.tracks:,}"),
        ("places that repeat a track (kept)", f"{contents.duplicates:,}"),
        ("local files (kept, not followed)", f"{contents.of_kind(Kind.LOCAL):,}"),
        ("episodes (kept, not followed)", f"{contents.of_kind(Kind.EPISODE):,}"),
        ("no longer in the list (history only)", f"{len(rows) - len(contents.listed):,}"),
        ("days of history", _history(contents)),
        ("rows with a name", f"{sum(bool(row.title) for row in rows):,}"),
        ("rows that cannot be used", f"{len(contents.refused):,}"),
    ]
    told = [(what, much) for what, much in told if much not in {"0", "none"}]
    told += [(f"  {why}", where) for why, where in refusals(contents)]
    return told + [("note", note) for note in contents.notes]


def refusals(contents: Contents) -> list[tuple[str, str]]:
    """Each reason why rows cannot be used, with the first lines that it holds for."""
    lines: dict[str, list[int]] = defaultdict(list)
    for row in contents.refused:
        lines[row.why].append(row.line)
    shown = list(lines.items())[:SHOWN_LINES]
    left = sum(len(each) for _, each in list(lines.items())[SHOWN_LINES:])
    told = [(why, _where(each)) for why, each in shown]
    return [*told, ("other reasons", count(left, "row"))] if left else told


def offers(contents: Contents) -> list[str]:
    """How to watch what the file names beside tracks."""
    return [f"tracker watch add {link.source.value}:{link.ref}" for link in contents.links]


def contents_json(contents: Contents) -> dict[str, Any]:
    """The same for programs."""
    return {
        "form": contents.form.value,
        "name": contents.name,
        "rows": len(contents.rows) + len(contents.refused) + len(contents.links),
        "tracks": contents.tracks,
        "duplicates": contents.duplicates,
        "local_files": contents.of_kind(Kind.LOCAL),
        "episodes": contents.of_kind(Kind.EPISODE),
        "history_only": len(contents.rows) - len(contents.listed),
        "days_added": sum(row.added_on is not None for row in contents.rows),
        "days_removed": sum(row.removed_on is not None for row in contents.rows),
        "refused": [{"line": row.line, "why": row.why} for row in contents.refused[:JSON_REFUSED]],
        "refused_rows": len(contents.refused),
        "other_things": [f"{link.source.value}:{link.ref}" for link in contents.links],
        "notes": list(contents.notes),
    }


def _history(contents: Contents) -> str:
    came = [row.added_on for row in contents.rows if row.added_on]
    went = [row.removed_on for row in contents.rows if row.removed_on]
    if not came and not went:
        return "none"
    days = sorted([*came, *went])
    then = sum(row.by_then for row in contents.rows)
    parts = [f"{count(len(came), 'day')} of adding, {count(len(went), 'day')} of removal"]
    parts += [f"{then:,} of adding only as 'by then'"] if then else []
    return f"{', '.join(parts)}; {day(days[0])} to {day(days[-1])}"


def _where(lines: list[int]) -> str:
    shown = ", ".join(f"{line:,}" for line in lines[:SHOWN_LINES])
    more = f" and {len(lines) - SHOWN_LINES:,} more" if len(lines) > SHOWN_LINES else ""
    return visible(f"{'line' if len(lines) == 1 else 'lines'} {shown}{more}")
