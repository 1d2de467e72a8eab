"""Whose token a question about a market carries."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.core.errors import LoginNeeded, Refused
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Auth


@dataclass(frozen=True, slots=True)
class Whose:
    """Chooses between the app's token, which alone obeys `market`, and the owner's, which sees its own market.

    Where nobody told the account's market (None), the market that is asked for is taken for it.
    """

    door: Door
    account_market: str | None

    def for_market(self, market: str) -> Auth:
        """The app's token if there is one; the owner's shows its own market only."""
        if self.door.has("app"):
            return "app"
        if not self.door.has("user"):
            raise LoginNeeded("There is neither a login nor a client secret: run 'tracker login'.")
        if self.foreign(market):
            message = (
                f"Looking at {market} needs SPOTIPY_CLIENT_SECRET: a login shows {self.account_market} only."
            )
            raise Refused(message, why="needs-secret")
        return "user"

    def foreign(self, market: str) -> bool:
        """Whether the account is known to see another market than this."""
        return self.account_market is not None and market != self.account_market
