"""The lists of the JSON API: each in parts, in the order of its numbers, by an index."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.core.pages.api import EntryView, IncidentView, Part, StateView
from tracker.core.views import NameView
from tracker.store.history import conditions_of, events_with_names
from tracker.store.meanings import meanings
from tracker.store.naming import ALBUM, NAME, named
from tracker.store.rows import check_view_of, event_of, gap_of
from tracker.store.tables import (
    CheckRow,
    EntryRow,
    EventRow,
    GapRow,
    IncidentRow,
    SpellRow,
    TrackRow,
    WatchRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from sqlalchemy import Row, Select

    from tracker.core.history import Event, Gap
    from tracker.core.ports import EventFilter
    from tracker.core.views import CheckView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of a list is wanted: what comes after a number, and how many at most."""

    after: int
    limit: int


def events_part(conn: Connection, wanted: EventFilter, watch: int | None, span: Span) -> Part[Event]:
    """The events that pass the filter."""
    found = events_with_names().where(*conditions_of(wanted))
    if watch is not None:
        found = found.where(col(EventRow.watch_id) == watch)
    return _part(conn, found, EventRow.seq, span, event_of, lambda event: event.seq)


def checks_part(conn: Connection, watch: int | None, span: Span) -> Part[CheckView]:
    """The checks, of one watch or of all."""
    found = select(CheckRow)
    if watch is not None:
        found = found.where(col(CheckRow.watch_id) == watch)
    return _part(conn, found, CheckRow.id, span, check_view_of, lambda check: check.id)


def gaps_part(conn: Connection, watch: int | None, still: bool, span: Span) -> Part[Gap]:  # noqa: FBT001
    """The gaps, of one watch or of all; `still`: only those that go on."""
    found = select(GapRow)
    if watch is not None:
        found = found.where(col(GapRow.watch_id) == watch)
    if still:
        found = found.where(col(GapRow.until).is_(None))
    return _part(conn, found, GapRow.id, span, gap_of, lambda gap: gap.id)


def incidents_part(conn: Connection, span: Span) -> Part[IncidentView]:
    """The incidents with the numbers of their events by status."""
    part = _part(conn, select(IncidentRow), IncidentRow.id, span, lambda row: row, lambda row: row.id)
    counts = _by_status(conn, [row.id for row in part.items])
    meant = meanings(conn, [row.id for row in part.items])
    views = tuple(
        IncidentView(
            row.id, row.watch_id, row.market, row.kind, row.opened_at, counts[row.id], meant.get(row.id)
        )
        for row in part.items
    )
    return Part(views, part.next)


def _by_status(conn: Connection, incidents: Collection[int]) -> dict[int, dict[str, int]]:
    statuses = ("suspected", "confirmed", "withdrawn")  # named, so that the index is used from its beginning
    by = (col(EventRow.incident), col(EventRow.status))
    counted = (
        select(*by, func.count().label("number"))
        .where(col(EventRow.status).in_(statuses), col(EventRow.incident).in_(incidents))
        .group_by(*by)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in conn.execute(counted):
        found[row.incident][row.status] = row.number
    return found


def entries_part(conn: Connection, watch: int, span: Span) -> Part[EntryView] | None:
    """The places that a watch holds now, with the state of each track by market; None if there is no such watch."""
    if conn.execute(select(col(WatchRow.id)).where(col(WatchRow.id) == watch)).first() is None:
        return None
    found = (
        select(EntryRow, col(TrackRow.isrc), *NAME, ALBUM)
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .where(col(EntryRow.watch_id) == watch, col(EntryRow.ended_at).is_(None))
    )
    part = _part(
        conn, named(found, col(EntryRow.track_id)), EntryRow.id, span, lambda row: row, lambda row: row.id
    )
    states = _states(conn, {row.track_id for row in part.items})
    return Part(tuple(_entry_of(row, states[row.track_id]) for row in part.items), part.next)


def _entry_of(row: Row[Any], states: Sequence[StateView]) -> EntryView:
    name = None
    if row.title is not None:
        name = NameView(row.title, tuple(row.artists or ()), row.album or "", row.origin, None)
    return EntryView(row.id, row.track_id, row.isrc, name, row.added_at, tuple(states))


def _states(conn: Connection, tracks: Collection[str]) -> dict[str, list[StateView]]:
    found: dict[str, list[StateView]] = defaultdict(list)
    wanted = (col(SpellRow.track_id).in_(tracks), col(SpellRow.missed_at).is_(None))
    for row in conn.execute(select(SpellRow).where(*wanted).order_by(col(SpellRow.market))):
        state = StateView(row.market, row.state, row.via, row.reason, row.before_at, row.first_at)
        found[row.track_id].append(state)
    return found


def _part(
    conn: Connection,
    found: Select[*tuple[Any, ...]],
    number: Any,
    span: Span,
    of_row: Callable[[Row[Any]], T],
    number_of: Callable[[T], int],
) -> Part[T]:
    """One more than wanted is read, to know whether there are more."""
    rows = conn.execute(found.where(number > span.after).order_by(number).limit(span.limit + 1)).all()
    items = tuple(of_row(row) for row in rows[: span.limit])
    return Part(items, number_of(items[-1]) if len(rows) > span.limit else None)
