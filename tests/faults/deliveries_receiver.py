"""A receiver of messages that cannot be relied on, and what it was given."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

FLAKY = 0.3
SILENCE_S = 1.3
"""Longer than the sender waits for an answer."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message taken in: its key, the events it told of, whether the sender was told, and which sender that was."""

    key: str
    seqs: tuple[int, ...]
    answered: bool
    sender: int


@dataclass(slots=True)
class Receiver:
    """Takes messages in, or not; `on_accepted` is called with the number taken in so far, before any answer."""

    rng: Random
    on_accepted: Callable[[int], None] = lambda _: None
    requests: int = 0
    sender: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, body: bytes) -> str:
        """What to do with a request: `ok`, `error`, `hang up`, `accept and hang up`, `accept and be silent`."""
        with self.lock:
            self.requests += 1
            way = "ok"
            if self.rng.random() < FLAKY:
                ways = ("error", "hang up", "accept and hang up", "accept and be silent")
                way = self.rng.choices(ways, (46, 26, 26, 2))[0]
            if way in {"error", "hang up"}:
                return way
            told = json.loads(body)
            self.accepted.append(Accepted(told["delivery_id"], tuple(told["seqs"]), way == "ok", self.sender))
            self.on_accepted(len(self.accepted))
            return way


@contextmanager
def receiving(receiver: Receiver) -> Iterator[str]:
    """Run the receiver on a port of its own; the address of its webhook."""

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_POST(self) -> None:
            way = receiver.take(self.rfile.read(int(self.headers["Content-Length"])))
            if way == "accept and be silent":
                threading.Event().wait(SILENCE_S)
            if way in {"ok", "error"}:
                self.send_response(200 if way == "ok" else 500)
                self.send_header("Content-Length", "0")
                self.end_headers()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            """A sender that was killed has hung up: that is no error of the receiver."""
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/hook?rto=1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
