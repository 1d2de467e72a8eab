"""The parts that every world has, by name."""

from __future__ import annotations

from dataclasses import dataclass

# All invented, and meant to look so.
CLIENT_ID = "demo-client-id-0000000000000000"
CLIENT_SECRET = "demo-client-secret-0000000000000"  # noqa: S105
ACCOUNT_ID = "demo-account-id-0000"

SAVED_TRACKS = "saved-tracks"
SAVED_ALBUMS = "saved-albums"


@dataclass(frozen=True, slots=True)
class Cast:
    """The ids a reader of the world asks for by name; `track` is never taken down."""

    own_playlist: str
    shared_playlist: str
    foreign_playlist: str
    private_playlist: str
    editorial_playlist: str
    album: str
    artist: str
    track: str
    account_market: str = "DE"
    other_market: str = "US"
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    account_id: str = ACCOUNT_ID
