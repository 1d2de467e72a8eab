"""Other ends and other patience: a program that looks elsewhere, one in a hurry, and a listener that notes all."""

from __future__ import annotations

import socketserver
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.net.http import Sender
from tracker.spotify.catalog import ServiceCatalog
from tracker.spotify.door import Door
from tracker.spotify.pace import Pace
from tracker.wiring import open_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.living import Living
    from tracker.usecases.look import Observer
    from tracker.wiring import App


@contextmanager
def reopened(life: Living, **settings: object) -> Iterator[App]:
    """The same program started once more on the same record, perhaps with other settings."""
    loaded = life.app.loaded
    changed = replace(loaded, settings=loaded.settings.model_copy(update=settings))
    with closing(open_app(changed, clock=life.app.clock, durable=False)) as app:
        yield app


@contextmanager
def moved(life: Living, api_url: str) -> Iterator[Observer]:
    """The same program, whose service is said to be at another address."""
    with reopened(life, TRACKER_API_URL=api_url) as app:
        yield app.observer


@contextmanager
def hurried(life: Living, deadline_s: float) -> Iterator[Observer]:
    """The same program, with fewer seconds of patience for each question."""
    app, login = life.app, life.app.required_login()
    with closing(Sender(app.settings.TRACKER_API_URL, deadline_s=deadline_s)) as sender:
        door = Door(sender, {"user": login}, Pace(app.store, app.limits, app.clock), lambda: 0.5)
        catalog = ServiceCatalog(door, app.settings.TRACKER_ACCOUNT_MARKET, app.store.canaries)
        yield replace(app.observer, catalog=catalog)


@contextmanager
def listener(reply: bytes = b"") -> Iterator[tuple[str, list[bytes]]]:
    """A host that notes the first bytes of every connection, says `reply` and hangs up: its address, and the notes."""
    heard: list[bytes] = []

    class Ear(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(5)
            heard.append(self.request.recv(65536))
            self.request.sendall(reply)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Ear) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", heard
        finally:
            server.shutdown()
            thread.join()
