"""Vanishes that belong together, and what has to be known to say so.

No cause is ever told: several tracks that share a rights line are no longer playable, and that is all that anybody
can see from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LOOK_BACK = timedelta(days=30)
"""Vanishes confirmed this long ago can still be joined by others."""
SLACK = timedelta(days=2)
"""Intervals that lie so near to each other may be of the same days: nothing is withdrawn everywhere in one second."""
LONGEST = timedelta(days=31)
"""An interval longer than this says nothing of days."""
FEWEST = 3
"""Two tracks are no incident."""
IMPROBABLE = -3.0
"""Log10 of the chance, corrected for all that was tried, from which on so many are no accident."""
NEAR = -2.0
"""The same for a vanish of the same trait that lies near the days of an incident, without any correction."""
RAREST = 1 / 30_000
"""No track vanishes less often than once in so many days, whatever a short and quiet history says."""


class Shared(StrEnum):
    """What vanished tracks may have in common; of two that are as unlikely, the one that comes first is told."""

    ALBUM = "album"
    RIGHTS = "rights"
    LABEL = "label"
    ARTIST = "artist"


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that a track may share with others, by its key."""

    shared: Shared
    key: str


@dataclass(frozen=True, slots=True)
class Vanish:
    """A confirmed vanish that stands: between which looks it lies, and what its track may share.

    `registrant` are the first five characters of the ISRC: who registered the recording. It joins only those of which
    nothing better is known. `incident` is the number under which it is told so far.
    """

    seq: int
    track_id: str
    watch_id: int
    last_seen_at: datetime | None
    first_missed_at: datetime
    traits: tuple[Trait, ...] = ()
    registrant: str | None = None
    incident: int | None = None

    @property
    def since(self) -> datetime:
        """The beginning of its interval."""
        return self.last_seen_at or self.first_missed_at - SLACK

    @property
    def length(self) -> timedelta:
        """How long its interval is."""
        return self.first_missed_at - self.since

    def knows(self, shared: Shared) -> bool:
        """Whether it is known what the track is in this respect."""
        return any(trait.shared is shared for trait in self.traits)


@dataclass(frozen=True, slots=True)
class Population:
    """What is watched in the market: how many tracks, of how many each thing is known, how many have each trait.

    `tried` is how many traits are had by at least `FEWEST` of them, and might have been found in their stead.
    """

    watched: int
    having: Mapping[Trait, int]
    known: Mapping[Shared, int]
    tried: int

    def most_having(self, trait: Trait, hits: int) -> int:
        """How many tracks have the trait, at most.

        Of those of which it is not known as many more as among the known ones. Albums of vanished tracks are asked
        first, so that share is too large rather than too small: the chance comes out too large, which is the safe side.
        """
        having = max(self.having.get(trait, 0), hits)
        known = max(self.known.get(trait.shared, 0), having)
        unknown = max(0, self.watched - known)
        return having + round(unknown * having / max(1, known))


@dataclass(frozen=True, slots=True)
class Gathered:
    """Vanishes (by number) that share a trait: `sharing` of them surely do, the rest joined in; `since`..`until` bound the days.

    `chance` is the decimal logarithm of how likely so many are, if each vanished for itself.
    """

    trait: Trait
    members: tuple[int, ...]
    sharing: int
    since: datetime
    until: datetime
    chance: float


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an incident on record was found to be: what its members share, in words while these are kept, and how likely.

    `sharing` of its `members` surely share it; of the rest it is not known. `chance` is a decimal logarithm.
    """

    shared: Shared
    text: str | None
    chance: float
    sharing: int
    members: int
