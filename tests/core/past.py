"""A hand-written past: builders for entries, places and looks, and a past that is told look by look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.core.noted import Noted
from tests.core.record import Record
from tracker.core.decide import decide_direct, decide_list, decide_lost
from tracker.core.decision import Decision
from tracker.core.history import Doubt, EventKind, Gap, Status, Target
from tracker.core.items import COMPLETE, NOTHING, Certificate, Item, Kind, Place, Reading, Way
from tracker.core.known import Known, KnownEntry, Look
from tracker.core.rules import Rules
from tracker.core.watch import Source, Watch

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
WATCH = Watch(
    1, Source.PLAYLIST, "p" * 22, "Mine", ("DE",), timedelta(days=1), START, START + timedelta(days=365)
)


def track(name: str, *, playable: bool | None = True, reason: str | None = None) -> Item:
    """A track whose id, ISRC and title all come from its short name."""
    isrc = f"QZ{name:0>10}"[:12].upper()
    return Item(
        Kind.TRACK,
        name,
        None,
        f"Song {name}",
        ("The Inventions",),
        "a1",
        "Rooms",
        isrc,
        200_000,
        1,
        1,
        playable,
        reason,
    )


def unplayable(name: str, reason: str | None = "market") -> Item:
    """The same track, greyed out."""
    return track(name, playable=False, reason=reason)


def added(n: int) -> datetime:
    """A time of adding of its own for the n-th place."""
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=n)


def listing(*items: Item, snapshot: str | None = "v1", times: list[int] | None = None) -> Reading:
    """A complete reading of these items; each place has its own time of adding, by its number or `times`."""
    numbers = times or list(range(len(items)))
    places = tuple(Place(n, item, added(t)) for n, (item, t) in enumerate(zip(items, numbers, strict=True)))
    return Reading(places, COMPLETE, snapshot)


def broken(why: str) -> Reading:
    """A reading that may not be believed."""
    return Reading((), Certificate(complete=False, why=why), "v1")


def direct(**items: Item) -> Reading:
    """Answers to direct questions, by the id that was asked."""
    return Reading(tuple(Place(n, item, None, key) for n, (key, item) in enumerate(items.items())), COMPLETE)


class Past:
    """One watch in one market, remembered from look to look."""

    def __init__(self, rules: Rules | None = None, watch: Watch = WATCH) -> None:
        self.rules, self.now, self.check = rules or Rules(), START, 0
        self.record = Record(watch)

    @property
    def entries(self) -> tuple[KnownEntry, ...]:
        """The places, in order."""
        return self.record.entries

    @property
    def events(self) -> dict[int, Noted]:
        """Every event, by its number."""
        return self.record.events

    @property
    def doubts(self) -> dict[int, Doubt]:
        """The open doubts, by number."""
        return self.record.doubts

    @property
    def gaps(self) -> dict[int, Gap]:
        """The open gaps, by number."""
        return self.record.gaps

    @property
    def past_gaps(self) -> list[Gap]:
        """The gaps that are over."""
        return self.record.past_gaps

    @property
    def closed(self) -> list[tuple[str, Target]]:
        """The states that are over: the track and what it was."""
        return self.record.closed

    @property
    def spells(self) -> dict[str, tuple[int, Target]]:
        """The number and the target of each open spell, by track."""
        subjects = self.record.subjects.items()
        return {track: (s.spell.id, s.spell.target) for track, s in subjects if s.spell}

    def see(self, reading: Reading, *, hours: float = 24, way: Way = Way.LIST) -> Decision:
        """Look at the list `hours` after the last look."""
        return self._look(lambda known, look: decide_list(known, reading, look, self.rules), hours, way)

    def ask(self, reading: Reading, *, hours: float = 3, way: Way = Way.SINGLE) -> Decision:
        """Ask for some tracks directly."""
        return self._look(
            lambda known, look: decide_direct(known, reading, look, self.rules, whole=False), hours, way
        )

    def lose(self, status: int = 404, *, hours: float = 24) -> Decision:
        """Find the list itself gone."""
        return self._look(lambda known, look: decide_lost(known, status, look, self.rules), hours, Way.LIST)

    def told(self, *statuses: Status) -> list[tuple[EventKind, str | None]]:
        """Kind and track of the events of these statuses (confirmed ones, if none is named)."""
        wanted = statuses or (Status.CONFIRMED,)
        return [(e.kind, e.track) for e in self.events.values() if e.status in wanted]

    def _look(self, decide: Callable[[Known, Look], Decision], hours: float, way: Way) -> Decision:
        self.now += timedelta(hours=hours)
        self.check += 1
        look = Look(self.check, self.now, self.now + timedelta(seconds=20), way)
        decision = decide(self.record.known(), look)
        self.record.apply(decision, look, whole=way is not Way.SINGLE)
        return decision


GONE = NOTHING
