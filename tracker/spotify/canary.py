"""Before a 404 is believed: does anything answer that must be there?

Whole accounts have been seen to get 404 for every track while all was well. So something of the same kind is
asked that should answer: a track of this very look that did, one that the record holds for playable, or
whatever answered last. Only where nothing of the catalogue is known to be there, and only for the owner's own
token, does it suffice that somebody is logged in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tracker.core.errors import LookFailed, Passing, SourceLost
from tracker.spotify import endpoints
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Ask, Auth
from tracker.spotify.verdict import Answer

Known = Callable[[str], Sequence[str]]
"""Ids of tracks that should answer in a market."""
TRIES = 3


class Canary:
    """Remembers what answered, and asks such things again when something else does not."""

    def __init__(self, door: Door, known: Known = lambda _: ()) -> None:
        self._door, self._known = door, known
        self._heard: dict[Auth, Ask] = {}

    def get(self, ask: Ask) -> Answer:
        """Ask a question about the catalogue, and remember it if it is answered."""
        answer = self._door.get(ask)
        if answer.status == 200:
            self._heard[ask.auth] = ask
        return answer

    def sings(self, auth: Auth, market: str, near: Sequence[Ask] = (), silent: Sequence[str] = ()) -> bool:
        """Whether something that should be there is there; never asks for the ids that are `silent`.

        What is `near` answered a moment ago: if that falls silent, nothing is believed.
        """
        if near:
            return self.get(near[0]).status == 200
        asks = [endpoints.track(i, market, auth) for i in self._known(market) if i not in silent][:TRIES]
        last = self._heard.pop(auth, None)
        if last and last.ident not in silent and last not in asks:
            asks.append(last)
        if not asks and auth == "user":
            return self.is_logged_in()
        return any(self.get(ask).status == 200 for ask in asks)

    def is_logged_in(self) -> bool:
        """Whether the account answers, which is all that a list of the owner's needs."""
        return self._door.get(endpoints.me()).status == 200


def lost(status: int, message: str, *, alive: bool) -> LookFailed:
    """The error for a thing that answered 403 or 404: lost if the canary is alive, else nothing is known."""
    if alive:
        return SourceLost(message, status=status)
    return Passing("Nothing else answers either, so nothing follows from it.", why="canary")
