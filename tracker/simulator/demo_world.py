"""The world of the demo: its catalogue, its lists and four hundred days of life, made from one seed."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from tracker.simulator.demo_catalog import DemoCatalog
from tracker.simulator.demo_lists import fill_lists
from tracker.simulator.demo_roles import choose_roles
from tracker.simulator.demo_script import DemoScript
from tracker.simulator.demo_traps import set_traps
from tracker.simulator.world import World

DEMO_START = datetime(2025, 10, 1, 6, 0, tzinfo=UTC)
SHORTEST = 30


def build_world(seed: int = 7, days: int = 400, start: datetime = DEMO_START) -> World:
    """Build the demo's world, the same for the same seed; its life is spread over `days` (at least 30)."""
    if days < SHORTEST:
        raise ValueError(f"the scripted life needs at least {SHORTEST} days, not {days}")
    rng = Random(seed)
    world = World(start, seed=seed)
    made = DemoCatalog(world, rng)
    made.fill()
    roles = choose_roles(made, rng)
    world.cast = fill_lists(world, roles, rng)
    DemoScript(world, made, roles, days, rng).play()
    set_traps(world, roles, rng)
    return world
