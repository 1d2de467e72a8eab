"""What machines ask: `/healthz` is well only while the tracker sees, `/metrics` counts without names."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from jobs import housekeeping
from tests.living import living
from tests.web.story import told
from tests.web.test_page import get
from tracker.simulator import running, small_world
from tracker.store.engine import writing
from tracker.usecases.rounds import run_due
from tracker.usecases.vigil import keep_vigil
from tracker.web.app import create_web

if TYPE_CHECKING:
    from pathlib import Path

    from tests.living import Living

DAY = timedelta(days=1)


def health(address: str) -> tuple[int, str, list[str]]:
    """Code, status and reasons."""
    page = get(address, "/healthz")
    said = json.loads(page.text)
    return page.status, said["status"], said.get("why", [])


def metrics(address: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name (without the product's) and its labels' values."""
    page = get(address, "/metrics")
    assert page.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name.removeprefix("disappearing_tracks_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }


def label(life: Living) -> str:
    """A name that must not be told."""
    return life.app.store.all()[0].label


def test_it_is_well_while_everything_is_seen(tmp_path: Path) -> None:
    """With nothing watched, and with a watch that is looked at in its rhythm."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        assert health(address) == (200, "ok", [])
        life.check(life.watch(f"album:{life.world.cast.album}"))
        assert health(address) == (200, "ok", [])


def test_it_is_ill_when_a_watch_goes_unseen(tmp_path: Path) -> None:
    """Two rhythms without a complete check, whether anybody keeps vigil or not; and well again after one."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        watch = life.watch(f"album:{life.world.cast.album}")
        life.check(watch)
        life.sim.advance(2 * DAY + timedelta(minutes=1))
        blind = (503, "blind", ["1 watch and market without a complete check for two rhythms."])
        assert health(address) == blind
        keep_vigil(life.app.store, None, life.app.clock.now())
        assert health(address) == blind
        assert label(life) not in get(address, "/healthz").text
        life.check(watch)
        assert health(address) == (200, "ok", [])


def test_it_is_ill_when_the_api_has_changed(tmp_path: Path) -> None:
    """A field without which nothing is known has gone from the answers."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        life.watch(f"album:{life.world.cast.album}")
        life.service.state.faults.add(family="album", kind="missing_is_playable", times=None)
        run_due(life.app.observer)
        status, _, why = health(address)
        assert (status, why) == (503, ["1 field gone from the answers of the service: update this program."])


def test_it_is_ill_when_no_job_does_what_is_due(tmp_path: Path) -> None:
    """The daily upkeep lies an hour past its time; unless some process is at work on something longer."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        housekeeping.work(life.app)
        life.sim.advance(DAY + timedelta(minutes=59))
        assert health(address) == (200, "ok", [])
        life.sim.advance(timedelta(minutes=2))
        assert health(address) == (503, "blind", ["The jobs stand still: what is due is not done."])
        now = life.app.clock.now()
        life.app.store.due_at("check:1:DE", now)
        assert life.app.store.claim("check:1:DE", now, now, now + timedelta(minutes=5))
        assert health(address) == (200, "ok", [])


def test_it_is_ill_without_its_database(tmp_path: Path) -> None:
    """And says no more than that: not where it is, not what it is."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        with writing(life.app.store._engine) as conn:
            conn.execute(text("DROP TABLE notice"))
        assert health(address) == (503, "unreadable", ["The database does not answer."])


def test_metrics_count_what_is_on_record(tmp_path: Path) -> None:
    """Entries, states, events, doubts and calls; and again after the next check."""
    with told(tmp_path) as life, running(create_web(life.app)) as address:
        seen = metrics(address)
        assert seen["watches",] == 1
        assert seen["entries", "1"] == 6
        assert (seen["states", "DE", "playable"], seen["states", "DE", "unplayable"]) == (5, 1)
        assert seen["events_total", "vanished", "confirmed"] == 1
        assert seen["suspected",] == seen["events_total", "vanished", "suspected"] == 1
        assert (seen["gaps_open",], seen["deliveries_waiting",]) == (0, 0)
        assert 0 < seen["calls_24h",] <= seen["calls_budget_per_day",] == 100_000
        assert seen["parked_seconds",] == 0
        assert seen["login_ends_seconds",] > 100 * 86_400
        assert seen["database_bytes",] > 100_000
        life.sim.advance(timedelta(hours=1))
        assert 3600 <= metrics(address)["last_complete_check_age_seconds", "DE", "1"] < 3700
        life.confirm()
        assert metrics(address)["states", "DE", "unplayable"] == 2


def test_metrics_name_nobody(tmp_path: Path) -> None:
    """Not the list, not a track, not an id of either: they end up in other systems."""
    with told(tmp_path) as life, running(create_web(life.app)) as address:
        page = get(address, "/metrics").text
        entries = life.app.store.entries(1)
        assert label(life) not in page
        assert life.world.cast.album not in page
        assert all(entry.track_id not in page for entry in entries)


def test_a_pause_of_the_service_is_told(tmp_path: Path) -> None:
    """For how long no call may be sent; a watch that was never seen has no age."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        life.watch(f"album:{life.world.cast.album}")
        life.app.store.park(life.app.clock.now() + timedelta(hours=22), "quota")
        seen = metrics(address)
        assert seen["parked_seconds",] == 22 * 3600
        assert not [key for key in seen if key[0] == "last_complete_check_age_seconds"]
