"""A process that sends what is due until nothing is left: `python -m tests.faults.deliveries_child DATABASE BEGAN`.

Its clock runs fast, from a beginning that is told to it, so that it goes on where a killed one stopped.
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime, timedelta
from random import Random
from time import clock_gettime

from tests.store.looks import START
from tracker.notify.mailer import ChannelMailer
from tracker.store.repository import open_store
from tracker.usecases.delivering import Post, deliver

MONOTONIC = 1
FASTER = 10_000
"""A minute of pause is six thousandths of a second."""
LONGEST_S = 600


def seconds() -> float:
    """The machine's own count of seconds, the same for every process."""
    return clock_gettime(MONOTONIC)


class FastClock:
    """Time that passes a few thousand times as fast, counted from `began`."""

    def __init__(self, began: float) -> None:
        self._began = began

    def now(self) -> datetime:
        return (START + timedelta(seconds=(seconds() - self._began) * FASTER)).astimezone(UTC)

    def sleep(self, seconds: float) -> None:
        threading.Event().wait(seconds / FASTER)


def main(url: str, began: str) -> int:
    """Send until nothing waits; 1 if that takes far too long, or if the channel was stopped."""
    clock, until = FastClock(float(began)), seconds() + LONGEST_S
    store = open_store(url, durable=False)
    post = Post(store, ChannelMailer(), clock, Random(1).random)
    while seconds() < until:
        deliver(post)
        (view,) = store.channels()
        if not view.waiting or view.state == "stopped":
            return 1 if view.waiting else 0
        clock.sleep(30)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
