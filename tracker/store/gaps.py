"""Gaps beginning and ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, update
from sqlmodel import col

from tracker.store.rows import check_of
from tracker.store.tables import GapRow
from tracker.store.work import must_know

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.decision import CloseGap, OpenGap
    from tracker.store.work import Work


def open_gaps(work: Work, changes: Sequence[OpenGap]) -> None:
    """Begin gaps, or note those that are over already; the look before a gap is kept with it."""
    rows = [
        {
            "watch_id": work.watch_id,
            "track_id": change.track_id,
            "market": work.market,
            "since": change.since,
            "until": change.until,
            "why": change.why,
            "last_check": _last_check(work, change),
            "end_check": work.look.check_id if change.until else None,
        }
        for change in changes
    ]
    work.conn.execute(insert(GapRow), rows)


def close(work: Work, changes: Sequence[CloseGap]) -> None:
    """End gaps when this look began."""
    must_know([change.gap_id for change in changes], work.gaps(), "gaps")
    ended = {"until": work.look.started_at, "end_check": work.look.check_id}
    rows = [{"b_id": change.gap_id, **ended} for change in changes]
    work.conn.execute(update(GapRow).where(col(GapRow.id) == bindparam("b_id")), rows)


def _last_check(work: Work, change: OpenGap) -> int | None:
    if change.track_id is None:
        return check_of(work.known.last_complete)
    return check_of(work.known.standing(change.track_id).last_seen)
