"""The requests that are possible, and what each of them can observe."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = 50
"""So many consecutive places of a list, or tracks of an album, does one page show."""
ALBUMS_A_CALL, TRACKS_A_CALL = 20, 50
"""So many albums or tracks does one batch call ask for, where batch calls exist."""


class Token(StrEnum):
    """Whose leave a request needs: the owner's login sees the account's market only, the app's own sees any."""

    OWNER = "owner"
    APP = "app"


class Observable(StrEnum):
    """What an answer tells. The two can contradict each other, so one never stands for the other."""

    PLAYABLE = "is_playable"
    MARKETS = "available_markets"


class Tier(StrEnum):
    """What the service allows: A and B still have batch calls and `available_markets`, C has neither."""

    A = "A"
    B = "B"
    C = "C"

    @property
    def batches(self) -> bool:
        """Whether many ids can be asked for in one call."""
        return self is not Tier.C


class Kind(StrEnum):
    """The ways to ask."""

    LIST_PAGE = "list page"
    SAVED_PAGE = "saved page"
    ALBUM = "album"
    ALBUM_PAGE = "album page"
    TRACK = "track"
    ALBUMS = "albums"
    TRACKS = "tracks"

    @property
    def token(self) -> Token:
        """Pages of lists are read with the owner's login, everything else without."""
        return Token.OWNER if self in {Kind.LIST_PAGE, Kind.SAVED_PAGE} else Token.APP


@dataclass(frozen=True, slots=True)
class Request:
    """One call: what it asks for, and the due tracks that its answer shows.

    `refs` are a list's, an album's or a track's id, or the ids of a batch; `offset` counts places from 0;
    `market` is None where the answer speaks of all markets at once.
    """

    kind: Kind
    refs: tuple[str, ...]
    market: str | None
    tracks: tuple[str, ...]
    offset: int = 0
    cost: int = 1

    @property
    def token(self) -> Token:
        """Whose leave it needs."""
        return self.kind.token

    @property
    def observable(self) -> Observable:
        """What its answer tells."""
        return Observable.MARKETS if self.market is None else Observable.PLAYABLE

    @property
    def pairs(self) -> tuple[tuple[str, str | None], ...]:
        """What it observes: each track in its market."""
        return tuple((track, self.market) for track in self.tracks)


@dataclass(frozen=True, slots=True)
class Held:
    """What a list that the owner's login can read holds, by its places; None is what is no track of the catalogue."""

    ref: str
    tracks: tuple[str | None, ...]
    saved: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a track stands: its album, and its place there counted from 0 over all discs, if that is known.

    A track of unknown place counts as one of the first fifty: few albums are longer.
    """

    album: str
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where tracks can be seen: in lists (in the account's market `home`) and on albums (in any market)."""

    home: str
    lists: tuple[Held, ...] = ()
    seats: Mapping[str, Seat] = field(default_factory=dict)
    tier: Tier = Tier.C
