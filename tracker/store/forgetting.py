"""Forgetting watches, tracks and the owner's login: every row that only they could have brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, true, update
from sqlmodel import SQLModel, col

from tracker.core.names import IMPORT, OWNER
from tracker.core.watch import Source
from tracker.store.rows import watch_of
from tracker.store.scrubbing import owe
from tracker.store.tables import (
    CheckRow,
    DeliveryRow,
    DoubtRow,
    DutyRow,
    EntryRow,
    EventRow,
    GapRow,
    ImportRow,
    IncidentRow,
    LetterRow,
    ListingRow,
    LookupRow,
    NameRow,
    NoteRow,
    NoticeRow,
    OfferRow,
    PackedRow,
    PastRow,
    ReleaseRow,
    ReplacementRow,
    SearchRow,
    SpellRow,
    TrackRow,
    WatchRow,
)
from tracker.store.watches import check_duty

if TYPE_CHECKING:
    from tracker.core.watch import Watch

FACTS = ("isrc", "duration_ms", "album_id", "disc", "number", "kind", "name_key")
"""What the service told of a track beside its name."""
Deletion = tuple[type[SQLModel], ColumnElement[bool]]
Counts = dict[str, int]


def forget_login(conn: Connection) -> Counts:
    """Delete the watches that need the login, removed ones too, with all that came through them.

    Tracks and names stay where another watch holds them, spells where another watch looked at the market. What the
    owner wrote or imported stays, and of its track then no more than the id. Returns the number of deleted rows by table.
    """
    needing = [source for source in Source if source.needs_login]
    lists = delete_each(conn, [(PackedRow, true())])  # they are the account's
    return lists | forget_watches(conn, watches_where(conn, col(WatchRow.source).in_(needing)))


def watches_where(conn: Connection, condition: ColumnElement[bool]) -> list[Watch]:
    """The watches, removed ones too, for which something holds."""
    rows = conn.execute(select(WatchRow).where(condition).order_by(col(WatchRow.id)))
    return [watch_of(row) for row in rows]


def forget_watches(conn: Connection, gone: Collection[Watch]) -> Counts:
    """Delete some watches with all that came through them alone; the number of deleted rows by table."""
    ids = [watch.id for watch in gone]
    told = select(col(EventRow.seq)).where(col(EventRow.watch_id).in_(ids))
    loosen_events(conn, told, select(col(IncidentRow.id)).where(col(IncidentRow.watch_id).in_(ids)))
    counts = delete_each(conn, [*_of_watches(conn, gone), (WatchRow, col(WatchRow.id).in_(ids))])
    return counts | forget_unused(conn)


def forget_unused(conn: Connection) -> Counts:
    """Delete what no watch that is left has to do with."""
    counts = delete_each(conn, _of_tracks())
    conn.execute(update(TrackRow).where(_unused()).values(dict.fromkeys(FACTS)))
    albums = select(col(TrackRow.album_id)).where(col(TrackRow.album_id).is_not(None))
    return counts | delete_each(conn, [(ReleaseRow, col(ReleaseRow.album_id).not_in(albums))])


def loosen_events(conn: Connection, seqs: Any, incidents: Any) -> None:
    """Let go of events and incidents that are to be deleted: nothing may point at them."""
    conn.execute(update(EventRow).where(col(EventRow.retracts).in_(seqs)).values(retracts=None))
    conn.execute(update(EventRow).where(col(EventRow.incident).in_(incidents)).values(incident=None))
    conn.execute(update(DoubtRow).where(col(DoubtRow.held).in_(incidents)).values(held=None))
    conn.execute(update(SpellRow).where(col(SpellRow.event_seq).in_(seqs)).values(event_seq=None))
    conn.execute(update(EntryRow).where(col(EntryRow.removal).in_(seqs)).values(removal=None))


def delete_each(conn: Connection, deletions: Collection[Deletion] | Iterator[Deletion]) -> Counts:
    """Delete in this order, and write down that the bytes are owed; how many rows of each table."""
    counts: Counter[str] = Counter()
    for table, condition in deletions:
        counts[str(table.__tablename__)] += conn.execute(delete(table).where(condition)).rowcount
    if any(counts.values()):
        owe(conn)
    return dict(counts)


def untold() -> Deletion:
    """Letters that nothing is left in."""
    return LetterRow, ~exists().where(col(DeliveryRow.letter_id) == LetterRow.id)


def unpopulated() -> Deletion:
    """Incidents that nothing is left of."""
    members = exists().where(col(EventRow.incident) == IncidentRow.id)
    return IncidentRow, and_(~members, ~exists().where(col(DoubtRow.held) == IncidentRow.id))


def _of_watches(conn: Connection, gone: Collection[Watch]) -> Iterator[Deletion]:
    """What belongs to the watches, children before their parents."""
    ids = [watch.id for watch in gone]
    told = select(col(EventRow.seq)).where(col(EventRow.watch_id).in_(ids))
    notices = _notices_of(conn, ids)
    imports = select(col(ImportRow.id)).where(col(ImportRow.watch_id).in_(ids))
    news = or_(col(DeliveryRow.event_seq).in_(told), col(DeliveryRow.notice_id).in_(notices))
    yield DeliveryRow, news
    yield untold()
    yield NoticeRow, col(NoticeRow.id).in_(notices)
    yield DoubtRow, col(DoubtRow.watch_id).in_(ids)
    yield EventRow, col(EventRow.watch_id).in_(ids)
    yield IncidentRow, col(IncidentRow.watch_id).in_(ids)
    incident, alone = unpopulated()
    yield incident, and_(col(IncidentRow.watch_id).is_(None), alone)
    yield GapRow, col(GapRow.watch_id).in_(ids)
    yield ListingRow, col(ListingRow.watch_id).in_(ids)
    yield EntryRow, col(EntryRow.watch_id).in_(ids)
    yield PastRow, col(PastRow.import_id).in_(imports)
    yield ImportRow, col(ImportRow.watch_id).in_(ids)
    yield CheckRow, col(CheckRow.watch_id).in_(ids)
    duties = [check_duty(watch.id, market) for watch in gone for market in watch.markets]
    yield DutyRow, col(DutyRow.name).in_(duties)


def _notices_of(conn: Connection, ids: Collection[int]) -> list[int]:
    """The notices about watches: their subjects begin with its number."""
    about = {str(watch_id) for watch_id in ids}
    rows = conn.execute(select(col(NoticeRow.id), col(NoticeRow.subject)))
    return [row.id for row in rows if ":" in row.subject and row.subject.partition(":")[0] in about]


def _of_tracks() -> Iterator[Deletion]:
    """What no watch that is left has to do with; to be asked once the rows of the others are gone."""
    looked = exists().where(
        col(EntryRow.track_id) == SpellRow.track_id,
        col(CheckRow.watch_id) == EntryRow.watch_id,
        col(CheckRow.market) == SpellRow.market,
    )
    left = ~or_(looked, _stands_in(SpellRow.track_id))
    yield SpellRow, left
    yield ReplacementRow, col(ReplacementRow.track_id).in_(select(col(TrackRow.id)).where(_unobserved()))
    yield SpellRow, left  # of those that stood in for a track that is lost as well
    lost = select(col(TrackRow.id)).where(_unused())
    for asked in (SearchRow, LookupRow, OfferRow):
        yield asked, col(asked.track_id).in_(lost)
    yield NameRow, and_(col(NameRow.origin).not_in((OWNER, IMPORT)), col(NameRow.track_id).in_(lost))
    written = or_(
        *(exists().where(col(kept.track_id) == TrackRow.id) for kept in (NameRow, NoteRow, PastRow))
    )
    yield TrackRow, and_(_unused(), ~written)


def _unobserved() -> ColumnElement[bool]:
    """Tracks that nothing observed or imported speaks of."""
    users = (EntryRow, SpellRow, EventRow, DoubtRow, GapRow, PastRow)
    return and_(*(~exists().where(col(user.track_id) == TrackRow.id) for user in users))


def _unused() -> ColumnElement[bool]:
    """The same, and that stand in for no other track."""
    return and_(_unobserved(), ~_stands_in(TrackRow.id))


def _stands_in(track_id: Any) -> ColumnElement[bool]:
    return exists().where(col(ReplacementRow.other_id) == track_id)
