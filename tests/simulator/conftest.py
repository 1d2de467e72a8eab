"""Fixtures for the tests of the simulated service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.simulator.api import Api
from tracker.simulator import World, small_world

OpenApi = Callable[..., Api]


@pytest.fixture
def world() -> World:
    """A small world in which nothing has happened yet."""
    return small_world()


@pytest.fixture
def day(world: World) -> Callable[[float], datetime]:
    """The moment so many days after the world's start."""
    return lambda count: world.start + timedelta(days=count)


@pytest.fixture
def open_api(world: World) -> Iterator[OpenApi]:
    """Opens services over the small world, or over one that is given, and closes them in the end."""
    opened: list[Api] = []

    def make(tier: Any = "C", *, over: World | None = None, **more: Any) -> Api:
        opened.append(Api(over or world, tier, **more))
        return opened[-1]

    yield make
    for api in opened:
        api.close()


@pytest.fixture
def api(open_api: OpenApi) -> Api:
    """A service of tier C over the small world."""
    return open_api()
