"""Reading the owner's saved tracks and saved albums, which have no version: the first page is read again instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tracker.core.errors import Refused
from tracker.core.items import NOTHING, Place, Reading
from tracker.core.plan import PAGE
from tracker.core.watch import Source
from tracker.spotify import endpoints
from tracker.spotify.albums import AlbumReader, renumbered
from tracker.spotify.canary import Canary
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Ask
from tracker.spotify.paging import Rows, read_pages
from tracker.spotify.parse import Page, parse_page, parse_place, parse_saved_album
from tracker.spotify.playlists import ATTEMPTS, EDITED

AskPage = Callable[[int], Ask]


class SavedReader:
    """Reads the account's library in its own market."""

    def __init__(self, door: Door, canary: Canary, market: str) -> None:
        self._door, self._canary, self._market = door, canary, market

    def size(self, source: Source) -> int:
        """How many tracks, or albums, are saved."""
        saved = endpoints.saved_tracks if source is Source.SAVED_TRACKS else endpoints.saved_albums
        return self._page(lambda offset: saved(self._market, offset, 1), 0).total

    def tracks(self, limit: int = PAGE) -> Reading:
        """Every saved track, newest first."""
        rows = self._steady(lambda offset: endpoints.saved_tracks(self._market, offset, limit))
        return Reading(tuple(parse_place(row, n) for n, row in enumerate(rows.rows)), rows.certificate)

    def albums(self, limit: int = PAGE) -> Reading:
        """Every track of every saved album, newest album first; an album that is not there is one empty place."""
        rows = self._steady(lambda offset: endpoints.saved_albums(self._market, offset, limit))
        reader = AlbumReader(self._canary, self._market, "user")
        places: list[Place] = []
        certificate = rows.certificate
        for row in rows.rows:
            added_at, album = parse_saved_album(row)
            if album is None or album.empty or album.id is None:
                places.append(Place(0, NOTHING, added_at))
                continue
            reader.note(album.id, album)
            reading = reader.rest(album.id, album, prefix=album.id)
            places += [replace(place, added_at=added_at) for place in reading.places]
            certificate = reading.certificate if certificate.complete else certificate
        return Reading(renumbered(places), certificate, releases=reader.releases)

    def _steady(self, ask: AskPage) -> Rows:
        """All rows; read anew, at most 3 times, while the first page is another at the end."""
        for _ in range(ATTEMPTS):
            first = self._page(ask, 0)
            rows = read_pages(lambda offset: self._page(ask, offset), first)
            again = self._page(ask, 0)
            if rows.certificate.complete and again == first:
                return rows
        return Rows(rows.rows, EDITED if rows.certificate.complete else rows.certificate, rows.total)

    def _page(self, ask: AskPage, offset: int) -> Page:
        answer = self._door.get(ask(offset))
        if answer.status != 200:
            raise Refused(f"The account's library answers {answer.status}.", why="library")
        return parse_page(answer.body, offset)
