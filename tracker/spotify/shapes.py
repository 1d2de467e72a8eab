"""What is read of a page of a list, and no more: the rest of its bytes is never made into values.

An answer that has any of these fields in another form is decoded whole instead, and `parse.py` says what is wrong
with it. Whoever reads a further field of an entry there has to name it here.
"""

from __future__ import annotations

from typing import Any, TypedDict

from tracker.spotify.endpoints import Endpoint


class Named(TypedDict, total=False):
    """An album or an artist, as a track carries it."""

    id: Any
    name: Any


class Codes(TypedDict, total=False):
    """The codes of a recording."""

    isrc: Any


class Restrictions(TypedDict, total=False):
    """Why something cannot be played."""

    reason: Any


class Track(TypedDict, total=False):
    """A track, an episode or a local file."""

    id: Any
    name: Any
    type: Any
    episode: Any
    is_local: Any
    is_playable: Any
    duration_ms: Any
    disc_number: Any
    track_number: Any
    album: Named | None
    artists: list[Named] | None
    external_ids: Codes | None
    linked_from: Named | None
    restrictions: Restrictions | None


class Entry(TypedDict, total=False):
    """One place of a list."""

    added_at: Any
    is_local: Any
    item: Track | None
    track: Track | None


class EntryPage(TypedDict, total=False):
    """One page of a list."""

    offset: Any
    total: Any
    limit: Any
    next: Any
    items: list[Entry | None]


SHAPES = {Endpoint.PLAYLIST_ITEMS: EntryPage, Endpoint.SAVED_TRACKS: EntryPage}
