"""Before a 404 is believed: does anything answer that must be there?

Whole accounts have been seen to get 404 for every track while all was well, so the canary is the newest
question about a track or album that was answered; failing that, for the owner's token, who is logged in.
"""

from __future__ import annotations

from tracker.core.errors import LookFailed, Passing, SourceLost
from tracker.spotify import endpoints
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Ask, Auth
from tracker.spotify.verdict import Answer


class Canary:
    """Remembers what answered, and asks it again when something else does not."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._heard: dict[Auth, Ask] = {}

    def get(self, ask: Ask) -> Answer:
        """Ask a question about the catalogue, and remember it if it is answered."""
        answer = self._door.get(ask)
        if answer.status == 200:
            self._heard[ask.auth] = ask
        return answer

    def sings(self, auth: Auth, near: Ask | None = None) -> bool:
        """Whether something that was there is still there: `near` if given; False if nothing is known to be."""
        known = near or self._heard.pop(auth, None) or (endpoints.me() if auth == "user" else None)
        return known is not None and self.get(known).status == 200

    def is_logged_in(self) -> bool:
        """Whether the account answers, which is all that a list of the owner's needs."""
        return self._door.get(endpoints.me()).status == 200


def lost(status: int, message: str, *, alive: bool) -> LookFailed:
    """The error for a thing that answered 403 or 404: lost if the canary is alive, else nothing is known."""
    if alive:
        return SourceLost(message, status=status)
    return Passing("Nothing else answers either, so nothing follows from it.", why="canary")
