"""A stand-in for the Web API with an invented catalogue and a scripted life, for the demo and the tests."""

from tracker.simulator.access import AppRegistration
from tracker.simulator.app import create_app
from tracker.simulator.cast import Cast
from tracker.simulator.clock import SimClock
from tracker.simulator.demo_world import build_world
from tracker.simulator.faults import Fault
from tracker.simulator.limits import Limits
from tracker.simulator.serve import running
from tracker.simulator.small_world import small_world
from tracker.simulator.truth import Truth
from tracker.simulator.world import World

__all__ = [
    "AppRegistration",
    "Cast",
    "Fault",
    "Limits",
    "SimClock",
    "Truth",
    "World",
    "build_world",
    "create_app",
    "running",
    "small_world",
]
