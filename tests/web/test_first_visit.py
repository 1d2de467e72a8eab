"""The first visit, step by step, to the first check with its progress."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.web.visitor import site
from tracker.core.errors import Passing
from tracker.demo.clock import DemoClock
from tracker.simulator import SimClock


class Halting(DemoClock):
    """A clock on which nobody gets on before the gate is open."""

    def __init__(self, clock: SimClock) -> None:
        super().__init__(clock)
        self.gate = threading.Event()
        self.gate.set()
        self.waiting = threading.Event()

    def sleep(self, seconds: float) -> None:
        self.waiting.set()
        if not self.gate.wait(30):
            raise Passing("nobody opened the gate")
        super().sleep(seconds)


def test_the_first_link_leads_to_the_first_check(tmp_path: Path) -> None:
    """It begins at once, its progress is a page, and at its end everything is set."""
    with site(tmp_path) as (life, visitor):
        assert "Four steps" in visitor.get("/welcome").text
        link = f"https://open.spotify.com/playlist/{life.world.cast.own_playlist}"
        assert visitor.post("/watches", "/welcome", link=link).headers["location"] == "/checking"
        visitor.site.checks.end(30)
        page = visitor.get("/checking").text
        assert "The check is complete" in page
        assert "Attic in DE: complete, 6 playable" in page
        assert "All set" in visitor.get("/welcome").text


def test_progress_is_streamed_until_the_end(tmp_path: Path) -> None:
    """Each change is a piece of the page without a name, which the browser puts in its place; then `done`."""
    with site(tmp_path) as (life, visitor):
        life.watch(f"album:{life.world.cast.album}")
        visitor.post("/watches/1/check")
        stream = visitor.get("/checking/stream")
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = [event for event in stream.text.split("\n\n") if event]
        assert events[-1].startswith("event: done")
        assert all(event.startswith("data:") for event in events[:-1])
        assert "The check is complete" in events[-2]


def test_one_check_at_a_time(tmp_path: Path) -> None:
    """While one goes on, its calls are counted, a second one is refused, and every other page is there."""
    with site(tmp_path, clock=Halting) as (life, visitor):
        clock = life.app.clock
        assert isinstance(clock, Halting)
        life.watch(f"artist:{life.world.cast.artist}")
        life.watch(f"album:{life.world.cast.album}")
        clock.waiting.clear()
        clock.gate.clear()
        visitor.post("/watches/1/check")
        assert clock.waiting.wait(30)
        assert visitor.post("/watches/2/check").headers["location"] == "/checking"
        page = visitor.get("/checking").text
        assert "one at a time" in page
        assert "sent" in page
        assert visitor.get("/settings").status_code == 200
        clock.gate.set()
        visitor.site.checks.end(30)
        progress = visitor.site.checks.progress()
        assert progress
        assert (progress.watch.id, progress.ended, progress.calls > 0) == (1, True, True)


def test_what_another_process_is_at_is_said(tmp_path: Path) -> None:
    """The page does not wait for it, and does not pretend to have looked."""
    with site(tmp_path) as (life, visitor):
        watch = life.watch(f"album:{life.world.cast.album}")
        slot = life.app.store.due_at("check:1:DE", life.app.clock.now())
        with life.app.observer.turns.taken("check:1:DE", slot) as claim:
            assert claim
            visitor.post(f"/watches/{watch.id}/check")
            visitor.site.checks.end(30)
        page = visitor.get("/checking").text
        assert "being checked by another process" in page
        assert "not everything could be seen" in page


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    """Without an id and a country the page says how to set them, and offers nothing that would fail."""
    with site(tmp_path, secret=False, SPOTIPY_CLIENT_ID="", TRACKER_ACCOUNT_MARKET="", logged_in=False) as (
        _,
        visitor,
    ):
        page = visitor.get("/welcome").text
        for name in ("SPOTIPY_CLIENT_ID", "TRACKER_ACCOUNT_MARKET", "SPOTIPY_CLIENT_SECRET"):
            assert name in page
        assert "<form" not in page
        assert "first steps" in visitor.get("/login/service").text
