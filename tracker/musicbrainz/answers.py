"""Reading the answers of MusicBrainz (pure): what has not the form that it should have is passed over, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.core.openname import Recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MBID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LONGEST_TEXT, MOST_ARTISTS, LONGEST_MS = 1000, 100, 24 * 3600 * 1000
"""No recording has a longer title, more credited artists, or goes on for longer than a day."""
PAGE = "https://open.spotify.com/track/"
"""What the address of a track's page begins with, as MusicBrainz keeps it."""


def recordings_of(body: Mapping[str, object]) -> tuple[Recording, ...]:
    """The recordings in the answer to an ISRC."""
    return tuple(recording for each in _list(body.get("recordings")) if (recording := _recording(each)))


def linked(body: Mapping[str, object]) -> dict[str, tuple[Recording, ...]]:
    """The recordings in the answer to one link or to many, by the track whose page is linked."""
    rows = _list(body.get("urls")) if "urls" in body else [body]
    found: dict[str, list[Recording]] = defaultdict(list)
    for row in rows:
        if isinstance(row, dict) and (page := _text(row.get("resource"))).startswith(PAGE):
            found[page.removeprefix(PAGE)] += _related(row)
    return {track_id: tuple(recordings) for track_id, recordings in found.items()}


def _related(row: Mapping[str, object]) -> Iterator[Recording]:
    """The recordings that a link stands at, the links of other kinds of things passed over."""
    for relation in _list(row.get("relations")):
        if isinstance(relation, dict) and (recording := _recording(relation.get("recording"))):
            yield recording


def _recording(value: object) -> Recording | None:
    if not isinstance(value, dict):
        return None
    mbid, title = _text(value.get("id")), _text(value.get("title"))
    if not _MBID.fullmatch(mbid) or not title.strip():
        return None
    credits_ = _list(value.get("artist-credit"))[:MOST_ARTISTS]
    artists = tuple(name for each in credits_ if (name := _credited(each)))
    return Recording(mbid, title, artists, _length(value.get("length")))


def _credited(value: object) -> str:
    """The name as it stands on the recording; the artist's own where it has no other."""
    if not isinstance(value, dict):
        return ""
    artist = value.get("artist")
    own = _text(artist.get("name")) if isinstance(artist, dict) else ""
    return _text(value.get("name")).strip() or own.strip()


def _length(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if whole and 0 < value <= LONGEST_MS else None  # type: ignore[call-overload,operator]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """A text that every database takes, or an empty one."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return ""
    return value.encode("utf-8", "replace").decode().replace("\x00", "")
