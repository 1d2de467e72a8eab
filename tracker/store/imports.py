"""Imported files: the list that is made of them, the history they hold, and the names they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import col

from tracker.core.imports.intake import Earlier
from tracker.core.imports.past import Past
from tracker.core.imports.rows import Form
from tracker.core.items import Kind
from tracker.core.known import KnownEntry
from tracker.core.names import IMPORT
from tracker.core.ports import NewWatch
from tracker.core.watch import Source
from tracker.store import watches
from tracker.store.engine import reading, upsert, writing
from tracker.store.sightings import live_watches
from tracker.store.tables import ImportRow, NameRow, PastRow, TrackRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.core.imports.intake import Intake
    from tracker.core.imports.rows import FileRow
    from tracker.core.watch import Watch


MOST_TOLD = 50
"""So many files are told of a track; who imports a file every day has the rest in the export."""


class SqlImports:
    """Implements `tracker.core.imports.intake.Imports`; `name_days` 0: names out of files are not kept at all."""

    def __init__(self, engine: Engine, name_days: int) -> None:
        self._engine, self._name_days = engine, name_days

    def lists(self) -> list[Watch]:
        """The imported lists that are watched."""
        with reading(self._engine) as conn:
            return [watch for watch in live_watches(conn) if watch.source is Source.LIST]

    def listed(self, watch_id: int) -> list[KnownEntry]:
        """The places of an imported list, in order."""
        track = (TrackRow.isrc, TrackRow.album_id, TrackRow.disc, TrackRow.number, TrackRow.duration_ms)
        place = (PastRow.id, PastRow.track_id, PastRow.added_on)
        found = (
            select(*map(col, place), *map(col, track))
            .join_from(PastRow, TrackRow, col(TrackRow.id) == PastRow.track_id)
            .join(ImportRow, col(ImportRow.id) == PastRow.import_id)
            .where(col(ImportRow.watch_id) == watch_id, col(PastRow.place).is_not(None))
            .order_by(col(PastRow.place), col(PastRow.id))
        )
        with reading(self._engine) as conn:
            return [_place_of(row) for row in conn.execute(found)]

    def earlier(self, digest: str) -> list[Earlier]:
        """The imports of the very same file, the latest first."""
        same = select(ImportRow).where(col(ImportRow.digest) == digest).order_by(col(ImportRow.id).desc())
        with reading(self._engine) as conn:
            live = {watch.id for watch in live_watches(conn)}
            rows = conn.execute(same).all()
            return [Earlier(r.id, r.imported_at, r.watch_id if r.watch_id in live else None) for r in rows]

    def past(self, track_id: str) -> list[Past]:
        """What imported files say of a track, the latest import first."""
        days = (PastRow.added_on, PastRow.by_then, PastRow.removed_on, PastRow.isrc)
        found = (
            select(col(ImportRow.name), col(ImportRow.form), col(ImportRow.imported_at), *map(col, days))
            .join_from(PastRow, ImportRow, col(ImportRow.id) == PastRow.import_id)
            .where(col(PastRow.track_id) == track_id, col(ImportRow.form) != Form.KEPT)
            .order_by(col(PastRow.id).desc())
            .limit(MOST_TOLD)
        )
        with reading(self._engine) as conn:
            return [_past_of(row) for row in conn.execute(found)]

    def take(self, intake: Intake, now: datetime) -> Watch:
        """Write an import whole or not at all."""
        with writing(self._engine) as conn:
            import_id = _file(conn, intake, now)
            ref = intake.watch.ref if intake.watch else str(import_id)
            terms = intake.terms
            watch = watches.add(
                conn, NewWatch(Source.LIST, ref, terms.name, terms.markets, terms.every_s), now
            )
            mine = col(ImportRow.id) == import_id
            conn.execute(update(ImportRow).where(mine).values(watch_id=watch.id))
            if terms.own and watch.named_at is None:
                conn.execute(update(WatchRow).where(col(WatchRow.id) == watch.id).values(named_at=now))
            _learn(conn, (*intake.merged.added, *intake.merged.past), now, named=self._name_days > 0)
            _drop(conn, [place.id for place in intake.drop])
            _keep(conn, import_id, watch.id, intake)
            return watch


def _past_of(row: Any) -> Past:
    return Past(row.name, row.form, row.imported_at, row.added_on, row.by_then, row.removed_on, row.isrc)


def _place_of(row: Any) -> KnownEntry:
    return KnownEntry(
        id=row.id,
        track_id=row.track_id,
        answers=frozenset((row.track_id,)),
        added_at=row.added_on,
        key=row.track_id,
        isrc=row.isrc,
        album_id=row.album_id,
        disc=row.disc,
        number=row.number,
        duration_ms=row.duration_ms,
    )


def _file(conn: Connection, intake: Intake, now: datetime) -> int:
    file = {"form": intake.form, "name": intake.file, "digest": intake.digest, "imported_at": now}
    number: int = conn.execute(insert(ImportRow).values(**file).returning(col(ImportRow.id))).scalar_one()
    return number


def _learn(conn: Connection, rows: Iterable[FileRow], now: datetime, *, named: bool) -> None:
    """The tracks, of which a file proves no more than the id, and what the file calls them."""
    tracks, names = {}, {}
    for row in rows:
        tracks[row.track_id] = {"id": row.track_id, "kind": None if row.kind is Kind.TRACK else row.kind}
        if named and (row.title or row.artists):
            names[row.track_id] = _name(row, now)
    if tracks:
        conn.execute(
            upsert(conn, TrackRow).on_conflict_do_nothing(index_elements=["id"]), list(tracks.values())
        )
    if names:
        name = upsert(conn, NameRow)
        told = {key: name.excluded[key] for key in ("title", "artists", "album", "learnt_at")}
        conn.execute(
            name.on_conflict_do_update(index_elements=["track_id", "origin"], set_=told), list(names.values())
        )


def _name(row: FileRow, now: datetime) -> dict[str, Any]:
    told = {"title": row.title, "artists": list(row.artists) or None, "album": row.album}
    return {"track_id": row.track_id, "origin": IMPORT, **told, "learnt_at": now}


def _drop(conn: Connection, places: Sequence[int]) -> None:
    """Take places out of the list; what the file said of them stays as history."""
    if places:
        gone = update(PastRow).where(col(PastRow.id) == bindparam("b_id")).values(place=None)
        conn.execute(gone, [{"b_id": place} for place in places])


def _keep(conn: Connection, import_id: int, watch_id: int, intake: Intake) -> None:
    """New places behind those there are, and the history that no earlier file of this list has told already."""
    of_list = select(col(ImportRow.id)).where(col(ImportRow.watch_id) == watch_id)
    mine = col(PastRow.import_id).in_(of_list)
    last: int | None = conn.execute(select(func.max(PastRow.place)).where(mine)).scalar()
    first = 0 if last is None else last + 1
    told = {_said(row) for row in conn.execute(select(PastRow).where(mine))}
    rows = [_past(import_id, row, first + n) for n, row in enumerate(intake.merged.added)]
    for row in intake.merged.past:
        past = _past(import_id, row, None)
        tells = row.added_on or row.removed_on
        if tells and (said := tuple(past[key] for key in _SAYING)) not in told:
            told.add(said)
            rows.append(past)
    if rows:
        conn.execute(insert(PastRow), rows)


_SAYING = ("track_id", "added_on", "by_then", "removed_on")


def _said(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, key) for key in _SAYING)


def _past(import_id: int, row: FileRow, place: int | None) -> dict[str, Any]:
    days = {"added_on": row.added_on, "by_then": row.by_then, "removed_on": row.removed_on}
    return {"import_id": import_id, "track_id": row.track_id, **days, "isrc": row.isrc, "place": place}
