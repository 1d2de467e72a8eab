"""Where a vanished recording lives on: what is looked for, what was found and how surely, and when to look again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tracker.core.phrases import day

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from tracker.core.items import Item

AGAIN = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""So long after each search comes the next one, the last rhythm for ever."""
LOOK_EVERY = timedelta(days=7)
"""How often a replacement that stands is looked at again."""
LOOK_AGAIN = timedelta(days=1)
"""...and after a look that said nothing."""
MOST_CALLS = 6
"""No search costs more, stumbles apart: a hint, an ISRC, three for reissues, title and artist."""


class Confidence(StrEnum):
    """How sure it is that another id is the same recording."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Confidence).index(self)


class FoundBy(StrEnum):
    """What led to another id."""

    ISRC = "isrc"
    REISSUE = "reissue"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Lost:
    """A track that cannot be played in a market: what is known of it, and how often it was searched for."""

    track_id: str
    market: str
    isrc: str | None = None
    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    album_id: str | None = None
    duration_ms: int | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A track that may be the same recording; `compilation` if its album gathers songs of many."""

    item: Item
    compilation: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How another id was found, how surely it is the same recording, and the reasons in plain words."""

    found_by: FoundBy
    confidence: Confidence
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Another id with its verdict."""

    item: Item
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Replacement:
    """Another id under which a vanished recording was found; times are UTC.

    `looked_at` is when it was last seen playable, `lost_at` when it was found not to be any more (None: it stands).
    `title` and `artists` are the other id's own names, empty where none are kept.
    """

    track_id: str
    market: str
    other_id: str
    found_by: FoundBy
    confidence: Confidence
    reasons: tuple[str, ...]
    found_at: datetime
    looked_at: datetime
    lost_at: datetime | None = None
    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """The searches for a track in a market: how many, when the last was and when the next one is due (UTC)."""

    track_id: str
    market: str
    tries: int
    sought_at: datetime | None
    next_at: datetime | None


class Finder(Protocol):
    """The service's own search. Every method raises a `LookFailed` where it brings no answer; none guesses."""

    def by_id(self, lost: Lost, other_id: str) -> list[Found]:
        """What one other id is: it and its verdict, if it can be played and is the recording."""

    def search(self, lost: Lost) -> list[Found]:
        """What the search brings, the cheapest ways first; it ends with the first certain one."""

    def plays(self, other_id: str, market: str) -> bool | None:
        """Whether another id can be played in the market; None if the answer does not say."""


class Replacements(Protocol):
    """The record of searches and of what they found."""

    def due(self, now: datetime, most: int) -> list[Lost]:
        """Confirmed vanishes that last and whose search is due, the newest first."""

    def known(self, lost: Lost, now: datetime) -> list[Candidate]:
        """Tracks of the same ISRC that the record itself has seen playable in the market lately."""

    def hints(self, lost: Lost) -> list[str]:
        """Other ids that once answered for the recording, whatever they are now; the likeliest first."""

    def keep(self, lost: Lost, found: Sequence[Found], now: datetime) -> None:
        """Write down a search with what it found, and when the next one is due; in one transaction."""

    def postpone(self, lost: Lost, until: datetime) -> None:
        """A search brought no answer: it stays due, though not before `until`."""

    def end_returned(self) -> int:
        """End the searches for tracks that are not missing any more; how many. What was found stays."""

    def waken(self, now: datetime) -> int:
        """Make searches due whose track may have vanished together with another that has returned since; how many.

        Who went together often comes back together, under whatever ids.
        """

    def to_look(self, now: datetime, most: int) -> list[tuple[str, str]]:
        """Replacements that are to be looked at again: pairs of other id and market, the longest due first."""

    def looked(self, other_id: str, market: str, *, plays: bool | None, now: datetime) -> None:
        """Write down what a look at a replacement said; if it is lost, new searches are due at once."""

    def standing(self, track_ids: Collection[str]) -> dict[str, list[Replacement]]:
        """The replacements that stand, by the track they replace, the surest first."""


def next_search(tries: int, now: datetime) -> datetime:
    """When the next search is due after so many."""
    return now + AGAIN[min(max(tries, 1), len(AGAIN)) - 1]


def surest_first(found: Sequence[Found]) -> list[Found]:
    """Each other id once, with its surest verdict, the surest first."""
    best: dict[str | None, Found] = {}
    for one in sorted(found, key=lambda each: each.verdict.confidence.rank):
        best.setdefault(one.item.id, one)
    return list(best.values())


def any_certain(found: Sequence[Found]) -> bool:
    """Whether one of them is certain."""
    return any(one.verdict.confidence is Confidence.CERTAIN for one in found)


def sureness_text(found_by: FoundBy, confidence: Confidence) -> str:
    """How surely it is the same recording, in words that keep certain and likely apart."""
    if confidence is Confidence.CERTAIN:
        return "the same recording, by ISRC"
    way = {
        FoundBy.ISRC: "by ISRC, though something contradicts it",
        FoundBy.REISSUE: "by title and duration, on a reissue of its album",
        FoundBy.TITLE: "by title and duration",
    }[found_by]
    if confidence is Confidence.LIKELY:
        return f"likely the same, {way}: not certain"
    return f"possibly the same, {way}: listen before you believe it"


def found_text(other: Replacement) -> str:
    """Since when it is known, and whether it still stands."""
    if other.lost_at:
        return f"Found {day(other.found_at)}, no longer playable on {day(other.lost_at)}."
    return f"Found {day(other.found_at)}, last seen playable {day(other.looked_at)}."
