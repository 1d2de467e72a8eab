"""Releases: whose an album is, learnt whenever it is read, and asked for where it is wanted and not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, insert, select, update
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.core.rights import RECORDING, Wanted, name_key, rights_key
from tracker.store.engine import reading, writing
from tracker.store.sightings import live_watches
from tracker.store.tables import EntryRow, EventRow, ReleaseRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.core.decision import LearnRelease
    from tracker.core.rights import Release
    from tracker.store.work import Work


class SqlReleases:
    """Implements `tracker.core.rights.Releases`. `texts` False keeps only keys: no word of the service stays."""

    def __init__(self, engine: Engine, *, texts: bool = True) -> None:
        self._engine, self._texts = engine, texts

    def keep(self, releases: Iterable[Release], now: datetime) -> int:
        """Keep what albums tell of themselves, also that they tell nothing; how many tell something new."""
        with writing(self._engine) as conn:
            return keep(conn, releases, now, texts=self._texts)

    def unknown(self, most: int, *, vanished: bool) -> list[Wanted]:
        """Albums never read: those of vanished tracks, the latest first, or those of any that is watched."""
        with reading(self._engine) as conn:
            return _unknown(conn, most, vanished=vanished) if most > 0 else []

    def read_since(self, since: datetime) -> int:
        """How many albums were first read since then."""
        with reading(self._engine) as conn:
            counted = select(func.count()).select_from(ReleaseRow).where(col(ReleaseRow.read_at) >= since)
            return conn.execute(counted).scalar_one()


def learn(work: Work, changes: Sequence[LearnRelease]) -> None:
    """Keep what the albums of a look tell of themselves; the texts only where the service's names are kept at all."""
    keep(work.conn, [change.release for change in changes], work.look.ended_at, texts=work.known.words)


def keep(conn: Connection, releases: Iterable[Release], now: datetime, *, texts: bool) -> int:
    """Write what is new; what is known is never replaced by nothing."""
    told = {release.album_id: release for release in releases}
    known = {
        row.album_id: row
        for row in conn.execute(select(ReleaseRow).where(col(ReleaseRow.album_id).in_(told)))
    }
    fresh, changed = [], 0
    for album_id, release in told.items():
        values = _values(release, texts=texts)
        if album_id not in known:
            fresh.append({"album_id": album_id, "read_at": now} | values)
        elif news := {k: v for k, v in values.items() if v is not None and getattr(known[album_id], k) != v}:
            conn.execute(update(ReleaseRow).where(col(ReleaseRow.album_id) == album_id).values(**news))
            changed += 1
    if fresh:
        conn.execute(insert(ReleaseRow), fresh)
    return changed + sum(bool(row["rights_key"] or row["label_key"]) for row in fresh)


def _values(release: Release, *, texts: bool) -> dict[str, Any]:
    lines = [text for _, text in sorted(release.rights, key=lambda line: line[0] != RECORDING)]
    return {
        "rights": lines if texts and lines else None,
        "label": release.label if texts else None,
        "rights_key": rights_key(release.rights),
        "label_key": name_key(release.label),
    }


def _unknown(conn: Connection, most: int, *, vanished: bool) -> list[Wanted]:
    if vanished:
        return [Wanted(row.album_id, row.market) for row in conn.execute(_of_vanished().limit(most))]
    homes = {watch.id: watch.markets[0] for watch in live_watches(conn)}
    rows = conn.execute(_of_watched(homes).limit(most))
    return [Wanted(row.album_id, homes[row.watch_id]) for row in rows]


def _unread() -> Any:
    return ~select(col(ReleaseRow.album_id)).where(col(ReleaseRow.album_id) == TrackRow.album_id).exists()


def _of_vanished() -> Select[*tuple[Any, ...]]:
    album, market = col(TrackRow.album_id), func.min(EventRow.market).label("market")
    return (
        select(album, market)
        .join_from(EventRow, TrackRow, col(TrackRow.id) == EventRow.track_id)
        .where(
            col(EventRow.kind) == EventKind.VANISHED,
            col(EventRow.status) == Status.CONFIRMED,
            album.is_not(None),
            _unread(),
        )
        .group_by(album)
        .order_by(func.max(EventRow.seq).desc())
    )


def _of_watched(watches: Iterable[int]) -> Select[*tuple[Any, ...]]:
    album, watch = col(TrackRow.album_id), func.min(EntryRow.watch_id).label("watch_id")
    held = (col(EntryRow.ended_at).is_(None), col(EntryRow.watch_id).in_(watches))
    return (
        select(album, watch)
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .where(*held, album.is_not(None), _unread())
        .group_by(album)
        .order_by(album)
    )
