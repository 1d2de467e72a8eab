"""Rounds in trouble: what fails unforeseen, or is cut short, keeps nothing else waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.living import Living, living
from tracker.core.errors import Passing
from tracker.core.watch import Source
from tracker.simulator import small_world
from tracker.usecases.rounds import run_due
from tracker.usecases.turns import AGAIN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.core.items import ListPage, ListVersion, Reading, Way
    from tracker.core.known import KnownEntry
    from tracker.core.ports import Catalog, Described
    from tracker.core.watch import Watch
    from tracker.usecases.look import Observer


class Moody:
    """A catalogue that answers as the real one does, but raises an error where the owner watches one album."""

    def __init__(self, real: Catalog, album: str, error: Exception) -> None:
        self._real, self._album, self._error = real, album, error
        self.asked = 0

    def read(self, watch: Watch, market: str, way: Way, before: ListVersion | None = None) -> Reading:
        if watch.ref == self._album:
            self.asked += 1
            raise self._error
        return self._real.read(watch, market, way, before)

    def version(self, ref: str, market: str) -> ListVersion:
        return self._real.version(ref, market)

    def page(self, ref: str, market: str, offset: int) -> ListPage:
        return self._real.page(ref, market, offset)

    def singles(self, entries: Sequence[KnownEntry], market: str) -> Reading:
        self.asked += 1
        raise self._error

    def albums(self, entries: Sequence[KnownEntry], market: str) -> Reading:
        return self.singles(entries, market)

    def describe(self, source: Source, ref: str, market: str) -> Described:
        return self._real.describe(source, ref, market)

    def calls(self) -> int:
        return self._real.calls()


def spoiled(life: Living, error: Exception) -> tuple[Observer, Moody]:
    """The program's observer with a catalogue that fails for the album."""
    catalog = Moody(life.app.catalog, life.world.cast.album, error)
    return replace(life.app.observer, catalog=catalog), catalog


def test_a_watch_that_fails_unforeseen_keeps_no_other_waiting(tmp_path: Path) -> None:
    """The round it breaks is the only one: the next goes on with the others, and asks for it again after a while."""
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        life.watch(f"artist:{life.world.cast.artist}")
        observer, catalog = spoiled(life, KeyError("surprise"))
        with pytest.raises(KeyError):
            run_due(observer)
        assert [looked.watch.source for looked in run_due(observer)] == [Source.ARTIST]
        assert (run_due(observer), catalog.asked) == ([], 1)
        life.sim.advance(AGAIN)
        with pytest.raises(KeyError):
            run_due(observer)


def test_suspects_that_fail_unforeseen_keep_no_watch_waiting(tmp_path: Path) -> None:
    """They come first of all, so that otherwise nothing else would ever be looked at."""
    world = small_world()
    for track in world.catalog.tracks_of(world.cast.album)[:2]:
        world.take_down(track.id, world.start + timedelta(hours=5))
    with living(world, tmp_path) as life:
        life.watch(f"artist:{world.cast.artist}")
        run_due(life.app.observer)
        life.sim.advance(timedelta(days=1))
        run_due(life.app.observer)
        life.sim.advance(timedelta(days=1))
        observer, catalog = spoiled(life, KeyError("surprise"))
        with pytest.raises(KeyError):
            run_due(observer)
        assert [looked.watch.source for looked in run_due(observer)] == [Source.ARTIST]
        assert catalog.asked == 1


def test_a_program_that_is_told_to_end_begins_no_further_look(tmp_path: Path) -> None:
    """One look is cut short; the others stay due, instead of failing one after the other."""
    with living(small_world(), tmp_path) as life:
        life.watch(f"album:{life.world.cast.album}")
        life.watch(f"artist:{life.world.cast.artist}")
        observer, _ = spoiled(life, Passing("The program is ending.", why="stopped"))
        assert [looked.watch.source for looked in run_due(observer)] == [Source.ALBUM]
        assert [looked.watch.source for looked in run_due(life.app.observer)] == [Source.ARTIST]
