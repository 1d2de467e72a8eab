"""Batch calls, where they exist: so many albums by album that the two kinds of call together are fewest.

An album with k due tracks costs 1/20 of a call by album and k/50 by track, so from three tracks on it goes by album.
The richest albums go first; how many of them do is found exactly, since only whole calls count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.planning.requests import ALBUMS_A_CALL, PAGE, TRACKS_A_CALL, Kind, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.core.planning.requests import Seat


def bulk(due: Iterable[str], seats: Mapping[str, Seat], market: str | None) -> list[Request]:
    """The fewest batch calls for these tracks; without a market their answers speak of all markets at once."""
    albums, singles = _by_album(due, seats)
    ranked = sorted(albums.items(), key=lambda album: -len(album[1]))
    by_album = ranked[: _how_many(ranked, len(singles))]
    singles += [track for _, tracks in ranked[len(by_album) :] for track in tracks]
    made = []
    for first in range(0, len(by_album), ALBUMS_A_CALL):
        some = by_album[first : first + ALBUMS_A_CALL]
        shown = tuple(track for _, tracks in some for track in tracks)
        made.append(Request(Kind.ALBUMS, tuple(album for album, _ in some), market, shown))
    for first in range(0, len(singles), TRACKS_A_CALL):
        asked = tuple(singles[first : first + TRACKS_A_CALL])
        made.append(Request(Kind.TRACKS, asked, market, asked))
    return made


def least(due: Iterable[str], seats: Mapping[str, Seat]) -> float:
    """So many calls are needed at least: each album by its cheaper way, as if calls could be shared out."""
    albums, singles = _by_album(due, seats)
    shares = [min(1 / ALBUMS_A_CALL, len(tracks) / TRACKS_A_CALL) for tracks in albums.values()]
    return sum(shares) + len(singles) / TRACKS_A_CALL


def _by_album(due: Iterable[str], seats: Mapping[str, Seat]) -> tuple[dict[str, list[str]], list[str]]:
    """The tracks that a call by album shows, and those that it does not: an album's answer ends after fifty."""
    albums: dict[str, list[str]] = {}
    singles = []
    for track in dict.fromkeys(due):
        seat = seats.get(track)
        if seat is None or (seat.place or 0) >= PAGE:
            singles.append(track)
        else:
            albums.setdefault(seat.album, []).append(track)
    for album in [album for album, tracks in albums.items() if len(tracks) > PAGE]:
        singles += albums.pop(album)
    return albums, singles


def _how_many(ranked: Sequence[tuple[str, list[str]]], singles: int) -> int:
    """How many of the richest albums go by album."""
    left = singles + sum(len(tracks) for _, tracks in ranked)
    best, chosen = -(-left // TRACKS_A_CALL), 0
    for number, (_, tracks) in enumerate(ranked, 1):
        left -= len(tracks)
        calls = -(-number // ALBUMS_A_CALL) - (-left // TRACKS_A_CALL)
        if calls < best:
            best, chosen = calls, number
    return chosen
