"""Tracks learnt, and the places of a list: added, and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, insert
from sqlmodel import col

from tracker.core.history import EventKind
from tracker.core.items import Kind
from tracker.core.names import SERVICE, name_key
from tracker.store.engine import upsert
from tracker.store.list_events import insert_events, list_event
from tracker.store.tables import EntryRow, ListingRow, NameRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from tracker.core.decision import AddEntry, LearnTrack, Reorder
    from tracker.core.items import Item
    from tracker.store.work import Work


def learn_tracks(work: Work, changes: Sequence[LearnTrack]) -> None:
    """Keep tracks and their names at the service; what is empty never takes the place of what is not."""
    _learn(
        work.conn,
        [(change.track_id, change.item) for change in changes],
        work.look.ended_at,
        words=work.known.words,
    )


def learn_items(conn: Connection, items: Sequence[Item], at: datetime, *, words: bool) -> None:
    """The same of tracks that were met outside of any list, by their own ids; without `words` no names are kept."""
    if met := [(item.id, item) for item in items if item.id]:
        _learn(conn, met, at, words=words)


def _learn(conn: Connection, met: Sequence[tuple[str, Item]], at: datetime, *, words: bool) -> None:
    facts = [_facts(track_id, item) for track_id, item in met]
    track = upsert(conn, TrackRow)
    kept = {
        key: func.coalesce(track.excluded[key], getattr(TrackRow, key)) for key in facts[0] if key != "id"
    }
    conn.execute(track.on_conflict_do_update(index_elements=["id"], set_=kept), facts)
    if not words:
        return
    if names := [_names(track_id, item, at) for track_id, item in met if item.title or any(item.artists)]:
        _keep_names(conn, names)


def add(work: Work, changes: Sequence[AddEntry]) -> None:
    """Add places, and their events where they are news."""
    rows = [
        {
            "watch_id": work.watch_id,
            "track_id": change.track_id,
            "added_at": change.added_at,
            "key": change.key,
            "first_check": work.look.check_id,
        }
        for change in changes
    ]
    added = insert(EntryRow).returning(col(EntryRow.id), sort_by_parameter_order=True)
    work.entries.extend(work.conn.execute(added, rows).scalars())
    told = [
        list_event(work, EventKind.ENTRY_ADDED, change.track_id, change.before)
        for change in changes
        if change.event
    ]
    work.confirmed.extend(insert_events(work, told))


def reorder(work: Work, changes: Sequence[Reorder]) -> None:
    """Keep the list's version and order; -1 - n stands for the n-th entry added here."""
    for change in changes:
        order = [place if place >= 0 else work.entries[-1 - place] for place in change.order]
        values = {"check_id": work.look.check_id, "snapshot": change.snapshot, "order": order}
        listing = upsert(work.conn, ListingRow).values(watch_id=work.watch_id, **values)
        work.conn.execute(listing.on_conflict_do_update(index_elements=["watch_id"], set_=values))


def _facts(track_id: str, item: Item) -> dict[str, Any]:
    return {
        "id": track_id,
        "isrc": item.isrc or None,
        "duration_ms": item.duration_ms,
        "album_id": item.album_id or None,
        "disc": item.disc,
        "number": item.number,
        "name_key": name_key(item.title, item.artists),
        "kind": None if item.kind is Kind.NOTHING else item.kind,
    }


def _names(track_id: str, item: Item, learnt_at: datetime) -> dict[str, Any]:
    artists = list(item.artists) or None
    return {
        "track_id": track_id,
        "origin": SERVICE,
        "title": item.title,
        "artists": artists,
        "album": item.album,
        "learnt_at": learnt_at,
    }


def _keep_names(conn: Connection, names: list[dict[str, Any]]) -> None:
    name = upsert(conn, NameRow)
    new = name.excluded
    kept = {
        "title": func.coalesce(func.nullif(new.title, ""), NameRow.title),
        "artists": func.coalesce(new.artists, NameRow.artists),
        "album": func.coalesce(func.nullif(new.album, ""), NameRow.album),
        "learnt_at": case(
            (func.nullif(new.title, "") != NameRow.title, new.learnt_at),
            else_=func.coalesce(NameRow.learnt_at, new.learnt_at),
        ),
    }
    conn.execute(name.on_conflict_do_update(index_elements=["track_id", "origin"], set_=kept), names)
