"""What the page of activity asks the record."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.core.budget import used
from tracker.core.pages.activity import DAYS, ActivityPage, CheckLine, Due, Effort, GapLine, duty_text
from tracker.core.pages.leaves import ROWS, skipped
from tracker.core.views import BudgetView
from tracker.store.budget import read_ledger
from tracker.store.record import next_look_at
from tracker.store.rows import check_view_of, gap_of
from tracker.store.tables import CheckRow, DutyRow, GapRow, WatchRow

MOST_DUTIES, MOST_GAPS = 40, 20
RELOOK = "relook"


def activity_page(conn: Connection, now: datetime, per_day: int, leaf: int) -> ActivityPage:
    """The page with one leaf of its checks; `per_day` is the budget of calls."""
    total = conn.execute(select(func.count()).select_from(CheckRow)).scalar_one()
    ledger = read_ledger(conn)
    parked = ledger.parked_until if ledger.parked_until and ledger.parked_until > now else None
    return ActivityPage(
        checks=_checks(conn, skipped(leaf, total)),
        total=total,
        efforts=_efforts(conn, now),
        gaps=_gaps(conn),
        dues=_dues(conn, now),
        budget=BudgetView(per_day, used(ledger, now), parked, ledger.parked_why if parked else None),
    )


def _checks(conn: Connection, offset: int) -> tuple[CheckLine, ...]:
    newest: Any = (
        select(CheckRow, col(WatchRow.label))
        .join_from(CheckRow, WatchRow, col(WatchRow.id) == CheckRow.watch_id)
        .order_by(col(CheckRow.started_at).desc(), col(CheckRow.id).desc())
    )
    rows = conn.execute(newest.offset(offset).limit(ROWS))
    return tuple(CheckLine(check_view_of(row), row.label) for row in rows)


def _efforts(conn: Connection, now: datetime) -> tuple[Effort, ...]:
    """The checks of the last days: never more than the budget pays for."""
    since = datetime.combine(now.date() - timedelta(days=DAYS - 1), time(), now.tzinfo)
    columns = col(CheckRow.started_at), col(CheckRow.calls), col(CheckRow.complete), col(CheckRow.why)
    rows = conn.execute(select(*columns).where(col(CheckRow.started_at) >= since))
    return tuple(Effort(*row) for row in rows)


def _gaps(conn: Connection) -> tuple[GapLine, ...]:
    """The latest gaps of whole watches, those that still last first."""
    until = col(GapRow.until)
    found: Any = (
        select(GapRow, col(WatchRow.label))
        .join_from(GapRow, WatchRow, col(WatchRow.id) == GapRow.watch_id)
        .where(col(GapRow.track_id).is_(None))
        .order_by(until.is_not(None), until.desc(), col(GapRow.id).desc())
    )
    return tuple(GapLine(gap_of(row), row.label) for row in conn.execute(found.limit(MOST_GAPS)))


def _dues(conn: Connection, now: datetime) -> tuple[Due, ...]:
    """What is due next. A second look is due when a suspect wants one, and not at all without any."""
    labels = {row.id: row.label for row in conn.execute(select(col(WatchRow.id), col(WatchRow.label)))}
    rows = conn.execute(select(DutyRow).order_by(col(DutyRow.due_at)).limit(MOST_DUTIES)).all()
    at = {row.name: row.due_at for row in rows}
    busy = {row.name for row in rows if row.claimed_until and row.claimed_until > now}
    slot = at.pop(RELOOK, None)
    if wanted := next_look_at(conn):
        at[RELOOK] = max(wanted, slot or wanted)
    dues = [Due(duty_text(name, labels), due_at, name in busy) for name, due_at in at.items()]
    return tuple(sorted(dues, key=lambda due: due.at))
