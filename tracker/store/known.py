"""The reads needed to decide: all of them set by set, so that a list of 10,000 places loads at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import Doubt, EventKind, Gap, Spell, Status
from tracker.core.known import NEVER_SEEN, Known, KnownEntry, Leaving, Listing, Standing
from tracker.core.names import SERVICE
from tracker.store.rows import doubt_of, gap_of, spell_of
from tracker.store.sightings import held, latest_of, seen_last
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
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.core.history import Sighting
    from tracker.core.ports import Draft
    from tracker.core.watch import Watch

REMEMBERED = timedelta(days=7)
"""So long a place that was taken out is recognised if it turns up again as it was."""

VERSIONS_KEPT = 200
"""How many earlier versions of a list are told to the core."""

_SOURCE_EVENTS = (EventKind.SOURCE_LOST, EventKind.SOURCE_BACK)


def load_known(
    conn: Connection, watch: Watch, draft: Draft, tracks: frozenset[str] | None, live: Iterable[Watch]
) -> Known:
    """Everything that deciding on `draft` needs; the standings of `tracks` only, if given; `live` are all watches.

    Earlier versions of the list are only looked up where the one that was just read is not the known one.
    """
    market = draft.market
    watches = [other.id for other in live if market in other.markets]
    latest, entered = latest_of(conn, watches, market), held(conn, watches)
    seen = seen_last(conn, market, latest, entered)
    opened = _opened(conn, market)
    standings = _standings(opened, seen)
    snapshot, listed = load_entries(conn, watch.id)
    return Known(
        watch=watch,
        market=market,
        entries=tuple(_answered(entry, standings) for entry in listed),
        snapshot=snapshot,
        standings=_narrowed(standings, tracks),
        elsewhere=frozenset(row.track_id for row in entered if row.watch_id != watch.id),
        last_complete=latest.get(watch.id),
        gap=next((g for g in opened.gaps if g.track_id is None and g.watch_id == watch.id), None),
        source_doubt=next((d for d in opened.doubts if d.track_id is None and d.watch_id == watch.id), None),
        source_down=watch.id in lost_sources(conn),
        old_snapshots=_old_snapshots(conn, watch.id, snapshot) if draft.snapshot != snapshot else frozenset(),
        leaving=_leaving(conn, watch.id, draft) if tracks is None and market == watch.markets[0] else (),
    )


def load_entries(conn: Connection, watch_id: int) -> tuple[str | None, list[KnownEntry]]:
    """The version of a watch's list and its entries in order, without what any market knows of them."""
    wanted = {"watch": watch_id}
    listing = conn.execute(_listing(), wanted).first()
    place = {entry_id: n for n, entry_id in enumerate(listing.order if listing else ())}
    rows = conn.execute(_entries_with_names(), wanted).all()
    ordered = sorted(rows, key=lambda row: (place.get(row.id, len(place)), row.id))
    return listing.snapshot if listing else None, [_entry_of(row) for row in ordered]


def load_listing(conn: Connection, watch_id: int) -> Listing:
    """A watch's list as it was left."""
    snapshot, entries = load_entries(conn, watch_id)
    open_removal = (
        select(col(EventRow.seq))
        .where(
            col(EventRow.watch_id) == watch_id,
            col(EventRow.kind) == EventKind.ENTRY_REMOVED,
            col(EventRow.status) == Status.SUSPECTED,
        )
        .limit(1)
    )
    return Listing(snapshot, tuple(entries), settled=conn.execute(open_removal).first() is None)


def lost_sources(conn: Connection) -> set[int]:
    """The watches whose latest confirmed word about their source is that it was lost."""
    return set(conn.execute(_lost_sources()).scalars())


@cache
def _lost_sources() -> Select[Any]:
    kinds = col(EventRow.kind).in_(_SOURCE_EVENTS)
    latest = (
        select(func.max(EventRow.seq))
        .where(kinds, col(EventRow.status) == Status.CONFIRMED)
        .group_by(col(EventRow.watch_id))
    )
    return select(col(EventRow.watch_id)).where(
        col(EventRow.seq).in_(latest), col(EventRow.kind) == EventKind.SOURCE_LOST
    )


def _leaving(conn: Connection, watch_id: int, draft: Draft) -> tuple[Leaving, ...]:
    """The entries whose removal awaits a second reading, or was settled lately."""
    rows = conn.execute(_left(), {"watch": watch_id, "since": draft.ended_at - REMEMBERED})
    return tuple(Leaving(_entry_of(row), row.ended_at, row.status == Status.CONFIRMED) for row in rows)


@cache
def _left() -> Select[*tuple[Any, ...]]:
    status, missed = col(EventRow.status), col(EventRow.first_missed_at)
    lately = and_(status == Status.CONFIRMED, missed > bindparam("since", type_=UTCDateTime()))
    return (
        _with_names()
        .add_columns(status, col(EntryRow.ended_at))
        .join(EventRow, col(EventRow.seq) == EntryRow.removal)
        .where(
            col(EventRow.watch_id) == bindparam("watch"),
            col(EventRow.kind) == EventKind.ENTRY_REMOVED,
            or_(status == Status.SUSPECTED, lately),
            col(EntryRow.ended_at).is_not(None),
        )
        .order_by(col(EntryRow.id))
    )


@cache
def _entries_with_names() -> Select[*tuple[Any, ...]]:
    return _with_names().where(col(EntryRow.watch_id) == bindparam("watch"), col(EntryRow.ended_at).is_(None))


def _with_names() -> Select[*tuple[Any, ...]]:
    named = and_(col(NameRow.track_id) == TrackRow.id, col(NameRow.origin) == SERVICE)
    entry = (EntryRow.id, EntryRow.track_id, EntryRow.added_at, EntryRow.key)
    track = (
        TrackRow.isrc,
        TrackRow.album_id,
        TrackRow.disc,
        TrackRow.number,
        TrackRow.duration_ms,
        TrackRow.name_key,
    )
    return (
        select(
            *map(col, entry), *map(col, track), col(NameRow.title), col(NameRow.artists), col(NameRow.album)
        )
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .outerjoin(NameRow, named)
    )


def _entry_of(row: Sequence[Any]) -> KnownEntry:
    """An entry from its row; by their places, since a list is long and a column's name takes longer to look up."""
    number, track_id, added_at, key, *facts = row[:13]
    isrc, album_id, disc, place, duration_ms, kept, title, artists, album = facts
    return KnownEntry(
        number,
        track_id,
        frozenset((track_id,)),
        added_at,
        key,
        isrc,
        title or "",
        tuple(artists or ()),
        album or "",
        album_id,
        disc,
        place,
        duration_ms,
        kept,
    )


def _answered(entry: KnownEntry, standings: Mapping[str, Standing]) -> KnownEntry:
    """The entry with the other ids under which its track has answered, or is suspected to answer."""
    standing = standings.get(entry.track_id, NEVER_SEEN)
    via = {known.target.via for known in (standing.spell, standing.doubt) if known and known.target.via}
    return replace(entry, answers=entry.answers | via) if via else entry


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is open in a market, of whichever watch."""

    spells: dict[str, Spell]
    doubts: list[Doubt]
    gaps: list[Gap]


def _opened(conn: Connection, market: str) -> _Opened:
    wanted = {"market": market}
    return _Opened(
        {row.track_id: spell_of(row) for row in conn.execute(_open_spells(), wanted).all()},
        [doubt_of(row) for row in conn.execute(_open_doubts(), wanted).all()],
        [gap_of(row) for row in conn.execute(_open_gaps(), wanted).all()],
    )


def _standings(opened: _Opened, seen: Mapping[str, Sighting]) -> dict[str, Standing]:
    """What is held true of every track in a market: whether it stands in the list shows only in the reading."""
    spells = opened.spells
    doubts = {doubt.track_id: doubt for doubt in opened.doubts if doubt.track_id}
    gaps = {gap.track_id: gap for gap in opened.gaps if gap.track_id}
    return {
        track: Standing(spells.get(track), doubts.get(track), seen.get(track), gaps.get(track))
        for track in spells.keys() | doubts.keys() | gaps.keys() | seen.keys()
    }


# Statements are put together once: that takes SQLAlchemy longer than the answer takes SQLite.


@cache
def _open_spells() -> Select[*tuple[Any, ...]]:
    needed = (SpellRow.id, SpellRow.track_id, SpellRow.state, SpellRow.via, SpellRow.first_at)
    told = (SpellRow.was_state, SpellRow.was_via, SpellRow.event_seq)
    return select(*map(col, needed), *map(col, told)).where(
        col(SpellRow.market) == bindparam("market"), col(SpellRow.missed_at).is_(None)
    )


@cache
def _open_doubts() -> Select[Any]:
    return select(DoubtRow).where(col(DoubtRow.market) == bindparam("market"))


@cache
def _open_gaps() -> Select[Any]:
    return select(GapRow).where(col(GapRow.market) == bindparam("market"), col(GapRow.until).is_(None))


@cache
def _listing() -> Select[Any]:
    return select(ListingRow).where(col(ListingRow.watch_id) == bindparam("watch"))


def _narrowed(standings: dict[str, Standing], tracks: frozenset[str] | None) -> dict[str, Standing]:
    if tracks is None:
        return standings
    return {track: standings[track] for track in tracks & standings.keys()}


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
