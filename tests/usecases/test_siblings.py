"""After a vanish: four siblings, then all of the line; never more than half the budget, and no phase is moved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jobs import checks
from tests.usecases.shelves import DAY, HOUR, shelf
from tracker.core.budget import Limits
from tracker.core.history import Status
from tracker.core.items import Purpose
from tracker.simulator import Fault
from tracker.usecases.rounds import duty_of, run_due
from tracker.usecases.siblings import look_at_siblings
from tracker.usecases.visiting import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.usecases.shelves import Shelf


def slots(found: Shelf) -> dict[str, object]:
    """When the watches' own checks are due, as the days of a week."""
    due = found.life.app.store.due()
    return {
        duty_of(each, "DE"): (due[duty_of(each, "DE")] - each.added_at) % each.every for each in found.watches
    }


def test_a_label_that_goes_is_found_whole_within_a_day(tmp_path: Path, database_url: str) -> None:
    """One track is missed, four albums are asked at once, the rest an hour later; the weekly checks keep their days."""
    with shelf(tmp_path, database=database_url) as found:
        before = slots(found)
        at = found.take_down([found.lone, *found.line])
        found.run(DAY)
        assert found.missed() == {found.lone, *found.line}
        probes, sweep = found.looks(Purpose.SIBLING, at)[:4], found.looks(Purpose.SIBLING, at)[4:]
        first = probes[0].started_at
        assert all(look.started_at - first < timedelta(minutes=5) for look in probes)
        assert len({look.watch_id for look in probes}) == 4
        assert sweep
        assert all(look.started_at - first >= timedelta(minutes=55) for look in sweep)
        assert slots(found) == before
        asked = len(found.looks(Purpose.SIBLING))
        found.run(8 * DAY, step=3 * HOUR)
        assert len(found.looks(Purpose.SIBLING)) == asked, "swept once"
        assert slots(found) == before


def test_a_vanish_of_its_own_costs_four_calls(tmp_path: Path) -> None:
    """The siblings are all there: nothing more is asked, however often the case is looked at again."""
    with shelf(tmp_path) as found:
        at = found.take_down([found.lone])
        found.run(3 * DAY)
        assert found.missed() == {found.lone}
        assert found.calls(Purpose.SIBLING, at) == 4


def test_siblings_that_the_same_look_saw_are_not_asked_again(tmp_path: Path) -> None:
    """Five of six tracks of an album are seen by the look that misses the sixth."""
    with shelf(tmp_path) as found:
        found.take_down(found.strangers[:1])
        found.run(8 * DAY, step=3 * HOUR)
        assert found.missed() == set(found.strangers[:1])
        assert found.calls(Purpose.SIBLING) == 0


def test_one_false_answer_makes_no_sweep(tmp_path: Path) -> None:
    """The suspicion costs four calls at most, and once it is withdrawn it is no hit any more."""
    with shelf(tmp_path) as found:
        at = found.life.sim.now()
        found.life.world.take_down(found.lone, at, ["DE"])
        found.life.sim.advance(HOUR)
        checks.work(found.life.app)
        assert found.missed() == {found.lone}
        found.life.world.restore(found.lone, found.life.sim.now(), ["DE"])
        found.run(3 * DAY)
        assert found.missed() == set()
        assert found.calls(Purpose.SIBLING) <= 4


def test_a_restart_in_the_midst_repeats_nothing(tmp_path: Path) -> None:
    """A second program on the same record asks only whom the first had not asked yet."""
    with shelf(tmp_path) as found:
        at = found.take_down([found.lone, *found.line])
        found.life.sim.advance(HOUR)
        checks.work(found.life.app)
        probed = {track for look in found.looks(Purpose.SIBLING, at) for track in look.tracks}
        assert len(probed) == 20
        app = found.life.app
        fresh = Visitor(app.observer, app.store.visits, app.limits, "DE")
        assert look_at_siblings(fresh, fresh=True) == []
        found.life.sim.advance(HOUR)
        assert look_at_siblings(fresh)
        assert look_at_siblings(fresh, fresh=True) == []
        every = [track for look in found.looks(Purpose.SIBLING, at) for track in look.tracks]
        assert sorted(every) == sorted(found.line), "each once, whoever asked"


def test_looks_at_siblings_take_half_of_the_budget_at_most(tmp_path: Path) -> None:
    """In any 24 hours, even where every album is gone and each of its tracks has to be asked for."""
    with shelf(tmp_path) as found:
        at = found.take_down([found.lone, *found.line])
        found.life.sim.advance(HOUR)
        run_due(found.life.app.observer)
        found.life.service.state.faults.add(Fault(family="album", status=404, body="{}", times=1000))
        app = found.life.app
        small = Visitor(app.observer, app.store.visits, Limits(per_day=32), "DE")
        for _ in range(40):
            look_at_siblings(small, fresh=True)
            found.life.sim.advance(HOUR)
        looks = found.looks(Purpose.SIBLING, at)
        for last in looks:
            day = [each.calls for each in looks if last.ended_at - DAY <= each.started_at <= last.ended_at]
            assert sum(day) <= 16
        assert sum(look.calls for look in looks) > 16, "the next day goes on"


def test_a_sibling_that_cannot_be_asked_is_not_asked_for_ever(tmp_path: Path) -> None:
    """Where every album answers 403 a case costs a few calls, not one every ten minutes."""
    with shelf(tmp_path) as found:
        at = found.take_down([found.lone])
        found.life.service.state.faults.add(Fault(family="album", status=403, body="{}", times=1000))
        found.run(timedelta(hours=12), step=HOUR / 6)
        assert found.calls(Purpose.SIBLING, at) <= 8


def test_a_doubt_is_told_as_ever(tmp_path: Path) -> None:
    """What a sweep suspects is confirmed by the same rules as anything else."""
    with shelf(tmp_path) as found:
        found.take_down([found.lone, *found.line])
        found.run(2 * DAY)
        told = {track for _, track in found.life.told(Status.CONFIRMED)}
        assert told >= {found.lone, *found.line}
