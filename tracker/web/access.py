"""What the door goes by: the names of the site, its sessions, how often the password may be tried, which programs read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.web.machines import Machines
from tracker.web.names import LOOPBACK, Names, names_of
from tracker.web.sessions import Sessions
from tracker.web.throttle import Throttle

if TYPE_CHECKING:
    from tracker.wiring import App


@dataclass(frozen=True, slots=True)
class Access:
    """`exposed`: other machines can reach the page, so that nobody gets in unless a password is set."""

    names: Names
    sessions: Sessions
    throttle: Throttle
    machines: Machines
    exposed: bool


def open_access(app: App, host: str) -> Access:
    """The access to pages that are served at this address."""
    return Access(
        names=names_of(app.settings.TRACKER_HOSTS, host),
        sessions=Sessions(app.store, app.clock),
        throttle=Throttle(app.clock),
        machines=Machines(app.store, app.clock),
        exposed=host not in LOOPBACK,
    )
