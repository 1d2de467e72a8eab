"""Purging a track, a watch, or all that came from the service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, String, cast, or_, select, true, update
from sqlmodel import SQLModel, col

from tracker.core.purging import Purged, Target
from tracker.core.wording import track_name
from tracker.store.engine import reading, writing
from tracker.store.forgetting import (
    delete_each,
    forget_unused,
    forget_watches,
    loosen_events,
    unpopulated,
    untold,
    watches_where,
)
from tracker.store.naming import NAME, named
from tracker.store.scrubbing import owe, owed, scrub
from tracker.store.sightings import live_watches
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

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.core.watch import Watch

OF_THE_SERVICE: tuple[type[SQLModel], ...] = (
    *(DeliveryRow, LetterRow, NoticeRow, DoubtRow, SearchRow, LookupRow, ReplacementRow, ReleaseRow),
    *(OfferRow, PackedRow),
    *(GapRow, SpellRow, ListingRow, EntryRow, EventRow, IncidentRow, PastRow, ImportRow, NameRow, NoteRow),
    *(CheckRow, TrackRow, WatchRow, DutyRow),
)
"""What goes when all of the service's goes, children before their parents: notes too, for they hang on its ids."""
OWN = ("home", "channel", "secret", "session", "acknowledgement", "ledger", "tier")
"""What stays: where messages go, the password, who is let in, what was acknowledged, how many calls were made and may be."""


class SqlPurging:
    """Implements `tracker.core.purging.Purging`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def watches_of(self, source: str, ref: str) -> list[Watch]:
        """The watches of a thing, old ones too."""
        with reading(self._engine) as conn:
            return watches_where(conn, (col(WatchRow.source) == source) & (col(WatchRow.ref) == ref))

    def watch(self, watch_id: int) -> Watch | None:
        """A watch, live or not."""
        with reading(self._engine) as conn:
            return next(iter(watches_where(conn, col(WatchRow.id) == watch_id)), None)

    def track_name(self, track_id: str) -> str | None:
        """What a track is called."""
        with reading(self._engine) as conn:
            return _names(conn, col(TrackRow.id) == track_id).get(track_id)

    def purge_track(self, target: Target) -> Purged:
        """Delete a track."""
        with writing(self._engine) as conn:
            names, held_by = _names(conn, col(TrackRow.id) == target.ref), _holding(conn, target.ref)
            rows = _forget_track(conn, target.ref)
        return self._scrubbed(Purged(target, rows, tuple(names.values()), tuple(held_by)))

    def purge_watch(self, target: Target) -> Purged:
        """Delete a watch; the names told of are those that went with it."""
        with writing(self._engine) as conn:
            gone = watches_where(conn, col(WatchRow.id) == int(target.ref))
            entered = select(col(EntryRow.track_id)).where(col(EntryRow.watch_id) == int(target.ref))
            held = _names(conn, col(TrackRow.id).in_(entered))
            rows = forget_watches(conn, gone)
            left = set(conn.execute(select(col(TrackRow.id))).scalars())
        tracks = tuple(name for track_id, name in held.items() if track_id not in left)
        return self._scrubbed(Purged(target, rows, tracks))

    def purge_all(self, target: Target) -> Purged:
        """Delete all that came from the service."""
        with writing(self._engine) as conn:
            loosen_events(conn, select(col(EventRow.seq)), select(col(IncidentRow.id)))
            rows = delete_each(conn, [(table, true()) for table in OF_THE_SERVICE])
            owe(
                conn
            )  # also where nothing was left to delete: an earlier deletion may not have been overwritten
        return self._scrubbed(Purged(target, rows))

    def owed(self) -> bool:
        """Whether bytes are still owed."""
        with reading(self._engine) as conn:
            return owed(conn)

    def _scrubbed(self, purged: Purged) -> Purged:
        return replace(purged, scrubbed=scrub(self._engine))


def _names(conn: Connection, tracks: ColumnElement[bool]) -> dict[str, str]:
    """The tracks for which something holds, each with its name, or what stands in for one."""
    found = named(select(col(TrackRow.id), *NAME).where(tracks), TrackRow.id).order_by(col(TrackRow.id))
    return {row.id: track_name(row.title, tuple(row.artists or ()), row.id) for row in conn.execute(found)}


def _holding(conn: Connection, track_id: str) -> list[Watch]:
    held = select(col(EntryRow.watch_id)).where(
        col(EntryRow.track_id) == track_id, col(EntryRow.ended_at).is_(None)
    )
    ids = set(conn.execute(held).scalars())
    return [watch for watch in live_watches(conn) if watch.id in ids]


def _forget_track(conn: Connection, track_id: str) -> dict[str, int]:
    """All rows of a track, children before their parents; and what stood only because of it."""
    told = select(col(EventRow.seq)).where(col(EventRow.track_id) == track_id)
    loosen_events(conn, told, [])
    _unlist(conn, track_id)
    _unname(conn, track_id)
    mine = (DoubtRow, EventRow, SpellRow, GapRow, EntryRow, PastRow, SearchRow, LookupRow, OfferRow)
    standing = or_(col(ReplacementRow.track_id) == track_id, col(ReplacementRow.other_id) == track_id)
    counts = delete_each(
        conn,
        [
            (DeliveryRow, col(DeliveryRow.event_seq).in_(told)),
            untold(),
            *((table, col(table.track_id) == track_id) for table in (*mine, NameRow, NoteRow)),
            unpopulated(),
            (ReplacementRow, standing),
            (TrackRow, col(TrackRow.id) == track_id),
        ],
    )
    return {
        table: counts.get(table, 0) + more.get(table, 0)
        for more in [forget_unused(conn)]
        for table in counts | more
    }


def _unname(conn: Connection, track_id: str) -> None:
    """Take its id out of what looks say they saw, and out of what packed lists are known to hold."""
    for table, key in ((CheckRow, col(CheckRow.id)), (PackedRow, col(PackedRow.number))):
        named = cast(col(table.tracks), String).like(f'%"{track_id}"%')
        for number, tracks in conn.execute(select(key, col(table.tracks)).where(named)).all():
            kept = [each for each in tracks or () if each != track_id]
            unsure = (
                {"snapshot": None} if table is PackedRow else {}
            )  # what the list holds has to be read anew
            conn.execute(update(table).where(key == number).values(tracks=kept, **unsure))


def _unlist(conn: Connection, track_id: str) -> None:
    """Take its places out of the orders of lists."""
    places = select(col(EntryRow.id), col(EntryRow.watch_id)).where(col(EntryRow.track_id) == track_id)
    gone = {row.id: row.watch_id for row in conn.execute(places)}
    listings = select(ListingRow).where(col(ListingRow.watch_id).in_(set(gone.values())))
    for row in conn.execute(listings).all():
        order = [entry for entry in row.order if entry not in gone]
        kept = update(ListingRow).where(col(ListingRow.watch_id) == row.watch_id)
        conn.execute(kept.values(order=order))
