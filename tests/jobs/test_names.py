"""The job that learns names: due once, in one process; quiet without a contact, and for as long as it is told to be."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

from jobs import names
from jobs.pulse import Pulse
from jobs.schedule import JOBS, Job, started
from tests.living import Living, living
from tracker.core.openname import Tally
from tracker.simulator import small_world
from tracker.wiring import App

CONTACT = "owner@tracks.example"


def watched(life: Living, number: int = 6) -> None:
    """Watch the world's own list, whose recordings are all known."""
    watch = life.watch(f"https://open.spotify.com/playlist/{life.world.cast.own_playlist}")
    life.check(watch)
    for track in life.world.catalog.tracks:
        life.service.state.open_data.decide(track, "isrc")
    life.service.state.ledger.reset()
    assert len(life.app.store.entries(watch.id)) == number


def asked(life: Living) -> int:
    """How many questions the stand-in for MusicBrainz has heard."""
    return sum(
        number for family, number in life.service.state.ledger.by_family.items() if family.startswith("mb_")
    )


def test_names_are_learnt_once(tmp_path: Path) -> None:
    """It says what it did; until the next due time it does nothing, and nothing is asked twice."""
    with living(small_world(), tmp_path, TRACKER_CONTACT=CONTACT) as life:
        watched(life)
        assert names.work(life.app) == "6 of 6 tracks named by MusicBrainz, with 6 questions"
        assert names.work(life.app) == ""
        life.sim.advance(timedelta(days=40))
        assert names.work(life.app) == ""
        assert (asked(life), life.app.naming_tally()) == (6, Tally(6, 6, 0))


def test_without_a_contact_nothing_is_asked(tmp_path: Path) -> None:
    """MusicBrainz wants to know who asks; the job does not even take its duty."""
    with living(small_world(), tmp_path) as life:
        watched(life)
        assert names.work(life.app) == ""
        assert (asked(life), life.app.naming_tally()) == (0, None)
        assert names.DUTY not in life.app.store.due()


def test_it_costs_nothing_of_the_budget(tmp_path: Path) -> None:
    """The calls of the Web API are counted as before."""
    with living(small_world(), tmp_path, TRACKER_CONTACT=CONTACT) as life:
        watched(life)
        before = life.app.store.ledger()
        names.work(life.app)
        assert asked(life) == 6
        assert life.app.store.ledger() == before


def test_told_to_wait_it_waits_and_loses_nothing(tmp_path: Path) -> None:
    """One refusal, one question; nothing until its time is over, also after a restart; then it goes on where it was."""
    world = small_world()
    with living(world, tmp_path, TRACKER_CONTACT=CONTACT) as life:
        watched(life)
        life.service.state.faults.add(
            family="mb_isrc", status=503, body="busy", skip=2, headers={"retry-after": "900"}
        )
        said = names.work(life.app)
        assert said.startswith("2 of 2 tracks named by MusicBrainz, with 2 questions; MusicBrainz is busy")
        assert "Nothing is asked before 02 Mar 06:15 UTC" in said
        assert asked(life) == 3
        life.sim.advance(timedelta(minutes=14))
        again = life.app.store.due_at(names.DUTY, life.sim.now())
        assert (names.work(life.app), asked(life)) == ("", 3)
        assert again > life.sim.now()
        life.sim.advance(timedelta(minutes=2))
        assert names.work(life.app) == "4 of 4 tracks named by MusicBrainz, with 4 questions"


def test_a_broken_server_is_asked_ever_less(tmp_path: Path) -> None:
    """A day of nothing but 503 without a word is a handful of questions, not a storm."""
    with living(small_world(), tmp_path, TRACKER_CONTACT=CONTACT) as life:
        watched(life)
        life.service.state.faults.add(family="mb_isrc", status=503, body="", times=None)
        for _ in range(24 * 60):
            names.work(life.app)
            life.sim.advance(timedelta(minutes=1))
        assert 5 <= asked(life) <= 12
        assert life.app.naming_tally() == Tally(6, 0, 6)


def test_two_processes_do_not_ask_for_the_same(tmp_path: Path) -> None:
    """Whoever takes the duty asks; the other one does nothing."""
    with living(small_world(), tmp_path, TRACKER_CONTACT=CONTACT) as life:
        watched(life)
        said: list[str] = []
        threads = [threading.Thread(target=lambda: said.append(names.work(life.app))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (asked(life), sorted(said)[:-1]) == (6, [""] * 5)


def test_it_never_asks_faster_than_once_a_second(tmp_path: Path) -> None:
    """The stand-in counts on the same clock and refuses whatever comes sooner; it never has to."""
    with living(small_world(30), tmp_path, TRACKER_CONTACT=CONTACT) as life:
        watched(life, 30)
        life.service.state.open_data.beat.seconds = 1.0
        began = life.sim.now()
        told = [names.work(life.app)]
        life.sim.advance(names.SOON)
        told.append(names.work(life.app))
        assert told == [
            "19 of 19 tracks named by MusicBrainz, with 19 questions",
            "11 of 11 tracks named by MusicBrainz, with 11 questions",
        ]
        assert life.sim.now() - began >= timedelta(seconds=29)


def test_a_slow_server_delays_neither_checks_nor_messages(tmp_path: Path) -> None:
    """The job has a thread of its own, and gives no sign of life for the others."""
    (job,) = (job for job in JOBS if job.work is names.work)
    assert job.apart
    hangs, ended = threading.Event(), threading.Event()
    done = {"checks": threading.Event(), "deliveries": threading.Event()}

    def hang(_: App) -> str:
        hangs.set()
        ended.wait(20)
        return ""

    def doing(name: str) -> Job:
        def work(_: App) -> str:
            if hangs.wait(5):
                done[name].set()
            return ""

        return Job(name, 60, work, apart=name == "deliveries")

    with living(small_world(), tmp_path) as life:
        slow = Job("names", 60, hang, apart=True)
        with started(life.app, Pulse(), (slow, doing("checks"), doing("deliveries"))):
            assert all(event.wait(10) for event in done.values())
            ended.set()
