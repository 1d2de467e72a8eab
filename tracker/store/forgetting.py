"""Forgetting the owner's login: every row that only it could have brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, update
from sqlmodel import SQLModel, col

from tracker.core.names import IMPORT, OWNER
from tracker.core.watch import Source
from tracker.store.rows import watch_of
from tracker.store.tables import (
    CheckRow,
    DeliveryRow,
    DoubtRow,
    DutyRow,
    EntryRow,
    EventRow,
    GapRow,
    IncidentRow,
    LetterRow,
    ListingRow,
    LookupRow,
    NameRow,
    NoteRow,
    PastRow,
    SpellRow,
    TrackRow,
    WatchRow,
)
from tracker.store.watches import check_duty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.watch import Watch

FACTS = ("isrc", "duration_ms", "album_id", "disc", "number", "kind")
"""What the service told of a track beside its name."""
Deletion = tuple[type[SQLModel], ColumnElement[bool]]


def forget_login(conn: Connection) -> dict[str, int]:
    """Delete the watches that need the login, removed ones too, with all that came through them.

    Tracks and names stay where another watch holds them, spells where another watch looked at the market. What the
    owner wrote or imported stays, and of its track then no more than the id. Returns the number of deleted rows by table.
    """
    needing = [source for source in Source if source.needs_login]
    rows = conn.execute(select(WatchRow).where(col(WatchRow.source).in_(needing)))
    private = [watch_of(row) for row in rows]
    ids = [watch.id for watch in private]
    told = select(col(EventRow.seq)).where(col(EventRow.watch_id).in_(ids))
    conn.execute(update(EventRow).where(col(EventRow.retracts).in_(told)).values(retracts=None))
    deletions: list[Deletion] = [
        *_of_watches(private, ids),
        *_of_tracks(),
        (WatchRow, col(WatchRow.id).in_(ids)),
    ]
    counts = {
        str(table.__tablename__): conn.execute(delete(table).where(condition)).rowcount
        for table, condition in deletions
    }
    conn.execute(update(TrackRow).where(_unused()).values(dict.fromkeys(FACTS)))
    return counts


def _of_watches(private: list[Watch], ids: list[int]) -> Iterator[Deletion]:
    """What belongs to the watches, children before their parents."""
    told = select(col(EventRow.seq)).where(col(EventRow.watch_id).in_(ids))
    yield DeliveryRow, col(DeliveryRow.event_seq).in_(told)
    yield LetterRow, ~exists().where(col(DeliveryRow.letter_id) == LetterRow.id)
    yield DoubtRow, col(DoubtRow.watch_id).in_(ids)
    yield EventRow, col(EventRow.watch_id).in_(ids)
    yield IncidentRow, or_(col(IncidentRow.watch_id).in_(ids), _left_empty())
    yield GapRow, col(GapRow.watch_id).in_(ids)
    yield ListingRow, col(ListingRow.watch_id).in_(ids)
    yield EntryRow, col(EntryRow.watch_id).in_(ids)
    yield CheckRow, col(CheckRow.watch_id).in_(ids)
    duties = [check_duty(watch.id, market) for watch in private for market in watch.markets]
    yield DutyRow, col(DutyRow.name).in_(duties)


def _left_empty() -> ColumnElement[bool]:
    """Incidents of several watches of which nothing is left, and which nothing is held by."""
    told = exists().where(col(EventRow.incident) == IncidentRow.id)
    held = exists().where(col(DoubtRow.held) == IncidentRow.id)
    return and_(col(IncidentRow.watch_id).is_(None), ~told, ~held)


def _of_tracks() -> Iterator[Deletion]:
    """What no watch that is left has to do with; to be asked once the rows of the others are gone."""
    looked = exists().where(
        col(EntryRow.track_id) == SpellRow.track_id,
        col(CheckRow.watch_id) == EntryRow.watch_id,
        col(CheckRow.market) == SpellRow.market,
    )
    yield SpellRow, ~looked
    lost = select(col(TrackRow.id)).where(_unused())
    yield LookupRow, col(LookupRow.track_id).in_(lost)
    yield NameRow, and_(col(NameRow.origin).not_in((OWNER, IMPORT)), col(NameRow.track_id).in_(lost))
    written = or_(
        *(exists().where(col(kept.track_id) == TrackRow.id) for kept in (NameRow, NoteRow, PastRow))
    )
    yield TrackRow, and_(_unused(), ~written)


def _unused() -> ColumnElement[bool]:
    """Tracks that nothing observed speaks of."""
    users = (EntryRow, SpellRow, EventRow, DoubtRow, GapRow)
    return and_(*(~exists().where(col(user.track_id) == TrackRow.id) for user in users))
