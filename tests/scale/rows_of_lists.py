"""The rows of watches, of the tracks that they hold, and of their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.scale.size import DAY, END, MARKETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.scale.invent import Invented
    from tests.scale.tracks import Track


def watches(made: Invented) -> Iterator[dict[str, Any]]:
    """All of them live, in three markets, looked at every day."""
    for watch in made.lists:
        yield {
            "id": watch.id,
            "source": watch.source,
            "ref": watch.ref,
            "label": watch.label,
            "markets": list(MARKETS),
            "every_s": 86_400,
            "added_at": made.size.begin - DAY / 48,
            "renew_by": END + 90 * DAY,
        }


def tracks(made: Invented) -> Iterator[dict[str, Any]]:
    """Each track once, with whatever list it came."""
    for track in _tracks(made):
        yield {
            "id": track.id,
            "isrc": track.isrc or None,
            "duration_ms": track.duration_ms,
            "album_id": track.album_id or None,
            "disc": 1,
            "number": track.number,
            "kind": track.kind,
        }


def names(made: Invented) -> Iterator[dict[str, Any]]:
    """What the service calls them."""
    for track in _tracks(made):
        artists = list(track.artists) or None
        yield {
            "track_id": track.id,
            "origin": "service",
            "title": track.title,
            "artists": artists,
            "album": track.album,
        }


def entries(made: Invented) -> Iterator[dict[str, Any]]:
    """All places, those that are taken out as well."""
    for watch in made.lists:
        for place in watch.places:
            yield {
                "id": place.id,
                "watch_id": watch.id,
                "track_id": place.track.id,
                "added_at": place.first.at - DAY / 2 if watch.edited else None,
                "key": f"1:{place.track.number}" if watch.source == "album" else None,
                "first_check": place.first.id,
                "last_check": place.last.id if place.last else None,
                "ended_at": place.ended,
                "removal": place.removal.seq if place.removal else None,
            }


def listings(made: Invented) -> Iterator[dict[str, Any]]:
    """The order of each list: saved tracks have the newest first."""
    for watch in made.lists:
        order = sorted(place.id for place in watch.places if place.ended is None)
        changed = {look.id for look in watch.changed}
        first = made.calendar.daily[watch.id, MARKETS[0]][0]
        yield {
            "watch_id": watch.id,
            "check_id": max(changed, default=first.id),
            "snapshot": f"{watch.id}-{len(changed)}" if watch.edited else None,
            "order": order[::-1] if watch.source == "saved-tracks" else order,
        }


def _tracks(made: Invented) -> Iterator[Track]:
    return (track for watch in made.lists for track in watch.own)
