"""How much of a check is work, and how much is waiting for leave to call."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import thread_time

from tests.living import living
from tracker.simulator import small_world


@dataclass(frozen=True, slots=True)
class Work:
    """One check of a list: its calls, and the CPU seconds of the thread that made it."""

    calls: int
    cpu_s: float

    @property
    def waiting(self) -> float:
        """The share of the time that is waiting, at one call a second."""
        return self.calls / (self.calls + self.cpu_s)


def one_check(tracks: int) -> Work:
    """A second check of so many tracks over loopback; the simulated service works in a thread of its own."""
    world = small_world(seed=1)
    album = world.add_album("Long", [world.add_artist("The Long Procession").id]).id
    held = [world.add_track(album_id=album).id for _ in range(tracks)]
    with tempfile.TemporaryDirectory() as home, living(world, Path(home)) as life:
        watch = life.watch(f"playlist:{world.add_playlist('List', held)}", "DE")
        life.check(watch)
        start = thread_time()
        looked = life.check(watch, hours=24)
        spent = thread_time() - start
    if not looked.recorded.decision.complete:
        raise RuntimeError("the check failed")
    return Work(looked.calls, spent)
