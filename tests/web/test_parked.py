"""The pages while the service answers nothing: they are all there, they say until when, and none of them waits for it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.web.test_first_visit import Halting
from tests.web.test_gate import routes_of
from tests.web.visitor import site
from tracker.core.errors import Parked
from tracker.simulator import Fault
from tracker.store.pages.feeds import feed_secret
from tracker.usecases.rounds import run_due

if TYPE_CHECKING:
    from pathlib import Path

    from tests.living import Living
    from tests.web.visitor import Visitor

QUOTA = '{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}'
PAUSE = timedelta(hours=22)
TOLD = {"/": "No calls until", "/activity": "No calls before", "/settings": "nothing is sent before"}
PATIENCE_S = 20


def pages_of(life: Living, visitor: Visitor) -> list[str]:
    """Every address that can be looked at, with what is on record filled in."""
    visitor.post("/settings/feeds/renew")
    secret, track = life.app.store.ask(feed_secret), life.app.store.entries(1)[0].track_id
    bare = [path for method, path in routes_of(visitor) if method == "GET"]
    return [
        path.replace("/feeds/1/", f"/feeds/{secret}/").replace("/tracks/1", f"/tracks/{track}")
        for path in bare
    ]


def statuses(visitor: Visitor, paths: list[str]) -> dict[str, int]:
    """How each page answers."""
    return {path: visitor.get(path).status_code for path in paths}


def test_every_page_stays_through_a_pause_of_22_hours(tmp_path: Path) -> None:
    """From the service's word to its end: pages answer as before, send no call, take no time, and tell the same end."""
    with site(tmp_path) as (life, visitor):
        life.check(life.watch(f"album:{life.world.cast.album}"))
        paths = pages_of(life, visitor)
        before = statuses(visitor, paths)
        assert sorted(set(before.values())) == [200, 303, 404]
        assert [path for path, status in before.items() if status == 404] == ["/incidents/1"]
        life.sim.advance(timedelta(days=1))
        retry = {"Retry-After": str(int(PAUSE.total_seconds()))}
        life.service.state.faults.add(Fault(family="album", status=429, body=QUOTA, headers=retry))
        assert [type(looked.failure) for looked in run_due(life.app.observer)] == [Parked]
        until = life.app.store.ledger().parked_until
        assert until
        assert until >= life.sim.now() + PAUSE
        for _ in range(2):
            asked, now = life.service.state.ledger.total, life.sim.now()
            assert statuses(visitor, paths) == before
            assert (life.service.state.ledger.total, life.sim.now()) == (asked, now)
            for path, words in TOLD.items():
                assert re.search(rf"{words}\W.*{until:%H:%M} UTC", visitor.text(path)), path
            life.sim.set(until - timedelta(minutes=1))
        life.sim.advance(timedelta(minutes=2))
        assert not [path for path, words in TOLD.items() if words in visitor.text(path)]
        assert [looked.failure for looked in run_due(life.app.observer)] == [None]


def test_no_page_waits_for_a_check_that_waits(tmp_path: Path) -> None:
    """While a check waits before it asks once more, every page answers, and its progress says that it is under way."""
    with site(tmp_path, clock=Halting) as (life, visitor):
        clock = life.app.clock
        assert isinstance(clock, Halting)
        watch = life.watch(f"album:{life.world.cast.album}")
        life.check(watch)
        paths = pages_of(life, visitor)
        paths.remove("/checking/stream")  # it is there to wait: its answer ends with the check
        clock.gate.clear()
        clock.waiting.clear()
        life.service.state.faults.add(
            Fault(family="album", status=429, body="{}", headers={"Retry-After": "5"})
        )
        visitor.post(f"/watches/{watch.id}/check")
        assert clock.waiting.wait(PATIENCE_S)
        assert set(statuses(visitor, paths).values()) == {200, 303, 404}
        progress = visitor.site.checks.progress()
        assert progress
        assert not progress.ended
        clock.gate.set()
        visitor.site.checks.end(PATIENCE_S)
        assert "The check is complete." in visitor.text("/checking")
