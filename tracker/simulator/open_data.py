"""What the stand-in for MusicBrainz knows of the invented catalogue: most of it, and not always in the same words.

Which recording is known how is drawn from its ISRC, so it never changes; `decide` says otherwise for single tracks.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from tracker.simulator.ids import digest
from tracker.simulator.limits import Beat

if TYPE_CHECKING:
    from tracker.simulator.catalog import Track
    from tracker.simulator.world import World

Knowing = Literal["isrc", "link", "takes", "twins", "none"]
"""By ISRC; by the link to a track's page alone; two recordings of one ISRC that their lengths tell apart, or do not; not."""
_SHARES: tuple[tuple[Knowing, int], ...] = (
    ("isrc", 80),
    ("link", 8),
    ("takes", 3),
    ("twins", 2),
    ("none", 7),
)
"""How many of a hundred recordings are known in which way."""


@dataclass(frozen=True, slots=True)
class OpenRecording:
    """A recording as the open database has it; the length in milliseconds."""

    mbid: str
    title: str
    artists: tuple[tuple[str, str], ...]
    length_ms: int | None


class OpenData:
    """The open database; `beat` limits how fast it may be asked, which nobody does until `seconds` is set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._decided: dict[str, Knowing] = {}
        self.beat = Beat()

    def decide(self, track_id: str, knowing: Knowing) -> None:
        """Let the recording of a track be known in one way; KeyError or ValueError if there is no such."""
        if knowing not in get_args(Knowing):
            raise ValueError(f"no such way of knowing: {knowing}")
        self._decided[self._world.catalog.tracks[track_id].isrc] = knowing

    def knowing(self, isrc: str) -> Knowing:
        """How the recording of an ISRC is known."""
        if isrc in self._decided:
            return self._decided[isrc]
        drawn = _number("known", isrc) % 100
        for way, share in _SHARES:
            if drawn < share:
                return way
            drawn -= share
        return "none"

    def by_isrc(self, isrc: str) -> tuple[OpenRecording, ...]:
        """The recordings that carry an ISRC."""
        tracks = self._world.catalog.same_recording(isrc)
        way = self.knowing(isrc)
        if not tracks or way in {"link", "none"}:
            return ()
        first = self._recording(tracks[0])
        if way == "isrc":
            return (first,)
        longer = 45_000 if way == "takes" else 500
        other = f"{first.title} (another take)"
        length = (first.length_ms or 0) + longer
        return (first, OpenRecording(_mbid(isrc, "other"), other, first.artists, length))

    def by_link(self, track_id: str) -> tuple[OpenRecording, ...]:
        """The recordings that say they are heard at a track's page."""
        track = self._world.catalog.tracks.get(track_id)
        return (self._recording(track),) if track and self.knowing(track.isrc) == "link" else ()

    def named(self, track_id: str) -> OpenRecording | None:
        """The truth: what a track is to be called by what is known here; None where that is nothing, or not certain."""
        track = self._world.catalog.tracks[track_id]
        way = self.knowing(track.isrc)
        return self._recording(track) if way in {"isrc", "link", "takes"} else None

    def _recording(self, track: Track) -> OpenRecording:
        """In the words of the catalogue, or (of every second recording) in plainly others."""
        names = [self._world.catalog.artists[artist].name for artist in track.artist_ids]
        first = self._world.catalog.same_recording(track.isrc)[0]
        title, credited = first.name, [(name, name) for name in names]
        if _number("worded", track.isrc) % 2:
            title = f"{title[:1]}{title[1:].lower()}"
            credited = [(name.removeprefix("The "), name) for name in names]
        return OpenRecording(_mbid(track.isrc, "first"), title, tuple(credited), first.duration_ms)


def _number(*parts: str) -> int:
    return int.from_bytes(digest("open data", *parts, size=4))


def _mbid(isrc: str, which: str) -> str:
    return str(uuid.UUID(bytes=digest("recording", isrc, which), version=4))
