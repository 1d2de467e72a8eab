"""A model world for the core: one list of some two hundred invented tracks, and what each of them really is.

Everything follows from one seed. A track is playable, perhaps by another id, or absent: greyed out or null.
What happens to the tracks, and by the owner's hand to the list, stands in `world_turns`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from tests.core.past import START, added, track
from tracker.core.history import EventKind
from tracker.core.items import Item, Place

SIZE = 200
_ENDS = "xy"
"""What the other ids of a track end in."""
POLL = timedelta(hours=3)
"""The rhythm of the watch: one poll every three hours of model time."""

Turn = Callable[["World", datetime], None]
"""Something that happens in the world at an instant."""


@dataclass(slots=True)
class Real:
    """One real change of a track, or of its place in the list.

    It happened at `at` and was undone at `until` (None: it lasts); it could be seen from `visible` on (later where
    the track was not in the list) until `hidden`, when the owner took the track out. `before` is the change of the same track that it ended; `group` numbers the mass
    takedown, or mass return, that it belongs to.
    """

    kind: EventKind
    track: str
    at: datetime
    visible: datetime
    before: Real | None = None
    until: datetime | None = None
    hidden: datetime | None = None
    via: str | None = None
    group: int | None = None

    def lasts(self, polls: int, end: datetime) -> bool:
        """Whether it could be seen for more than so many polls before the watching ended."""
        return min(self.until or end, self.hidden or end, end) - self.visible > polls * POLL


@dataclass(slots=True)
class Song:
    """One track as it really is: what it shows while it is absent, and the id that answers for it if not its own."""

    name: str
    item: Item
    absent: Item | None = None
    other: str | None = None
    latest: Real | None = None

    @property
    def playing(self) -> Item:
        """What it shows, or would show, while it is playable."""
        return replace(self.item, id=self.other) if self.other else self.item

    @property
    def shown(self) -> Item:
        """What a true answer shows of it."""
        return self.absent or self.playing

    def others(self) -> list[str | None]:
        """The ids that might answer for it (None: its own) besides the one that does."""
        ids: list[str | None] = [None, *(f"{self.name}{end}" for end in _ENDS)]
        return [other for other in ids if other != self.other]


@dataclass(slots=True)
class World:
    """The truth: which tracks the list holds, what each of them is, and all that ever changed.

    `turns` pairs what may happen with its probability a poll; `later` holds what will happen, by poll.
    """

    rng: Random
    turns: tuple[tuple[float, Turn], ...] = ()
    now: datetime = START
    poll: int = 0
    version: int = 0
    songs: dict[str, Song] = field(default_factory=dict)
    rows: list[tuple[str, datetime]] = field(default_factory=list)
    away: list[tuple[str, int]] = field(default_factory=list)
    reals: list[Real] = field(default_factory=list)
    later: defaultdict[int, list[Turn]] = field(default_factory=lambda: defaultdict(list))
    _places: tuple[Place, ...] | None = None

    def __post_init__(self) -> None:
        self.rows += [(self.new_song().name, added(n)) for n in range(SIZE)]

    @property
    def snapshot(self) -> str:
        """The version of the list."""
        return f"v{self.version}"

    def advance(self) -> None:
        """Let one poll's time pass, with all that happens in it."""
        self.poll += 1
        begin, self.now = self.now, self.now + POLL
        due = self.later.pop(self.poll, [])
        due += [turn for chance, turn in self.turns if self.rng.random() < chance]
        for turn, moment in zip(due, sorted(self.rng.random() for _ in due), strict=True):
            turn(self, begin + POLL * moment)

    def places(self) -> tuple[Place, ...]:
        """The list as it truly is; the same object until something changes."""
        if self._places is None:
            rows = enumerate(self.rows)
            self._places = tuple(Place(n, self.songs[name].shown, at) for n, (name, at) in rows)
        return self._places

    def new_song(self) -> Song:
        """One more track, in no list yet."""
        name = f"t{len(self.songs):05}"
        song = self.songs[name] = Song(name, track(name))
        return song

    def song_of(self, track_id: str) -> Song:
        """The track that an id stands for, be it its own or another."""
        return self.songs[track_id.rstrip(_ENDS)]

    def any_song(self) -> Song:
        """A track of the list, by chance."""
        return self.songs[self.rng.choice(self.rows)[0]]

    def note(self, kind: EventKind, song: Song, at: datetime, group: int | None = None) -> None:
        """Write down a change of what a track is; it ends the one before it."""
        before = song.latest
        if before and before.until is None:
            before.until = at
        via = song.other if song.absent is None else None
        song.latest = Real(kind, song.name, at, at, before, via=via, group=group)
        self.reals.append(song.latest)
        self._places = None

    def edited(self) -> None:
        """The owner changed the list: it has another version."""
        self.version += 1
        self._places = None
