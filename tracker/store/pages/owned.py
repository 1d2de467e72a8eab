"""What the owner adds to the record: notes and names of their own, and what they are done with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select, update
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.core.names import OWNER
from tracker.store.engine import upsert
from tracker.store.tables import EventRow, NameRow, NoteRow, TrackRow

if TYPE_CHECKING:
    from datetime import datetime


def write_note(conn: Connection, track_id: str, text: str, now: datetime) -> bool:
    """Keep the owner's note of a track, in place of an earlier one; an empty one is taken away.

    False if the track was never met.
    """
    if not _met(conn, track_id):
        return False
    if not text:
        conn.execute(delete(NoteRow).where(col(NoteRow.track_id) == track_id))
        return True
    values = {"text": text, "written_at": now}
    fresh = upsert(conn, NoteRow).values(track_id=track_id, **values)
    conn.execute(fresh.on_conflict_do_update(index_elements=["track_id"], set_=values))
    return True


def keep_name(
    conn: Connection, track_id: str, title: str, artists: tuple[str, ...], now: datetime | None = None
) -> bool:
    """Keep what the owner calls a track, in place of an earlier name; an empty title takes it away.

    False if the track was never met.
    """
    if not _met(conn, track_id):
        return False
    if not title:
        mine = col(NameRow.track_id) == track_id, col(NameRow.origin) == OWNER
        conn.execute(delete(NameRow).where(*mine))
        return True
    values = {"title": title, "artists": list(artists), "album": "", "learnt_at": now}
    fresh = upsert(conn, NameRow).values(track_id=track_id, origin=OWNER, **values)
    conn.execute(fresh.on_conflict_do_update(index_elements=["track_id", "origin"], set_=values))
    return True


def solve(conn: Connection, seq: int, at: datetime | None) -> str | None:
    """Mark a vanish as one that the owner is done with (None: not any more); the track, None if it is no vanish.

    What was marked before keeps its time.
    """
    event = conn.execute(select(EventRow).where(col(EventRow.seq) == seq)).first()
    if event is None or event.kind != EventKind.VANISHED or event.status == Status.WITHDRAWN:
        return None
    if at is None or event.solved_at is None:
        conn.execute(update(EventRow).where(col(EventRow.seq) == seq).values(solved_at=at))
    return str(event.track_id)


def _met(conn: Connection, track_id: str) -> bool:
    return conn.execute(select(col(TrackRow.id)).where(col(TrackRow.id) == track_id)).first() is not None
