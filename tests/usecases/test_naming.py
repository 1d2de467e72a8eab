"""Learning durable names: the whole program against the stand-in for MusicBrainz, and the step against scripted answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.living import Living, living
from tests.spotify.rig import START, SteppingClock
from tracker.core.errors import Overtaken, Parked, Passing
from tracker.core.history import EventKind, Status
from tracker.core.names import MUSICBRAINZ, SERVICE
from tracker.core.openname import By, Learnt, Outcome, Recording, Tally, Unnamed
from tracker.core.ports import EventFilter
from tracker.report.formats import Format, render
from tracker.simulator import SimClock, small_world
from tracker.usecases.naming import Naming, name_tracks
from tracker.usecases.telling import tell

CONTACT = "owner@tracks.example"
PLAYLIST = "https://open.spotify.com/playlist/"


@dataclass
class Kept:
    """The record of lookups in memory: tracks that are due, in their order, until they are kept."""

    due: list[Unnamed]
    learnt: list[Learnt] = field(default_factory=list)

    def unnamed(self, now: Any, most: int) -> list[Unnamed]:
        return self.due[:most]

    def keep(self, learnt: Collection[Learnt], now: Any) -> None:
        self.learnt += learnt
        gone = {each.track.track_id for each in learnt}
        self.due = [track for track in self.due if track.track_id not in gone]

    def tally(self, now: Any) -> Tally:
        return Tally(0, 0, len(self.due))


@dataclass
class Scripted:
    """An open database that knows what it is given by ISRC and by track; an error in place of an answer is raised."""

    by_code: dict[str, Any] = field(default_factory=dict)
    by_track: dict[str, Any] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)

    def by_isrc(self, code: str) -> tuple[Recording, ...]:
        self.asked.append(code)
        found: tuple[Recording, ...] = _given(self.by_code.get(code, ()))
        return found

    def by_links(self, track_ids: Sequence[str]) -> dict[str, tuple[Recording, ...]]:
        self.asked.append(list(track_ids))
        return {track_id: _given(self.by_track.get(track_id, ())) for track_id in track_ids}

    def close(self) -> None:
        """Nothing to give back."""


def _given(answer: Any) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer


def code(n: int) -> str:
    """An invented ISRC."""
    return f"ZZSIM19{n:05d}"


def known(n: int, length: int = 200_000) -> Recording:
    """An invented recording."""
    return Recording(f"m{n}", f"Song {n}", ("Compass",), length)


def naming(
    names: Scripted, due: list[Unnamed], beat: Callable[[], None] = lambda: None
) -> tuple[Naming, Kept]:
    """The step's needs, with a record in memory."""
    kept = Kept(due)
    return Naming(names, kept, SteppingClock(SimClock(START)), beat), kept


def test_a_round_asks_by_isrc_and_then_by_link() -> None:
    """One question for all that share an ISRC, and one for all that it leads nowhere for, or that have none."""
    due = [
        Unnamed("a", code(1), 200_000),
        Unnamed("b", code(1), 200_000),
        Unnamed("c", code(2), 200_000),
        Unnamed("d", None, None),
        Unnamed("e", "not a code", None),
    ]
    names = Scripted({code(1): (known(1),)}, {"c": (known(3),), "e": (known(4), known(5))})
    step, kept = naming(names, due)
    done = name_tracks(step)
    assert names.asked == [code(1), code(2), ["d", "e", "c"]]
    found = {each.track.track_id: each.conclusion for each in kept.learnt}
    assert {track: each.outcome.value for track, each in found.items()} == {
        "a": "found",
        "b": "found",
        "c": "found",
        "d": "none",
        "e": "several",
    }
    assert (found["a"].by, found["c"].by) == (By.ISRC, By.LINK)
    assert (done.asked, done.outcomes[Outcome.FOUND], done.stopped, done.more) == (3, 3, "", False)


def test_a_round_is_bounded_and_leaves_a_question_for_the_links() -> None:
    """However much is due, no more is asked; the rest is there for the next round, and nothing is asked twice."""
    due = [Unnamed(f"t{n}", code(n), None) for n in range(50)]
    names = Scripted({code(n): (known(n),) for n in range(0, 50, 2)})
    step, kept = naming(names, due)
    done = name_tracks(step, 20)
    assert (len(names.asked), done.asked, done.more) == (20, 20, True)
    assert sum(isinstance(each, list) for each in names.asked) == 1
    while kept.due:
        name_tracks(step, 20)
    codes = [each for each in names.asked if isinstance(each, str)]
    assert sorted(codes) == sorted(code(n) for n in range(50))


def test_a_refusal_ends_the_round_and_loses_nothing() -> None:
    """What was learnt before it is kept; what was not asked for is still due; nothing is asked after it."""
    due = [Unnamed(f"t{n}", code(n), None) for n in range(5)]
    until = START + timedelta(minutes=5)
    names = Scripted({code(0): (known(0),), code(1): Parked("busy", until=until)})
    step, kept = naming(names, due)
    done = name_tracks(step)
    assert (names.asked, done.until, done.stopped) == ([code(0), code(1)], until, "busy")
    assert ([each.track.track_id for each in kept.learnt], len(kept.due)) == (["t0"], 4)


def test_a_track_whose_answer_cannot_be_read_stands_in_nobodys_way() -> None:
    """It is put off by a day; the round ends, and the next begins with the others."""
    due = [Unnamed("t0", code(0), None), Unnamed("t1", code(1), None)]
    names = Scripted({code(0): Passing("rubbish", why="unreadable"), code(1): (known(1),)})
    step, kept = naming(names, due)
    done = name_tracks(step)
    assert (done.stopped, done.until, names.asked) == ("rubbish", None, [code(0)])
    (put,) = kept.learnt
    assert (put.track.track_id, put.conclusion.recording, put.next_at) == (
        "t0",
        None,
        START + timedelta(days=1),
    )
    assert name_tracks(step).outcomes[Outcome.FOUND] == 1


def test_the_programs_end_is_no_failure() -> None:
    """A wait that is cut short writes nothing and says nothing."""
    names = Scripted({code(0): Passing("The program is ending.", why="stopped")})
    step, kept = naming(names, [Unnamed("t0", code(0), None)])
    done = name_tracks(step)
    assert (done.stopped, kept.learnt, done.more) == ("", [], True)


def test_work_that_somebody_else_has_taken_is_given_up() -> None:
    """Before the next question, not after it."""

    def beat() -> None:
        raise Overtaken("Another process has taken over 'names'.")

    names = Scripted()
    step, _ = naming(names, [Unnamed("t0", code(0), None)], beat)
    with pytest.raises(Overtaken):
        name_tracks(step)
    assert names.asked == []


def named_by(life: Living) -> dict[str, str | None]:
    """What MusicBrainz calls the tracks on record."""
    view = {track: life.app.store.track(track) for track in life.world.catalog.tracks}
    return {
        track: next((name.title for name in each.names if name.origin == MUSICBRAINZ), None)
        for track, each in view.items()
        if each
    }


def learn(life: Living) -> None:
    """Ask until nothing is left to ask for."""
    assert life.app.naming
    for _ in range(10):
        if not name_tracks(life.app.naming).more:
            return
    raise AssertionError("there is always more to ask for")


def test_every_track_gets_the_name_that_is_known_and_no_other(tmp_path: Path, database_url: str) -> None:
    """Held against the stand-in's own truth: found by ISRC, by link or by length; of twins, and of nothing, no name."""
    world = small_world(10)
    with living(world, tmp_path, database=database_url, TRACKER_CONTACT=CONTACT) as life:
        data = life.service.state.open_data
        watch = life.watch(PLAYLIST + world.cast.own_playlist)
        life.check(watch)
        tracks = [entry.track_id for entry in life.app.store.entries(watch.id)]
        for place, track in enumerate(tracks):
            data.decide(track, ("isrc", "link", "takes", "twins", "none")[place % 5])
        learn(life)
        truth = {track: data.named(track) for track in tracks}
        assert named_by(life) == {track: truth[track] and truth[track].title for track in tracks}
        assert sum(title is not None for title in named_by(life).values()) == 6


def test_a_vanished_track_is_still_named_when_the_services_words_are_gone(
    tmp_path: Path, database_url: str
) -> None:
    """Watched, vanished, let go, its term over: the database holds none of the service's words, the report names it."""
    world = small_world()
    with living(world, tmp_path, database=database_url, TRACKER_CONTACT=CONTACT) as life:
        app = life.app
        watch = life.watch(PLAYLIST + world.cast.own_playlist)
        life.check(watch)
        gone = app.store.entries(watch.id)[2].track_id
        life.service.state.open_data.decide(gone, "isrc")
        word = life.service.state.open_data.named(gone)
        learn(life)
        world.take_down(gone, life.sim.now() + timedelta(hours=1), ["DE"])
        life.check(watch, hours=24)
        life.confirm()
        assert life.told() == [(EventKind.VANISHED, gone)]
        app.store.remove(watch.id, app.clock.now())
        assert app.store.housekeep(app.clock.now() + timedelta(seconds=1), 0)["names"] == 6
        (event,) = app.store.events(EventFilter(kind=EventKind.VANISHED, status=Status.CONFIRMED))
        credited = tuple(name for name, _ in word.artists)
        assert (event.title, event.artists, event.name_origin) == (word.title, credited, MUSICBRAINZ)
        view = app.store.track(gone)
        assert view is not None
        assert [name.origin for name in view.names] == [MUSICBRAINZ]
        assert view.names[0].address == f"https://musicbrainz.org/recording/{word.mbid}"
        told = tell(app.store, app.clock.now(), None)
        assert all(word.title in " ".join(render(told, fmt).split()) for fmt in Format)
        assert SERVICE not in {name.origin for name in view.names}
