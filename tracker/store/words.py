"""Erasing the service's words once their term is over; ids, numbers and dates stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, delete, or_, select, update
from sqlmodel import col

from tracker.core.keeping import STRICT, neutral_label, without_name
from tracker.core.names import FOR_A_TERM
from tracker.core.watch import Source
from tracker.store.tables import (
    EntryRow,
    ImportRow,
    NameRow,
    NoticeRow,
    PastRow,
    ReleaseRow,
    ReplacementRow,
    TrackRow,
    WatchRow,
)

if TYPE_CHECKING:
    from sqlalchemy import Select

    Ids = Select[Any]


def erase_words(conn: Connection, now: datetime, days: int) -> dict[str, int]:
    """Erase what was let go of `days` ago, or (0) all there is; how many `names`, `labels` of watches and `releases`."""
    since = now - timedelta(days=days)
    held = None if days <= STRICT else in_term(since)
    return {
        "names": _names(conn, held),
        "labels": _labels(conn, since, strict=held is None),
        "releases": _releases(conn, held),
    }


def in_term(since: datetime) -> Ids:
    """The tracks whose words are in their term: those in a watch, or lately; those of imports; and their replacements."""
    ended = col(EntryRow.ended_at)
    entered = select(col(EntryRow.track_id)).where(or_(ended.is_(None), ended >= since))
    live = or_(col(WatchRow.removed_at).is_(None), col(WatchRow.removed_at) >= since)
    alone = and_(col(ImportRow.watch_id).is_(None), col(ImportRow.imported_at) >= since)
    imported = (
        select(col(PastRow.track_id))
        .join(ImportRow, col(ImportRow.id) == PastRow.import_id)
        .outerjoin(WatchRow, col(WatchRow.id) == ImportRow.watch_id)
        .where(or_(alone, and_(col(ImportRow.watch_id).is_not(None), live)))
    )
    own = entered.union(imported).subquery()
    others = select(col(ReplacementRow.other_id)).where(col(ReplacementRow.track_id).in_(select(own)))
    return select(select(own).union(others).subquery())


def _names(conn: Connection, held: Ids | None) -> int:
    old = [col(NameRow.origin).in_(FOR_A_TERM)]
    if held is not None:
        old.append(col(NameRow.track_id).not_in(held))
    return conn.execute(delete(NameRow).where(*old)).rowcount


def _releases(conn: Connection, held: Ids | None) -> int:
    """The texts of releases that no such track is on; their keys, which tell no name, stay."""
    told = [or_(col(ReleaseRow.rights).is_not(None), col(ReleaseRow.label).is_not(None))]
    if held is not None:
        on = select(col(TrackRow.album_id)).where(
            col(TrackRow.id).in_(held), col(TrackRow.album_id).is_not(None)
        )
        told.append(col(ReleaseRow.album_id).not_in(on))
    return conn.execute(update(ReleaseRow).where(*told).values(rights=None, label=None)).rowcount


def _labels(conn: Connection, since: datetime, *, strict: bool) -> int:
    """Neutral labels for watches that ended before, or (`strict`) for all; what their owner called them stays."""
    unnamed = select(WatchRow).where(col(WatchRow.named_at).is_(None))
    over = unnamed if strict else unnamed.where(col(WatchRow.removed_at) < since)
    neutral = {row.id: _neutral(row) for row in conn.execute(over)}
    changed = _unquote(conn, neutral)
    for watch_id, label in neutral.items():
        other = (col(WatchRow.id) == watch_id, col(WatchRow.label) != label)
        changed += conn.execute(update(WatchRow).where(*other).values(label=label)).rowcount
    return changed


def _neutral(row: Row[Any]) -> str:
    return neutral_label(Source(row.source), row.ref)


def _unquote(conn: Connection, neutral: dict[int, str]) -> int:
    """Notices quote the label that a watch had; those of these watches quote the neutral one from now on."""
    changed = 0
    for row in conn.execute(select(NoticeRow).where(col(NoticeRow.text).contains('"'))).all():
        watch_id = row.subject.partition(":")[0]
        label = neutral.get(int(watch_id)) if watch_id.isdecimal() else None
        if label and (text := without_name(row.text, label)) != row.text:
            conn.execute(update(NoticeRow).where(col(NoticeRow.id) == row.id).values(text=text))
            changed += 1
    return changed
