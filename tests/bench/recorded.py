"""`tracker plan` over a large record, in a process of its own: `python -m tests.bench.recorded TRACKS` prints a line of JSON.

The invented record (tests/scale) holds all tracks in 40 watches of all kinds, each in three markets, once a day.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from time import process_time
from typing import Any

from tests.bench.scale import ROOT, peak_mb
from tests.scale.fill import kept_file
from tests.scale.size import MARKETS, Size
from tracker.store.repository import open_store
from tracker.usecases.planning import next_looks, plan

BUDGET = 400


def size_of(tracks: int) -> Size:
    """So many tracks, and only as many days as it takes to have a past."""
    return Size(tracks=tracks, watches=40, days=20, events=1_000, gaps=10, incidents=3)


def planned(tracks: int) -> dict[str, Any]:
    """The figures of a child process: reading the record, the forecast with its ways out, what comes next."""
    kept_file(size_of(tracks))  # made here, so that the child's memory is that of the plan
    command = [sys.executable, "-m", "tests.bench.recorded", str(tracks)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(answer.stdout)
    return figures


def plan_once(tracks: int) -> dict[str, Any]:
    """Plan from the record as `tracker plan` does, and tell what is next as `tracker status` does."""
    with closing(open_store(f"sqlite:///{kept_file(size_of(tracks))}", durable=False)) as store:
        before, start = peak_mb(), process_time()
        found = plan(store, MARKETS[0], BUDGET)
        done = process_time()
        soon = next_looks(store)
        end = process_time()
    return {
        "plan_s": done - start,
        "next_ms": (end - done) * 1000,
        "peak_mb": peak_mb(),
        "before_mb": before,
        "watches": len(found.watches),
        "calls": found.forecast.calls_per_day,
        "alone": found.forecast.alone,
        "options": len(found.forecast.options),
        "next": len(soon),
    }


if __name__ == "__main__":
    print(json.dumps(plan_once(int(sys.argv[1]))))
