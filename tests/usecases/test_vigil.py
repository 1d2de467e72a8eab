"""The vigil: what goes unobserved is told once, stands while it holds, and ends by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.living import Living, living
from tracker.core.notices import Notice, NoticeKind
from tracker.simulator import small_world
from tracker.usecases.rounds import run_due
from tracker.usecases.telling import standing
from tracker.usecases.vigil import keep_vigil, standing_notices

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)


def vigil(life: Living) -> list[NoticeKind]:
    """What is new at this hour."""
    app = life.app
    return [n.kind for n in keep_vigil(app.store, app.login_view().expires_at, app.clock.now())]


def stands(life: Living) -> list[Notice]:
    """What holds at this hour."""
    app = life.app
    return standing_notices(app.store, app.login_view().expires_at, app.clock.now())


def blind(life: Living) -> bool:
    """Whether `tracker status` would say that the tracker is."""
    return standing(life.app.store, life.app.clock.now(), life.app.limits).blind


def test_two_rhythms_without_a_complete_check_are_told_once(tmp_path: Path) -> None:
    """Not before they have passed, not again while it lasts, and no more once there is a look."""
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        run_due(life.app.observer)
        life.sim.advance(2 * DAY - timedelta(minutes=1))
        assert (vigil(life), blind(life)) == ([], False)
        life.sim.advance(timedelta(minutes=2))
        assert (vigil(life), blind(life)) == ([NoticeKind.BLIND], True)
        life.sim.advance(DAY)
        assert (vigil(life), blind(life)) == ([], True)
        run_due(life.app.observer)
        assert (vigil(life), blind(life)) == ([], False)
        assert life.app.store.notices() == []


def test_status_does_not_wait_for_the_vigil(tmp_path: Path) -> None:
    """A vigil that died with the rest told nothing, and yet it shows."""
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        life.sim.advance(3 * DAY)
        assert life.app.store.notices() == []
        assert [notice.kind for notice in stands(life)] == [NoticeKind.BLIND]
        assert blind(life)


def test_a_second_blindness_is_told_again(tmp_path: Path) -> None:
    """What ended and came back is news."""
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        told = []
        for _ in range(2):
            run_due(life.app.observer)
            told += vigil(life)
            life.sim.advance(3 * DAY)
            told += vigil(life)
        assert told == [NoticeKind.BLIND, NoticeKind.BLIND]


def test_a_removed_watch_is_not_missed(tmp_path: Path) -> None:
    """What nobody watches cannot go unobserved."""
    with living(small_world(), tmp_path) as life:
        watch = life.watch(f"album:{life.world.cast.album}")
        life.sim.advance(3 * DAY)
        assert vigil(life) == [NoticeKind.BLIND]
        life.app.store.remove(watch.id, life.sim.now())
        assert (vigil(life), stands(life)) == ([], [])


def test_a_login_is_warned_of_at_each_term_and_a_new_one_ends_that(tmp_path: Path) -> None:
    """Thirty days before, fourteen, seven, one, and when it has ended: each once, however often somebody looks."""
    with living(small_world(), tmp_path) as life:
        ends = life.app.login_view().expires_at
        assert ends is not None
        told = []
        for hours in range(40 * 24, -48, -8):
            now = ends - timedelta(hours=hours)
            told += [(hours, n.subject) for n in keep_vigil(life.app.store, ends, now)]
        assert told == [(720, "30"), (336, "14"), (168, "7"), (24, "1"), (0, "0")]
        assert keep_vigil(life.app.store, ends + 180 * DAY, ends) == []
        assert life.app.store.notices() == []


def test_a_field_that_one_watch_misses_is_not_found_by_another(tmp_path: Path) -> None:
    """Only albums lost it: it is told once, stands whatever the lists show, and ends with the albums' recovery."""
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        life.watch(f"playlist:{life.world.cast.own_playlist}")
        life.service.state.faults.add(family="album", kind="missing_is_playable", times=None)
        for _ in range(3):
            run_due(life.app.observer)
            assert [(n.kind, n.subject) for n in stands(life)] == [(NoticeKind.API_CHANGED, "is_playable")]
            life.sim.advance(DAY)
        life.service.state.faults.clear()
        run_due(life.app.observer)
        assert stands(life) == []
