"""Reading albums: each place is named by its disc and number, so no place is ever guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tracker.core.errors import Passing
from tracker.core.items import COMPLETE, Certificate, Item, Place, Reading
from tracker.core.plan import PAGE
from tracker.core.rights import Release
from tracker.spotify import endpoints
from tracker.spotify.canary import Canary, lost
from tracker.spotify.endpoints import Auth
from tracker.spotify.paging import Rows, read_pages
from tracker.spotify.parse import Album, Page, parse_album, parse_album_track, parse_page, track_key

EMPTY = Certificate(complete=False, why="empty")
"""An album without tracks has been taken down whole, or is shown wrongly: its tracks must be asked for singly."""


class AlbumReader:
    """Reads albums in one market with one kind of token."""

    def __init__(self, canary: Canary, market: str, auth: Auth) -> None:
        self._canary, self._market, self._auth = canary, market, auth
        self._releases: dict[str, Release] = {}

    @property
    def releases(self) -> tuple[Release, ...]:
        """What the albums that were found so far tell of themselves."""
        return tuple(self._releases.values())

    def find(self, ref: str) -> Album | None:
        """The album with its first tracks; None if it answers 404."""
        answer = self._canary.get(endpoints.album(ref, self._market, self._auth))
        if answer.status == 403:
            raise Passing("The album answers 403, which says nothing of its tracks.", why="forbidden")
        if answer.status != 200:
            return None
        album = parse_album(answer.body)
        self.note(ref, album)
        return album

    def note(self, ref: str, album: Album) -> None:
        """Keep in mind what an album tells of itself."""
        if (release := album.release(ref)).told:
            self._releases[ref] = release

    def read(self, ref: str) -> Reading:
        """All tracks of an album; raises SourceLost if it answers 404 with the canary alive."""
        album = self.find(ref)
        if album is None:
            raise lost(404, "The album answers 404: deleted, or mistyped.", alive=self._alive(ref))
        return replace(self.rest(ref, album), label=album.name or None, releases=self.releases)

    def first(self, ref: str, album: Album) -> tuple[Place, ...]:
        """The tracks that came with the album itself, without a further call."""
        return _reading(Rows(album.page.rows, COMPLETE, album.page.total), ref, album.name, None).places

    def rest(self, ref: str, album: Album, *, prefix: str | None = None) -> Reading:
        """The tracks of an album that is already there, with those of its further pages."""
        rows = read_pages(lambda offset: self._page(ref, offset, PAGE), album.page)
        return _reading(rows, ref, album.name, prefix)

    def pages(self, ref: str) -> Reading:
        """The same tracks by the album's pages alone, cut at other places."""
        rows = read_pages(lambda offset: self._page(ref, offset, endpoints.OTHER_ALBUM_PAGE))
        return _reading(rows, ref, "", None)

    def _page(self, ref: str, offset: int, limit: int) -> Page:
        answer = self._canary.get(endpoints.album_tracks(ref, self._market, self._auth, offset, limit))
        if answer.status == 200:
            return parse_page(answer.body, offset)
        message = f"The album's tracks answer {answer.status}."
        raise lost(answer.status, message, alive=self._alive(ref))

    def _alive(self, ref: str) -> bool:
        return self._canary.sings(self._auth, self._market, silent=[ref])


def renumbered(places: Iterable[Place]) -> tuple[Place, ...]:
    """The same places, counted anew from 0."""
    return tuple(replace(place, position=n) for n, place in enumerate(places))


def _reading(rows: Rows, ref: str, name: str, prefix: str | None) -> Reading:
    items: list[Item] = [parse_album_track(row, ref, name) for row in rows.rows]
    places = tuple(Place(n, item, key=track_key(item, prefix)) for n, item in enumerate(items))
    certificate = EMPTY if rows.certificate == COMPLETE and not items else rows.certificate
    return Reading(places, certificate)
