"""What watches have in common is asked for once, and one answer is one witness."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.living import Living, living
from tracker.core.errors import Parked
from tracker.core.history import EventKind, Status
from tracker.core.planning.sharing import told_by_id
from tracker.simulator import World, small_world
from tracker.simulator.faults import Fault
from tracker.usecases.memory import Memory
from tracker.usecases.rounds import check_now, duty_of, run_due

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.usecases.look import Looked


def overlapping(tracks: int = 120, lists: int = 3) -> tuple[World, list[str]]:
    """A world with own lists that hold the same tracks in the same order, each with one of its own at its end."""
    world = small_world()
    ref = world.big_playlist(tracks)
    items = [entry.item for entry in world.playlists[ref].entries]
    more = [world.add_track(album_id=world.cast.album).id for _ in range(lists - 1)]
    return world, [ref, *(world.add_playlist(f"Copy {n}", [*items, own]) for n, own in enumerate(more))]


def next_round(life: Living, days: float = 1) -> list[Looked]:
    """Let a day pass, then do what is due."""
    life.sim.advance(timedelta(days=days))
    return run_due(life.app.observer)


def looks_at_doubts(life: Living) -> list[int]:
    """How many looks stand behind each open doubt."""
    return [len(doubt.looks) for doubt in life.app.store.doubts(life.app.clock.now() + timedelta(days=2))]


def test_lists_that_hold_the_same_cost_little_more_than_one(tmp_path: Path) -> None:
    """Three versions, three pages that show what all hold, and the two tracks beyond; alone they would cost twelve calls."""
    world, refs = overlapping()
    with living(world, tmp_path) as life:
        watches = [life.watch(f"playlist:{ref}") for ref in refs]
        run_due(life.app.observer)
        before = life.app.catalog.calls()
        looks = next_round(life)
        assert [looked.watch.id for looked in looks] == [watch.id for watch in watches]
        assert all(looked.recorded.decision.complete for looked in looks)
        assert [looked.recorded.decision.observed["playable"] for looked in looks] == [120, 121, 121]
        assert life.app.catalog.calls() - before <= 3 + 3 + 1
        assert sum(looked.calls for looked in looks) == life.app.catalog.calls() - before


def test_a_market_is_asked_once_for_all_watches(tmp_path: Path) -> None:
    """Ten albums hold what both lists hold, one more what one of them adds: eleven calls in the other market, not 21."""
    world, refs = overlapping(lists=2)
    with living(world, tmp_path) as life:
        for ref in refs:
            life.watch(f"playlist:{ref}", "DE", "US")
        run_due(life.app.observer)
        looks = [looked for looked in next_round(life) if looked.market == "US"]
        assert [looked.recorded.decision.observed for looked in looks] == [
            {"playable": 120},
            {"playable": 121},
        ]
        assert sum(looked.calls for looked in looks) == 11


def test_one_answer_is_one_witness(tmp_path: Path) -> None:
    """A track that vanished stands in three lists that share the answer: that is one look at it, not three."""
    world, refs = overlapping()
    lost = world.playlists[refs[0]].entries[60].item
    world.take_down(lost, world.start + timedelta(hours=36))
    with living(world, tmp_path) as life:
        for ref in refs:
            life.watch(f"playlist:{ref}")
        run_due(life.app.observer)
        next_round(life)
        assert life.told(Status.SUSPECTED) == []
        looks = next_round(life)
        assert [looked.recorded.decision.observed.get("unplayable") for looked in looks] == [1, 1, 1]
        assert [len(looked.recorded.suspected) for looked in looks] == [1, 0, 0]
        assert looks_at_doubts(life) == [1]
        life.confirm()
        assert life.told() == [(EventKind.VANISHED, lost)]


def test_what_was_answered_is_not_asked_again_when_a_check_is_cut_short(tmp_path: Path) -> None:
    """Forty albums elsewhere, of which twenty-five were told before the service closed: an hour later fifteen are asked."""
    world = small_world()
    ref = world.big_playlist(480)
    with living(world, tmp_path) as life:
        life.watch(f"playlist:{ref}", "DE", "US")
        closed = Fault(family="album", status=429, body="{}", headers={"Retry-After": "3600"}, skip=30)
        life.service.state.faults.add(closed)
        home, cut = run_due(life.app.observer)
        assert (home.recorded.decision.complete, type(cut.failure)) == (True, Parked)
        (again,) = next_round(life, days=1 / 23)
        assert again.recorded.decision.observed == {"playable": 480}
        assert again.calls == 40 - 25


def test_a_check_that_is_asked_for_asks_anew(tmp_path: Path) -> None:
    """Whoever asks now wants to know of now; only what the same command asks for is shared."""
    world, refs = overlapping(lists=2)
    with living(world, tmp_path) as life:
        first, second = (life.watch(f"playlist:{ref}") for ref in refs)
        run_due(life.app.observer)
        assert life.check(first, hours=0.5).calls == 4
        assert life.check(first, hours=0.5).calls == 4
        memory = Memory()
        shared = [check_now(life.app.observer, watch, "DE", memory).calls for watch in (first, second)]
        assert shared == [4, 2]


def test_a_list_whose_version_sticks_is_read_whole(tmp_path: Path) -> None:
    """Its owner took one out and put another in: the version and the length are as before, the pages are not."""
    world, refs = overlapping(lists=1)
    at = world.start + timedelta(hours=12)
    world.edit_playlist(refs[0], at, remove=[3], add=[world.cast.track])
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{refs[0]}")
        life.check(watch)
        known = life.app.store.listing(watch.id).snapshot
        life.service.state.faults.add(family="playlist", kind="snapshot", times=None, given={"value": known})
        looked = life.check(watch, hours=24)
        assert (looked.recorded.decision.complete, looked.recorded.decision.why) == (
            False,
            "version contradicts",
        )
        assert life.told(*Status) == []


def test_what_stands_under_another_id_counts_if_the_version_is_the_same(tmp_path: Path) -> None:
    """One call more makes sure that the list did not move while it was read: a null is then the known place's."""
    world, refs = overlapping(lists=1)
    gone, moved = (world.playlists[refs[0]].entries[place].item for place in (10, 70))
    other = world.add_track(album_id=world.cast.album).id
    world.take_down(gone, world.start + timedelta(hours=12), way="null")
    world.relink(moved, other, world.start + timedelta(hours=12))
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{refs[0]}")
        life.check(watch)
        looked = life.check(watch, hours=24)
        assert looked.calls == 1 + 3 + 1
        assert looked.recorded.decision.observed == {"playable": 119, "gone": 1}
        assert len(looked.recorded.suspected) == 2


def test_an_answer_from_before_a_doubt_says_nothing_of_it(tmp_path: Path) -> None:
    """A check two hours before still heard the track; a second look then did not. What is due next asks anew."""
    world, refs = overlapping(lists=2)
    lost = world.playlists[refs[0]].entries[60].item
    world.take_down(lost, world.start + timedelta(hours=25))
    with living(world, tmp_path) as life:
        first, second = (life.watch(f"playlist:{ref}") for ref in refs)
        memory = Memory()
        for watch in (first, second):
            check_now(life.app.observer, watch, "DE", memory)
        life.sim.advance(timedelta(hours=24))
        observer = life.app.observer
        heard = {entry.track_id for entry in life.app.store.entries(first.id)}
        page = life.app.catalog.page(refs[0], "DE", 50)
        observer.memory.keep("DE", told_by_id(page.places), life.app.clock.now())
        life.check(first, hours=2)
        assert (lost in heard, looks_at_doubts(life)) == (True, [1])
        due_at = life.app.store.due_at(duty_of(second, "DE"), life.app.clock.now())
        looks = [looked for looked in run_due(observer) if looked.watch.id == second.id]
        assert due_at <= life.app.clock.now()
        assert [looked.recorded.decision.observed for looked in looks] == [{"playable": 120, "unplayable": 1}]
