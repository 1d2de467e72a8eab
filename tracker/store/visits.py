"""What planning asks of the record: last looks, vanishes with their lines, and the calls by what they were made for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, Status
from tracker.core.items import Purpose
from tracker.core.planning.looked import Hit
from tracker.store.engine import reading
from tracker.store.learning import LINE, pairs_of
from tracker.store.sightings import sightings
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
            return [Hit(*row) for row in conn.execute(_hits(), {"since": since})]

    def spent(self, since: datetime) -> dict[Purpose, int]:
        """The calls of the looks begun since then, by what they were made for."""
        with reading(self._engine) as conn:
            return {Purpose(purpose): calls for purpose, calls in conn.execute(_spent(), {"since": since})}

    def probed(self, market: str, since: datetime, tracks: Collection[str]) -> int:
        """The calls since then of looks at siblings that saw any of these tracks."""
        with reading(self._engine) as conn:
            return _probed(conn, market, since, frozenset(tracks))


@cache
def _hits() -> Select[*tuple[Any, ...]]:
    """The look that first missed a track ended when the event says so; what another way of asking denies is no hit."""
    looked = and_(
        col(CheckRow.watch_id) == EventRow.watch_id,
        col(CheckRow.market) == EventRow.market,
        col(CheckRow.ended_at) == EventRow.first_missed_at,
    )
    back = (col(_BACK.retracts) == EventRow.seq, col(_BACK.status) == Status.CONFIRMED)
    denied = (col(DoubtRow.event_seq) == EventRow.seq, col(DoubtRow.contested).is_(True))
    missed = col(EventRow.first_missed_at)
    began = func.coalesce(func.max(CheckRow.started_at), missed, type_=UTCDateTime())
    by = (col(EventRow.seq), col(EventRow.track_id), col(EventRow.market), LINE)
    return (
        select(col(EventRow.track_id), col(EventRow.market), LINE, col(EventRow.last_seen_at), began, missed)
        .join_from(EventRow, TrackRow, col(TrackRow.id) == EventRow.track_id)
        .outerjoin(ReleaseRow, col(ReleaseRow.album_id) == TrackRow.album_id)
        .outerjoin(CheckRow, looked)
        .where(
            col(EventRow.kind) == EventKind.VANISHED,
            col(EventRow.status).in_([Status.SUSPECTED, Status.CONFIRMED]),
            missed >= bindparam("since", type_=UTCDateTime()),
            ~select(col(_BACK.seq)).where(*back).exists(),
            ~select(col(DoubtRow.id)).where(*denied).exists(),
            LINE.is_not(None),
        )
        .group_by(*by, col(EventRow.last_seen_at), missed)
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
