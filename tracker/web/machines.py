"""Programs that read: where a password is set, a secret in a header lets them read the record as data, and no more."""

from __future__ import annotations

from enum import Enum, auto
from hmac import compare_digest
from typing import TYPE_CHECKING

from tracker.store.sessions import secret
from tracker.web.throttle import Throttle

if TYPE_CHECKING:
    from starlette.requests import Request

    from tracker.core.ports import Clock
    from tracker.store.repository import SqlStore

MACHINES = "machines"
"""The name of the secret."""
METHODS = frozenset({"GET", "HEAD"})
READABLE, READABLE_BELOW = frozenset({"/metrics"}), "/api/"
SCHEME = "bearer "


class Reading(Enum):
    """What a request is that nobody was logged in for."""

    NOT_ASKED = auto()
    WELCOME = auto()
    WRONG = auto()
    TOO_OFTEN = auto()


class Machines:
    """Judges `Authorization: Bearer SECRET`. Wrong secrets are counted apart from passwords: neither locks the other out."""

    def __init__(self, store: SqlStore, clock: Clock) -> None:
        self._store, self._throttle = store, Throttle(clock)

    def judged(self, request: Request) -> Reading:
        """Whether a program may read this; the right secret is never held up by wrong ones."""
        given = request.headers.get("authorization", "")
        if not is_readable(request.method, request.url.path) or not given.lower().startswith(SCHEME):
            return Reading.NOT_ASKED
        known = self._store.ask(secret, MACHINES)
        if known is not None and compare_digest(known.encode(), given[len(SCHEME) :].strip().encode()):
            return Reading.WELCOME
        wait = self._throttle.admit(request.client.host if request.client else "")
        return Reading.WRONG if wait is None else Reading.TOO_OFTEN


def is_readable(method: str, path: str) -> bool:
    """Whether programs may ask for this: data alone, and nothing that changes anything."""
    return method in METHODS and (path in READABLE or path.startswith(READABLE_BELOW))
