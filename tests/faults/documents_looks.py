"""Looks at spoilt answers: each goes through the real door, readers and decision.

A scene is one watch in a small world whose tracks are all playable, and what a record would know of it: once
with nothing in doubt, and once with every track in a doubt that a single further look would settle.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import cast

from tests.core.record import Record
from tests.faults.documents_answers import Answers, Key
from tests.faults.documents_bends import Node, Path, at, paths
from tests.spotify.rig import PLENTY, Given, LedgerBudget, SteppingClock
from tracker.core.decision import Decision, Recorded
from tracker.core.history import Doubt, EventKind, Sighting, State, Target
from tracker.core.items import Way
from tracker.core.known import Known, KnownEntry, Listing, Look, Standing
from tracker.core.ports import Claim, Draft, Store
from tracker.core.rules import Rules
from tracker.core.watch import Source, Watch
from tracker.simulator import SimClock, World
from tracker.spotify.catalog import ServiceCatalog
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Ask
from tracker.spotify.pace import Pace
from tracker.spotify.verdict import Answer
from tracker.usecases.look import Observer, Turn, look_at_watch
from tracker.usecases.turns import Turns


class Desk:
    """What a look needs of a record: it says what is known, and keeps what was decided."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.decided: list[tuple[Decision, Look]] = []

    def entries(self, _watch_id: int) -> list[KnownEntry]:
        return list(self.known.entries)

    def listing(self, _watch_id: int) -> Listing:
        return Listing(self.known.snapshot, self.known.entries)

    def doubted(self, _market: str) -> frozenset[str]:
        return frozenset(track for track, each in self.known.standings.items() if each.doubt)

    def canaries(self, _market: str) -> list[str]:
        return []

    def rename(self, watch_id: int, label: str) -> None:
        """Lists may be called anything."""

    def record(self, draft: Draft, tracks: object, decide: object) -> Recorded:
        look = Look(len(self.decided) + 9, draft.started_at, draft.ended_at, draft.way)
        decision = decide(self.known, look)  # type: ignore[operator]
        self.decided.append((decision, look))
        return Recorded(look.check_id, decision, (), ())


class ShortDoor(Door):
    """The real door; but in a short look, answers that need no patience do not go through all of it."""

    def get(self, ask: Ask) -> Answer:
        answers = cast(Answers, self._sender)
        return (answers.short and answers.plain(ask)) or super().get(ask)


@dataclass(frozen=True, slots=True)
class Where:
    """Where an answer speaks of a track: the question, and the ways to the whole row and to the track's own."""

    key: Key
    row: Path
    own: Path


@dataclass
class Scene:
    """One watch, the questions that a look at it asks, and where their answers speak of which track."""

    name: str
    answers: Answers
    watch: Watch
    clock: SteppingClock
    known: Known
    doubted: Known
    keys: list[Key] = field(default_factory=list)
    bodies: Mapping[Key, Node] = field(default_factory=dict)
    ways: Mapping[Key, Sequence[Path]] = field(default_factory=dict)
    places: Mapping[str, Sequence[Where]] = field(default_factory=dict)

    def look(self, known: Known) -> Decision:
        """Look once at whatever the answers say, and decide upon it."""
        desk = Desk(known)
        _look(self.answers, self.watch, self.clock, desk)
        return desk.decided[-1][0]


def scenes(tier: str, world: World, answers: Answers) -> Iterator[Scene]:
    """A scene for every kind of list."""
    cast_ = world.cast
    for source, ref in (
        (Source.PLAYLIST, cast_.own_playlist),
        (Source.SAVED_TRACKS, ""),
        (Source.SAVED_ALBUMS, ""),
        (Source.ALBUM, cast_.album),
        (Source.ARTIST, cast_.artist),
        (Source.TRACK, cast_.track),
    ):
        year = timedelta(days=365)
        watch = Watch(1, source, ref, "", ("DE",), timedelta(days=1), world.start - year, world.start + year)
        yield scene(f"{tier} {source.value}", watch, world, answers)


def scene(name: str, watch: Watch, world: World, answers: Answers) -> Scene:
    """Look at a watch for the first time, undisturbed, to learn what there is and what is asked."""
    clock = SteppingClock(SimClock(world.start))
    record = Record(watch)
    desk = Desk(record.known())
    answers.begin()
    _look(answers, watch, clock, desk)
    record.apply(*desk.decided[0], whole=True)
    keys = list(dict.fromkeys(answers.asked))
    clock.sleep(24 * 3600.0)
    bodies = {key: json.loads(answers.true(key).body) for key in keys}
    tracks = {entry.track_id for entry in record.known().entries}
    known = record.known()
    return Scene(
        name,
        answers,
        watch,
        clock,
        known,
        in_doubt(known),
        keys,
        bodies,
        {key: list(paths(body)) for key, body in bodies.items()},
        {track: list(_mentions(track, bodies)) for track in tracks},
    )


def in_doubt(known: Known) -> Known:
    """The same past, but every track was found gone twice, in two ways and long ago: once more settles it."""
    return replace(
        known, standings={track: _doubted(track, s, known) for track, s in known.standings.items()}
    )


def _doubted(track: str, standing: Standing, known: Known) -> Standing:
    seen = standing.last_seen or Sighting(0, known.watch.added_at)
    doubt = Doubt(
        1, known.watch.id, track, known.market, Target(State.GONE), EventKind.VANISHED, None, seen,
        Sighting(2, seen.at + timedelta(hours=1)), (2, 3), Way.SINGLE, independent=True, event_seq=1,
    )  # fmt: skip
    return replace(standing, doubt=doubt)


def _look(answers: Answers, watch: Watch, clock: SteppingClock, desk: Desk) -> None:
    door = ShortDoor(answers, {"user": Given("t")}, Pace(LedgerBudget(), PLENTY, clock), lambda: 0.5)
    catalog, store = ServiceCatalog(door, "DE"), cast(Store, desk)
    observer = Observer(catalog, store, clock, Rules(), cast(Turns, None))
    look_at_watch(observer, watch, "DE", Turn(Claim("check", clock.now(), 1)))


def _mentions(track: str, bodies: Mapping[Key, Node]) -> Iterator[Where]:
    """Everywhere that a track's own object stands: in which row of a list, or by itself."""
    for key, body in bodies.items():
        for path in [(), *paths(body)]:
            value = at(body, path)
            if isinstance(value, dict) and value.get("id") == track and value.get("type") == "track":
                ends = [n + 1 for n, name in enumerate(path) if isinstance(name, int)] or [0]
                yield Where(key, path[: ends[0]], path[: ends[-1]])
