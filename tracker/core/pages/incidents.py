"""What the pages of incidents show: changes that came together in a market, in one watch or in several."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.history import EventKind
from tracker.core.incident_words import chance_text, sharing_text
from tracker.core.links import ID, item_address
from tracker.core.phrases import count, day, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.core.history import Event
    from tracker.core.incidents import Meaning
    from tracker.core.watch import Source

MOST_COMPARED = 1000
"""So many members are asked what they share."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Changes of one kind that belong together; `first` and `last` bound when they were first missed.

    `confirmed`, `held` and `withdrawn` are its members by how sure they are; `back` are the confirmed ones that are
    playable now. `source` and `ref` are what the watch looks at; `watch_id` None: they came up in several, `watches`.
    `meaning` is what they were found to share.
    """

    id: int
    kind: EventKind
    market: str
    watch_id: int | None
    watch_label: str
    source: Source | None
    ref: str
    first: datetime
    last: datetime
    confirmed: int
    held: int
    withdrawn: int
    back: int
    watches: int = 1
    meaning: Meaning | None = None

    @property
    def members(self) -> int:
        """All of them."""
        return self.confirmed + self.held + self.withdrawn

    @property
    def address(self) -> str | None:
        """The page of the watched thing at the service."""
        return item_address(self.source, self.ref) if self.source and ID.fullmatch(self.ref) else None

    @property
    def found(self) -> str | None:
        """What its members share, and how likely so many are by chance; None for a mass flip of one watch."""
        if self.meaning is None:
            return None
        return f"They {sharing_text(self.meaning)}: {chance_text(self.meaning)}."

    @property
    def days(self) -> str:
        """`3 May 2026`, or from one day to another."""
        first, last = day(self.first), day(self.last)
        return first if first == last else f"{first} to {last}"

    @property
    def headline(self) -> str:
        """What is reported of how many, and no more than that: a held one is a suspicion."""
        said = _SAID.get(self.kind, "changed")
        if not self.confirmed:
            return f"{count(self.members, 'track')} {said}?" if self.held else f"{_NOTHING}: {said}"
        return f"{count(self.confirmed, 'track')} {said}"


_NOTHING = "Taken back by later looks"
_SAID = {
    EventKind.VANISHED: "no longer reported as playable",
    EventKind.RETURNED: "reported as playable again",
    EventKind.RELINKED: "answered by another id",
    EventKind.RETRACTED: "taken back",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One event of an incident; `back`: the track is playable there now."""

    event: Event
    album: str | None
    back: bool


@dataclass(frozen=True, slots=True)
class Trait:
    """What a member may share with others: its album (by id and name) and its artists."""

    album_id: str | None
    album: str | None
    artists: tuple[str, ...]


def shared_by_most(traits: Sequence[Trait]) -> tuple[str, ...]:
    """What more than half of at least two members share: `9 of 11 are from the album "X"`."""
    albums = Counter(trait.album_id for trait in traits if trait.album_id)
    names = {trait.album_id: trait.album for trait in traits if trait.album}
    artists = Counter(artist for trait in traits for artist in dict.fromkeys(trait.artists))
    found = []
    for number, album_id in _most(albums, len(traits)):
        name = names.get(album_id)
        found.append(f"{number} are from {f'the album “{visible(name)}”' if name else 'one album'}")
    found += [f"{number} are by {visible(artist)}" for number, artist in _most(artists, len(traits))]
    return tuple(found)


def _most(counted: Counter[str], total: int) -> Iterable[tuple[str, str]]:
    """The commonest, if it is more than half, with how many of how many."""
    for shared, number in counted.most_common(1):
        if number > 1 and number > total / 2:
            yield (f"All {total}" if number == total else f"{number:,} of {total:,}"), shared


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """An incident with a leaf of its members, and what most of the first `compared` of them share."""

    incident: Incident
    members: tuple[Member, ...]
    compared: int
    shared: tuple[str, ...]
