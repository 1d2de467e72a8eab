"""A large plan, measured in a process of its own: `python -m tests.bench.scale TRACKS MARKETS` prints one line of JSON."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any

from tests.bench.collections import HOME, collection
from tracker.core.planning.agenda import agenda, answered, joined

ROOT = Path(__file__).parents[2]


def measured(tracks: int, markets: int, *, all_listed: bool = False) -> dict[str, Any]:
    """The figures of a plan of that size, from a child process: its peak of memory is nobody else's."""
    command = [sys.executable, "-m", "tests.bench.scale", str(tracks), str(markets), str(int(all_listed))]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(answer.stdout)
    return figures


def peak_mb() -> float:
    """The most memory this process ever had; `getrusage` would count its parent's too, from before it began."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def plan_once(tracks: int, markets: int, *, all_listed: bool) -> dict[str, float]:
    """Plan, take in one answer of a page and one of a long list, and put the latter's tracks on again."""
    made = collection(1, tracks, max(1, tracks // 83), all_listed=all_listed)
    due = {HOME if not number else f"X{number}": made.tracks for number in range(markets)}
    start = process_time()
    plan = agenda(due, made.sources, effort=0)
    planned = process_time()
    first = plan.requests[0].tracks
    ordered = process_time()
    page = answered(plan, HOME, first)
    paged = process_time()
    long = max(made.sources.lists, key=lambda held: len(held.tracks))
    tracks_of_it = [track for track in long.tracks if track]
    shorter = answered(page, HOME, tracks_of_it)
    listed = process_time()
    joined(shorter, HOME, tracks_of_it, made.sources)
    done = process_time()
    return {
        "plan_s": planned - start,
        "page_ms": (paged - ordered) * 1000,
        "list_ms": (listed - paged) * 1000,
        "join_ms": (done - listed) * 1000,
        "list": len(tracks_of_it),
        "calls": plan.calls,
        "bound": plan.bound,
        "peak_mb": peak_mb(),
    }


if __name__ == "__main__":
    size, wanted, listed = map(int, sys.argv[1:])
    print(json.dumps(plan_once(size, wanted, all_listed=bool(listed))))
