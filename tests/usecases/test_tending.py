"""A pause through the whole program: no looks, no blindness, a gap that is told; and the warnings before a lapse."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.living import living
from tracker.core.errors import UsageError
from tracker.core.history import EventKind
from tracker.core.notices import NoticeKind
from tracker.simulator import small_world
from tracker.usecases.rounds import check_now, next_due, run_due
from tracker.usecases.telling import standing
from tracker.usecases.vigil import keep_vigil

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)


def test_a_paused_watch_costs_nothing_and_is_not_blind(tmp_path: Path) -> None:
    """What happened meanwhile is found by the first look after, within a gap that says why."""
    world = small_world()
    track = world.catalog.tracks_of(world.cast.album)[0].id
    world.take_down(track, world.start + 10 * DAY)
    with living(world, tmp_path) as life:
        app = life.app
        watch = life.watch(f"album:{world.cast.album}")
        run_due(app.observer)
        calls = app.catalog.calls()
        app.store.tending.pause(watch.id, app.clock.now())
        assert next_due(app.observer) is None
        life.sim.advance(20 * DAY)
        assert run_due(app.observer) == []
        assert keep_vigil(app.store, None, app.clock.now()) == []
        assert not standing(app.store, app.clock.now(), app.limits).blind
        assert app.catalog.calls() == calls
        (paused,) = app.store.all()
        with pytest.raises(UsageError, match="is paused"):
            check_now(app.observer, paused, "DE")
        resumed = app.store.tending.resume(watch.id, app.clock.now())
        assert next_due(app.observer) == app.clock.now()
        (looked,) = run_due(app.observer)
        assert looked.recorded.decision.complete
        (gap,) = app.store.gaps(None)
        assert (gap.why, gap.until) == ("paused", app.store.checks(None)[-1].started_at)
        assert next_due(app.observer) <= app.clock.now() + resumed.every  # type: ignore[operator]
        life.confirm()
        assert (EventKind.VANISHED, track) in life.told()


def test_a_lapse_is_told_three_times_and_a_renewal_ends_that(tmp_path: Path) -> None:
    """At 30, 7 and 1 days, once each; none of it is blindness."""
    with living(small_world(), tmp_path) as life:
        app = life.app
        watch = life.watch(f"album:{life.world.cast.album}", every="52w")
        run_due(app.observer)
        told = []
        for left in (31, 30, 29, 7, 6, 1):
            life.sim.set(watch.renew_by - left * DAY)
            told += [(left, n.kind) for n in keep_vigil(app.store, None, app.clock.now())]
        assert told == [(30, NoticeKind.LAPSE), (7, NoticeKind.LAPSE), (1, NoticeKind.LAPSE)]
        assert not standing(app.store, app.clock.now(), app.limits).blind
        app.store.tending.renew(watch.id, app.clock.now())
        assert keep_vigil(app.store, None, app.clock.now()) == []
        assert app.store.notices() == []
