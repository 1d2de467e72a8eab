"""Endpoints that write: lists of the user's own are made, filled, emptied, renamed and taken out of the library.

The documents name `playlist-modify-private` for private lists; for taking a list out of the library they name other
scopes too, so which one is asked for there is a trait of the registered app (`library_scope`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.simulator.playlists import Edit
from tracker.simulator.reply import ApiError, Call, Reply, dumps, json_reply
from tracker.simulator.service import Service, checked_id, need_scope, need_user, not_found, path_id

if TYPE_CHECKING:
    from tracker.simulator.playlists import Playlist

MOST = 100
MOST_IN_LIBRARY = 40
TRACK, LIST = "spotify:track:", "spotify:playlist:"


def make(service: Service, call: Call) -> Reply:
    """POST /me/playlists: an empty list of the user's own."""
    need_user(call)
    asked = call.document()
    private = asked.get("public") is False
    need_scope(call, _scope(private=private))
    name = asked.get("name")
    if not isinstance(name, str) or not name:
        raise ApiError(400, "Missing required field: name")
    ident = service.world.add_playlist(name, (), public=not private, private=private)
    made = service.world.playlists[ident]
    made.description = str(asked.get("description") or "")
    return json_reply(service.lists(call).playlist(made, call.now), 201)


def rename(service: Service, call: Call) -> Reply:
    """PUT /playlists/{id}: another name or description; the answer is empty."""
    listing, asked = _own(service, call), call.document()
    listing.name = str(asked.get("name", listing.name))
    listing.description = str(asked.get("description", listing.description))
    return Reply(200, b"")


def add(service: Service, call: Call) -> Reply:
    """POST /playlists/{id}/items: up to 100 items, at a position or at the end."""
    listing, asked = _own(service, call), call.document()
    items = _items(service, call, asked.get("uris"))
    position, size = asked.get("position"), len(listing.version_at(call.now).entries)
    if position is not None and not (isinstance(position, int) and 0 <= position <= size):
        raise ApiError(400, "Index out of bounds.")
    return _edited(listing, Edit(call.now, listing.owner.id, add=items, position=position), 201)


def fill(service: Service, call: Call) -> Reply:
    """PUT /playlists/{id}/items: up to 100 items in the place of all; none at all empties the list."""
    listing = _own(service, call)
    items = _items(service, call, call.document().get("uris"), least=0)
    everything = tuple(range(len(listing.version_at(call.now).entries)))
    return _edited(listing, Edit(call.now, listing.owner.id, everything, add=items), 200)


def remove(service: Service, call: Call) -> Reply:
    """DELETE /playlists/{id}/items: every entry of up to 100 items; one that is not there is no error."""
    listing, asked = _own(service, call), call.document().get("items")
    if not isinstance(asked, list) or not all(isinstance(row, dict) for row in asked):
        raise ApiError(400, "Missing required field: items")
    gone = set(_uris([row.get("uri") for row in asked]))
    entries = listing.version_at(call.now).entries
    places = tuple(place for place, entry in enumerate(entries) if entry.item in gone)
    return _edited(listing, Edit(call.now, listing.owner.id, places), 200)


def unsave(service: Service, call: Call) -> Reply:
    """DELETE /me/library: up to 40 lists are taken out; they live on under their ids, as a deleted list does."""
    need_user(call)
    need_scope(call, service.accounts.app.library_scope)
    for ident in _saved(call):
        service.world.playlists[_known(service, ident).id].kept = False
    return Reply(200, b"")


def contains(service: Service, call: Call) -> Reply:
    """GET /me/library/contains: for each of up to 40 lists whether it is in the library."""
    need_user(call)
    need_scope(call, "playlist-read-private")
    return Reply(200, dumps([_in_library(service, ident) for ident in _saved(call)]).encode())


def _in_library(service: Service, ident: str) -> bool:
    listing = service.world.playlists.get(ident)
    return listing is not None and listing.kept and (_mine(service, listing) or listing.followed)


def _saved(call: Call) -> list[str]:
    uris = call.query.get("uris", "").split(",")
    if not all(uri.startswith(LIST) for uri in uris) or len(uris) > MOST_IN_LIBRARY:
        raise ApiError(400, "Invalid uris")
    return [checked_id(uri.removeprefix(LIST)) for uri in uris]


def _own(service: Service, call: Call) -> Playlist:
    """The list of the address; an ApiError of status 403 if it is not the user's to change."""
    need_user(call)
    listing = _known(service, path_id(call))
    need_scope(call, _scope(private=not listing.public))
    if not _mine(service, listing):
        raise ApiError(403, "Forbidden")
    return listing


def _known(service: Service, ident: str) -> Playlist:
    listing = service.world.playlists.get(ident)
    if listing is None or listing.editorial:
        raise not_found()
    return listing


def _mine(service: Service, listing: Playlist) -> bool:
    return listing.owner.id == service.world.listener.id


def _scope(*, private: bool) -> str:
    return "playlist-modify-private" if private else "playlist-modify-public"


def _items(service: Service, call: Call, uris: object, *, least: int = 1) -> tuple[str, ...]:
    """The tracks that are named; a single one that is not there makes the service refuse them all."""
    if not isinstance(uris, list) or not least <= len(uris) <= MOST:
        raise ApiError(400, "Invalid number of uris")
    items = _uris(uris)
    world = service.world
    if any(
        i not in world.catalog.tracks or world.standing(i, None, call.now).way == "missing" for i in items
    ):
        raise ApiError(400, "Payload contains a non-existing ID")
    return items


def _uris(uris: list[object]) -> tuple[str, ...]:
    if not all(isinstance(uri, str) and uri.startswith(TRACK) for uri in uris):
        raise ApiError(400, "Invalid track uri")
    return tuple(checked_id(str(uri).removeprefix(TRACK)) for uri in uris)


def _edited(listing: Playlist, edit: Edit, status: int) -> Reply:
    listing.edit(edit)
    return json_reply({"snapshot_id": listing.version_at(edit.at).snapshot_id}, status)
