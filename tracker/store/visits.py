"""What planning asks of the record: last looks, vanishes with their lines, and the calls by what they were made for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, Status
from tracker.core.items import Purpose
from tracker.core.planning.looked import Hit
from tracker.store.engine import reading
from tracker.store.learning import LINE, pairs_of
from tracker.store.sightings import MOST_IN_LIST, sightings
from tracker.store.tables import CheckRow, DoubtRow, EventRow, ReleaseRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.core.planning.looked import Pair

_BACK = aliased(EventRow)


class SqlVisits:
    """Implements `tracker.core.planning.looked.Visits`; each method is one transaction that writes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pairs(
        self, market: str, settled: datetime, *, line: str | None = None, track_id: str | None = None
    ) -> list[Pair]:
        """The watched tracks in a market that were looked at at least once."""
        with reading(self._engine) as conn:
            return pairs_of(conn, market, settled, line=line, track_id=track_id)

    def seen(self, market: str, tracks: Collection[str] | None = None) -> dict[str, datetime]:
        """When each track was last looked at in a market."""
        with reading(self._engine) as conn:
            return {track: each.at for track, each in sightings(conn, market, tracks).items()}

    def hits(self, since: datetime) -> list[Hit]:
        """The vanishes first missed since then, suspected or confirmed and not taken back."""
        with reading(self._engine) as conn:
            return _hits_since(conn, since)

    def spent(self, since: datetime) -> dict[Purpose, int]:
        """The calls of the looks begun since then, by what they were made for."""
        with reading(self._engine) as conn:
            return {Purpose(purpose): calls for purpose, calls in conn.execute(_spent(), {"since": since})}

    def probed(self, market: str, since: datetime, tracks: Collection[str]) -> int:
        """The calls since then of looks at siblings that saw any of these tracks."""
        with reading(self._engine) as conn:
            return _probed(conn, market, since, frozenset(tracks))


def _hits_since(conn: Connection, since: datetime) -> list[Hit]:
    """The events, and of each when the look began that first missed its track."""
    rows = conn.execute(_hits(), {"since": since}).all()
    began = _begun(conn, {_missing_check(row) for row in rows})
    return [
        Hit(
            row.track_id,
            row.market,
            row.line,
            row.last_seen_at,
            min(row.first_missed_at, began.get(_missing_check(row), row.first_missed_at)),
            row.first_missed_at,
        )
        for row in rows
    ]


def _missing_check(row: Row[Any]) -> int | None:
    """The look that first missed it: the first of its proofs behind the one that saw it last."""
    after = row.checks[1:] if row.last_seen_at is not None else row.checks
    return next(iter(after), None)


def _begun(conn: Connection, checks: Collection[int | None]) -> dict[int | None, datetime]:
    known = [check for check in checks if check is not None][:MOST_IN_LIST]
    rows = select(col(CheckRow.id), col(CheckRow.started_at)).where(col(CheckRow.id).in_(known))
    return {row.id: row.started_at for row in conn.execute(rows)} if known else {}


@cache
def _hits() -> Select[*tuple[Any, ...]]:
    """What another way of asking denies is no hit."""
    back = (col(_BACK.retracts) == EventRow.seq, col(_BACK.status) == Status.CONFIRMED)
    denied = (col(DoubtRow.event_seq) == EventRow.seq, col(DoubtRow.contested).is_(True))
    seen, missed = col(EventRow.last_seen_at), col(EventRow.first_missed_at)
    told = (col(EventRow.track_id), col(EventRow.market), LINE.label("line"), seen, missed)
    return (
        select(*told, col(EventRow.checks))
        .join_from(EventRow, TrackRow, col(TrackRow.id) == EventRow.track_id)
        .outerjoin(ReleaseRow, col(ReleaseRow.album_id) == TrackRow.album_id)
        .where(
            col(EventRow.kind) == EventKind.VANISHED,
            col(EventRow.status).in_([Status.SUSPECTED, Status.CONFIRMED]),
            missed >= bindparam("since", type_=UTCDateTime()),
            ~select(col(_BACK.seq)).where(*back).exists(),
            ~select(col(DoubtRow.id)).where(*denied).exists(),
            LINE.is_not(None),
        )
        .order_by(missed, col(EventRow.seq))
    )


@cache
def _spent() -> Select[*tuple[Any, ...]]:
    since = bindparam("since", type_=UTCDateTime())
    summed = select(col(CheckRow.purpose), func.sum(CheckRow.calls)).where(col(CheckRow.started_at) >= since)
    return summed.group_by(col(CheckRow.purpose)).order_by(col(CheckRow.purpose))


def _probed(conn: Connection, market: str, since: datetime, tracks: frozenset[str]) -> int:
    looks = select(col(CheckRow.calls), col(CheckRow.tracks)).where(
        col(CheckRow.market) == market,
        col(CheckRow.started_at) >= since,
        col(CheckRow.purpose) == Purpose.SIBLING,
        col(CheckRow.tracks).is_not(None),
    )
    return sum(look.calls for look in conn.execute(looks) if not tracks.isdisjoint(look.tracks))
