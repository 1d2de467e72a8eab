"""What a track is called: as the service does, else as the owner does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.core.names import OWNER, SERVICE
from tracker.store.tables import NameRow

_SERVICES, _OWNERS = aliased(NameRow), aliased(NameRow)
_KNOWN = col(_SERVICES.title).is_not(None)
TITLE = func.coalesce(_SERVICES.title, _OWNERS.title).label("title")
ARTISTS = case((_KNOWN, col(_SERVICES.artists)), else_=col(_OWNERS.artists)).label("artists")
ORIGIN = func.coalesce(_SERVICES.origin, _OWNERS.origin).label("origin")
ALBUM: ColumnElement[str | None] = col(_SERVICES.album).label("album")
NAME = (TITLE, ARTISTS, ORIGIN)
"""The columns `title`, `artists` and `origin`; all None for a track without any name."""


def named(found: Select[Any], track_id: Any) -> Select[Any]:
    """`found` joined with what `NAME` and `ALBUM` need, by the column that holds the track's id."""
    for names, origin in ((_SERVICES, SERVICE), (_OWNERS, OWNER)):
        found = found.outerjoin(names, and_(col(names.track_id) == track_id, col(names.origin) == origin))
    return found
