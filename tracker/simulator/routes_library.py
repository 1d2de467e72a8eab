"""Endpoints of the user's own account: profile, playlists, saved tracks and saved albums."""

from __future__ import annotations

from tracker.simulator.clock import stamp
from tracker.simulator.paging import page_text, read_window
from tracker.simulator.playlists import Playlist
from tracker.simulator.reply import Call, Reply, dumps, json_reply, text_reply
from tracker.simulator.routes_catalog import album_text, hidden_album
from tracker.simulator.routes_playlists import may_read
from tracker.simulator.service import Service, need_scope, need_user


def me(service: Service, call: Call) -> Reply:
    """GET /me: the account; its country and product are told only in A and B, and with the scope for it."""
    need_user(call)
    user, app = service.world.listener, service.accounts.app
    shape = {
        **service.shapes(call).reference("user", user.id),
        "account_id": app.account_id,
        "display_name": user.name,
        "images": [],
    }
    if service.full:
        shape["followers"] = {"href": None, "total": 0}
    if service.full and "user-read-private" in call.caller.scopes:
        content = {"filter_enabled": app.explicit_filter, "filter_locked": False}
        shape |= {"country": app.account_country, "product": "premium", "explicit_content": content}
    return json_reply(shape)


def my_playlists(service: Service, call: Call) -> Reply:
    """GET /me/playlists: own, shared and followed lists; those of the service itself are nulls."""
    need_user(call)
    need_scope(call, "playlist-read-private")
    window = read_window(call.query, default=20, top=50)
    visible = [listing for listing in service.world.playlists.values() if _listed(service, call, listing)]
    items = [_listing_text(service, call, listing) for listing in window.cut(visible)]
    return text_reply(page_text(f"{call.base}/me/playlists", call.query, window, items, len(visible)))


def saved_tracks(service: Service, call: Call) -> Reply:
    """GET /me/tracks: newest first."""
    need_user(call)
    need_scope(call, "user-library-read")
    window, market = read_window(call.query, default=20, top=50), service.market(call)
    entries = service.world.saved_tracks.version_at(call.now).entries[::-1]
    lists = service.lists(call)
    items = [lists.saved_track(entry, market, call.now) for entry in window.cut(entries)]
    return text_reply(page_text(f"{call.base}/me/tracks", call.query, window, items, len(entries)))


def saved_albums(service: Service, call: Call) -> Reply:
    """GET /me/albums: newest first; one that is gone has a null in its place."""
    need_user(call)
    need_scope(call, "user-library-read")
    window, market = read_window(call.query, default=20, top=50), service.market(call)
    entries = service.world.saved_albums.version_at(call.now).entries[::-1]
    items = []
    for entry in window.cut(entries):
        album = service.world.catalog.albums[entry.item]
        gone = hidden_album(service, call, album, market)
        text = "null" if gone else album_text(service, call, album, market)
        added = dumps(stamp(entry.added_at) if entry.added_at else None)
        items.append("null" if gone else f'{{"added_at":{added},"album":{text}}}')
    return text_reply(page_text(f"{call.base}/me/albums", call.query, window, items, len(entries)))


def _listed(service: Service, call: Call, listing: Playlist) -> bool:
    mine = listing.owner.id == service.world.listener.id
    if mine or not listing.followed:
        return mine and listing.kept
    if listing.private or listing.closed_with(call.now) == 404:
        return False
    return not listing.collaborative or "playlist-read-collaborative" in call.caller.scopes


def _listing_text(service: Service, call: Call, listing: Playlist) -> str:
    if listing.editorial:
        return "null"
    return dumps(service.lists(call).counted(listing, call.now, readable=may_read(service, call, listing)))
