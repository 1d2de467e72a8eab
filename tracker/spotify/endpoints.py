"""Everything that is ever asked of the Web API: the allow-list of endpoints, and each question in words.

Only reading (what is written stands in `writes.py`), only catalogue and library: no player, no audio, no artwork. The search is asked for the
tracks and releases on which a vanished recording may live on, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from tracker.core.errors import UsageError
from tracker.core.links import ID
from tracker.core.plan import ARTIST_PAGE, PAGE
from tracker.core.planning.requests import ALBUMS_A_CALL, TRACKS_A_CALL

Auth = Literal["user", "app"]
"""Whose token a question carries: the owner's (their country goes before `market`), or the app's own."""

OTHER_PAGE = 47
"""A page size that cuts a list at other places than the usual one."""
OTHER_ALBUM_PAGE = 49
HITS = 10
"""More hits than that are refused to newer apps."""
MOST_URIS = 40
"""So many things are asked about in one question to the library."""
_LONGEST_NAME = 100
_NO_WORDS = str.maketrans(dict.fromkeys('":*', " "))
"""What would be read as part of the question rather than of a name."""
_HEAD = "snapshot_id,name,owner(id),collaborative,items(total),tracks(total)"


class Endpoint(StrEnum):
    """The addresses that may be read (GET); there is no way to ask for another."""

    ME = "/me"
    SAVED_TRACKS = "/me/tracks"
    SAVED_ALBUMS = "/me/albums"
    MY_PLAYLISTS = "/me/playlists"
    IN_LIBRARY = "/me/library/contains"
    PLAYLIST = "/playlists/{id}"
    PLAYLIST_ITEMS = "/playlists/{id}/items"
    TRACKS = "/tracks"
    TRACK = "/tracks/{id}"
    ALBUMS = "/albums"
    ALBUM = "/albums/{id}"
    ALBUM_TRACKS = "/albums/{id}/tracks"
    ARTIST = "/artists/{id}"
    ARTIST_ALBUMS = "/artists/{id}/albums"
    MARKETS = "/markets"
    SEARCH = "/search"


LISTED = frozenset({Endpoint.IN_LIBRARY})
"""Endpoints that answer with a list."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: where, about which id, with whose token and which parameters."""

    endpoint: Endpoint
    auth: Auth
    ident: str = ""
    params: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse an id that could lead to another address."""
        if ("{id}" in self.endpoint) != bool(self.ident) or (self.ident and not ID.fullmatch(self.ident)):
            raise UsageError(f"'{self.ident}' is not an id: ids have 22 letters and digits.")

    @property
    def path(self) -> str:
        """The path below the API's address."""
        return self.endpoint.replace("{id}", self.ident)


def me() -> Ask:
    """Who is logged in; also the canary of everything that needs the login."""
    return Ask(Endpoint.ME, "user")


def playlist(ref: str, *, brief: bool = True) -> Ask:
    """A list's version, name and owner; `brief` leaves its entries out."""
    return Ask(Endpoint.PLAYLIST, "user", ref, (("fields", _HEAD),) if brief else ())


def stored_items(ref: str, offset: int) -> Ask:
    """One page of a list as it is stored: without a market nothing is told under another id."""
    params = (("limit", str(PAGE)), ("offset", str(offset)), ("additional_types", "track,episode"))
    return Ask(Endpoint.PLAYLIST_ITEMS, "user", ref, params)


def my_playlists(offset: int) -> Ask:
    """One page of the owner's lists: only to find back a list of the tracker's whose making was not answered."""
    return Ask(Endpoint.MY_PLAYLISTS, "user", params=(("limit", str(PAGE)), ("offset", str(offset))))


def in_library(refs: Sequence[str]) -> Ask:
    """Which of up to 40 lists their owner has not deleted: only asked of the tracker's own."""
    if not 1 <= len(refs) <= MOST_URIS or not all(ID.fullmatch(ref) for ref in refs):
        raise UsageError(f"One question takes 1 to {MOST_URIS} ids of 22 letters and digits.")
    return Ask(
        Endpoint.IN_LIBRARY, "user", params=(("uris", ",".join(f"spotify:playlist:{r}" for r in refs)),)
    )


def playlist_items(ref: str, market: str, offset: int, limit: int = PAGE) -> Ask:
    """One page of a list; without `episode` an episode would look like a vanished track."""
    params = (*_window(market, offset, limit), ("additional_types", "track,episode"))
    return Ask(Endpoint.PLAYLIST_ITEMS, "user", ref, params)


def saved_tracks(market: str, offset: int, limit: int = PAGE) -> Ask:
    """One page of the owner's saved tracks."""
    return Ask(Endpoint.SAVED_TRACKS, "user", params=_window(market, offset, limit))


def saved_albums(market: str, offset: int, limit: int = PAGE) -> Ask:
    """One page of the owner's saved albums, each with its first tracks."""
    return Ask(Endpoint.SAVED_ALBUMS, "user", params=_window(market, offset, limit))


def track(ident: str, market: str, auth: Auth) -> Ask:
    """One track by its own id."""
    return Ask(Endpoint.TRACK, auth, ident, (("market", market),))


def album(ident: str, market: str, auth: Auth) -> Ask:
    """One album with its first 50 tracks."""
    return Ask(Endpoint.ALBUM, auth, ident, (("market", market),))


def tracks(idents: Sequence[str], market: str | None, auth: Auth) -> Ask:
    """Up to 50 tracks by their own ids, which newer apps are refused; without a market it tells of all of them."""
    return Ask(Endpoint.TRACKS, auth, params=_several(idents, TRACKS_A_CALL, market))


def albums(idents: Sequence[str], market: str | None, auth: Auth) -> Ask:
    """Up to 20 albums, each with its first 50 tracks; the same."""
    return Ask(Endpoint.ALBUMS, auth, params=_several(idents, ALBUMS_A_CALL, market))


def album_tracks(ident: str, market: str, auth: Auth, offset: int, limit: int = PAGE) -> Ask:
    """One page of an album's tracks."""
    return Ask(Endpoint.ALBUM_TRACKS, auth, ident, _window(market, offset, limit))


def artist(ident: str, auth: Auth) -> Ask:
    """One artist's name."""
    return Ask(Endpoint.ARTIST, auth, ident)


def artist_albums(ident: str, market: str, auth: Auth, offset: int) -> Ask:
    """One page of an artist's own releases; more than 10 at a time are refused to newer apps."""
    params = (*_window(market, offset, ARTIST_PAGE), ("include_groups", "album,single"))
    return Ask(Endpoint.ARTIST_ALBUMS, auth, ident, params)


def search_isrc(code: str, market: str, auth: Auth) -> Ask:
    """The tracks that carry a recording code."""
    return _search(f"isrc:{_plain(code)}", "track", market, auth)


def search_track(title: str, artist: str, market: str, auth: Auth) -> Ask:
    """The tracks of a title and an artist."""
    return _search(f'track:"{_plain(title)}" artist:"{_plain(artist)}"', "track", market, auth)


def search_album(name: str, artist: str, market: str, auth: Auth) -> Ask:
    """The releases of a name and an artist."""
    return _search(f'album:"{_plain(name)}" artist:"{_plain(artist)}"', "album", market, auth)


def _search(words: str, kind: str, market: str, auth: Auth) -> Ask:
    params = (("q", words), ("type", kind), ("market", market), ("limit", str(HITS)))
    return Ask(Endpoint.SEARCH, auth, params=params)


def _plain(name: str) -> str:
    return " ".join(name.translate(_NO_WORDS).split())[:_LONGEST_NAME]


def markets(auth: Auth) -> Ask:
    """The list of markets, which newer apps are refused: it tells the tiers apart."""
    return Ask(Endpoint.MARKETS, auth)


def _several(idents: Sequence[str], most: int, market: str | None) -> tuple[tuple[str, str], ...]:
    if not 0 < len(idents) <= most or not all(ID.fullmatch(ident) for ident in idents):
        raise UsageError(f"From 1 to {most} ids of 22 letters and digits are asked for at once.")
    asked = (("ids", ",".join(idents)),)
    return asked if market is None else (*asked, ("market", market))


def _window(market: str, offset: int, limit: int) -> tuple[tuple[str, str], ...]:
    return (("market", market), ("limit", str(limit)), ("offset", str(offset)))
