"""What all looks at each track came to: counted by whole watches, for a complete check saw all that its watch held.

Only live entries count: what a list no longer holds teaches nothing any more. A look that could not say what one track
is counts as one that found it as it was; that is rare, and makes its rate a little too low.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from tracker.core.history import EventKind, Status
from tracker.core.items import Kind
from tracker.core.names import is_catalogue
from tracker.core.planning.looked import Pair
from tracker.core.planning.rates import Looks
from tracker.store.sightings import live_watches
from tracker.store.tables import CheckRow, EntryRow, EventRow, ReleaseRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


LINE = func.coalesce(ReleaseRow.rights_key, ReleaseRow.label_key, TrackRow.album_id)
"""What a track shares with its siblings."""
_DAY_S = 86_400.0
_BACK = aliased(EventRow)


@dataclass(slots=True)
class _Tally:
    """A track with looks or flips of its own, on its way to another pair; most tracks have none."""

    pair: Pair
    looks: int
    first: datetime
    last: datetime
    demanded: float
    paced_by: int
    changed: int = 0
    changed_days: float = 0.0

    def counted(self) -> Pair:
        """The pair with all that was added."""
        quiet = max(0, self.looks - 1 - self.changed)
        days = max(0.0, _days(self.first, self.last) - self.changed_days) if quiet else 0.0
        looks = Looks(quiet, days, self.changed, self.changed_days)
        pair = replace(self.pair, looks=looks, first=self.first, last=self.last)
        return replace(pair, demanded=self.demanded, paced_by=self.paced_by)


class _Tallies(dict[str, _Tally]):
    """The tracks that are more than their watch's checks, each begun when it is first asked for."""

    def __init__(self, pairs: Mapping[str, Pair]) -> None:
        super().__init__()
        self._pairs = pairs

    def of(self, track_id: str) -> _Tally | None:
        """The tally of a track; None if it is not among the pairs."""
        if (tally := self.get(track_id)) is None and (pair := self._pairs.get(track_id)):
            tally = _Tally(pair, pair.looks.quiet + 1, pair.first, pair.last, pair.demanded, pair.paced_by)
            self[track_id] = tally
        return tally


def pairs_of(
    conn: Connection,
    market: str,
    settled: datetime,
    *,
    line: str | None = None,
    track_id: str | None = None,
) -> list[Pair]:
    """The watched tracks in a market (all, those of a line, or one), each under the first watch that holds it."""
    rhythms = {
        watch.id: _DAY_S / watch.every.total_seconds()
        for watch in live_watches(conn)
        if market in watch.markets and watch.paused_at is None
    }
    if not rhythms:
        return []
    wanted = {"watches": list(rhythms)} | ({"line": line} if line else {})
    wanted |= {"track": track_id} if track_id else {}
    held = conn.execute(_held(of_line=line is not None, of_track=track_id is not None), wanted).all()
    checks = _whole_checks(conn, market, sorted({row.watch_id for row in held}))
    pairs, twice = _by_whole_checks(held, market, checks, rhythms, _bursts(conn, market))
    tallies = _Tallies(pairs)
    for track, watch_id, (looks, first, last) in twice:
        if (tally := tallies.of(track)) is not None:
            tally.looks += looks
            tally.first, tally.last = min(tally.first, first), max(tally.last, last)
            if rhythms[watch_id] > tally.demanded:
                tally.demanded, tally.paced_by = rhythms[watch_id], watch_id
    if (
        line is None
    ):  # the looks at a line are weighed by its checks alone: to read all visits for each case took long
        _add_partial(conn, market, tallies)
    _add_flips(conn, market, settled, tallies)
    pairs |= {track: tally.counted() for track, tally in tallies.items()}
    return list(pairs.values())


def _days(first: datetime, last: datetime) -> float:
    return (last - first).total_seconds() / _DAY_S


@cache
def _held(*, of_line: bool, of_track: bool) -> Select[*tuple[Any, ...]]:
    """The live entries, by watch; local files and episodes are no tracks of the catalogue."""
    entry = (col(EntryRow.track_id), col(EntryRow.watch_id), col(EntryRow.first_check))
    found = (
        select(*entry, col(TrackRow.album_id), LINE.label("line"))
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .outerjoin(ReleaseRow, col(ReleaseRow.album_id) == TrackRow.album_id)
        .where(
            col(EntryRow.ended_at).is_(None),
            entry[1].in_(bindparam("watches", expanding=True)),
            func.coalesce(TrackRow.kind, Kind.TRACK).not_in([Kind.EPISODE, Kind.LOCAL]),
        )
    )
    if of_line:
        found = found.where(LINE.in_([bindparam("line")]))
    if of_track:
        found = found.where(entry[0] == bindparam("track"))
    return found.order_by(entry[1], entry[0], col(EntryRow.id))


def _whole_checks(
    conn: Connection, market: str, watches: list[int]
) -> dict[int, tuple[list[int], list[datetime]]]:
    """The complete checks of all of each watch: their numbers and when they began."""
    found: dict[int, tuple[list[int], list[datetime]]] = defaultdict(lambda: ([], []))
    for row in conn.execute(_complete(), {"market": market, "watches": watches}):
        ids, began = found[row.watch_id]
        ids.append(row.id)
        began.append(row.started_at)
    return found


@cache
def _complete() -> Select[*tuple[Any, ...]]:
    return (
        select(col(CheckRow.watch_id), col(CheckRow.id), col(CheckRow.started_at))
        .where(
            col(CheckRow.watch_id).in_(bindparam("watches", expanding=True)),
            col(CheckRow.market) == bindparam("market"),
            col(CheckRow.complete).is_(True),
            col(CheckRow.whole).is_(True),
        )
        .order_by(col(CheckRow.watch_id), col(CheckRow.id))
    )


def _by_whole_checks(
    held: Iterable[tuple[Any, ...]],
    market: str,
    checks: Mapping[int, tuple[list[int], list[datetime]]],
    rhythms: Mapping[int, float],
    bursts: Mapping[str, int],
) -> tuple[dict[str, Pair], list[tuple[str, int, tuple[int, datetime, datetime]]]]:
    """A pair for each track; and apart, the looks of the further watches that hold it.

    All entries of a watch that came with the same check were looked at equally often: their sums are made once.
    """
    alike: dict[tuple[int, int], tuple[int, datetime, datetime, Looks] | None] = {}
    pairs: dict[str, Pair] = {}
    twice = []
    for track_id, watch_id, first_check, album_id, line in held:  # by names a row is read far more slowly
        key = (watch_id, first_check)
        if key not in alike:
            alike[key] = _since(first_check, checks.get(watch_id, ([], [])))
        if (seen := alike[key]) is None or not is_catalogue(track_id):
            continue
        looks, first, last, sums = seen
        before = pairs.get(track_id)
        if before is None:
            share = (rhythms[watch_id], watch_id, sums, first, last, bursts.get(line, 0))
            pairs[track_id] = Pair(track_id, market, watch_id, album_id, line, *share)
        elif before.watch_id != watch_id:  # a list may hold a track twice, and looks at it once
            twice.append((track_id, watch_id, (looks, first, last)))
    return pairs, twice


def _since(
    first_check: int, checks: tuple[list[int], list[datetime]]
) -> tuple[int, datetime, datetime, Looks] | None:
    """The looks of a watch from one of its checks on; None if none of them was complete."""
    ids, began = checks
    at = bisect_left(ids, first_check)
    if at == len(ids):
        return None
    quiet = len(ids) - at - 1
    return quiet + 1, began[at], began[-1], Looks(quiet, _days(began[at], began[-1]) if quiet else 0.0)


def _add_partial(conn: Connection, market: str, tallies: _Tallies) -> None:
    for look in conn.execute(_partial(), {"market": market}):
        for track in look.tracks:
            tally = tallies.of(track)
            if tally is not None and look.started_at > tally.first:
                tally.looks += 1
                tally.last = max(tally.last, look.started_at)


@cache
def _partial() -> Select[*tuple[Any, ...]]:
    tracks = col(CheckRow.tracks)
    here = (col(CheckRow.market) == bindparam("market"), col(CheckRow.complete).is_(True))
    return select(col(CheckRow.started_at), tracks).where(*here, tracks.is_not(None))


def _add_flips(conn: Connection, market: str, settled: datetime, tallies: _Tallies) -> None:
    """Flips of its own: what several tracks did together is counted for their line."""
    for row in conn.execute(_flips(), {"market": market, "settled": settled}):
        tally = tallies.of(row.track_id)
        if tally is not None and row.first_missed_at > tally.first:
            tally.changed += 1
            if row.last_seen_at is not None:
                before = max(row.last_seen_at, tally.first)
                tally.changed_days += max(0.0, _days(before, row.first_missed_at))


@cache
def _flips() -> Select[*tuple[Any, ...]]:
    back = (col(_BACK.retracts) == EventRow.seq, col(_BACK.status) == Status.CONFIRMED)
    missed = col(EventRow.first_missed_at)
    return select(col(EventRow.track_id), col(EventRow.last_seen_at), missed).where(
        col(EventRow.market) == bindparam("market"),
        col(EventRow.kind).in_([EventKind.VANISHED, EventKind.RETURNED]),
        col(EventRow.status) == Status.CONFIRMED,
        col(EventRow.incident).is_(None),
        missed <= bindparam("settled", type_=UTCDateTime()),
        ~select(col(_BACK.seq)).where(*back).exists(),
    )


def _bursts(conn: Connection, market: str) -> dict[str, int]:
    """How often each line lost several tracks at once: an incident counts once, however many it took."""
    return {line: number for line, number in conn.execute(_incidents(), {"market": market})}  # noqa: C416


@cache
def _incidents() -> Select[*tuple[Any, ...]]:
    number = func.count(col(EventRow.incident).distinct())
    return (
        select(LINE.label("line"), number)
        .join_from(EventRow, TrackRow, col(TrackRow.id) == EventRow.track_id)
        .outerjoin(ReleaseRow, col(ReleaseRow.album_id) == TrackRow.album_id)
        .where(
            col(EventRow.market) == bindparam("market"),
            col(EventRow.kind) == EventKind.VANISHED,
            col(EventRow.status) == Status.CONFIRMED,
            col(EventRow.incident).is_not(None),
            LINE.is_not(None),
        )
        .group_by(LINE)
    )
