"""A track's durable name from MusicBrainz, whose core data are in the public domain (CC0).

What is asked (by ISRC first, by the link to the track's page where that leads nowhere), what an answer is worth, and
when asking again makes sense. Nothing is guessed: of several recordings one is taken only if the lengths single it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tracker.core.names import IMPORT, MUSICBRAINZ, OWNER, SERVICE
from tracker.core.phrases import count, day, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from tracker.core.views import NameView

ALIKE_MS = 2000
"""Two lengths that differ by no more are the same."""
AGAIN, LATER = timedelta(days=30), timedelta(days=180)
"""What was not found is asked for again after a month, then twice a year: people keep adding recordings."""
PUT_OFF = timedelta(days=1)
"""A track whose answer cannot be read waits so long, and twice as long each time: it must not stand in the others' way."""
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=6)
"""How long nothing is asked after a refusal that does not say how long: twice as long after each."""
_ORIGINS = {
    SERVICE: "the service",
    OWNER: "you",
    MUSICBRAINZ: "MusicBrainz",
    IMPORT: "an imported file",
}
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_PAGE = "https://musicbrainz.org/recording/"


class Outcome(StrEnum):
    """What asking has brought: one recording, none, or several that nothing tells apart."""

    FOUND = "found"
    NONE = "none"
    SEVERAL = "several"


class By(StrEnum):
    """How a recording was found."""

    ISRC = "isrc"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as MusicBrainz names it: `artists` as they are credited, the length in milliseconds."""

    mbid: str
    title: str
    artists: tuple[str, ...]
    length_ms: int | None


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A track that is worth asking for; `waited` is how long it had to wait since it was last asked for in vain."""

    track_id: str
    isrc: str | None
    duration_ms: int | None
    waited: timedelta | None = None

    @property
    def code(self) -> str | None:
        """Its ISRC, if it is one."""
        code = (self.isrc or "").replace("-", "").upper()
        return code if _ISRC.fullmatch(code) else None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows from an answer; `recording` and `by` only where exactly one was found."""

    outcome: Outcome
    by: By | None = None
    recording: Recording | None = None


NOTHING_FOUND = Conclusion(Outcome.NONE)


@dataclass(frozen=True, slots=True)
class Learnt:
    """A conclusion about a track on its way into the record; `next_at` None: there is nothing more to ask."""

    track: Unnamed
    conclusion: Conclusion
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the naming has come: tracks on record, those with a name from MusicBrainz, those still to be asked for."""

    tracks: int
    named: int
    waiting: int


class OpenNames(Protocol):
    """MusicBrainz. Raises Parked where nothing may be asked for a while, and Passing where an answer says nothing."""

    def by_isrc(self, code: str) -> tuple[Recording, ...]:
        """The recordings that carry an ISRC; none if it is not known there."""

    def by_links(self, track_ids: Sequence[str]) -> Mapping[str, tuple[Recording, ...]]:
        """The recordings that say they are heard at a track's page, by track; one question for all of them."""

    def close(self) -> None:
        """Give back the connections."""


class Lookups(Protocol):
    """What the record knows of asking MusicBrainz."""

    def unnamed(self, now: datetime, most: int) -> list[Unnamed]:
        """Tracks to ask for: the vanished and suspected first, then those of live watches, then the rest."""

    def keep(self, learnt: Collection[Learnt], now: datetime) -> None:
        """Write down what was learnt; of tracks that are not on record any more, nothing."""

    def tally(self, now: datetime) -> Tally:
        """How far the naming has come."""


def conclude(recordings: Sequence[Recording], duration_ms: int | None, by: By) -> Conclusion:
    """What an answer is worth for a track of that length.

    Of several recordings the one whose length fits is taken, if it is the only one and every length is known.
    """
    different = list({recording.mbid: recording for recording in recordings if recording.title}.values())
    if not different:
        return NOTHING_FOUND
    if len(different) == 1:
        return Conclusion(Outcome.FOUND, by, different[0])
    fitting = [each for each in different if _may_be(each, duration_ms)]
    if len(fitting) == 1 and fitting[0].length_ms is not None:
        return Conclusion(Outcome.FOUND, by, fitting[0])
    return Conclusion(Outcome.SEVERAL)


def _may_be(recording: Recording, duration_ms: int | None) -> bool:
    """Whether the lengths do not speak against it."""
    if duration_ms is None or recording.length_ms is None:
        return True
    return abs(recording.length_ms - duration_ms) <= ALIKE_MS


def learnt(track: Unnamed, conclusion: Conclusion, now: datetime) -> Learnt:
    """A conclusion with the time at which the track is worth asking for again."""
    if conclusion.outcome is Outcome.FOUND:
        return Learnt(track, conclusion, None)
    first = track.waited is None or track.waited < AGAIN
    return Learnt(track, conclusion, now + (AGAIN if first else LATER))


def put_off(track: Unnamed, now: datetime) -> Learnt:
    """A track whose answer could not be read: the others go first."""
    return Learnt(track, NOTHING_FOUND, now + min(max(PUT_OFF, 2 * (track.waited or timedelta(0))), LATER))


def back_off(refusals: int) -> timedelta:
    """How long nothing is asked after so many refusals in a row, the present one included."""
    return min(LONGEST, SHORTEST * (1 << min(max(0, refusals - 1), 10)))


def recording_address(mbid: str) -> str:
    """The page of a recording at MusicBrainz, with the lawful places to find it."""
    return f"{_PAGE}{mbid}"


def origin_text(name: NameView) -> str:
    """Where a name comes from, since when, and how long it stays: `name from the service as of 3 May 2026`."""
    told = f"name from {_ORIGINS.get(name.origin, visible(name.origin))}"
    told += f" as of {day(name.learnt_at)}" if name.learnt_at else ""
    return told + (f", kept until {day(name.kept_until)}" if name.kept_until else "")


def tally_text(tally: Tally | None) -> str:
    """How far the naming has come, in one line; None: nothing is asked, for nobody answers for it."""
    if tally is None:
        return "nothing is asked of MusicBrainz, because TRACKER_CONTACT is not set"
    named = f"{tally.named:,} of {count(tally.tracks, 'track')} named by MusicBrainz"
    return f"{named}, {tally.waiting:,} still to be asked for" if tally.waiting else named
