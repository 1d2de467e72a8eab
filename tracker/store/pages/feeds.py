"""What feeds tell, and the secret that their addresses hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from tracker.core.history import EventKind, Status
from tracker.core.pages.feeds import NEWEST, SHOWN, FeedItem, FeedView, newest
from tracker.store.engine import upsert
from tracker.store.history import events_with_names
from tracker.store.rows import event_of
from tracker.store.tables import EventRow, HomeRow, IncidentRow, SecretRow, WatchRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row

    from tracker.core.history import Event

CONFIRMED = Status.CONFIRMED
FEEDS = "feeds"


def feed_secret(conn: Connection) -> str | None:
    """The secret in the addresses of the feeds; None while there are none."""
    found: str | None = conn.execute(
        select(col(SecretRow.value)).where(col(SecretRow.name) == FEEDS)
    ).scalar()
    return found


def renew_feed_secret(conn: Connection, value: str, now: datetime) -> None:
    """Give the feeds new addresses; the old ones are nothing any more."""
    fresh = upsert(conn, SecretRow).values(name=FEEDS, value=value, made_at=now)
    conn.execute(fresh.on_conflict_do_update(index_elements=["name"], set_={"value": value, "made_at": now}))


def feed(conn: Connection, watch: int | None, kind: EventKind | None) -> FeedView | None:
    """The newest confirmed events, mass changes each as one; None where there never was such a watch."""
    label = None
    if watch is not None:
        label = conn.execute(select(col(WatchRow.label)).where(col(WatchRow.id) == watch)).scalar()
        if label is None:
            return None
    home = conn.execute(select(HomeRow)).one()
    items = newest([*_singles(conn, watch, kind), *_incidents(conn, watch, kind)])
    return FeedView(home.id, home.created_at, _with_members(conn, items), watch, label, kind)


def _singles(conn: Connection, watch: int | None, kind: EventKind | None) -> list[FeedItem]:
    conditions = [col(EventRow.status) == CONFIRMED, col(EventRow.incident).is_(None)]
    if watch is not None:
        conditions.append(col(EventRow.watch_id) == watch)
    if kind is not None:
        conditions.append(col(EventRow.kind) == kind)
    order = (col(EventRow.confirmed_at).desc(), col(EventRow.seq).desc())
    rows = conn.execute(events_with_names().where(*conditions).order_by(*order).limit(NEWEST))
    events = [event_of(row) for row in rows]
    back = _taken_back_at(conn, [event.seq for event in events])
    return [_single(event, back.get(event.seq)) for event in events]


def _single(event: Event, back_at: datetime | None) -> FeedItem:
    return FeedItem(
        events=(event,),
        since=event.last_seen_at,
        until=event.first_missed_at,
        confirmed_at=event.confirmed_at or event.first_missed_at,
        back=int(back_at is not None),
        back_at=back_at,
    )


def _taken_back_at(conn: Connection, seqs: Collection[int]) -> dict[int, datetime]:
    """When each of these events was taken back, for those that were.

    By `confirmed_at`, not by `status`: that would lead SQLite through all confirmed events.
    """
    back, at = col(EventRow.retracts), col(EventRow.confirmed_at)
    found = conn.execute(select(back, at).where(back.in_(seqs), at.is_not(None)))
    return {seq: at for seq, at in found if seq is not None and at is not None}


def _incidents(conn: Connection, watch: int | None, kind: EventKind | None) -> list[FeedItem]:
    """The newest mass changes that were confirmed, without their members yet."""
    wanted: list[ColumnElement[bool]] = []
    if watch is not None:
        mine = select(col(EventRow.incident)).where(col(EventRow.watch_id) == watch)
        wanted.append(col(IncidentRow.id).in_(mine))
    if kind is not None:
        wanted.append(col(IncidentRow.kind) == kind)
    latest = select(col(IncidentRow.id)).where(*wanted).order_by(col(IncidentRow.id).desc()).limit(NEWEST)
    ids = list(conn.execute(latest).scalars())
    back = {row.incident: row for row in conn.execute(_taken_back_of(ids))}
    return [_mass(row, back.get(row.incident)) for row in conn.execute(_sums(ids))]


def _mass(sums: Row[Any], back: Row[Any] | None) -> FeedItem:
    return FeedItem(
        events=(),
        since=sums.since,
        until=sums.until,
        confirmed_at=sums.confirmed_at,
        incident=sums.incident,
        size=sums.size,
        watches=sums.watches,
        back=back.size if back else 0,
        back_at=back.at if back else None,
    )


def _sums(ids: Collection[int]) -> Any:
    """How large each mass change is, between which instants it lies, and when the last of it was confirmed."""
    return (
        select(
            col(EventRow.incident),
            func.count().label("size"),
            func.count(col(EventRow.watch_id).distinct()).label("watches"),
            func.min(EventRow.last_seen_at).label("since"),
            func.max(EventRow.first_missed_at).label("until"),
            func.max(EventRow.confirmed_at).label("confirmed_at"),
        )
        .where(col(EventRow.status) == CONFIRMED, col(EventRow.incident).in_(ids))
        .group_by(col(EventRow.incident))
    )


def _taken_back_of(ids: Collection[int]) -> Any:
    """How many of each mass change were taken back, and when the last was: from the few retractions there are."""
    told = EventRow.__table__.alias("told")  # type: ignore[attr-defined]
    return (
        select(told.c.incident, func.count().label("size"), func.max(EventRow.confirmed_at).label("at"))
        .join_from(EventRow, told, told.c.seq == EventRow.retracts)
        .where(col(EventRow.retracts) > 0, col(EventRow.confirmed_at).is_not(None), told.c.incident.in_(ids))
        .group_by(told.c.incident)
    )


def _with_members(conn: Connection, items: tuple[FeedItem, ...]) -> tuple[FeedItem, ...]:
    """The same items, each mass change with its first members in the order of their numbers."""
    incidents = [item.incident for item in items if item.incident is not None]
    place = func.row_number().over(partition_by=col(EventRow.incident), order_by=col(EventRow.seq))
    mine = (col(EventRow.status) == CONFIRMED, col(EventRow.incident).in_(incidents))
    placed = select(col(EventRow.seq), place.label("place")).where(*mine).subquery()
    first = select(placed.c.seq).where(placed.c.place <= SHOWN)
    found: dict[int | None, list[Event]] = defaultdict(list)
    for row in conn.execute(
        events_with_names().where(col(EventRow.seq).in_(first)).order_by(col(EventRow.seq))
    ):
        found[row.incident].append(event_of(row))
    return tuple(replace(item, events=item.events or tuple(found[item.incident])) for item in items)
