"""When things run: what is due is done once, by one process, and a failure does not end the schedule."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from jobs import checks, housekeeping
from jobs.pulse import Pulse
from jobs.run_job import run_job
from jobs.schedule import JOBS, Job, started
from tests.living import Living, living
from tracker.core.errors import Parked, StoreError
from tracker.simulator import Fault, small_world
from tracker.usecases.rounds import duty_of, next_due, run_due
from tracker.usecases.turns import LEASE
from tracker.wiring import App


def looks(life: Living) -> int:
    """How many checks are on record."""
    return len(life.app.store.checks(None))


def api_calls(life: Living) -> int:
    """How many calls of the Web API were made; tokens are asked for elsewhere."""
    counted = life.service.state.ledger.by_family
    return int(counted.total() - counted["token"])


def test_a_slot_is_served_once_and_the_next_keeps_the_phase(tmp_path: Path) -> None:
    """What was done is not done again, and a late round does not shift the rhythm."""
    with living(small_world(), tmp_path) as life:
        added = life.sim.now()
        watch = life.watch(f"album:{life.world.cast.album}")
        assert checks.work(life.app).startswith("1 look, 1 call")
        assert checks.work(life.app) == ""
        life.sim.advance(timedelta(days=3, hours=5))
        run_due(life.app.observer)
        assert looks(life) == 2
        due = next_due(life.app.observer)
        assert due is not None
        assert (due - life.app.store.all()[0].added_at) % watch.every == timedelta(0)
        assert due - added > timedelta(days=3)


def test_of_two_processes_one_does_the_work(tmp_path: Path, database_url: str) -> None:
    """The claim of a slot stands in the database, on either kind."""
    with living(small_world(), tmp_path, database=database_url) as life:
        watch = life.watch(f"album:{life.world.cast.album}")
        store, now, name = life.app.store, life.sim.now(), duty_of(watch, "DE")
        slot = store.due_at(name, now)
        assert store.claim(name, slot, now, now + LEASE)
        assert run_due(life.app.observer) == []
        life.sim.advance(LEASE)
        assert len(run_due(life.app.observer)) == 1, "a holder that died does not keep the slot for ever"


def test_eight_at_once_make_one_check(tmp_path: Path, database_url: str) -> None:
    """However many ask at the same moment, the slot is served once."""
    with living(small_world(), tmp_path, database=database_url) as life:
        life.watch(f"album:{life.world.cast.album}")
        threads = [threading.Thread(target=checks.work, args=(life.app,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert looks(life) == 1


def test_a_closed_budget_ends_the_round_and_is_not_asked_again_before(tmp_path: Path) -> None:
    """The quota's word moves every slot to its end: no check, and no call, comes earlier."""
    with living(small_world(), tmp_path) as life:
        for kind in ("album", "artist"):
            life.watch(f"{kind}:{getattr(life.world.cast, kind)}")
        body = '{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}'
        life.service.state.faults.add(Fault(status=429, body=body, headers={"Retry-After": "50000"}))
        assert len(run_due(life.app.observer)) == 1
        asked = api_calls(life)
        for _ in range(3):
            life.sim.advance(timedelta(hours=4))
            run_due(life.app.observer)
        assert api_calls(life) == asked
        life.sim.advance(timedelta(hours=2))
        assert len(run_due(life.app.observer)) == 2


def test_suspects_are_looked_at_again_when_a_pause_is_over(tmp_path: Path) -> None:
    """A round that the service cut short does not keep the suspects to itself."""
    world = small_world()
    track = world.catalog.tracks_of(world.cast.album)[0].id
    world.take_down(track, world.start + timedelta(hours=5))
    with living(world, tmp_path) as life:
        life.watch(f"album:{world.cast.album}")
        run_due(life.app.observer)
        life.sim.advance(timedelta(days=1))
        run_due(life.app.observer)
        life.sim.advance(timedelta(hours=3))
        life.service.state.faults.add(
            Fault(family="track", status=429, body="{}", headers={"Retry-After": "3600"})
        )
        assert [type(looked.failure) for looked in run_due(life.app.observer)] == [Parked]
        life.sim.advance(timedelta(minutes=61))
        assert [looked.failure for looked in run_due(life.app.observer)] == [None]


def test_housekeeping_is_done_once_a_day(tmp_path: Path) -> None:
    """Watches past their year lapse, and say so; after a long silence a day later, lest it was the clock that jumped."""
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        assert housekeeping.work(life.app) == ""
        life.sim.advance(timedelta(days=366))
        assert housekeeping.work(life.app) == ""
        assert len(life.app.store.all()) == 1
        life.sim.advance(timedelta(days=1))
        assert "1" in housekeeping.work(life.app)
        assert life.app.store.all() == []
        assert housekeeping.work(life.app) == ""


@pytest.mark.parametrize(
    ("error", "said"), [(StoreError("disk is full"), "disk is full"), (KeyError("x"), "unexpectedly")]
)
def test_a_failed_job_is_logged_and_survived(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: Exception, said: str
) -> None:
    """An error of ours is one line; a surprise comes with its traceback; neither ends the schedule."""

    def fail(_: App) -> str:
        raise error

    with living(small_world(), tmp_path) as life, caplog.at_level(logging.INFO):
        run_job(life.app, "checks", fail, Pulse())
        assert said in caplog.text
        assert ("Traceback" in caplog.text) == (not isinstance(error, StoreError))


def test_the_clockwork_starts_every_job_at_once(tmp_path: Path) -> None:
    """Nobody waits a whole rhythm for the first look, and all jobs have run when the first has run twice."""
    begun = {job.name: threading.Event() for job in JOBS}

    def ringing(job: Job) -> Job:
        def work(_: App) -> str:
            begun[job.name].set()
            return ""

        return replace(job, work=work)

    with living(small_world(), tmp_path) as life, started(life.app, jobs=tuple(map(ringing, JOBS))):
        assert all(event.wait(timeout=20) for event in begun.values())


def test_what_a_round_moved_is_counted_by_the_job(tmp_path: Path) -> None:
    """Whoever asks for the watches behind a round must not have to wait for a count of all tracks."""
    asked: list[str] = []
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        event.listen(life.app.store._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for _ in range(2):
            assert checks.work(life.app).startswith("1 look")
            asked.clear()
            assert life.app.store.watches()[0].states == {"playable": 6}
            assert asked
            assert not [statement for statement in asked if "spell" in statement]
            life.sim.advance(timedelta(days=1))
