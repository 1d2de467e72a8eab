"""Endpoints of the catalogue: tracks, albums, artists, markets and search."""

from __future__ import annotations

from collections.abc import Callable

from tracker.simulator.catalog import Album, Artist
from tracker.simulator.paging import Window, page_text, read_window
from tracker.simulator.reply import ApiError, Call, Reply, dumps, json_reply, text_reply
from tracker.simulator.service import Service, checked_id, not_found, path_id
from tracker.simulator.shapes import GONE


def track(service: Service, call: Call) -> Reply:
    """GET /tracks/{id}: the track or the one that answers for it; 404 if it is gone."""
    text = _track_text(service, call, path_id(call))
    if text is None:
        raise not_found()
    return text_reply(text)


def tracks(service: Service, call: Call) -> Reply:
    """GET /tracks?ids=: up to 50, with a null for each that is gone."""
    return _several(call, "tracks", 50, lambda ident: _track_text(service, call, ident))


def album(service: Service, call: Call) -> Reply:
    """GET /albums/{id}: with its first 50 tracks; 404 if all of them are gone."""
    market = service.market(call)
    return text_reply(album_text(service, call, _album(service, call, path_id(call)), market))


def albums(service: Service, call: Call) -> Reply:
    """GET /albums?ids=: up to 20, with a null for each that is gone."""
    market = service.market(call)

    def text(ident: str) -> str | None:
        found = service.world.catalog.albums.get(ident)
        if found is None or hidden_album(service, call, found, market):
            return None
        return album_text(service, call, found, market)

    return _several(call, "albums", 20, text)


def album_tracks(service: Service, call: Call) -> Reply:
    """GET /albums/{id}/tracks: the short form of its tracks."""
    window, market = read_window(call.query, default=20, top=50), service.market(call)
    found = _album(service, call, path_id(call))
    return text_reply(_album_page(service, call, found, market, window))


def artist(service: Service, call: Call) -> Reply:
    """GET /artists/{id}."""
    return json_reply(service.shapes(call).artist(_artist(service, path_id(call))))


def artists(service: Service, call: Call) -> Reply:
    """GET /artists?ids=: up to 50, with a null for each that is unknown."""

    def text(ident: str) -> str | None:
        found = service.world.catalog.artists.get(ident)
        return dumps(service.shapes(call).artist(found)) if found else None

    return _several(call, "artists", 50, text)


def artist_albums(service: Service, call: Call) -> Reply:
    """GET /artists/{id}/albums: releases of which the market can play something; in C at most 10 at a time."""
    default, top = (20, 50) if service.full else (5, 10)
    window, market = read_window(call.query, default=default, top=top), service.market(call)
    found = _artist(service, path_id(call))
    groups = set(call.query.get("include_groups", "album,single,appears_on,compilation").split(","))
    listed = [
        release
        for release in service.world.catalog.albums_of(found.id)
        if _group(release, found) in groups and in_shops(service, call, release, market)
    ]
    items = [_grouped(service, call, release, found) for release in window.cut(listed)]
    address = f"{call.base}/artists/{found.id}/albums"
    return text_reply(page_text(address, call.query, window, items, len(listed)))


def markets(service: Service, _: Call) -> Reply:
    """GET /markets: every country code."""
    return json_reply({"markets": list(service.world.markets)})


def album_text(service: Service, call: Call, found: Album, market: str | None) -> str:
    """Write an album with its first 50 tracks."""
    shape = service.shapes(call).album(found, market, call.now)
    if _blank(service, call, found, market):
        shape |= {"name": "", "artists": [{"name": ""}], "external_ids": {}}
    page = _album_page(service, call, found, market, Window(50, 0))
    return f'{dumps(shape)[:-1]},"tracks":{page}}}'


def hidden_album(service: Service, call: Call, found: Album, market: str | None) -> bool:
    """Whether a look-up of an album gives 404: it is not out yet, or all of its tracks are gone."""
    known = service.world.catalog.tracks_of(found.id)
    return bool(known) and not service.shapes(call).album_looks(found, market, call.now)


def in_shops(service: Service, call: Call, found: Album, market: str | None) -> bool:
    """Whether an album is out and something on it can be played in the market."""
    if hidden_album(service, call, found, market):
        return False
    looks = service.shapes(call).album_looks(found, market, call.now)
    return market is None or any(look.way is None for look in looks)


def _album(service: Service, call: Call, ident: str) -> Album:
    found = service.world.catalog.albums.get(ident)
    if found is None or hidden_album(service, call, found, service.market(call)):
        raise not_found()
    return found


def _artist(service: Service, ident: str) -> Artist:
    found = service.world.catalog.artists.get(ident)
    if found is None:
        raise not_found()
    return found


def _track_text(service: Service, call: Call, ident: str) -> str | None:
    market, shapes = service.market(call), service.shapes(call)
    if ident not in service.world.catalog.tracks:
        return None
    look = shapes.look(ident, market, call.now)
    return None if look.way in GONE else shapes.track_text(look)


def _album_page(service: Service, call: Call, found: Album, market: str | None, window: Window) -> str:
    shapes = service.shapes(call)
    blank = _blank(service, call, found, market)
    looks = [] if blank else shapes.album_looks(found, market, call.now)
    items = [shapes.album_track_text(look) for look in window.cut(looks)]
    return page_text(f"{call.base}/albums/{found.id}/tracks", call.query, window, items, len(looks))


def _blank(service: Service, call: Call, found: Album, market: str | None) -> bool:
    looks = service.shapes(call).album_looks(found, market, call.now)
    return bool(looks) and all(look.way == "empty" for look in looks)


def _group(release: Album, of: Artist) -> str:
    return release.album_type if of.id == release.artist_ids[0] else "appears_on"


def _grouped(service: Service, call: Call, release: Album, of: Artist) -> str:
    shape = service.shapes(call).album_reference(release)
    return dumps({**shape, "album_group": _group(release, of)} if service.full else shape)


def _several(call: Call, key: str, top: int, text: Callable[[str], str | None]) -> Reply:
    idents = [ident for ident in call.query.get("ids", "").split(",") if ident]
    if not idents:
        raise ApiError(400, "Invalid id")
    if len(idents) > top:
        raise ApiError(400, "Too many ids requested")
    found = [text(checked_id(ident)) or "null" for ident in idents]
    return text_reply(f'{{"{key}":[{",".join(found)}]}}')
