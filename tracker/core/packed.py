"""The packed lists as the record knows them and as the service shows them; what is done with them is `planning/packing.py`.

what the service shows of a list + what is known of it ──> recognised ──> what it holds, or that nobody can tell
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Protocol

from tracker.core.jsonform import time_json
from tracker.core.notices import Notice, NoticeKind
from tracker.core.phrases import count
from tracker.core.planning.requests import PAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

STRANGE = ""
"""A place that shows something that is no track of the catalogue."""


@dataclass(frozen=True, slots=True)
class PackedList:
    """One packed list; `number` counts from 0 along all of them, `ref` None: not made yet.

    `mark` stands in its description if its making was not answered yet. `tracks` are in the list's order, certain
    as long as it has the version `snapshot`; None: it has to be read. `read_at`: when that was last found to be so.
    """

    number: int
    made_at: datetime
    ref: str | None = None
    mark: str | None = None
    tracks: tuple[str, ...] = ()
    snapshot: str | None = None
    read_at: datetime | None = None
    lost_at: datetime | None = None

    @property
    def standing(self) -> bool:
        """Whether it is there, as far as is known."""
        return self.ref is not None and self.lost_at is None

    @property
    def calls(self) -> int:
        """Calls of one look at all of it."""
        return ceil(len(self.tracks) / PAGE)

    @property
    def state(self) -> str:
        """How it stands, in one word."""
        if self.lost_at:
            return "deleted"
        return "filling" if self.ref is None or self.snapshot is None or self.read_at is None else "ok"


@dataclass(frozen=True, slots=True)
class Version:
    """A list's version, and how many entries it has."""

    snapshot: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """All places of a list in one version: a track's id, None where nothing is shown, STRANGE for what is no track."""

    places: tuple[str | None, ...]
    snapshot: str | None


class PackedLists(Protocol):
    """What the record knows of the packed lists; each method is one transaction."""

    def rows(self) -> tuple[PackedList, ...]:
        """All of them, by number; none: the packed lists are switched off."""

    def lists(self) -> tuple[PackedList, ...]:
        """Those that can be read from: they stand, and what they hold is certain."""

    def refs(self) -> frozenset[str]:
        """The lists that may be written to."""

    def begin(self, number: int, now: datetime, mark: str | None = None) -> None:
        """A list is wanted, or (with its mark) is being made right now."""

    def made(self, number: int, ref: str) -> None:
        """It was made, empty."""

    def keep(
        self, number: int, tracks: Sequence[str], snapshot: str | None, read_at: datetime | None = None
    ) -> None:
        """What it holds in that version (None: that is not certain); `read_at` if the service was seen to agree."""

    def lost(self, number: int, at: datetime | None) -> None:
        """Its owner deleted it; None: it is there after all."""

    def forget(self, number: int) -> None:
        """Nothing is known of it any more."""

    def gone(self, market: str) -> frozenset[str]:
        """The tracks that the service does not know any more, as far as is held true in a market."""


class Shelf(Protocol):
    """The service's side; every method but the questions raises LookFailed if it was not seen to be done."""

    def make(self, name: str, description: str) -> str:
        """Make an empty private list; its id."""

    def find(self, mark: str) -> str | None:
        """The list of the account whose description bears a mark."""

    def kept(self, refs: Sequence[str]) -> Mapping[str, bool]:
        """Whether each list is still among the owner's; empty if the service does not say."""

    def version(self, ref: str) -> Version | None:
        """A list's version; None if it is not there though the account is."""

    def read(self, ref: str) -> Shown:
        """All that a list holds."""

    def put(self, ref: str, place: int, tracks: Sequence[str]) -> str | None:
        """Put tracks in, the first at `place`; the version. Refused with `why` "request" if one of them cannot be."""

    def take(self, ref: str, tracks: Sequence[str]) -> str | None:
        """Take every entry of these tracks out; the version."""

    def clear(self, ref: str) -> str | None:
        """Take everything out; the version."""

    def remove(self, ref: str) -> bool:
        """Take the list out of the owner's library; False if this app may not."""

    def rename(self, ref: str, name: str, description: str) -> None:
        """Give it another name and description."""


def title(number: int) -> str:
    """What a packed list is called in the account."""
    return f"Disappearing Tracks: packed list {number + 1} (made by the tracker)"


def description(mark: str) -> str:
    """What it says of itself there; the mark tells it from all others."""
    return (
        "Your own tracker made this private list to look at fifty watched tracks in one call. It fills and empties"
        f" it by itself and touches no other list. To undo it: tracker packed stop. [{mark}]"
    )


LEFT_TITLE = "Disappearing Tracks: emptied, you may delete this list"
LEFT_DESCRIPTION = "Your own tracker made this list, has emptied it and does not use it any more."


def recognised(known: Sequence[str], places: Sequence[str | None]) -> tuple[str, ...] | None:
    """What a list holds: a place that shows nothing is the track that stood there, if its neighbours say so.

    None if nobody can tell: the owner edited around such a place, or put in what is no track.
    """
    if STRANGE in places:
        return None
    at = {track: n for n, track in enumerate(known)}
    visible = {track for track in places if track}
    held: list[str] = []
    expected: int | None = 0  # where the list goes on in what is known, None after a track that is not
    filled = False
    for track in places:
        if track is None:
            if expected is None or expected >= len(known) or known[expected] in visible:
                return None
            track, filled = known[expected], True  # noqa: PLW2901 - it is what stands there
        elif filled and at.get(track) != expected:
            return None
        else:
            filled = False
        held.append(track)
        expected = at[track] + 1 if track in at else None
    return None if filled and expected != len(known) else tuple(held)


def deleted(lists: Collection[PackedList]) -> list[Notice]:
    """What is told when the owner deleted packed lists: nothing is packed any more until they say so."""
    gone = sorted(each.number + 1 for each in lists if each.lost_at)
    if not gone:
        return []
    named = ", ".join(map(str, gone))
    text = (
        f"You deleted packed list {named}, which is taken as your word: nothing is packed any more."
        " To go on: `tracker packed start`; to end it: `tracker packed stop`."
    )
    return [Notice(NoticeKind.PACKED, named, text)]


def left_behind(lists: Collection[PackedList], *, forgotten: bool = False) -> str:
    """What is said before the record forgets lists that stay in the account, and once it has; "" if there are none."""
    standing = sum(each.standing for each in lists)
    if not standing:
        return ""
    stay = f"{count(standing, 'packed list')} of the tracker's {'stays' if standing == 1 else 'stay'} in your account"
    way = "yours to delete there" if forgotten else "run `tracker packed stop` first to take them away too"
    return f"{stay}: {way}."


def as_json(each: PackedList) -> dict[str, object]:
    """One list for programs."""
    times = {"made_at": each.made_at, "read_at": each.read_at, "deleted_at": each.lost_at}
    return {
        "number": each.number + 1,
        "id": each.ref,
        "state": each.state,
        "tracks": len(each.tracks),
        "calls_a_look": each.calls,
        **{name: time_json(at) for name, at in times.items()},
    }
