"""What the page of a track asks the record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, select
from sqlmodel import col

from tracker.core.history import Status
from tracker.core.pages.leaves import ROWS, skipped
from tracker.core.pages.stretches import Holder
from tracker.core.pages.timeline import timelines
from tracker.core.pages.track import Note, Proof, Told, TrackPage, proofs_of
from tracker.store.history import events_with_names
from tracker.store.rows import event_of
from tracker.store.tables import CheckRow, EntryRow, EventRow, NoteRow, WatchRow
from tracker.store.track_view import track_view

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.core.history import Gap

MOST_SPELLS, MOST_GAPS, MOST_ENTRIES = 40, 20, 500
"""So many are listed; the line of time shows all spells, or nearly."""


def track_page(conn: Connection, track_id: str, name_days: int, now: datetime, leaf: int) -> TrackPage | None:
    """The page of a track with one leaf of its events; None if it was never met."""
    view = track_view(conn, track_id, name_days)
    if view is None:
        return None
    holders = _holders(conn, track_id, view.gaps)
    own = [gap for gap in view.gaps if gap.track_id]
    total = _total(conn, track_id)
    return TrackPage(
        id=view.id,
        isrc=view.isrc,
        names=view.names,
        holders=holders,
        timelines=timelines(view.spells, holders, own, now),
        began=min((spell.first_seen for spell in view.spells), default=None),
        spells=tuple(sorted(view.spells, key=lambda spell: spell.first_seen, reverse=True)[:MOST_SPELLS]),
        gaps=tuple(reversed(view.gaps[-MOST_GAPS:])),
        events=_leaf(conn, track_id, skipped(leaf, total)),
        events_total=total,
        note=_note(conn, track_id),
        replacements=view.replacements,
        searches=view.searches,
        offers=view.offers,
        contradictions=view.contradictions,
    )


def leaf_of(conn: Connection, track_id: str, seq: int) -> int:
    """On which leaf of a track's events one of them stands."""
    newer = col(EventRow.track_id) == track_id, col(EventRow.seq) > seq
    return int(conn.execute(select(func.count()).where(*newer)).scalar_one()) // ROWS + 1


def _total(conn: Connection, track_id: str) -> int:
    return conn.execute(select(func.count()).where(col(EventRow.track_id) == track_id)).scalar_one()


def _leaf(conn: Connection, track_id: str, offset: int) -> tuple[Told, ...]:
    newest = events_with_names().where(col(EventRow.track_id) == track_id).order_by(col(EventRow.seq).desc())
    rows = conn.execute(newest.offset(offset).limit(ROWS)).all()
    proofs = _proofs(conn, {check for row in rows for check in row.checks})
    back = _taken_back(conn, [row.seq for row in rows])
    return tuple(
        Told(event_of(row), row.solved_at, proofs_of(row.checks, proofs), back.get(row.seq)) for row in rows
    )


def _proofs(conn: Connection, checks: set[int]) -> dict[int, Proof]:
    found = select(col(CheckRow.id), col(CheckRow.started_at), col(CheckRow.way)).where(
        col(CheckRow.id).in_(checks)
    )
    return {row.id: Proof(row.id, row.started_at, row.way) for row in conn.execute(found)}


def _taken_back(conn: Connection, seqs: list[int]) -> dict[int, int]:
    """Of some events those that a confirmed retraction took back, with its number."""
    back = col(EventRow.retracts)
    found = select(back, col(EventRow.seq)).where(back.in_(seqs), col(EventRow.status) == Status.CONFIRMED)
    return {row.retracts: row.seq for row in conn.execute(found)}


def _note(conn: Connection, track_id: str) -> Note | None:
    row = conn.execute(select(NoteRow).where(col(NoteRow.track_id) == track_id)).first()
    return Note(row.text, row.written_at) if row else None


def _holders(conn: Connection, track_id: str, gaps: Iterable[Gap]) -> tuple[Holder, ...]:
    """The watches that hold the track or held it, with their gaps; those that hold it now first."""
    of_watch: dict[int | None, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.track_id is None:
            of_watch[gap.watch_id].append(gap)
    found: dict[int, Holder] = {}
    for row in conn.execute(_entries(track_id)):
        before = found.get(row.watch_id) or _holder(row, of_watch[row.watch_id])
        found[row.watch_id] = replace(before, held=(*before.held, (row.since, row.ended_at)))
    return tuple(sorted(found.values(), key=lambda holder: (not holder.holds, holder.watch_id)))


def _holder(row: Row[Any], gaps: list[Gap]) -> Holder:
    return Holder(
        row.watch_id, row.label, tuple(row.markets), (), tuple(gaps), ended=row.removed_at is not None
    )


def _entries(track_id: str) -> Any:
    """The places that the track has or had, the latest; each since the check that met it first."""
    since = func.coalesce(CheckRow.started_at, WatchRow.added_at).label("since")
    watch = (col(WatchRow.label), col(WatchRow.markets), col(WatchRow.removed_at))
    return (
        select(col(EntryRow.watch_id), since, col(EntryRow.ended_at), *watch)
        .join_from(EntryRow, WatchRow, col(WatchRow.id) == EntryRow.watch_id)
        .outerjoin(CheckRow, col(CheckRow.id) == EntryRow.first_check)
        .where(col(EntryRow.track_id) == track_id)
        .order_by(col(EntryRow.id).desc())
        .limit(MOST_ENTRIES)
    )
