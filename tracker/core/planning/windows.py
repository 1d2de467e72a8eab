"""Every possible request of one market, laid out in one long row.

    items  a b c d e f | c g a | a b | c | d e f g        a list, a list, an album, a single track, an album
    ends   the request that begins at place i shows items[i:ends[i]]

A page may begin at any place of a list, an album has one beginning. So "which requests?" is "which places?",
and all of them cost one call.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.core.planning.requests import PAGE, Kind, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.planning.requests import Sources


@dataclass(frozen=True, slots=True)
class Row:
    """One list or long album in the row: whose it is, and from where to where it goes."""

    kind: Kind
    ref: str
    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Windows:
    """The row. Places from `albums_at` on belong to albums; `album_of[item]` is where the item's album begins.

    `offsets[i]` is the place in its own list, where what is not due counts too.
    """

    names: tuple[str, ...]
    items: tuple[int, ...]
    ends: tuple[int, ...]
    offsets: tuple[int, ...]
    rows: tuple[Row, ...]
    albums_at: int
    albums: tuple[int, ...]
    album_of: tuple[int, ...]


class _Layout:
    """The row while it is laid out."""

    def __init__(self, due: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(due))
        self.number = {name: n for n, name in enumerate(self.names)}
        self.items: list[int] = []
        self.ends: list[int] = []
        self.offsets: list[int] = []
        self.rows: list[Row] = []

    def row(self, kind: Kind, ref: str, places: Iterable[tuple[int, str | None]]) -> None:
        """Add a list of which pages can be asked for: of each due track the first place."""
        seen: dict[int, int] = {}
        for place, name in places:
            item = self.number.get(name) if name is not None else None
            if item is not None and item not in seen:
                seen[item] = place
        first, offsets = len(self.items), list(seen.values())
        self.items += seen
        self.offsets += offsets
        self.ends += [first + end for end in _ends(offsets)]
        if seen:
            self.rows.append(Row(kind, ref, first, len(self.items)))


def _ends(offsets: Sequence[int]) -> list[int]:
    """For each place of a list, where the page that begins there ends."""
    ends, end = [], 0
    for offset in offsets:
        while end < len(offsets) and offsets[end] < offset + PAGE:
            end += 1
        ends.append(end)
    return ends


def lay_out(due: Iterable[str], sources: Sources, *, home: bool) -> Windows:
    """Lay out all requests that can show one of the due tracks in a market; lists only in the account's own."""
    layout = _Layout(due)
    for held in sources.lists if home else ():
        layout.row(Kind.SAVED_PAGE if held.saved else Kind.LIST_PAGE, held.ref, enumerate(held.tracks))
    albums, long = _albums(layout.names, sources)
    for album, places in long.items():
        layout.row(Kind.ALBUM_PAGE, album, sorted(places))
    albums_at, starts, album_of = len(layout.items), [], [0] * len(layout.names)
    for members in albums:
        start = len(layout.items)
        starts.append(start)
        for name in members:
            item = layout.number[name]
            album_of[item] = start
            layout.items.append(item)
    layout.ends += [0] * (len(layout.items) - albums_at)
    for start, after in pairwise([*starts, len(layout.items)]):
        layout.ends[start] = after
    return Windows(
        layout.names, tuple(layout.items), tuple(layout.ends), tuple(layout.offsets), tuple(layout.rows),
        albums_at, tuple(starts), tuple(album_of),
    )  # fmt: skip


def _albums(
    names: Iterable[str], sources: Sources
) -> tuple[list[list[str]], dict[str, list[tuple[int, str]]]]:
    """The due tracks by album, each track once; and albums longer than a page, whose tracks then stand alone.

    In a long album a track of unknown place is asked for singly: nobody knows which page shows it.
    """
    alone: list[list[str]] = []
    together: dict[str, list[str]] = {}
    long: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        seat = sources.seats.get(name)
        if seat is None:
            alone.append([name])
            continue
        together.setdefault(seat.album, []).append(name)
        if seat.place is not None and seat.place >= PAGE:
            long[seat.album] = []
    for album in [album for album, members in together.items() if album in long or len(members) > PAGE]:
        members = together.pop(album)
        seats = [(sources.seats[name].place, name) for name in members]
        long[album] = [(place, name) for place, name in seats if place is not None]
        alone += [[name] for name in members]
    return [*together.values(), *alone], long


def as_requests(windows: Windows, starts: Iterable[int], sources: Sources, market: str) -> list[Request]:
    """The requests that begin at these places."""
    firsts = [row.first for row in windows.rows]
    name, made = windows.names.__getitem__, []
    for start in starts:
        tracks = tuple(map(name, windows.items[start : windows.ends[start]]))
        if start < windows.albums_at:
            row = windows.rows[bisect_right(firsts, start) - 1]
            made.append(Request(row.kind, (row.ref,), market, tracks, windows.offsets[start]))
        elif len(tracks) == 1:
            made.append(Request(Kind.TRACK, tracks, market, tracks))
        else:
            made.append(Request(Kind.ALBUM, (sources.seats[tracks[0]].album,), market, tracks))
    return made
