"""What a track is called: by one origin's words, title and artists alike, as `SHOWN_FIRST` orders the origins."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, case, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.core.names import SERVICE, SHOWN_FIRST
from tracker.store.tables import NameRow

_CHOSEN, _ANY = aliased(NameRow), aliased(NameRow)
TITLE: Label[Any] = col(_CHOSEN.title).label("title")
ARTISTS: Label[Any] = col(_CHOSEN.artists).label("artists")
ORIGIN: Label[Any] = col(_CHOSEN.origin).label("origin")
ALBUM: Label[Any] = case((col(_CHOSEN.origin) == SERVICE, col(_CHOSEN.album))).label("album")
NAME: tuple[Any, ...] = (TITLE, ARTISTS, ORIGIN)
"""The columns `title`, `artists` and `origin`; all None for a track without any name."""


def named(found: Select[Any], track_id: Any) -> Select[Any]:
    """`found` joined with what `NAME` and `ALBUM` need, by the column that holds the track's id.

    One row of names is joined, so that nothing of two origins can stand side by side.
    """
    best = (
        select(col(_ANY.origin))
        .where(col(_ANY.track_id) == track_id)
        .order_by(*preferred(_ANY))
        .limit(1)
        .correlate_except(_ANY)
        .scalar_subquery()
    )
    chosen = and_(col(_CHOSEN.track_id) == track_id, col(_CHOSEN.origin) == best)
    return found.outerjoin(_CHOSEN, chosen)


def preferred(names: Any = NameRow) -> tuple[ColumnElement[Any], ...]:
    """The order in which names are chosen: those with a title first, then by origin; the best is the first."""
    rank = case({origin: n for n, origin in enumerate(SHOWN_FIRST)}, value=col(names.origin), else_=9)
    return (case((col(names.title) == "", 1), else_=0), rank)
