"""What must hold whatever the answers are: random looks at a small list, each decision checked against the laws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.core.noted import Noted
from tests.core.past import GONE, START, WATCH, added, track, unplayable
from tests.core.record import Record
from tracker.core import decision as d
from tracker.core.decide import decide_direct, decide_list, decide_lost, incomplete
from tracker.core.history import EventKind, State, Status
from tracker.core.items import COMPLETE, Certificate, Item, Place, Reading, Way
from tracker.core.known import Known, Look
from tracker.core.observe import observe
from tracker.core.rules import Rules

NAMES = ("a", "b", "c", "d", "e")


def shown(name: str, how: str) -> Item:
    """A track as an answer may show it."""
    own = track(name)
    return {
        "plays": own,
        "grey": unplayable(name),
        "null": GONE,
        "linked": replace(own, id=f"{name}x"),
        "blank": replace(own, playable=None),
        "account": unplayable(name, "explicit"),
    }[how]


HOW = st.sampled_from(("plays", "plays", "grey", "grey", "null", "linked", "blank", "account"))
SHOWS = st.fixed_dictionaries(dict.fromkeys(NAMES, HOW))
HOURS = st.sampled_from((0.1, 1.0, 3.0, 6.0, 24.0))


@dataclass(frozen=True, slots=True)
class Seen:
    """One look that was kept: how it asked, whether it was complete, and what it said of each track."""

    look: Look
    complete: bool
    states: dict[str, State]


class Looks(RuleBasedStateMachine):
    """Looks of every sort at one list of five tracks, which its owner may reorder."""

    def __init__(self) -> None:
        super().__init__()
        self.record, self.law, self.now = Record(WATCH), Rules(mass_looks=4, mass_count=3), START
        self.order, self.version = list(NAMES), 1
        self.seen: dict[int, Seen] = {}
        self.fixed: dict[int, Noted] = {}

    @initialize()
    def first_look(self) -> None:
        """The watching begins with everything playable."""
        self._list(dict.fromkeys(NAMES, "plays"), Way.LIST, 0, COMPLETE)

    @rule(shows=SHOWS, hours=HOURS, way=st.sampled_from((Way.LIST, Way.PAGES)))
    def look_at_the_list(self, shows: dict[str, str], hours: float, way: Way) -> None:
        """Anything may be shown of any track."""
        self._list(shows, way, hours, COMPLETE)

    @rule(name=st.sampled_from(NAMES), how=HOW, hours=HOURS, times=st.integers(1, 3))
    def one_track_stays_other(self, name: str, how: str, hours: float, times: int) -> None:
        """One track is shown alike by look after look, in the list and directly."""
        for _ in range(times):
            self._list(dict.fromkeys(NAMES, "plays") | {name: how}, Way.LIST, hours, COMPLETE)
            self._direct({name: how}, hours)

    @rule(shows=st.dictionaries(st.sampled_from(NAMES), HOW, min_size=1), hours=HOURS)
    def ask_directly(self, shows: dict[str, str], hours: float) -> None:
        """Some tracks are asked for by their ids."""
        self._direct(shows, hours)

    @rule(shows=SHOWS, hours=HOURS)
    def look_with_missing_pages(self, shows: dict[str, str], hours: float) -> None:
        """A reading without a certificate says nothing."""
        before = self._standing()
        self._list(shows, Way.LIST, hours, Certificate(complete=False, why="pages:short"))
        assert self._standing() == before

    @rule(hours=HOURS)
    def fail(self, hours: float) -> None:
        """A look that brings nothing changes nothing but gaps."""
        before = self._standing()
        self._keep(
            self._look(Way.LIST, hours),
            lambda known, look: incomplete(known, look, "network"),
            {},
            whole=True,
        )
        assert self._standing() == before

    @rule(hours=HOURS)
    def find_the_list_gone(self, hours: float) -> None:
        """A list that answers 404 says nothing of its tracks."""
        before = self._standing()
        lost = self._look(Way.LIST, hours)
        self._keep(lost, lambda known, look: decide_lost(known, 404, look, self.law), {}, whole=True)
        assert self._standing() == before

    @precondition(lambda self: not self.record.doubts)
    @rule(order=st.permutations(NAMES), hours=HOURS)
    def reorder(self, order: list[str], hours: float) -> None:
        """The owner puts the tracks in another order, under a new version: no event, and no suspicion."""
        self.order, self.version = order, self.version + 1
        touched = self._list({name: self._settled(name) for name in NAMES}, Way.LIST, hours, COMPLETE)
        assert [entry.track_id for entry in self.record.entries] == order
        assert not touched

    @invariant()
    def what_is_confirmed_stays_as_it_is(self) -> None:
        """Confirmed events are never changed, and each of them has its proof."""
        for event in self.record.events.values():
            if event.status is not Status.CONFIRMED or event.track is None:
                continue
            if event.seq not in self.fixed:
                self._prove(event)
            assert self.fixed.setdefault(event.seq, replace(event)) == event

    @invariant()
    def one_doubt_a_track(self) -> None:
        """No track is doubted in two ways at once."""
        doubted = [doubt.track_id for doubt in self.record.doubts.values()]
        assert len(doubted) == len(set(doubted))

    def _prove(self, event: Noted) -> None:
        """Enough looks agreed, over enough hours, in more than one way; and two complete ones bracket the change."""
        checks = [self.seen[number] for number in event.checks]
        agreed = [seen for seen in checks if seen.look.ended_at >= event.first_missed_at]
        assert len(agreed) >= self.law.looks
        assert agreed[-1].look.ended_at - agreed[0].look.ended_at >= self.law.span
        assert len({seen.look.way for seen in agreed}) > 1
        assert all(seen.complete and seen.states[event.track or ""] is not State.UNKNOWN for seen in checks)
        assert agreed[0].look.ended_at == event.first_missed_at
        before = [seen for seen in self.seen.values() if seen.look.started_at == event.last_seen_at]
        assert all(seen.complete for seen in before)
        if event.kind is EventKind.VANISHED:
            assert all(seen.states[event.track or ""].absent for seen in agreed)

    def _list(self, shows: dict[str, str], way: Way, hours: float, certificate: Certificate) -> set[str]:
        items = enumerate((name, shown(name, shows[name])) for name in self.order)
        places = tuple(Place(n, item, added(NAMES.index(name))) for n, (name, item) in items)
        reading = Reading(places, certificate, f"v{self.version}")
        return self._keep(
            self._look(way, hours),
            lambda known, look: decide_list(known, reading, look, self.law),
            shows,
            whole=True,
        )

    def _direct(self, shows: dict[str, str], hours: float) -> set[str]:
        asked = tuple(Place(n, shown(name, how), None, name) for n, (name, how) in enumerate(shows.items()))
        reading = Reading(asked, COMPLETE)
        return self._keep(
            self._look(Way.SINGLE, hours),
            lambda known, look: decide_direct(known, reading, look, self.law, whole=False),
            shows,
            whole=False,
        )

    def _look(self, way: Way, hours: float) -> Look:
        self.now += timedelta(hours=hours)
        return Look(len(self.seen) + 1, self.now, self.now + timedelta(seconds=20), way)

    def _keep(
        self, look: Look, decide: Callable[[Known, Look], d.Decision], shows: dict[str, str], *, whole: bool
    ) -> set[str]:
        """Decide twice, which must come to the same; nothing may follow for tracks of which nothing was said.

        Returns the tracks whose state, or the doubt of it, has changed.
        """
        known = self.record.known()
        decision = decide(known, look)
        assert decide(known, look) == decision
        states = {name: observe(name, shown(name, how)).state for name, how in shows.items()}
        touched = self._touched(decision)
        assert decision.complete or not touched
        assert all(states[track] is not State.UNKNOWN for track in touched)
        self.seen[look.check_id] = Seen(look, decision.complete, states)
        self.record.apply(decision, look, whole=whole)
        return touched

    def _touched(self, decision: d.Decision) -> set[str]:
        """The tracks whose state, or the doubt of it, a decision changes."""
        spells = {s.spell.id: name for name, s in self.record.subjects.items() if s.spell}
        tracks: set[str | None] = set()
        for change in decision.changes:
            if isinstance(change, d.OpenSpell | d.Suspect):
                tracks.add(change.track_id)
            elif isinstance(change, d.CloseSpell):
                tracks.add(spells[change.spell_id])
            elif isinstance(change, d.Agree) and change.contested:
                continue  # of a mass flip all are, also those that were not asked
            elif isinstance(change, d.Agree | d.Confirm | d.Withdraw):
                tracks.add(self.record.doubts[change.doubt_id].track_id)
        return {track for track in tracks if track is not None}

    def _standing(self) -> tuple[object, ...]:
        """All spells and doubts of tracks."""
        return tuple((name, s.spell, s.doubt) for name, s in self.record.subjects.items())

    def _settled(self, name: str) -> str:
        """How a track is shown that is what it is held to be."""
        spell = self.record.subjects[name].spell
        if spell is None or spell.target.state is State.PLAYABLE:
            return "linked" if spell and spell.target.via else "plays"
        return "grey"


TestLooks = Looks.TestCase
TestLooks.settings = settings(max_examples=120, stateful_step_count=25, deadline=None, database=None)
