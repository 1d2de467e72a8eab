"""What the owner chose to watch, in which markets, how often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.core.errors import UsageError

SHORTEST = timedelta(hours=1)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
TERM = timedelta(days=365)
"""A watch lapses after this long unless its owner renews it."""


class Source(StrEnum):
    """The kinds of thing that can be watched."""

    PLAYLIST = "playlist"
    ALBUM = "album"
    ARTIST = "artist"
    TRACK = "track"
    SAVED_TRACKS = "saved-tracks"
    SAVED_ALBUMS = "saved-albums"
    LIST = "list"
    """A list that its owner imported: its entries are kept here, and each is asked for by its id."""

    @property
    def needs_login(self) -> bool:
        """Whether only the owner's own token can read it."""
        return self in {Source.PLAYLIST, Source.SAVED_TRACKS, Source.SAVED_ALBUMS}

    @property
    def edited_by_owner(self) -> bool:
        """Whether its entries come and go by somebody's hand rather than by the catalogue."""
        return self.needs_login or self is Source.LIST


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch. `ref` is the id at the service ("" for the saved ones, a number of our own for imported lists).

    `markets` are ISO codes, in order; muted: no messages; paused: no looks. `named_at` is when its owner gave it its
    `label`; None: the label is the service's.
    """

    id: int
    source: Source
    ref: str
    label: str
    markets: tuple[str, ...]
    every: timedelta
    added_at: datetime
    renew_by: datetime
    muted_at: datetime | None = None
    paused_at: datetime | None = None
    named_at: datetime | None = None


def parse_rhythm(text: str) -> timedelta:
    """Read `90m`, `12h`, `1d` or `2w`; raise UsageError for anything else or for less than an hour."""
    match = re.fullmatch(r"(\d{1,4})([mhdw])", text.strip().lower())
    if not match:
        raise UsageError(f"'{text}' is not a rhythm: write a number and m, h, d or w, such as 12h or 1d.")
    every = int(match[1]) * _UNITS[match[2]]
    if every < SHORTEST:
        raise UsageError(f"'{text}' is too often: the shortest rhythm is 1h.")
    return every


def show_rhythm(every: timedelta) -> str:
    """Write a rhythm the way `parse_rhythm` reads it, in the largest unit that divides it."""
    for unit, size in reversed(_UNITS.items()):
        if every % size == timedelta(0):
            return f"{every // size}{unit}"
    return f"{every // _UNITS['m']}m"
