"""The incidents on record: what the last month lost, of how much, and the writing of what was found in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from json import loads
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Text, bindparam, cast, delete, func, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, Status
from tracker.core.incidents import FEWEST, LOOK_BACK, Population, Shared, Trait, Vanish
from tracker.core.numbering import Lately, Told
from tracker.core.rights import artist_key
from tracker.store.engine import reading, writing
from tracker.store.naming import ARTISTS, named
from tracker.store.sightings import live_watches
from tracker.store.tables import DoubtRow, EntryRow, EventRow, IncidentRow, ReleaseRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Engine, Row

    from tracker.core.numbering import Regathered, Retold

_REGISTRANT = 5
"""So many characters of an ISRC name its country and who registered it."""
_BACK = aliased(EventRow)


class SqlIncidents:
    """Implements `tracker.core.numbering.Incidents`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._done: tuple[object, ...] | None = None

    def regather(self, now: datetime, decide: Callable[[Lately], Regathered]) -> int:
        """Find and write what changed; the usual case, in which nothing did, writes nothing."""
        with reading(self._engine) as conn:
            state = _state(conn, now)
            if state == self._done:
                return 0
            wanted = any(_anything(decide(lately)) for _, lately in _markets(conn, now))
        changed = 0
        if wanted:
            with writing(self._engine) as conn:
                for market, lately in _markets(conn, now):
                    changed += _write(conn, market, decide(lately))
        self._done = state
        return changed


def _anything(found: Regathered) -> bool:
    return bool(found.changes or found.emptied)


def _standing() -> tuple[ColumnElement[bool], ...]:
    """Vanishes confirmed `since` an instant and not taken back."""
    back = (col(_BACK.retracts) == EventRow.seq, col(_BACK.status) == Status.CONFIRMED)
    return (
        col(EventRow.kind) == EventKind.VANISHED,
        col(EventRow.status) == Status.CONFIRMED,
        col(EventRow.confirmed_at) >= bindparam("since", type_=UTCDateTime()),
        ~select(col(_BACK.seq)).where(*back).exists(),
    )


def _state(conn: Connection, now: datetime) -> tuple[object, ...]:
    """All on which the outcome depends, but for names and the lists' contents, which change little in a month."""
    lost, known, held = _counts()
    found = conn.execute(lost, {"since": now - LOOK_BACK}).one()
    return (*found, *conn.execute(known).one(), conn.execute(held).scalar_one())


@cache  # asked after every round, most of which change nothing
def _counts() -> tuple[Any, Any, Any]:
    lost = select(func.count(), func.max(EventRow.seq), func.max(EventRow.confirmed_at))
    known = select(func.count(col(ReleaseRow.rights_key)), func.count(col(ReleaseRow.label_key)))
    return lost.where(*_standing()), known, select(func.count(col(DoubtRow.held)))


def _markets(conn: Connection, now: datetime) -> Iterable[tuple[str, Lately]]:
    """The markets that lost enough, each with all that deciding needs."""
    since, market_of = {"since": now - LOOK_BACK}, col(EventRow.market)
    counted = select(market_of, func.count()).where(*_standing()).group_by(market_of).order_by(market_of)
    for market, number in conn.execute(counted, since).all():
        if number >= FEWEST:
            vanishes = _vanishes(conn, now, market)
            told = _told(conn, {each.incident for each in vanishes if each.incident is not None})
            yield market, Lately(vanishes, _population(conn, market, vanishes), told)


def _vanishes(conn: Connection, now: datetime, market: str) -> tuple[Vanish, ...]:
    album = (col(TrackRow.album_id), col(TrackRow.isrc))
    keys = (col(ReleaseRow.rights_key), col(ReleaseRow.label_key))
    found = (
        select(EventRow, *album, *keys, ARTISTS)
        .join_from(EventRow, TrackRow, col(TrackRow.id) == EventRow.track_id)
        .outerjoin(ReleaseRow, col(ReleaseRow.album_id) == TrackRow.album_id)
        .where(*_standing(), col(EventRow.market) == market)
        .order_by(col(EventRow.seq))
    )
    return tuple(
        _vanish(row) for row in conn.execute(named(found, col(EventRow.track_id)), {"since": now - LOOK_BACK})
    )


def _vanish(row: Row[Any]) -> Vanish:
    traits = [Trait(Shared.ALBUM, row.album_id)] if row.album_id else []
    traits += [Trait(Shared.RIGHTS, row.rights_key)] if row.rights_key else []
    traits += [Trait(Shared.LABEL, row.label_key)] if row.label_key else []
    traits += [Trait(Shared.ARTIST, key) for key in _artist_keys(row.artists)]
    code = row.isrc[:_REGISTRANT] if row.isrc else None
    return Vanish(
        row.seq,
        row.track_id,
        row.watch_id,
        row.last_seen_at,
        row.first_missed_at,
        tuple(traits),
        code,
        row.incident,
    )


def _artist_keys(artists: Iterable[str] | None) -> list[str]:
    return list(dict.fromkeys(key for name in artists or () if (key := artist_key(name))))


def _population(conn: Connection, market: str, vanishes: Iterable[Vanish]) -> Population:
    """What is watched in a market; artists are counted only where several of the vanished tracks share one."""
    watches = [watch.id for watch in live_watches(conn) if market in watch.markets]
    held = (col(EntryRow.watch_id).in_(watches), col(EntryRow.ended_at).is_(None))
    by = (col(TrackRow.album_id), col(ReleaseRow.rights_key), col(ReleaseRow.label_key))
    found = (
        select(*by, func.count(EntryRow.track_id.distinct()).label("tracks"))  # type: ignore[attr-defined]
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .outerjoin(ReleaseRow, col(ReleaseRow.album_id) == TrackRow.album_id)
        .where(*held, col(TrackRow.album_id).is_not(None))
        .group_by(*by)
    )
    having = Counter[Trait]()
    watched = 0
    for row in conn.execute(found):
        watched += row.tracks
        for shared, key in zip((Shared.ALBUM, Shared.RIGHTS, Shared.LABEL), row[:3], strict=True):
            if key:
                having[Trait(shared, key)] += row.tracks
    artists = Counter(t for each in vanishes for t in each.traits if t.shared is Shared.ARTIST)
    if any(number >= FEWEST for number in artists.values()):
        having.update(_artists(conn, held))
    known = defaultdict[Shared, int](int)
    for trait, number in having.items():
        known[trait.shared] += number
    known[Shared.ARTIST] = watched  # whoever has no name has no artist that could be met in a vanish either
    return Population(watched, having, known, sum(number >= FEWEST for number in having.values()))


def _artists(conn: Connection, held: Iterable[ColumnElement[bool]]) -> Counter[Trait]:
    """How many tracks each artist has; names are counted as they are written, for there are few of them."""
    tracks = select(col(EntryRow.track_id)).distinct().where(*held).subquery()
    written = cast(ARTISTS, Text)
    columns: list[Any] = [written.label("artists"), func.count().label("tracks")]
    counted = named(select(*columns).select_from(tracks), tracks.c.track_id)
    having = Counter[Trait]()
    for row in conn.execute(counted.group_by(written)):
        for key in _artist_keys(loads(row.artists) if row.artists else None):
            having[Trait(Shared.ARTIST, key)] += row.tracks
    return having


def _told(conn: Connection, numbers: Collection[int]) -> dict[int, Told]:
    """The incidents of these numbers, with all of their vanishes that stand, also the older ones."""
    if not numbers:
        return {}
    standing = (col(EventRow.kind) == EventKind.VANISHED, col(EventRow.status) == Status.CONFIRMED)
    members = defaultdict[int, set[int]](set)
    pairs = select(col(EventRow.incident), col(EventRow.seq)).where(
        *standing, col(EventRow.incident).in_(numbers)
    )
    for number, seq in conn.execute(pairs):
        members[number or 0].add(seq)
    held = set(conn.execute(select(col(DoubtRow.held)).where(col(DoubtRow.held).in_(numbers))).scalars())
    rows = conn.execute(select(IncidentRow).where(col(IncidentRow.id).in_(numbers)))
    return {row.id: _told_of(row, frozenset(members[row.id]), held=row.id in held) for row in rows}


def _told_of(row: Row[Any], members: frozenset[int], *, held: bool) -> Told:
    trait = Trait(Shared(row.shared), row.shared_key) if row.shared and row.shared_key else None
    return Told(row.id, trait, members, held, row.chance, row.watch_id)


def _write(conn: Connection, market: str, found: Regathered) -> int:
    for change in found.changes:
        number = _kept(conn, market, change)
        if change.moved:
            moved = update(EventRow).where(col(EventRow.seq) == bindparam("b_seq"))
            conn.execute(moved, [{"b_seq": seq, "incident": number} for seq in change.moved])
    if found.emptied:
        told = select(col(EventRow.seq)).where(col(EventRow.incident) == IncidentRow.id).exists()
        held = select(col(DoubtRow.id)).where(col(DoubtRow.held) == IncidentRow.id).exists()
        conn.execute(delete(IncidentRow).where(col(IncidentRow.id).in_(found.emptied), ~told, ~held))
    return len(found.changes)


def _kept(conn: Connection, market: str, change: Retold) -> int:
    """The number of the incident, whose row is made or brought up to date."""
    trait = change.gathered.trait
    home = {"watch_id": change.watch_id}
    values = home | {"shared": trait.shared, "shared_key": trait.key, "chance": change.gathered.chance}
    if change.number is None:
        fresh = values | {"market": market, "kind": EventKind.VANISHED, "opened_at": change.opened_at}
        numbered = insert(IncidentRow).values(**fresh).returning(col(IncidentRow.id))
        number: int = conn.execute(numbered).scalar_one()
        return number
    kept = update(IncidentRow).where(col(IncidentRow.id) == change.number)
    conn.execute(kept.values(**(values if change.anew else home)))
    return change.number
