"""A rhythm as short as the wait between two looks at a suspect: regular looks must not put off the other way of asking."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.living import living
from tracker.core.history import EventKind, Status
from tracker.simulator import small_world
from tracker.usecases.rounds import run_due

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_vanish_is_confirmed_as_soon_as_the_hours_have_passed(tmp_path: Path, every: int) -> None:
    """Suspected at the first round that misses it, and a fact at the first one six hours later; nothing is asked twice."""
    world = small_world()
    track = world.listing(world.cast.own_playlist).versions[0].entries[0].item
    world.take_down(track, world.start + HOUR)
    with living(world, tmp_path) as life:
        life.watch(f"playlist:{world.cast.own_playlist}", every=f"{every}h")
        run_due(life.app.observer)
        told = []
        for _ in range(every, 9 + every, every):
            life.sim.advance(every * HOUR)
            calls = life.app.catalog.calls()
            run_due(life.app.observer)
            assert life.app.catalog.calls() - calls <= 5, (
                "two for the version, a page, and one for the suspect"
            )
            told.append(life.told())
        assert told.index([(EventKind.VANISHED, track)]) <= 6 // every
        assert life.told(Status.SUSPECTED) == []
