"""Visits: what the rhythms leave goes where things change, spread over the day, and never at the rhythms' cost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jobs import visits
from tests.usecases.shelves import DAY, HOUR, shelf
from tracker.core.budget import used
from tracker.core.items import Purpose
from tracker.simulator import Fault
from tracker.usecases.visiting import Visitor

if TYPE_CHECKING:
    from pathlib import Path


def test_what_flips_often_is_visited_more_often_than_its_rhythm(tmp_path: Path) -> None:
    """One album flips every six days: it is visited more often than each of those that never changed."""
    with shelf(tmp_path, per_day=20) as found:
        restless = found.line[0]
        for n in range(5):
            change = found.life.world.restore if n % 2 else found.life.world.take_down
            change(restless, found.life.sim.now(), ["DE"])
            found.run(6 * DAY, step=6 * HOUR, visiting=True)
        since = found.life.sim.now()
        found.run(14 * DAY, step=2 * HOUR, visiting=True)
        looks = [track for look in found.looks(Purpose.VISIT, since) for track in look.tracks]
        assert looks.count(restless) > 14 / 7
        assert looks.count(restless) > 2 * max(looks.count(track) for track in found.line[5:])
        assert all(looks.count(track) for track in [found.lone, *found.line]), "nothing starves"


def test_rhythms_that_take_all_leave_nothing_to_visits(tmp_path: Path) -> None:
    """Eight watches a day and a budget of eight: not one visit."""
    with shelf(tmp_path, every="1d", per_day=8) as found:
        found.run(3 * DAY, visiting=True)
        assert found.looks(Purpose.RHYTHM)
        assert found.looks(Purpose.VISIT) == []
        assert found.life.app.visitor.standing().left == 0


def test_visits_come_evenly_and_leave_the_rhythms_their_calls(tmp_path: Path) -> None:
    """In no 24 hours more than is left, in no quarter of the day more than its part; every check comes on its day."""
    with shelf(tmp_path, per_day=24) as found:
        since = found.life.sim.now()
        found.run(2 * DAY, step=HOUR / 4, visiting=True)
        left = found.life.app.visitor.standing().left
        assert 18 < left < 22
        looks = found.looks(Purpose.VISIT, since)
        assert 0.8 * left * 2 <= sum(look.calls for look in looks) <= left * 2 + 1
        for n in range(8):
            begin = since + n * DAY / 4
            part = sum(look.calls for look in looks if begin <= look.started_at < begin + DAY / 4)
            assert part <= left / 4 + 1
        regular = found.looks(Purpose.RHYTHM, since)
        assert len(regular) == 3
        assert all(look.started_at - look.slot <= HOUR / 4 for look in regular)
        assert used(found.life.app.store.ledger(), found.life.sim.now()) <= 24


def test_nothing_is_visited_again_by_a_program_that_was_started_anew(tmp_path: Path) -> None:
    """What is due follows from the record: a second program finds nothing to do right behind the first."""
    with shelf(tmp_path) as found:
        found.run(timedelta(hours=5), visiting=True)
        made = len(found.looks(Purpose.VISIT))
        assert made
        app = found.life.app
        fresh = Visitor(app.observer, app.store.visits, app.limits, "DE")
        assert visits.work(app) == ""
        found.life.sim.advance(timedelta(minutes=15))
        first = visits.work(app)
        object.__setattr__(app, "visitor", fresh)
        assert visits.work(app) == "", first


def test_a_paused_watch_is_not_visited(tmp_path: Path) -> None:
    """Neither its own looks nor visits ask for what its owner has laid by."""
    with shelf(tmp_path, per_day=24) as found:
        rested = found.watches[1]
        found.life.app.store.tending.pause(rested.id, found.life.sim.now())
        found.run(DAY, visiting=True)
        visited = {look.watch_id for look in found.looks(Purpose.VISIT)}
        assert visited
        assert rested.id not in visited


def test_an_album_that_says_nothing_does_not_take_the_calls_of_the_others(tmp_path: Path) -> None:
    """It is asked once in its interval; the others are visited as ever."""
    with shelf(tmp_path, per_day=24) as found:
        silent = found.watches[1]
        fault = Fault(family="album", status=403, body="{}", path=f"/v1/albums/{silent.ref}", times=10_000)
        found.life.service.state.faults.add(fault)
        found.run(2 * DAY, visiting=True)
        looks = found.looks(Purpose.VISIT)
        assert [look for look in looks if look.watch_id != silent.id and look.complete]
        asked = [look for look in looks if look.watch_id == silent.id]
        assert asked
        assert len(asked) < len(looks) / 4
