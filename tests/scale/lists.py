"""Which watch holds which tracks: own ones, and some that an earlier watch holds as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.scale.tracks import code, invented, no_tracks

if TYPE_CHECKING:
    from random import Random

    from tests.scale.calendar_of_looks import Look
    from tests.scale.events import Told
    from tests.scale.size import Size
    from tests.scale.tracks import Track

SMALLER = 0.91
"""Each list has so many tracks for one of the list before it."""


@dataclass(slots=True, eq=False)
class Place:
    """A track in a watch from the look `first` on; to `last`, the last that held it, where it was taken out."""

    track: Track
    first: Look
    last: Look | None = None
    ended: datetime | None = None
    removal: Told | None = None
    id: int = 0


@dataclass(slots=True, eq=False)
class Held:
    """A watch: its `own` tracks, and of them those that nobody else holds and that stay (`settled`)."""

    id: int
    source: str
    ref: str
    label: str
    own: list[Track]
    borrowed: list[Track]
    late: list[Track] = field(default_factory=list)
    settled: list[Track] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    changed: list[Look] = field(default_factory=list)

    @property
    def edited(self) -> bool:
        """Whether its owner edits it."""
        return self.source in {"playlist", "saved-tracks"}


def invented_lists(size: Size, chance: Random) -> list[Held]:
    """The watches, the longest first; albums last."""
    tracks, lists = invented(size.tracks, chance), list[Held]()
    for number, count in enumerate(_counts(size), 1):
        own, tracks = tracks[:count], tracks[count:]
        lists.append(_list(number, own, lists, size, chance))
    return lists


def _counts(size: Size) -> list[int]:
    albums = [12 + n % 9 for n in range(size.watches // 4)]
    weights = [SMALLER**n for n in range(size.watches - len(albums))]
    left = size.tracks - sum(albums)
    counts = [int(left * weight / sum(weights)) for weight in weights]
    counts[0] += left - sum(counts)
    return counts + albums


def _list(number: int, own: list[Track], others: list[Held], size: Size, chance: Random) -> Held:
    source = _source(number, size)
    ref = "" if source == "saved-tracks" else code(chance)
    made = Held(number, source, ref, f"Invented {source} {number}", own, [])
    if made.edited:
        made.late = own[len(own) - len(own) // 25 :]
        made.borrowed = _borrowed(others, len(own) // 12, chance)
        if number % 3 == 0:
            own += no_tracks(chance, number)
    return made


def _source(number: int, size: Size) -> str:
    if number > size.watches - size.watches // 4:
        return "album"
    return {2: "saved-tracks", 4: "artist"}.get(number, "artist" if number % 9 == 0 else "playlist")


def _borrowed(others: list[Held], count: int, chance: Random) -> list[Track]:
    if not others:
        return []
    early = [track for other in others for track in other.own[: len(other.own) // 3]]
    return chance.sample(early, min(count, len(early)))
