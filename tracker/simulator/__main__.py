"""Serve the simulated Web API on loopback: `python -m tracker.simulator --port 8899`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

from tracker.simulator.app import create_app
from tracker.simulator.clock import SimClock
from tracker.simulator.demo_world import build_world
from tracker.simulator.limits import Limits
from tracker.simulator.serve import address, listening, server


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the demo's world and serve it until interrupted."""
    chosen = _parser().parse_args(arguments)
    world = build_world(chosen.seed, chosen.days)
    # The service's own time has to be driven by some real one, and this is its outermost door.
    clock = SimClock(world.start, speed=chosen.speed, ticker=time.monotonic)  # noqa: TID251
    limits = Limits(per_30s=chosen.per_30s, per_day=chosen.per_day)
    app = create_app(world, clock, tier=chosen.tier, limits=limits)
    with listening(chosen.port) as bound:
        base = address(bound)
        lines = [
            f"simulated Web API, tier {chosen.tier}, at {base} (data side {base}/v1), its time {clock.now():%Y-%m-%d}",
            *(f"{name} = {value}" for name, value in asdict(world.cast).items()),
        ]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        server(app).run(sockets=[bound])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tracker.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8899, help="on loopback; 0 takes a free one")
    parser.add_argument(
        "--tier", choices=("A", "B", "C"), default="C", help="C: a new app in development mode"
    )
    parser.add_argument("--seed", type=int, default=7, help="of the invented catalogue")
    parser.add_argument("--days", type=int, default=400, help="over which the scripted life is spread")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds a second; 0 stands still")
    parser.add_argument("--per-30s", type=int, help="calls allowed in 30 seconds")
    parser.add_argument("--per-day", type=int, help="calls allowed in 24 hours")
    return parser


if __name__ == "__main__":
    main()
