"""How an entry is named in the record: by its track id, or by a stand-in where it has none.

Local files and episodes are kept as entries, so that positions stay true, but have no availability. A null
that was never anything else is kept as the one nameless entry there is.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.core.items import Item, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMELESS = "nothing"
SERVICE, OWNER, MUSICBRAINZ, IMPORT = "service", "owner", "musicbrainz", "import"
"""Origins of names. The owner's stay until the owner takes them back, those of MusicBrainz (CC0) as long as the track.

The service's are kept for a term, and so are those of imported files, which hold the service's words.
"""
FOR_A_TERM = (SERVICE, IMPORT)
SHOWN_FIRST = (SERVICE, OWNER, MUSICBRAINZ, IMPORT)
"""Whose word a track is called by, all of it: names of different origin never mix in one line."""
_EPISODE, _LOCAL = "episode:", "local:"


def stored_id(item: Item) -> str:
    """The id under which the list stores the item, as far as the answer tells; or its stand-in."""
    if item.kind is Kind.EPISODE:
        told = (item.id or _digest(item.title)).removeprefix(_EPISODE)
        return f"{_EPISODE}{told}"
    if item.kind is Kind.LOCAL:
        if item.id and is_local(item.id):  # a stand-in given back: an imported list knows its places by these
            return item.id
        seconds = (item.duration_ms or 0) // 1000
        return _LOCAL + _digest(f"{'/'.join(item.artists)}/{item.title}/{seconds}")
    return item.linked_from or item.id or NAMELESS


def name_key(title: str, artists: Iterable[str]) -> str | None:
    """What compares the names of two tracks without telling them, as long as the track is known; None without a title."""
    return _digest("\x1f".join((title, *artists))) if title else None


def standing_in(track_id: str, answer: Item | None) -> Item:
    """What stands at a place that is known by its id, also where another id answered, or a null did.

    None: nobody was asked, for it is a local file or an episode.
    """
    if answer is not None:
        return answer if answer.id == track_id else replace(answer, linked_from=track_id)
    return Item(Kind.LOCAL if is_local(track_id) else Kind.EPISODE, track_id)


def _digest(told: str) -> str:
    """What recognises a name without telling it: names are erased after their term, ids are not."""
    return sha256(told.encode()).hexdigest()[:16]


def is_null(item: Item) -> bool:
    """Whether nothing at a place tells what stood there: a null, or an object that was emptied of its id as well."""
    return stored_id(item) == NAMELESS


def is_local(track_id: str) -> bool:
    """Whether the id is the stand-in of a local file."""
    return track_id.startswith(_LOCAL)


def is_catalogue(track_id: str) -> bool:
    """Whether the id names a track of the catalogue, whose availability can be asked for."""
    return track_id != NAMELESS and not track_id.startswith((_EPISODE, _LOCAL))
