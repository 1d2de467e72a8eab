"""Which entries of a watch are asked for, and which of them come first: sets of numbers, found by the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, String, and_, cast, exists, func, or_, select
from sqlmodel import col

from tracker.core.history import EventKind, State
from tracker.core.names import NAMELESS
from tracker.core.pages.watch import ROWS, Show, Sort, Wanted, arranged
from tracker.store.pages.events import standing_events
from tracker.store.tables import DoubtRow, EntryRow, EventRow, GapRow, ListingRow, NameRow, SpellRow

if TYPE_CHECKING:
    from tracker.core.pages.cards import WatchCard

CHANGES = (EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED)
"""What counts as a change of an entry."""


def places(conn: Connection, watch_id: int) -> list[int]:
    """The entries of a watch in the list's order: as it stands, or stood when the watching ended."""
    order = select(col(ListingRow.order)).where(col(ListingRow.watch_id) == watch_id)
    return list(conn.execute(order).scalar() or ())


def chosen(conn: Connection, card: WatchCard, order: list[int], wanted: Wanted) -> list[int]:
    """Those that are asked for, in the order that is asked for."""
    allowed: set[int] | None = None
    if wanted.show is not Show.ALL:
        allowed = _showing(conn, card, wanted.show)
    if wanted.text and (allowed is None or allowed):
        named = _named(conn, card, wanted.text)
        allowed = named if allowed is None else allowed & named
    if wanted.sort is Sort.CHANGED:
        return arranged(order, allowed, [_latest_changes(conn, card)])
    if wanted.sort is Sort.STATE:
        ranked = (Show.VANISHED, Show.SUSPECTED, Show.UNKNOWN)
        return arranged(order, allowed, (_showing(conn, card, show) for show in ranked), wanted.at * ROWS)
    return arranged(order, allowed) if allowed is not None else order


def _showing(conn: Connection, card: WatchCard, show: Show) -> set[int]:
    track, markets = col(EntryRow.track_id), card.watch.markets
    found = _mine(card)
    if show is Show.VANISHED:
        absent = (State.UNPLAYABLE.value, State.GONE.value)
        spell = and_(
            col(SpellRow.track_id) == track,
            col(SpellRow.market).in_(markets),
            col(SpellRow.missed_at).is_(None),
            col(SpellRow.state).in_(absent),
        )
        found = found.where(exists().where(spell))
    elif show is Show.SUSPECTED:
        doubted = select(col(DoubtRow.track_id)).where(
            col(DoubtRow.market).in_(markets),
            col(DoubtRow.kind).is_not(None),
            col(DoubtRow.track_id).is_not(None),
        )
        found = found.where(track.in_(doubted))
    elif show is Show.UNKNOWN:
        found = found.where(~_other(), or_(*map(_unobserved, markets)))
    else:
        found = found.where(_other())
    return set(conn.execute(found).scalars())


def _mine(card: WatchCard) -> Select[Any]:
    mine = select(col(EntryRow.id)).where(col(EntryRow.watch_id) == card.watch.id)
    return mine if card.removed_at else mine.where(col(EntryRow.ended_at).is_(None))


def _other() -> ColumnElement[bool]:
    track = col(EntryRow.track_id)
    return or_(track.like("local:%"), track.like("episode:%"), track == NAMELESS)


def _unobserved(market: str) -> ColumnElement[bool]:
    """Whether nothing is known of an entry's track in a market, or not since its gap began."""
    track = col(EntryRow.track_id)
    spell, gap = col(SpellRow.market) == market, col(GapRow.market) == market
    known = exists().where(spell, col(SpellRow.track_id) == track, col(SpellRow.missed_at).is_(None))
    hidden = select(col(GapRow.track_id)).where(
        gap, col(GapRow.track_id).is_not(None), col(GapRow.until).is_(None)
    )
    return or_(~known, track.in_(hidden))


def _named(conn: Connection, card: WatchCard, text: str) -> set[int]:
    """The entries that any origin's title or artists of hold `text`, whatever its case."""
    title, artists = col(NameRow.title), cast(col(NameRow.artists), String)
    words = {text, text.lower(), text.upper(), text.title(), text.capitalize()}
    held = [title.icontains(word, autoescape=True) for word in sorted(words)]
    held += [artists.icontains(json.dumps(word)[1:-1], autoescape=True) for word in sorted(words)]
    found = _mine(card).join(NameRow, col(NameRow.track_id) == EntryRow.track_id).where(or_(*held))
    return set(conn.execute(found).scalars())


def _latest_changes(conn: Connection, card: WatchCard) -> list[int]:
    """The entries whose tracks have changed in a market of the watch, the latest change first."""
    place = and_(col(EntryRow.track_id) == EventRow.track_id, col(EntryRow.watch_id) == card.watch.id)
    changed = (
        select(col(EntryRow.id))
        .join_from(EventRow, EntryRow, place)
        .where(*standing_events(*CHANGES), col(EventRow.market).in_(card.watch.markets))
        .group_by(col(EntryRow.id))
        .order_by(func.max(EventRow.first_missed_at).desc(), col(EntryRow.id))
    )
    live = changed if card.removed_at else changed.where(col(EntryRow.ended_at).is_(None))
    return list(conn.execute(live).scalars())
