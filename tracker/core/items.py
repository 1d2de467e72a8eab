"""What the service showed: one object, its place in a list, and a whole reading with its certificate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.rights import Release


class Kind(StrEnum):
    """What sort of object stands at a place."""

    TRACK = "track"
    EPISODE = "episode"
    LOCAL = "local"
    NOTHING = "nothing"
    """A null entry: the place is there, the object is not."""


class Way(StrEnum):
    """How a look asked. Two different ways are independent evidence."""

    LIST = "list"
    """The list's own pages, at the usual page size."""
    PAGES = "pages"
    """The same list cut into pages of another size."""
    SINGLE = "single"
    """Each track by its own id."""
    ALBUM = "album"
    """Through the album that holds the track."""
    PACKED = "packed"
    """Through the pages of the tracker's own packed lists."""


class Purpose(StrEnum):
    """Why a look was made. What is looked at for a reason of its own is no even sample: whoever counts has to know."""

    RHYTHM = "rhythm"
    ASKED = "asked"
    DOUBT = "doubt"
    VISIT = "visit"
    """What the rhythms leave of the budget: the more often a track changes, the sooner."""
    SIBLING = "sibling"
    """A track vanished that shares a rights line, a label or an album with these."""


@dataclass(frozen=True, slots=True)
class Item:
    """One object as an answer showed it; only these fields of an answer ever leave the parser.

    `id` is the id that answered, `linked_from` the id that was asked for (tiers A and B only).
    `playable` is None where the answer does not say; `reason` is the restriction as the service words it.
    `duration_ms` is in milliseconds; `disc` and `number` count from 1. `asked` False: it was not asked about this
    time, so that nothing at all is known of it.
    """

    kind: Kind
    id: str | None = None
    linked_from: str | None = None
    title: str = ""
    artists: tuple[str, ...] = ()
    album_id: str | None = None
    album: str = ""
    isrc: str | None = None
    duration_ms: int | None = None
    disc: int | None = None
    number: int | None = None
    playable: bool | None = None
    reason: str | None = None
    asked: bool = True

    @property
    def nameless(self) -> bool:
        """A track whose title and artists are all empty: the mark of a total take-down."""
        return not self.title and self.asked and self.kind is Kind.TRACK and not any(self.artists)


NOTHING = Item(Kind.NOTHING)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a list: `position` counts from 0; `added_at` is None where it is not known.

    `key` names the place where the source itself does (disc and number in an album, the id in a direct
    look); lists that an owner edits have none.
    """

    position: int
    item: Item
    added_at: datetime | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whether a reading may say anything about absence; if not, `why` it is incomplete."""

    complete: bool
    why: str | None = None


COMPLETE = Certificate(complete=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one look at one source in one market brought back.

    `snapshot` is the list's version as the service names it (None where the source has none); `label` the
    list's own name; `releases` are the albums that were read on the way. Of answers that were there before the look:
    `since` is when the earliest was asked for, `shared` the calls that nobody has accounted for yet, `repeated` the
    tracks of which the very same answer is on record already.
    """

    places: tuple[Place, ...]
    certificate: Certificate
    snapshot: str | None = None
    label: str | None = None
    releases: tuple[Release, ...] = ()
    since: datetime | None = None
    shared: int = 0
    repeated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListVersion:
    """A list's version, name and number of places, as far as its head tells them; `readable` if it spoke of entries at all."""

    snapshot: str | None
    label: str | None
    total: int | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, its places counted along the list, which has `total` of them."""

    places: tuple[Place, ...]
    total: int
