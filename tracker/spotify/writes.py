"""Everything that is ever written at the Web API: the allow-list of writes, each for one list of the tracker's own.

Nothing here says which lists those are: the door does, at every write (see `Door.write`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from tracker.core.errors import UsageError
from tracker.core.links import ID
from tracker.core.planning.packing import WRITE

Verb = Literal["POST", "PUT", "DELETE"]


class Target(StrEnum):
    """The addresses that may be written to; there is no way to write to another."""

    NEW_LIST = "/me/playlists"
    DETAILS = "/playlists/{id}"
    ITEMS = "/playlists/{id}/items"
    LIBRARY = "/me/library"


ALLOWED: frozenset[tuple[Verb, Target]] = frozenset(
    {
        ("POST", Target.NEW_LIST),
        ("PUT", Target.DETAILS),
        ("POST", Target.ITEMS),
        ("PUT", Target.ITEMS),
        ("DELETE", Target.ITEMS),
        ("DELETE", Target.LIBRARY),
    }
)


@dataclass(frozen=True, slots=True)
class Write:
    """One write to the list `ref` ("": one that is made by it); always with the owner's token."""

    verb: Verb
    target: Target
    ref: str = ""
    body: Mapping[str, object] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse what is not on the list, and an id that could lead to another address."""
        if (self.verb, self.target) not in ALLOWED:
            raise UsageError(f"{self.verb} {self.target} is not written by this program.")
        if (self.target is Target.NEW_LIST) == bool(self.ref) or (self.ref and not ID.fullmatch(self.ref)):
            raise UsageError(f"'{self.ref}' is not an id: ids have 22 letters and digits.")

    @property
    def path(self) -> str:
        """The path below the API's address."""
        return self.target.replace("{id}", self.ref)

    @property
    def params(self) -> dict[str, str]:
        """What stands behind the path: the library names the list there."""
        return {"uris": f"spotify:playlist:{self.ref}"} if self.target is Target.LIBRARY else {}


def new_list(name: str, description: str) -> Write:
    """Make an empty list that only its owner sees."""
    private = {"public": False, "collaborative": False}
    return Write("POST", Target.NEW_LIST, body={"name": name, "description": description, **private})


def put(ref: str, place: int, tracks: Sequence[str]) -> Write:
    """Put tracks into a list, the first at `place`, counted from 0."""
    return Write("POST", Target.ITEMS, ref, {"uris": _uris(tracks), "position": place})


def take(ref: str, tracks: Sequence[str]) -> Write:
    """Take every entry of these tracks out of a list."""
    return Write("DELETE", Target.ITEMS, ref, {"items": [{"uri": uri} for uri in _uris(tracks)]})


def clear(ref: str) -> Write:
    """Take everything out of a list, in one call."""
    return Write("PUT", Target.ITEMS, ref, {"uris": []})


def rename(ref: str, name: str, description: str) -> Write:
    """Give a list another name and description; it stays private."""
    return Write("PUT", Target.DETAILS, ref, {"name": name, "description": description, "public": False})


def out_of_library(ref: str) -> Write:
    """Take a list out of its owner's library, which is what deleting one means."""
    return Write("DELETE", Target.LIBRARY, ref)


def _uris(tracks: Sequence[str]) -> list[str]:
    """The addresses of tracks; UsageError for an id that is none, and for more than one write takes."""
    if not 1 <= len(tracks) <= WRITE or not all(ID.fullmatch(track) for track in tracks):
        raise UsageError(f"One write takes 1 to {WRITE} ids of 22 letters and digits.")
    return [f"spotify:track:{track}" for track in tracks]
