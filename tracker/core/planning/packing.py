"""The packed list: the account's watched tracks in private lists of the tracker's own, so that a page shows fifty of them.

A list is kept in the order of the visit rates, the most visited first. Then every fifty consecutive places are of
like rate, wherever a page begins; a track that leaves lets the others close up, and one that joins is put where its
rate belongs: nothing else moves. A track whose rate changed moves only once it is far from its like.

    what the list holds now (its owner may have edited it) + what it should hold ──> edits ──> done by the caller

Only lists that the tracker made are ever handed in; what else is in them was put there by hand and is taken out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

from tracker.core.phrases import count, listed
from tracker.core.planning.requests import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WRITE = 100
"""So many tracks does one write take out or put in."""
FULL, FILLED = 10_000, 9_000
"""The longest a list may get; and so many a new list is given, so that there is room for more."""
FAR = 2.0
"""A track moves when its rate is by more than this factor off those around it."""


@dataclass(frozen=True, slots=True)
class Make:
    """Make a new private list; the number is its place among the tracker's lists."""

    number: int


@dataclass(frozen=True, slots=True)
class Take:
    """Take every entry of these tracks out of a list."""

    number: int
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """Put these tracks into a list, the first at `place` as the list stands then."""

    number: int
    place: int
    tracks: tuple[str, ...]


Edit = Make | Take | Put


@dataclass(frozen=True, slots=True)
class Repacking:
    """What to write, in this order, and what the lists hold afterwards."""

    edits: tuple[Edit, ...]
    lists: tuple[tuple[str, ...], ...]
    joined: int = 0
    left: int = 0
    moved: int = 0

    @property
    def writes(self) -> int:
        """Calls that the edits cost, once."""
        return len(self.edits)

    @property
    def calls(self) -> int:
        """Calls of one look at all tracks afterwards."""
        return sum(ceil(len(held) / PAGE) for held in self.lists)


def repack(held: Sequence[Sequence[str] | None], rates: Mapping[str, float]) -> Repacking:
    """The edits that bring the tracker's lists (None: deleted by their owner) to the tracks that have a rate."""
    present = [list(tracks or ()) for tracks in held]
    twice = {track for track, times in Counter(t for tracks in present for t in tracks).items() if times > 1}
    stay = [[t for t in tracks if t in rates and t not in twice] for tracks in present]
    stay = [_in_order(tracks, rates) for tracks in stay]
    kept = {track for tracks in stay for track in tracks}
    taken = [[t for t in dict.fromkeys(tracks) if t not in kept] for tracks in present]
    after = _with_joined(stay, sorted(rates.keys() - kept), rates)
    edits: list[Edit] = [
        *(Make(n) for n, tracks in enumerate(after) if tracks and (n >= len(held) or held[n] is None)),
        *(edit for number, tracks in enumerate(taken) for edit in _takes(number, tracks)),
        *(edit for number, tracks in enumerate(after) for edit in _puts(number, tracks, kept)),
    ]
    were = {track for tracks in present for track in tracks}
    gone = {track for tracks in taken for track in tracks}
    return Repacking(
        tuple(edits), tuple(map(tuple, after)),
        joined=len(rates.keys() - were), left=len(gone - rates.keys()), moved=len(gone & rates.keys()),
    )  # fmt: skip


def emptied(held: Sequence[Sequence[str] | None]) -> Repacking:
    """The edits that undo it all: the lists are left empty, and their owner may delete them."""
    return repack(held, {})


def foretold(plan: Repacking, before: int) -> str:
    """What will be written, and what it is good for, said before it is done."""
    if not plan.edits:
        return "The packed lists hold what they should; nothing is written."
    new = sum(isinstance(edit, Make) for edit in plan.edits)
    parts = [f"makes {count(new, 'private list')}"] if new else []
    parts += [f"adds {count(plan.joined, 'track')}"] if plan.joined else []
    parts += [f"takes out {count(plan.left, 'track')}"] if plan.left else []
    parts += [f"moves {count(plan.moved, 'track')}"] if plan.moved else []
    cost = f"That costs {count(plan.writes, 'call')} once"
    return (
        f"In lists of its own the tracker {listed(tuple(parts))}; it touches no other list. {cost}; "
        f"a look then costs {count(plan.calls, 'call')} instead of {before:,}."
    )


def _in_order(tracks: Sequence[str], rates: Mapping[str, float]) -> list[str]:
    """Those that may stay: not far more often visited than those before them, nor far more rarely than those after."""
    held, half = [rates[track] for track in tracks], PAGE // 2
    stay = []
    for place, track in enumerate(tracks):
        before, after = held[max(0, place - half) : place], held[place + 1 : place + 1 + half]
        too_fast = before and held[place] > FAR * median(before)
        too_slow = after and held[place] * FAR < median(after)
        if not too_fast and not too_slow:
            stay.append(track)
    return stay


def _with_joined(stay: list[list[str]], new: Iterable[str], rates: Mapping[str, float]) -> list[list[str]]:
    """Each new track where its rate belongs; lists that would get too long hand their end to a new one."""
    rows = [list(tracks) for tracks in stay]
    if not any(rows):
        whole = sorted(new, key=lambda track: -rates[track])
        parts = [whole[first : first + FILLED] for first in range(0, len(whole), FILLED)]
        return [*parts, *([] for _ in rows[len(parts) :])]
    falling = _falling(rows, rates)
    joining: dict[tuple[int, int], list[str]] = {}
    for track in sorted(new, key=lambda each: -rates[each]):
        at = bisect_right(falling, -rates[track])
        joining.setdefault(_place(rows, at), []).append(track)
    for (number, place), tracks in sorted(joining.items(), reverse=True):
        rows[number][place:place] = tracks
    return _not_too_long(rows)


def _falling(rows: Sequence[Sequence[str]], rates: Mapping[str, float]) -> list[float]:
    """The rates along all lists, made to fall throughout: each at most the lowest before it."""
    falling: list[float] = []
    for track in (track for tracks in rows for track in tracks):
        falling.append(max(-rates[track], falling[-1] if falling else -rates[track]))
    return falling


def _place(rows: Sequence[Sequence[str]], at: int) -> tuple[int, int]:
    """The list, and the place in it, of a place counted along all lists."""
    for number, tracks in enumerate(rows):
        if at <= len(tracks) and (tracks or number == len(rows) - 1):
            return number, at
        at -= len(tracks)
    return len(rows) - 1, len(rows[-1])


def _not_too_long(rows: list[list[str]]) -> list[list[str]]:
    spilled = [track for tracks in rows for track in tracks[FULL:]]
    kept = [tracks[:FULL] for tracks in rows]
    return [*kept, *(spilled[first : first + FILLED] for first in range(0, len(spilled), FILLED))]


def _takes(number: int, tracks: Sequence[str]) -> list[Take]:
    return [Take(number, tuple(tracks[first : first + WRITE])) for first in range(0, len(tracks), WRITE)]


def _puts(number: int, after: Sequence[str], kept: set[str]) -> list[Put]:
    """Runs of new tracks, from the beginning on: each place is then the one that the track ends up at."""
    puts = []
    for is_new, run in groupby(enumerate(after), key=lambda each: each[1] not in kept):
        if is_new:
            places = list(run)
            for first in range(0, len(places), WRITE):
                some = places[first : first + WRITE]
                puts.append(Put(number, some[0][0], tuple(track for _, track in some)))
    return puts


def applied(held: Sequence[Sequence[str] | None], edits: Iterable[Edit]) -> list[list[str]]:
    """What the lists hold once these edits are written, as the service does it."""
    rows = [list(tracks or ()) for tracks in held]
    for edit in edits:
        if isinstance(edit, Make):
            rows += [[] for _ in range(edit.number + 1 - len(rows))]
        elif isinstance(edit, Take):
            rows[edit.number] = [track for track in rows[edit.number] if track not in edit.tracks]
        else:
            rows[edit.number][edit.place : edit.place] = edit.tracks
    return rows
