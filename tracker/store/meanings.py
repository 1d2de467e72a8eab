"""What incidents were found to be, with the words for what they share, as long as these are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.core.incidents import Meaning, Shared
from tracker.core.names import SERVICE
from tracker.core.rights import artist_key, name_key, shown_line
from tracker.store.naming import ARTISTS, named
from tracker.store.tables import EventRow, IncidentRow, NameRow, ReleaseRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Row


def meanings(conn: Connection, numbers: Collection[int] | None = None) -> dict[int, Meaning]:
    """The incidents of these numbers (None: all) that share something."""
    wanted: list[ColumnElement[bool]] = [col(IncidentRow.shared).is_not(None)]
    if numbers is not None:
        wanted.append(col(IncidentRow.id).in_(numbers))
    rows = conn.execute(select(IncidentRow).where(*wanted).order_by(col(IncidentRow.id))).all()
    return {row.id: _meaning(conn, row) for row in rows}


def _meaning(conn: Connection, row: Row[Any]) -> Meaning:
    shared = Shared(row.shared)
    members, sharing = _counts(conn, row.id, shared, row.shared_key)
    return Meaning(shared, _text(conn, row.id, shared, row.shared_key), row.chance or 0.0, sharing, members)


def _counts(conn: Connection, number: int, shared: Shared, key: str) -> tuple[int, int]:
    """How many confirmed members there are, and of how many it is known that they share it."""
    told = {Shared.RIGHTS: col(ReleaseRow.rights_key), Shared.LABEL: col(ReleaseRow.label_key)}.get(shared)
    hits = func.count() if told is None else func.count().filter(told == key)
    found = (
        select(func.count(), hits)
        .join_from(EventRow, TrackRow, col(TrackRow.id) == EventRow.track_id)
        .outerjoin(ReleaseRow, col(ReleaseRow.album_id) == TrackRow.album_id)
        .where(*_of(number))
    )
    members, sharing = conn.execute(found).one()
    return members, sharing


def _of(number: int) -> tuple[ColumnElement[bool], ...]:
    confirmed = (col(EventRow.kind) == EventKind.VANISHED, col(EventRow.status) == Status.CONFIRMED)
    return (col(EventRow.incident) == number, *confirmed)


def _text(conn: Connection, number: int, shared: Shared, key: str) -> str | None:
    match shared:
        case Shared.RIGHTS:
            return _rights(conn, key)
        case Shared.LABEL:
            known = (col(ReleaseRow.label_key) == key, col(ReleaseRow.label).is_not(None))
            return conn.execute(select(col(ReleaseRow.label)).where(*known).limit(1)).scalar()
        case Shared.ALBUM:
            return _album(conn, key)
        case Shared.ARTIST:
            return _artist(conn, number, key)


def _rights(conn: Connection, key: str) -> str | None:
    """What the lines that have this key say alike."""
    known = (col(ReleaseRow.rights_key) == key, col(ReleaseRow.rights).is_not(None))
    latest = select(col(ReleaseRow.rights)).where(*known).order_by(col(ReleaseRow.album_id)).limit(1)
    lines = conn.execute(latest).scalar() or []
    return next((shown_line(line) for line in lines if name_key(line) == key), None)


def _album(conn: Connection, key: str) -> str | None:
    found = (
        select(col(NameRow.album))
        .join(TrackRow, col(TrackRow.id) == NameRow.track_id)
        .where(col(NameRow.origin) == SERVICE, col(NameRow.album) != "", col(TrackRow.album_id) == key)
    )
    return conn.execute(found.limit(1)).scalar()


def _artist(conn: Connection, number: int, key: str) -> str | None:
    found = named(select(ARTISTS).select_from(EventRow).where(*_of(number)), col(EventRow.track_id))
    names = (name for row in conn.execute(found) for name in row.artists or ())
    return next((name for name in names if artist_key(name) == key), None)
