"""The search endpoint: by recording code, bar code or words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tracker.simulator.catalog import Album, Track
from tracker.simulator.paging import Window, page_text, read_window
from tracker.simulator.reply import ApiError, Call, Reply, dumps, text_reply
from tracker.simulator.routes_catalog import in_shops
from tracker.simulator.service import Service


def search(service: Service, call: Call) -> Reply:
    """GET /search: `isrc:`, `upc:` or words in names; only what the market can play is found; in C at most 10."""
    default, top = (20, 50) if service.full else (5, 10)
    window = read_window(call.query, default=default, top=top)
    words, kinds = call.query.get("q", "").strip(), call.query.get("type", "").split(",")
    if not words:
        raise ApiError(400, "No search query")
    if not set(kinds) <= FINDERS.keys():
        raise ApiError(400, "Missing parameter type")
    if window.offset > 1000:
        raise ApiError(400, "Invalid offset")
    pages = [f'"{kind}s":{_page(call, window, FINDERS[kind](service, call, words))}' for kind in kinds]
    return text_reply(f"{{{','.join(pages)}}}")


def _page(call: Call, window: Window, found: Iterator[str]) -> str:
    hits = list(found)
    return page_text(f"{call.base}/search", call.query, window, window.cut(hits), len(hits))


def _tracks(service: Service, call: Call, words: str) -> Iterator[str]:
    shapes, market = service.shapes(call), service.market(call)
    for track in _matching_tracks(service, words):
        look = shapes.look(track.id, market, call.now)
        # The index holds what can be played, so a link is never followed from here.
        if look.way is None and look.linked_from is None:
            yield shapes.track_text(look)


def _matching_tracks(service: Service, words: str) -> Iterator[Track]:
    catalog = service.world.catalog
    field, _, value = words.partition(":")
    if field == "isrc":
        yield from catalog.same_recording(value.strip().strip('"').upper())
        return
    for track in catalog.tracks.values():
        names = " ".join(catalog.artists[artist_id].name for artist_id in track.artist_ids)
        if _matches(words, f"{track.name} {names} {catalog.albums[track.album_id].name}"):
            yield track


def _albums(service: Service, call: Call, words: str) -> Iterator[str]:
    market = service.market(call)
    for album in service.world.catalog.albums.values():
        if _names_album(service, album, words) and in_shops(service, call, album, market):
            yield dumps(service.shapes(call).album_reference(album))


def _names_album(service: Service, album: Album, words: str) -> bool:
    field, _, value = words.partition(":")
    if field == "upc":
        return value.strip().lstrip("0") == album.upc.lstrip("0")
    names = " ".join(service.world.catalog.artists[artist_id].name for artist_id in album.artist_ids)
    return _matches(words, f"{album.name} {names}")


def _artists(service: Service, call: Call, words: str) -> Iterator[str]:
    for artist in service.world.catalog.artists.values():
        if _matches(words, artist.name):
            yield dumps(service.shapes(call).artist(artist))


def _matches(words: str, text: str) -> bool:
    plain = [word.partition(":")[2] or word for word in words.replace('"', "").lower().split()]
    return all(word in text.lower() for word in plain)


FINDERS: dict[str, Callable[[Service, Call, str], Iterator[str]]] = {
    "track": _tracks,
    "album": _albums,
    "artist": _artists,
}
