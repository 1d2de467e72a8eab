"""The simulated service as an ASGI app: its table of addresses."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route

from tracker.simulator import (
    routes_accounts,
    routes_catalog,
    routes_control,
    routes_library,
    routes_open,
    routes_playlists,
    routes_writes,
)
from tracker.simulator.access import Accounts, AppRegistration
from tracker.simulator.clock import SimClock
from tracker.simulator.gate import Door, opened
from tracker.simulator.limits import Limits, Meter
from tracker.simulator.reply import ApiError, Call, Reply
from tracker.simulator.routes_search import search
from tracker.simulator.service import Service
from tracker.simulator.shapes import Tier
from tracker.simulator.world import World


def create_app(
    world: World,
    clock: SimClock,
    *,
    tier: Tier = "C",
    limits: Limits | None = None,
    app: AppRegistration | None = None,
) -> Starlette:
    """Make the app; `state` gives its `faults`, `accounts`, `ledger`, `open_data`, `world` and `clock`."""
    if tier not in ("A", "B", "C"):
        raise ValueError(f"no such tier: {tier}")
    accounts = Accounts(app or AppRegistration(account_country=world.cast.account_market), clock)
    service = Service(world, clock, tier, accounts, Meter(limits or Limits()))
    made = Starlette(routes=_routes(service))
    made.state.world, made.state.clock, made.state.accounts = world, clock, accounts
    made.state.faults, made.state.ledger, made.state.open_data = (
        service.faults,
        service.ledger,
        service.open_data,
    )
    return made


def _removed(_service: Service, _call: Call) -> Reply:
    raise ApiError(404, "Service not found")


WRITES = {
    deed.__name__: Door(f"write_{deed.__name__}", deed, writing=True)
    for deed in (
        routes_writes.make,
        routes_writes.rename,
        routes_writes.add,
        routes_writes.fill,
        routes_writes.remove,
        routes_writes.unsave,
    )
}
OF_ITEMS = {"POST": WRITES["add"], "PUT": WRITES["fill"], "DELETE": WRITES["remove"]}

DATA: dict[str, Door] = {
    "/me": Door("me", routes_library.me),
    "/me/playlists": Door("my_playlists", routes_library.my_playlists, writes={"POST": WRITES["make"]}),
    "/me/library": Door("other", _removed, writes={"DELETE": WRITES["unsave"]}),
    "/me/library/contains": Door("in_library", routes_writes.contains),
    "/me/tracks": Door("saved_tracks", routes_library.saved_tracks),
    "/me/albums": Door("saved_albums", routes_library.saved_albums),
    "/playlists/{id}": Door("playlist", routes_playlists.playlist, writes={"PUT": WRITES["rename"]}),
    "/playlists/{id}/items": Door("playlist_items", routes_playlists.playlist_items, writes=OF_ITEMS),
    "/playlists/{id}/tracks": Door("playlist_tracks", routes_playlists.playlist_tracks, lost_in_c=True),
    "/tracks": Door("tracks", routes_catalog.tracks, lost_in_c=True),
    "/tracks/{id}": Door("track", routes_catalog.track),
    "/albums": Door("albums", routes_catalog.albums, lost_in_c=True),
    "/albums/{id}": Door("album", routes_catalog.album),
    "/albums/{id}/tracks": Door("album_tracks", routes_catalog.album_tracks),
    "/artists": Door("artists", routes_catalog.artists, lost_in_c=True),
    "/artists/{id}": Door("artist", routes_catalog.artist),
    "/artists/{id}/albums": Door("artist_albums", routes_catalog.artist_albums),
    "/search": Door("search", search),
    "/markets": Door("markets", routes_catalog.markets, lost_in_c=True),
    # Addresses that the older tiers had and that are not simulated: 403 in C, 404 elsewhere.
    "/users/{rest:path}": Door("other", _removed, lost_in_c=True),
    "/browse/{rest:path}": Door("other", _removed, lost_in_c=True),
    "/artists/{id}/top-tracks": Door("other", _removed, lost_in_c=True),
    "/{rest:path}": Door("other", _removed),
}

ACCOUNTS: dict[str, tuple[str, Door]] = {
    "/authorize": ("GET", Door("authorize", routes_accounts.authorize, "accounts")),
    "/api/token": ("POST", Door("token", routes_accounts.token, "accounts")),
}

OPEN: dict[str, Door] = {
    "/isrc/{isrc}": Door("mb_isrc", routes_open.isrc, "open"),
    "/url": Door("mb_url", routes_open.url, "open"),
    "/{rest:path}": Door("mb_other", routes_open.other, "open"),
}
"""The stand-in for MusicBrainz."""

CONTROL: tuple[tuple[str, str, Door], ...] = (
    ("/clock", "GET", Door("control", routes_control.read_clock, "control")),
    ("/clock", "POST", Door("control", routes_control.move_clock, "control")),
    ("/truth", "GET", Door("control", routes_control.truth, "control")),
    ("/cast", "GET", Door("control", routes_control.cast, "control")),
    ("/requests", "GET", Door("control", routes_control.requests, "control")),
    ("/reset-requests", "POST", Door("control", routes_control.reset_requests, "control")),
    ("/faults", "POST", Door("control", routes_control.add_fault, "control")),
    ("/faults", "GET", Door("control", routes_control.read_faults, "control")),
    ("/faults", "DELETE", Door("control", routes_control.clear_faults, "control")),
    ("/revoke", "POST", Door("control", routes_control.revoke, "control")),
)


def _routes(service: Service) -> list[Route]:
    methods = ["GET", "POST", "PUT", "DELETE"]
    data = [Route(f"/v1{path}", opened(service, door), methods=methods) for path, door in DATA.items()]
    accounts = [Route(path, opened(service, door), methods=[verb]) for path, (verb, door) in ACCOUNTS.items()]
    control = [
        Route(f"/_simulator{path}", opened(service, door), methods=[verb]) for path, verb, door in CONTROL
    ]
    named = [Route(f"/musicbrainz/ws/2{path}", opened(service, door)) for path, door in OPEN.items()]
    return [*data, *accounts, *control, *named]
