"""All parts of a running simulated service, and what every endpoint asks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.simulator.access import Accounts
from tracker.simulator.clock import SimClock
from tracker.simulator.faults import Faults
from tracker.simulator.ids import is_base62
from tracker.simulator.ledger import Ledger
from tracker.simulator.limits import Meter
from tracker.simulator.open_data import OpenData
from tracker.simulator.playlist_shapes import PlaylistShapes
from tracker.simulator.reply import ApiError, Call
from tracker.simulator.shapes import Shapes, Tier
from tracker.simulator.standing import Standing
from tracker.simulator.world import World

_MARKET = re.compile(r"[A-Z]{2}")


@dataclass(slots=True)
class Service:
    """The parts that endpoints work with."""

    world: World
    clock: SimClock
    tier: Tier
    accounts: Accounts
    meter: Meter
    faults: Faults = field(default_factory=Faults)
    ledger: Ledger = field(default_factory=Ledger)
    open_data: OpenData = field(init=False)
    _shapes: dict[str, PlaylistShapes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.open_data = OpenData(self.world)

    @property
    def full(self) -> bool:
        """Whether the tier still has all endpoints and fields."""
        return self.tier != "C"

    def shapes(self, call: Call) -> Shapes:
        """Give the writer of catalogue objects for the address that was called."""
        return self.lists(call).shapes

    def lists(self, call: Call) -> PlaylistShapes:
        """Give the writer of playlists for the address that was called."""
        known = self._shapes.get(call.base)
        if known is None:
            known = self._shapes[call.base] = PlaylistShapes(Shapes(self.world, self.tier, call.base))
        told = call.told
        if self.accounts.app.explicit_filter and call.caller.kind == "user":
            told = {**self._filtered(), **told}
        return PlaylistShapes(known.shapes.telling(told)) if told else known

    def _filtered(self) -> dict[str, Standing]:
        """How explicit songs stand for an account that wants to see none."""
        hidden = Standing("unplayable", "explicit")
        return {track.id: hidden for track in self.world.catalog.tracks.values() if track.explicit}

    def market(self, call: Call) -> str | None:
        """Tell the market in force: asked for, but a user's own country goes first; None if none was asked for."""
        asked = call.query.get("market")
        if asked is None or (asked == "from_token" and call.caller.kind != "user"):
            return None
        if asked != "from_token" and not _MARKET.fullmatch(asked):
            raise ApiError(400, "Invalid market code")
        own = self.accounts.app.account_country if call.caller.kind == "user" else asked
        return call.country or own


def path_id(call: Call) -> str:
    """Give the id out of the address; an ApiError of status 400 if it has not the form of one."""
    return checked_id(call.params["id"])


def checked_id(ident: str) -> str:
    """Give the id; an ApiError of status 400 if it has not the form of one."""
    if not is_base62(ident):
        raise ApiError(400, "Invalid base62 id")
    return ident


def not_found() -> ApiError:
    """Give the error for an id that leads nowhere."""
    return ApiError(404, "Resource not found")


def need_scope(call: Call, scope: str) -> None:
    """Refuse a user's token that was not granted a scope, with status 403."""
    if call.caller.kind == "user" and scope not in call.caller.scopes:
        raise ApiError(403, "Insufficient client scope")


def need_user(call: Call) -> None:
    """Refuse the app's own token, with status 401."""
    if call.caller.kind != "user":
        raise ApiError(401, "Missing/invalid/expired access token", headers=challenge("invalid_token"))


def challenge(error: str) -> dict[str, str]:
    """Give the header that tells what was wrong with a token."""
    return {"www-authenticate": f'Bearer realm="simulator", error="{error}"'}
