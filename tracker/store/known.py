"""The reads needed to decide: all of them set by set, so that a list of 10,000 places loads at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, func, select
from sqlmodel import col

from tracker.core.history import Doubt, EventKind, Gap, Spell, Status
from tracker.core.known import NEVER_SEEN, Known, KnownEntry, Standing
from tracker.store.rows import doubt_of, gap_of, sighting_of, target_of
from tracker.store.sightings import held, latest_complete, observers, sightings
from tracker.store.tables import (
    CheckRow,
    DoubtRow,
    EntryRow,
    EventRow,
    GapRow,
    ListingRow,
    NameRow,
    SpellRow,
    TrackRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.core.watch import Watch

SERVICE = "service"
"""The origin of names that the service itself gave."""

VERSIONS_KEPT = 200
"""How many earlier versions of a list are told to the core."""

_SOURCE_EVENTS = (EventKind.SOURCE_LOST, EventKind.SOURCE_BACK)


def load_known(conn: Connection, watch: Watch, market: str, tracks: frozenset[str] | None) -> Known:
    """Everything that deciding needs about a watch in a market; the standings of `tracks` only, if given."""
    standings = _standings(conn, market)
    snapshot, listed = load_entries(conn, watch.id)
    entries = tuple(_answered(entry, standings) for entry in listed)
    others = [other for other in observers(conn, market) if other != watch.id]
    latest = latest_complete(conn, [watch.id], market)
    return Known(
        watch=watch,
        market=market,
        entries=entries,
        snapshot=snapshot,
        standings=_narrowed(standings, tracks),
        elsewhere=frozenset(row.track_id for row in held(conn, others)),
        last_complete=sighting_of(latest[0].id, latest[0].started_at) if latest else None,
        gap=_open_watch_gap(conn, watch.id, market),
        source_doubt=_source_doubt(conn, watch.id, market),
        source_down=watch.id in lost_sources(conn),
        old_snapshots=_old_snapshots(conn, watch.id, snapshot),
    )


def load_entries(conn: Connection, watch_id: int) -> tuple[str | None, list[KnownEntry]]:
    """The version of a watch's list and its entries in order, without what any market knows of them."""
    listing = conn.execute(select(ListingRow).where(col(ListingRow.watch_id) == watch_id)).first()
    place = {entry_id: n for n, entry_id in enumerate(listing.order if listing else ())}
    rows = conn.execute(_entries_with_names(watch_id)).all()
    ordered = sorted(rows, key=lambda row: (place.get(row.id, len(place)), row.id))
    return listing.snapshot if listing else None, [_entry_of(row) for row in ordered]


def lost_sources(conn: Connection) -> set[int]:
    """The watches whose latest confirmed word about their source is that it was lost."""
    kinds = col(EventRow.kind).in_(_SOURCE_EVENTS)
    latest = (
        select(func.max(EventRow.seq))
        .where(kinds, col(EventRow.status) == Status.CONFIRMED)
        .group_by(col(EventRow.watch_id))
    )
    lost = select(col(EventRow.watch_id)).where(
        col(EventRow.seq).in_(latest), col(EventRow.kind) == EventKind.SOURCE_LOST
    )
    return set(conn.execute(lost).scalars())


def _entries_with_names(watch_id: int) -> Any:
    named = and_(col(NameRow.track_id) == TrackRow.id, col(NameRow.origin) == SERVICE)
    entry = (EntryRow.id, EntryRow.track_id, EntryRow.added_at, EntryRow.key)
    track = (TrackRow.isrc, TrackRow.album_id, TrackRow.disc, TrackRow.number, TrackRow.duration_ms)
    return (
        select(
            *map(col, entry), *map(col, track), col(NameRow.title), col(NameRow.artists), col(NameRow.album)
        )
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .outerjoin(NameRow, named)
        .where(col(EntryRow.watch_id) == watch_id, col(EntryRow.ended_at).is_(None))
    )


def _entry_of(row: Row[Any]) -> KnownEntry:
    return KnownEntry(
        id=row.id,
        track_id=row.track_id,
        answers=frozenset((row.track_id,)),
        added_at=row.added_at,
        key=row.key,
        isrc=row.isrc,
        title=row.title or "",
        artists=tuple(row.artists or ()),
        album=row.album or "",
        album_id=row.album_id,
        disc=row.disc,
        number=row.number,
        duration_ms=row.duration_ms,
    )


def _answered(entry: KnownEntry, standings: Mapping[str, Standing]) -> KnownEntry:
    """The entry with the other ids under which its track has answered, or is suspected to answer."""
    standing = standings.get(entry.track_id, NEVER_SEEN)
    via = {known.target.via for known in (standing.spell, standing.doubt) if known and known.target.via}
    return replace(entry, answers=entry.answers | via) if via else entry


def _standings(conn: Connection, market: str) -> dict[str, Standing]:
    """What is held true of every track in a market: whether it stands in the list shows only in the reading."""
    spell = select(SpellRow).where(col(SpellRow.market) == market, col(SpellRow.missed_at).is_(None))
    doubt = select(DoubtRow).where(col(DoubtRow.market) == market, col(DoubtRow.track_id).is_not(None))
    gap = select(GapRow).where(
        col(GapRow.market) == market, col(GapRow.until).is_(None), col(GapRow.track_id).is_not(None)
    )
    spells = {row.track_id: Spell(row.id, target_of(row)) for row in conn.execute(spell)}
    doubts = {row.track_id: doubt_of(row) for row in conn.execute(doubt)}
    gaps = {row.track_id: gap_of(row) for row in conn.execute(gap)}
    seen = sightings(conn, market)
    return {
        track: Standing(spells.get(track), doubts.get(track), seen.get(track), gaps.get(track))
        for track in spells.keys() | doubts.keys() | gaps.keys() | seen.keys()
    }


def _narrowed(standings: dict[str, Standing], tracks: frozenset[str] | None) -> dict[str, Standing]:
    if tracks is None:
        return standings
    return {track: standings[track] for track in tracks & standings.keys()}


def _open_watch_gap(conn: Connection, watch_id: int, market: str) -> Gap | None:
    is_open = (col(GapRow.until).is_(None), col(GapRow.track_id).is_(None))
    found = select(GapRow).where(col(GapRow.watch_id) == watch_id, col(GapRow.market) == market, *is_open)
    row = conn.execute(found).first()
    return gap_of(row) if row else None


def _source_doubt(conn: Connection, watch_id: int, market: str) -> Doubt | None:
    of_source = (col(DoubtRow.market) == market, col(DoubtRow.track_id).is_(None))
    row = conn.execute(select(DoubtRow).where(col(DoubtRow.watch_id) == watch_id, *of_source)).first()
    return doubt_of(row) if row else None


def _old_snapshots(conn: Connection, watch_id: int, present: str | None) -> frozenset[str]:
    snapshot = col(CheckRow.snapshot)
    earlier = (
        select(snapshot)
        .where(col(CheckRow.watch_id) == watch_id, col(CheckRow.complete).is_(True), snapshot.is_not(None))
        .group_by(snapshot)
        .order_by(func.max(CheckRow.id).desc())
        .limit(VERSIONS_KEPT + 1)
    )
    return frozenset(
        [name for name in conn.execute(earlier).scalars() if name and name != present][:VERSIONS_KEPT]
    )
