"""Endpoints of playlists: who may read what, their pages, and conditional requests."""

from __future__ import annotations

import json
from typing import Literal

from tracker.simulator.fields import read_fields
from tracker.simulator.ids import digest
from tracker.simulator.paging import Window, page_text, read_window
from tracker.simulator.playlist_shapes import EntryStyle
from tracker.simulator.playlists import Playlist
from tracker.simulator.reply import ApiError, Call, Reply, dumps, text_reply
from tracker.simulator.service import Service, need_scope, not_found, path_id

EMBEDDED = Window(limit=100, offset=0)


def playlist(service: Service, call: Call) -> Reply:
    """GET /playlists/{id}: with its first entries, or in C without the key if it is not the user's to read."""
    listing, reach = _reached(service, call)
    unchanged = _unchanged(service, call, listing)
    if unchanged:
        return unchanged
    lists = service.lists(call)
    text = dumps(lists.playlist(listing, call.now))
    if reach == "content":
        for key in lists.page_keys:
            text = f'{text[:-1]},"{key}":{_embedded(service, call, listing, key)}}}'
    return _answer(call, listing, text)


def _embedded(service: Service, call: Call, listing: Playlist, key: str) -> str:
    """Give the first page; without its entries where the caller filters them out, for they are the dear part."""
    lists, wanted = service.lists(call), call.query.get("fields")
    style: EntryStyle = "track" if key == "tracks" else lists.entry_style
    address = f"playlists/{listing.id}/{lists.page_key}"
    if wanted and not read_fields(wanted).reaches(key, "items"):
        total = len(listing.version_at(call.now).entries)
        return page_text(f"{call.base}/{address}", call.query, EMBEDDED, (), total)
    return _page(service, call, listing, EMBEDDED, address, style)


def playlist_items(service: Service, call: Call) -> Reply:
    """GET /playlists/{id}/items: the entries, up to 50 at a time."""
    style = service.lists(call).entry_style
    return _entries(service, call, f"playlists/{call.params['id']}/items", 50, style)


def playlist_tracks(service: Service, call: Call) -> Reply:
    """GET /playlists/{id}/tracks: the older address, which takes up to 100 entries and is gone in C."""
    return _entries(service, call, f"playlists/{call.params['id']}/tracks", 100, "track")


def _entries(service: Service, call: Call, address: str, top: int, style: EntryStyle) -> Reply:
    listing, reach = _reached(service, call)
    need_scope(call, "playlist-read-private")
    if reach != "content":
        raise ApiError(403, "Forbidden")
    window = read_window(call.query, default=20 if top == 50 else 100, top=top)
    unchanged = _unchanged(service, call, listing)
    if unchanged:
        return unchanged
    return _answer(call, listing, _page(service, call, listing, window, address, style))


def may_read(service: Service, call: Call, listing: Playlist) -> bool:
    """Whether the caller may see the entries of a list."""
    if listing.owner.id != _user(service, call) and listing.closed_with(call.now) is not None:
        return False
    return _takes_part(service, call, listing) or (service.full and not listing.private)


def _reached(service: Service, call: Call) -> tuple[Playlist, Literal["content", "name"]]:
    """Find the list and tell how far the caller gets; an ApiError of status 403 or 404 if not even to its name."""
    ident = path_id(call)
    if call.caller.kind == "app" and not service.full:
        raise ApiError(403, "Forbidden")
    listing = service.world.playlists.get(ident)
    if listing is None or listing.editorial:
        raise not_found()
    hidden = listing.owner.id != _user(service, call) and listing.closed_with(call.now) == 404
    if hidden or (listing.private and not _takes_part(service, call, listing)):
        raise not_found()
    return listing, "content" if may_read(service, call, listing) else "name"


def _user(service: Service, call: Call) -> str | None:
    return service.world.listener.id if call.caller.kind == "user" else None


def _takes_part(service: Service, call: Call, listing: Playlist) -> bool:
    return _user(service, call) in {listing.owner.id, *listing.members}


def _page(
    service: Service, call: Call, listing: Playlist, window: Window, address: str, style: EntryStyle
) -> str:
    entries = listing.version_at(call.now).entries
    kinds = call.query.get("additional_types", "track").split(",")
    items = service.lists(call).entries(
        window.cut(entries), service.market(call), call.now, style=style, episodes="episode" in kinds
    )
    return page_text(f"{call.base}/{address}", call.query, window, items, len(entries))


def _etag(call: Call, listing: Playlist) -> str:
    # It follows the content of the list alone: a change of availability leaves it as it is.
    snapshot = listing.version_at(call.now).snapshot_id
    return f'"{digest(snapshot, call.path, sorted(call.query.items())).hex()}"'


def _unchanged(service: Service, call: Call, listing: Playlist) -> Reply | None:
    service.market(call)
    etag = _etag(call, listing)
    return Reply(304, b"", {"etag": etag}) if call.headers.get("if-none-match") == etag else None


def _answer(call: Call, listing: Playlist, text: str) -> Reply:
    wanted = call.query.get("fields")
    if wanted:
        text = dumps(read_fields(wanted).apply(json.loads(text)))
    return text_reply(text, {"etag": _etag(call, listing), "cache-control": "private, max-age=0"})
