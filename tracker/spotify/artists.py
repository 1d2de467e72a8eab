"""Reading an artist: the list of own releases, then each release."""

from __future__ import annotations

from tracker.core.items import Place, Reading
from tracker.spotify import endpoints
from tracker.spotify.albums import AlbumReader, renumbered
from tracker.spotify.canary import Canary, lost
from tracker.spotify.endpoints import Auth
from tracker.spotify.paging import Rows, read_pages
from tracker.spotify.parse import Page, parse_album_id, parse_page


class ArtistReader:
    """Reads all albums and singles of one artist in one market."""

    def __init__(self, canary: Canary, ref: str, market: str, auth: Auth) -> None:
        self._canary, self._ref, self._market, self._auth = canary, ref, market, auth

    def read(self) -> Reading:
        """Every track of every release that shows its tracks; one that breaks off makes the whole incomplete.

        A release that is listed but empty or not there has been taken down: it shows no tracks, and whoever
        knows of them has to ask for them singly.
        """
        rows = self._releases()
        albums = AlbumReader(self._canary, self._market, self._auth)
        places: list[Place] = []
        certificate = rows.certificate
        for release in dict.fromkeys(parse_album_id(row) for row in rows.rows):
            album = albums.find(release)
            if album is None or album.empty:
                continue
            reading = albums.rest(release, album, prefix=release)
            places += reading.places
            certificate = reading.certificate if certificate.complete else certificate
        return Reading(renumbered(places), certificate, releases=albums.releases)

    def size(self) -> int:
        """How many releases the list has."""
        return self._page(0).total

    def _releases(self) -> Rows:
        """The list of releases, in which releases may stand twice and `next` is known to be wrong."""
        return read_pages(self._page, trust_next=False)

    def _page(self, offset: int) -> Page:
        answer = self._canary.get(endpoints.artist_albums(self._ref, self._market, self._auth, offset))
        if answer.status == 200:
            return parse_page(answer.body, offset)
        message = f"The artist's releases answer {answer.status}."
        alive = self._canary.sings(self._auth, self._market, silent=[self._ref])
        raise lost(answer.status, message, alive=alive)
