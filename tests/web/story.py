"""A small record with something of everything, made by the whole program against the simulated service."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.living import living
from tracker.core.history import EventKind, Status
from tracker.simulator import small_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.living import Living

HOUR = timedelta(hours=1)


@contextmanager
def told(home: Path) -> Iterator[Living]:
    """An album of which one track is gone and one is suspected to be."""
    world = small_world()
    gone, doubted = (track.id for track in world.catalog.tracks_of(world.cast.album)[:2])
    world.take_down(gone, world.start + 5 * HOUR)
    world.take_down(doubted, world.start + 30 * HOUR)
    with living(world, home) as life:
        watch = life.watch(f"album:{world.cast.album}")
        life.check(watch)
        life.check(watch, hours=6)
        life.confirm()
        assert (EventKind.VANISHED, gone) in life.told()
        life.check(watch, hours=24)
        assert (EventKind.VANISHED, doubted) in life.told(Status.SUSPECTED)
        yield life
