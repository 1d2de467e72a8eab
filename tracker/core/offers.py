"""A track's list of markets, as the service gives it where it still does: another statement than whether it plays.

The two are known to contradict each other, and neither is said to be right: an empty list was seen on tracks that
play, and a country on the list of tracks that do not play there. So a list opens no spell, ends none and makes no
event. Where it says otherwise than the looks in a market, that is told; why is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tracker.core.history import State
from tracker.core.phrases import count, interval, minute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.core.history import Target
    from tracker.core.planning.requests import Request, Seat

Listed = tuple[str, ...]
"""ISO codes, sorted, each once."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One list of a track: met first at `first_at` and last at `last_at`; until `before_at` it was another (None: unknown).

    `stands`: no later reading met another one.
    """

    track_id: str
    markets: Listed
    before_at: datetime | None
    first_at: datetime
    last_at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A market that the list names or leaves out, where the looks say otherwise."""

    market: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Tracks with a standing list, and of the (track, market) pairs that looks speak of as well, those that contradict."""

    tracks: int
    pairs: int
    contradicted: int


class OfferReader(Protocol):
    """The service's lists of markets."""

    def allowed(self, tracks: int) -> bool:
        """Whether it is worth asking for the lists of so many tracks."""

    def offered(self, request: Request) -> Mapping[str, Listed]:
        """The lists of a request's tracks; who is not in it was not told of. Raises LookFailed."""


class Offers(Protocol):
    """Where the lists are kept."""

    def seats(self) -> Mapping[str, Seat | None]:
        """The tracks that live watches hold, and where each stands on which album, if that is known."""

    def keep(self, found: Mapping[str, Listed], now: datetime) -> int:
        """Write down the lists that are new or changed, and nothing for the others; how many they were."""

    def finish(self, met: Iterable[str], now: datetime) -> None:
        """A reading has come to its end: the lists that it met stand as of now, the others ended before it."""


def as_listed(codes: Iterable[str]) -> Listed:
    """Codes as they are kept."""
    return tuple(sorted(set(codes)))


def contradiction(listed: Listed, market: str, target: Target) -> bool | None:
    """Whether a list and what looks say of a market contradict each other; None where they do not speak of the same.

    A track that plays by another id, or has no object at all, is none of which its own list tells.
    """
    if target.via is not None or target.state not in {State.PLAYABLE, State.UNPLAYABLE}:
        return None
    return (market in listed) is not (target.state is State.PLAYABLE)


def contradictions(offers: Sequence[Offer], targets: Mapping[str, Target]) -> tuple[Contradiction, ...]:
    """Where the list that stands says otherwise than the spells that go on, by market."""
    standing = next((offer.markets for offer in reversed(offers) if offer.stands), None)
    if standing is None:
        return ()
    return tuple(
        Contradiction(market, market in standing)
        for market, target in sorted(targets.items())
        if contradiction(standing, market, target)
    )


def offer_text(offer: Offer) -> str:
    """One list in words: how many markets, since when, and until when."""
    began = interval(offer.before_at, offer.first_at)
    known = f"last read {minute(offer.last_at)} UTC" if offer.stands else f"until {minute(offer.last_at)} UTC"
    return (
        f"the service's own list of its markets names {count(len(offer.markets), 'market')}, {began}, {known}"
    )


def contradiction_text(found: Contradiction) -> str:
    """A contradiction in words, without a cause."""
    if found.listed:
        return f"the list names {found.market}, though it is not reported as playable there"
    return f"the list leaves out {found.market}, though it is reported as playable there"


def tally_text(tally: Tally) -> str:
    """What `doctor` says of the lists."""
    if not tally.tracks:
        return "none read"
    return (
        f"of {count(tally.tracks, 'track')}; in {tally.contradicted} of {tally.pairs} pairs of track and market"
        " they say otherwise than the looks"
    )
