"""What a look at entries costs where many can be asked for at once, and where they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.names import is_catalogue
from tracker.core.planning.bulk import bulk
from tracker.core.planning.requests import Seat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.known import KnownEntry


def seat_of(album_id: str | None, disc: int | None, number: int | None) -> Seat | None:
    """Where a track stands on which album; on a second disc nobody knows how many come before it."""
    return Seat(album_id, number - 1 if number and disc in {None, 1} else None) if album_id else None


def seats_of(entries: Iterable[KnownEntry]) -> dict[str, Seat]:
    """The seats of those entries that have one."""
    seats = {each.track_id: seat_of(each.album_id, each.disc, each.number) for each in entries}
    return {track_id: seat for track_id, seat in seats.items() if seat}


def batched_calls(entries: Sequence[KnownEntry]) -> int:
    """Calls of one reading in a market with batch calls: twenty albums or fifty tracks each."""
    tracks = [each.track_id for each in entries if is_catalogue(each.track_id)]
    return len(bulk(tracks, seats_of(entries), None))


def unbatched_calls(entries: Iterable[KnownEntry]) -> int:
    """Calls of the same without: one for each album, and one for each track whose album is not known."""
    albums = {each.track_id: each.album_id for each in entries if is_catalogue(each.track_id)}
    return len({album for album in albums.values() if album}) + list(albums.values()).count(None)
