"""Reading the lists of markets: many tracks a call, all markets at once, and never a market by itself."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core.errors import Refused
from tracker.core.offers import Listed
from tracker.core.planning.requests import Kind, Request
from tracker.spotify import endpoints
from tracker.spotify.batches import Batches, Rows
from tracker.spotify.endpoints import Auth
from tracker.spotify.parse import parse_album, parse_markets
from tracker.spotify.payloads import ident, object_in


@dataclass(frozen=True, slots=True)
class ServiceOffers:
    """Implements `tracker.core.offers.OfferReader`."""

    batches: Batches

    def allowed(self, tracks: int) -> bool:
        """Whether it is worth asking."""
        return self.batches.allowed(tracks)

    def offered(self, request: Request) -> dict[str, Listed]:
        """The lists of a request's tracks: a null, another id or no list in its place tells of no track."""
        auth: Auth = "app" if self.batches.door.has("app") else "user"
        albums = request.kind is Kind.ALBUMS
        ask = (endpoints.albums if albums else endpoints.tracks)(request.refs, None, auth)
        rows = self.batches.rows(ask, "albums" if albums else "tracks", len(request.refs))
        if rows is None:
            raise Refused("The service gives this app no lists of markets.", why="tier")
        wanted = frozenset(request.tracks)
        return _lists(_of_albums(request, rows) if albums else rows, wanted)


def _of_albums(request: Request, rows: Rows) -> Rows:
    """The tracks that albums show: those of the album that stands in its place."""
    found: list[object] = []
    for ref, row in zip(request.refs, rows, strict=bool(rows)):
        album = parse_album(row) if row is not None else None
        if album is not None and album.id == ref:
            found += album.page.rows
    return found


def _lists(rows: Rows, wanted: frozenset[str]) -> dict[str, Listed]:
    """The lists by the id that each row names itself: without a market no track answers for another."""
    found = {}
    for row in rows:
        if row is None:
            continue
        source = object_in(row, "item")
        track_id, listed = ident(source.get("id")), parse_markets(source)
        if track_id is not None and track_id in wanted and listed is not None:
            found[track_id] = listed
    return found
