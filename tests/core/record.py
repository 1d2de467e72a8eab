"""A record in memory: it applies decisions as the database does, and tells the core what it needs to know.

It keeps one watch in one market, quickly enough for millions of looks; the real store is held to the same
behaviour by its own tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.core import record_doubts as doubts
from tests.core import record_lists as lists
from tests.core.noted import Left, Noted, Subject
from tracker.core import decision as d
from tracker.core.history import Doubt, EventKind, Gap, Sighting, Status, Target
from tracker.core.items import Item
from tracker.core.known import Known, KnownEntry, Leaving, Look
from tracker.core.watch import Watch

MARKET = "DE"
REMEMBERED = timedelta(days=7)
_FACTS = ("isrc", "title", "artists", "album", "album_id", "disc", "number", "duration_ms")


class Record:
    """One watch in one market, remembered from look to look."""

    def __init__(self, watch: Watch) -> None:
        self.watch, self.market = watch, MARKET
        self.entries: tuple[KnownEntry, ...] = ()
        self.snapshot: str | None = None
        self.old: frozenset[str] = frozenset()
        self.subjects: defaultdict[str, Subject] = defaultdict(Subject)
        self.doubts: dict[int, Doubt] = {}
        self.next_looks: dict[int, datetime] = {}
        self.events: dict[int, Noted] = {}
        self.closed: list[tuple[str, Target]] = []
        self.gaps: dict[int, Gap] = {}
        self.past_gaps: list[Gap] = []
        self.left: dict[int, Left] = {}
        self.learnt: dict[str, Item] = {}
        self.last: Sighting | None = None
        self.source_down = False
        self.added: list[int] = []
        self._serial = 0

    def known(self, tracks: frozenset[str] | None = None) -> Known:
        """What deciding gets to see; the standings of `tracks` only, if given."""
        last, subjects = self.last, self.subjects
        chosen = subjects if tracks is None else {t: subjects[t] for t in tracks if t in subjects}
        leaving = self.left.values() if tracks is None else ()
        return Known(
            self.watch,
            self.market,
            self.entries,
            self.snapshot,
            {track: subject.standing(last) for track, subject in chosen.items()},
            last_complete=last,
            gap=next((gap for gap in self.gaps.values() if gap.track_id is None), None),
            source_doubt=next((x for x in self.doubts.values() if x.track_id is None), None),
            source_down=self.source_down,
            old_snapshots=self.old,
            leaving=tuple(Leaving(left.entry, left.at, left.settled) for left in leaving),
        )

    def apply(self, decision: d.Decision, look: Look, *, whole: bool) -> None:
        """Do what was decided upon a look; `whole` if it asked for all that the watch holds."""
        self.added = []
        for change in decision.changes:
            _STEPS[type(change)](self, change, look)
        if decision.complete and whole:
            self.last = self.sighting(look)
            oldest = look.ended_at - REMEMBERED
            self.left = {n: left for n, left in self.left.items() if not left.settled or left.at > oldest}

    def due(self, now: datetime) -> list[Doubt]:
        """The doubts that want their next look."""
        return [self.doubts[number] for number, at in self.next_looks.items() if at <= now]

    def next_number(self) -> int:
        """A number for a new row; they only grow."""
        self._serial += 1
        return self._serial

    def note(
        self,
        kind: EventKind,
        track: str | None,
        seen: Sighting | None,
        look: Look,
        retracts: int | None = None,
    ) -> Noted:
        """Write an event that is suspected by a look."""
        checks = (*([seen.check_id] if seen else []), look.check_id)
        seen_at, number = seen.at if seen else None, self.next_number()
        event = Noted(
            number, kind, Status.SUSPECTED, track, seen_at, look.ended_at, checks, retracts=retracts
        )
        self.events[number] = event
        return event

    def sighting(self, look: Look) -> Sighting:
        """A look as the last one that saw a track."""
        return Sighting(look.check_id, look.started_at)

    def learn(self, track: str, item: Item) -> None:
        """Let the entries of a track know what was learnt of it."""
        self.learnt[track] = item
        self._renew(track)

    def answer(self, track: str) -> None:
        """Let the entries of a track know by which ids it answers, if that has changed."""
        subject = self.subjects[track]
        told = (subject.spell, subject.doubt)
        answers = frozenset({track, *(one.target.via for one in told if one and one.target.via)})
        if answers != subject.answers:
            subject.answers = answers
            self._renew(track)

    def informed(self, entry: KnownEntry) -> KnownEntry:
        """The entry with all that is known of its track."""
        track, item = entry.track_id, self.learnt.get(entry.track_id)
        facts: dict[str, Any] = {name: new for name in _FACTS if (new := getattr(item, name, None))}
        return replace(entry, answers=self.subjects[track].answers | {track}, **facts)

    def _renew(self, track: str) -> None:
        if self.subjects[track].places:
            self.entries = tuple(self.informed(e) if e.track_id == track else e for e in self.entries)


_STEPS: dict[type[d.Change], Callable[[Record, Any, Look], None]] = {
    d.LearnTrack: lists.learn,
    d.LearnRelease: lists.learn_release,
    d.AddEntry: lists.add,
    d.RemoveEntry: lists.remove,
    d.SettleRemoval: lists.settle_removal,
    d.Revive: lists.revive,
    d.Reorder: lists.reorder,
    d.OpenGap: lists.open_gap,
    d.CloseGap: lists.close_gap,
    d.OpenSpell: doubts.open_spell,
    d.CloseSpell: doubts.close_spell,
    d.Suspect: doubts.suspect,
    d.Agree: doubts.agree,
    d.Confirm: doubts.confirm,
    d.Withdraw: doubts.withdraw,
}
