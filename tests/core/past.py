"""A hand-written past: builders for entries, places and looks, and a record that applies decisions in memory.

`Past` keeps just enough of what the database keeps to drive the pure core from look to look; the real store is
held to the same behaviour by its own tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tracker.core import decision as d
from tracker.core.decide import decide_direct, decide_list, decide_lost
from tracker.core.history import Doubt, EventKind, Gap, Sighting, Spell, State, Status, Target
from tracker.core.items import COMPLETE, NOTHING, Certificate, Item, Kind, Place, Reading, Way
from tracker.core.known import Known, KnownEntry, Look, Standing
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


@dataclass
class Noted:
    """An event as the little record keeps it."""

    kind: EventKind
    status: Status
    track: str | None
    last_seen_at: datetime | None
    first_missed_at: datetime
    checks: tuple[int, ...] = ()
    held: bool = False


@dataclass
class Past:
    """One watch in one market, remembered from look to look."""

    rules: Rules = field(default_factory=Rules)
    watch: Watch = WATCH
    now: datetime = START
    entries: list[KnownEntry] = field(default_factory=list)
    snapshot: str | None = None
    old: set[str] = field(default_factory=set)
    spells: dict[str, tuple[int, Target]] = field(default_factory=dict)
    closed: list[tuple[str, Target]] = field(default_factory=list)
    doubts: dict[int, Doubt] = field(default_factory=dict)
    events: dict[int, Noted] = field(default_factory=dict)
    gaps: dict[int, Gap] = field(default_factory=dict)
    past_gaps: list[Gap] = field(default_factory=list)
    last: Sighting | None = None
    learnt: dict[str, Item] = field(default_factory=dict)
    check: int = 0
    serial: int = 0

    def known(self) -> Known:
        """What deciding gets to see."""
        tracks = {
            *(e.track_id for e in self.entries),
            *self.spells,
            *(t.track_id for t in self.doubts.values() if t.track_id),
        }
        down = [
            e
            for e in self.events.values()
            if e.status is Status.CONFIRMED and e.kind in {EventKind.SOURCE_LOST, EventKind.SOURCE_BACK}
        ]
        return Known(
            self.watch,
            "DE",
            tuple(replace(e, answers=self._answers(e.track_id)) for e in self.entries),
            self.snapshot,
            {t: self._standing(t) for t in tracks},
            last_complete=self.last,
            gap=next((g for g in self.gaps.values() if g.track_id is None), None),
            source_doubt=next((x for x in self.doubts.values() if x.track_id is None), None),
            source_down=bool(down) and down[-1].kind is EventKind.SOURCE_LOST,
            old_snapshots=frozenset(self.old),
        )

    def see(self, reading: Reading, *, hours: float = 24, way: Way = Way.LIST) -> d.Decision:
        """Look at the list `hours` after the last look."""
        return self._look(lambda known, look: decide_list(known, reading, look, self.rules), hours, way)

    def ask(self, reading: Reading, *, hours: float = 3, way: Way = Way.SINGLE) -> d.Decision:
        """Ask for some tracks directly."""
        return self._look(
            lambda known, look: decide_direct(known, reading, look, self.rules, whole=False), hours, way
        )

    def lose(self, status: int = 404, *, hours: float = 24) -> d.Decision:
        """Find the list itself gone."""
        return self._look(lambda known, look: decide_lost(known, status, look, self.rules), hours, Way.LIST)

    def told(self, *statuses: Status) -> list[tuple[EventKind, str | None]]:
        """Kind and track of the events of these statuses (confirmed ones, if none is named)."""
        return [
            (e.kind, e.track) for e in self.events.values() if e.status in (statuses or (Status.CONFIRMED,))
        ]

    def _look(self, decide: Callable[[Known, Look], d.Decision], hours: float, way: Way) -> d.Decision:
        self.now += timedelta(hours=hours)
        self.check += 1
        look = Look(self.check, self.now, self.now + timedelta(seconds=20), way)
        decision = decide(self.known(), look)
        new_ids: list[int] = []
        for change in decision.changes:
            self._apply(change, look, new_ids)
        self.entries = [_with_names(e, self.learnt.get(e.track_id)) for e in self.entries]
        if decision.complete and way is not Way.SINGLE:
            self.last = Sighting(self.check, look.started_at)
        return decision

    def _answers(self, track_id: str) -> frozenset[str]:
        doubted = [x.target.via for x in self.doubts.values() if x.track_id == track_id]
        spell = self.spells.get(track_id)
        return frozenset(i for i in (track_id, spell and spell[1].via, *doubted) if i)

    def _standing(self, track_id: str) -> Standing:
        spell = self.spells.get(track_id)
        gap = next((g for g in self.gaps.values() if g.track_id == track_id), None)
        seen = self.last if gap is None or gap.since is None else Sighting(0, gap.since)
        return Standing(
            Spell(*spell) if spell else None,
            next((x for x in self.doubts.values() if x.track_id == track_id), None),
            seen if spell or gap else None,
            gap,
        )

    def _next(self) -> int:
        self.serial += 1
        return self.serial

    def _apply(self, change: d.Change, look: Look, new_ids: list[int]) -> None:  # noqa: C901, PLR0912
        match change:
            case d.LearnTrack():
                self.learnt[change.track_id] = change.item
            case d.AddEntry():
                entry = KnownEntry(
                    self._next(), change.track_id, frozenset({change.track_id}), change.added_at, change.key
                )
                new_ids.append(entry.id)
                self.entries.append(entry)
                if change.event:
                    self._note(EventKind.ENTRY_ADDED, Status.CONFIRMED, change.track_id, change.before, look)
            case d.RemoveEntry():
                self.entries = [e for e in self.entries if e.id != change.entry_id]
                if change.event:
                    self._note(
                        EventKind.ENTRY_REMOVED, Status.CONFIRMED, change.track_id, change.before, look
                    )
            case d.Reorder():
                by_id = {e.id: e for e in self.entries}
                self.entries = [by_id[n if n >= 0 else new_ids[-1 - n]] for n in change.order]
                self.old |= {self.snapshot} if self.snapshot else set()
                self.snapshot = change.snapshot
            case d.OpenSpell():
                assert change.track_id not in self.spells, "one open spell a track"
                self.spells[change.track_id] = (self._next(), change.target)
            case d.CloseSpell():
                track_id = next(t for t, (n, _) in self.spells.items() if n == change.spell_id)
                self.closed.append((track_id, self.spells.pop(track_id)[1]))
            case d.Suspect():
                self._suspect(change, look)
            case d.Agree():
                self._agree(change, look)
            case d.Confirm():
                self._end(change.doubt_id, Status.CONFIRMED, look)
            case d.Withdraw():
                self._end(change.doubt_id, Status.WITHDRAWN, look)
            case d.OpenGap():
                gap = Gap(self._next(), 1, change.track_id, "DE", change.since, change.until, change.why)
                (self.past_gaps.append(gap) if change.until else self.gaps.__setitem__(gap.id, gap))
            case d.CloseGap():
                self.past_gaps.append(replace(self.gaps.pop(change.gap_id), until=look.started_at))

    def _note(
        self, kind: EventKind, status: Status, track_id: str | None, seen: Sighting | None, look: Look
    ) -> int:
        number = self._next()
        self.events[number] = Noted(
            kind, status, track_id, seen.at if seen else None, look.ended_at, (look.check_id,)
        )
        return number

    def _suspect(self, change: d.Suspect, look: Look) -> None:
        assert not any(x.track_id == change.track_id for x in self.doubts.values()), "one doubt a track"
        seq = None
        if change.kind:
            seq = self._note(change.kind, Status.SUSPECTED, change.track_id, change.last_seen, look)
        number = self._next()
        self.doubts[number] = Doubt(
            number, 1, change.track_id, "DE", change.target, change.kind, change.reason, change.last_seen,
            Sighting(look.check_id, look.ended_at), (look.check_id,), change.way, held=1 if change.held else None, event_seq=seq,
        )  # fmt: skip

    def _agree(self, change: d.Agree, look: Look) -> None:
        doubt = self.doubts[change.doubt_id]
        looks = () if change.contested else (*doubt.looks, look.check_id)
        held = 1 if change.held else doubt.held
        self.doubts[doubt.id] = replace(
            doubt, looks=looks, independent=change.independent, contested=change.contested, held=held
        )

    def _end(self, doubt_id: int, status: Status, look: Look) -> None:
        doubt = self.doubts.pop(doubt_id)
        if doubt.event_seq is not None:
            event = self.events[doubt.event_seq]
            event.status, event.checks, event.held = (
                status,
                (*doubt.looks, look.check_id),
                doubt.held is not None,
            )


def _with_names(entry: KnownEntry, item: Item | None) -> KnownEntry:
    if item is None:
        return entry
    return replace(
        entry, isrc=item.isrc, title=item.title, artists=item.artists, album=item.album, album_id=item.album_id,
        disc=item.disc, number=item.number, duration_ms=item.duration_ms,
    )  # fmt: skip


GONE = NOTHING
STATE = State
