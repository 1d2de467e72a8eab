"""Asking MusicBrainz, as its rules for programs want it: slowly, with the operator's address, and quiet when told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.errors import Passing
from tracker.musicbrainz.answers import PAGE, linked, recordings_of
from tracker.musicbrainz.pace import Pace
from tracker.net.http import Sender, open_address
from tracker.net.reply import Stumble, json_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.core.openname import Recording
    from tracker.core.ports import Clock
    from tracker.net.http import Params

DEADLINE_S = 7.0
"""A job that is told to end has eight seconds left."""
TOO_MUCH = {429, 502, 503, 504}
CREDITS, LINKS = "artist-credits", "recording-rels artist-credits"
"""All that is ever asked for; tags, ratings and annotations would not be in the public domain."""


def user_agent(version: str, contact: str) -> str:
    """How the program names itself, so that its operator can be told if it misbehaves."""
    return f"disappearing-tracks/{version} ( {contact} )"


class MusicBrainz:
    """Implements `tracker.core.openname.OpenNames`, which documents the methods."""

    def __init__(self, address: str, agent: str, clock: Clock) -> None:
        self._sender = Sender(address, user_agent=agent, deadline_s=DEADLINE_S, checked=open_address)
        self._pace = Pace(clock)

    def by_isrc(self, code: str) -> tuple[Recording, ...]:
        """The recordings that carry an ISRC."""
        return recordings_of(self._ask(f"/isrc/{code}", {"inc": CREDITS, "fmt": "json"}))

    def by_links(self, track_ids: Sequence[str]) -> Mapping[str, tuple[Recording, ...]]:
        """The recordings that say they are heard at a track's page."""
        pages = [("resource", f"{PAGE}{track_id}") for track_id in track_ids]
        found = linked(self._ask("/url", [*pages, ("inc", LINKS), ("fmt", "json")]))
        return {track_id: found.get(track_id, ()) for track_id in track_ids}

    def close(self) -> None:
        """Give back the connections."""
        self._sender.close()

    def _ask(self, path: str, params: Params) -> Mapping[str, object]:
        """The answer's object, an empty one for what is not known there.

        Raises Parked where nothing more may be asked for a while, and Passing for an answer that says nothing.
        """
        self._pace.leave()
        try:
            reply = self._sender.send(path, params)
        except Stumble as error:
            raise self._pace.refused(f"MusicBrainz gives no answer. {error}", {}) from None
        if reply.status in TOO_MUCH:
            raise self._pace.refused(f"MusicBrainz is busy (HTTP {reply.status}).", reply.headers)
        if reply.status == 403:
            raise self._pace.refused(
                "MusicBrainz refuses this program (HTTP 403): is TRACKER_CONTACT an address that reaches you?",
                reply.headers,
            )
        if reply.status not in {200, 404}:
            raise Passing(f"MusicBrainz answered HTTP {reply.status}, which says nothing.", why="unreadable")
        body = json_object(reply)
        self._pace.answered()
        return body if reply.status == 200 else {}
