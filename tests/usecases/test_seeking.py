"""Searching for what vanished: what is due, what it may cost, and that nothing else is touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import searches
from tests.living import Living, living
from tests.usecases.sought import (
    DAY,
    HOUR,
    OTHER,
    album_tracks,
    calls,
    certain,
    pressing,
    seek,
    standing,
    untouchable,
    vanish,
)
from tracker.core.budget import Limits
from tracker.core.replacements import MOST_CALLS, Confidence, Found, FoundBy, Lost, Verdict
from tracker.simulator import small_world
from tracker.usecases.seeking import ASKED_AT_ONCE, EVERY, Sought, seek_due

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def life(tmp_path: Path, database_url: str) -> Iterator[Living]:
    """A watched album of six, on each kind of database."""
    world = small_world()
    with living(world, tmp_path, database=database_url) as alive:
        alive.check(alive.watch(f"album:{world.cast.album}"))
        yield alive


@pytest.fixture
def short(tmp_path: Path) -> Iterator[Living]:
    """The same on SQLite alone, for what is no matter of the database."""
    world = small_world()
    with living(world, tmp_path) as alive:
        alive.check(alive.watch(f"album:{world.cast.album}"))
        yield alive


# --- the main path --------------------------------------------------------------------------------------


def test_a_confirmed_vanish_is_searched_for_and_nothing_else_is_touched(life: Living) -> None:
    """The recording is found by its ISRC with one call; entry, spells, events and order stay as they were."""
    lost = album_tracks(life.world)[0]
    other = pressing(life.world, lost)
    vanish(life, lost)
    before = untouchable(life)
    assert searches.work(life.app) == "1 search, 1 of them found something"
    (found,) = standing(life, lost)
    assert (found.other_id, found.market, found.found_by) == (other, "DE", FoundBy.ISRC)
    assert found.confidence is Confidence.CERTAIN
    assert (found.title, found.album, calls(life)) == (life.world.catalog.tracks[lost].name, "Sampler", 1)
    assert untouchable(life) == before
    assert searches.work(life.app) == ""


def test_a_suspected_vanish_is_not_searched_for(short: Living) -> None:
    """Before it is confirmed nothing is known to be missing."""
    (watch,) = short.app.store.all()
    short.world.take_down(album_tracks(short.world)[0], short.sim.now(), ["DE"])
    short.check(watch, hours=1)
    assert seek(short) == Sought()


def test_a_search_in_vain_comes_again_ever_more_seldom(life: Living) -> None:
    """After a day, three, a week, a month, and then every month."""
    lost = album_tracks(life.world)[0]
    vanish(life, lost)
    assert (seek(life).searched, standing(life, lost)) == (1, [])
    for days in (1, 3, 7, 30, 30):
        assert seek(life, timedelta(days=days) - EVERY).searched == 0
        assert seek(life, 2 * EVERY).searched == 1
        life.sim.advance(-EVERY)
    other = pressing(life.world, lost)
    assert seek(life, timedelta(days=31)).found == 1
    assert [each.other_id for each in standing(life, lost)] == [other]


def test_the_record_itself_is_asked_first(life: Living) -> None:
    """A watched pressing that plays is found without a single call."""
    world, lost = life.world, album_tracks(life.world)[0]
    other = pressing(world, lost)
    watch = life.watch(f"track:{other}")
    life.check(watch)
    world.take_down(lost, life.sim.now(), ["DE"])
    life.check(life.app.store.all()[0], hours=1)
    life.confirm()
    before = life.service.state.ledger.total
    assert seek(life).found == 1
    assert [each.other_id for each in standing(life, lost)] == [other]
    assert life.service.state.ledger.total == before


def test_what_the_record_saw_long_ago_is_not_believed(short: Living) -> None:
    """A pressing that nobody has looked at for weeks has to be asked for."""
    world, lost = short.world, album_tracks(short.world)[0]
    other = pressing(world, lost)
    short.check(short.watch(f"track:{other}"))
    short.sim.advance(timedelta(days=20))
    world.take_down(lost, short.sim.now(), ["DE"])
    short.check(short.app.store.all()[0], hours=1)
    short.confirm()
    assert seek(short).found == 1
    assert calls(short) == 1


# --- replacements that vanish, tracks that return ----------------------------------------------------------


def test_a_replacement_is_looked_at_every_week_and_replaced_when_it_is_lost(life: Living) -> None:
    """One call a week; when it plays no longer it stays as history and a new search is due at once."""
    world, lost = life.world, album_tracks(life.world)[0]
    first = pressing(world, lost)
    vanish(life, lost)
    seek(life)
    assert seek(life, timedelta(days=6)).looked == 0
    assert (seek(life, timedelta(days=1, hours=1)).looked, calls(life)) == (1, 1)
    world.take_down(first, life.sim.now(), ["DE"])
    second = pressing(world, lost, "Second Sampler")
    sought = seek(life, timedelta(days=7, hours=1))
    assert (sought.looked, sought.lost, standing(life, lost)) == (1, 1, [])
    assert seek(life).found == 1
    assert [each.other_id for each in standing(life, lost)] == [second]
    view = life.app.store.track(lost)
    assert view is not None
    assert [(each.other_id, each.lost_at is None) for each in view.replacements] == [
        (second, True),
        (first, False),
    ]


def test_a_returned_track_is_no_longer_searched_for(life: Living) -> None:
    """Searches and looks end; what was found stays as history; a new vanish is searched for at once."""
    world, (lost, plain, *_) = life.world, album_tracks(life.world)
    other = pressing(world, lost)
    vanish(life, lost, plain)
    seek(life)
    for track_id in (lost, plain):
        world.restore(track_id, life.sim.now(), ["DE"])
    life.check(life.app.store.all()[0], hours=1)
    life.confirm()
    asked = life.service.state.ledger.total
    assert seek(life, timedelta(days=40)) == Sought()
    assert life.service.state.ledger.total == asked
    assert [each.other_id for each in standing(life, lost)] == [other]
    vanish(life, lost)
    assert seek(life).found == 1


def test_who_vanished_together_is_searched_for_when_one_returns(life: Living) -> None:
    """A return makes the searches of its company due, which else would wait for a month."""
    world, (lost, company, *_) = life.world, album_tracks(life.world)
    vanish(life, lost, company)
    for days in (0, 1, 3):
        assert seek(life, timedelta(days=days, hours=1)).searched == 2
    pressing(world, lost)
    world.restore(company, life.sim.now(), ["DE"])
    life.check(life.app.store.all()[0], hours=1)
    life.confirm()
    assert seek(life).found == 1


def test_a_track_that_nobody_watches_any_more_is_not_searched_for(short: Living) -> None:
    """Whether it is still missing is not known then."""
    vanish(short, album_tracks(short.world)[0])
    short.app.store.remove(short.app.store.all()[0].id, short.sim.now())
    assert seek(short) == Sought()


# --- what it may cost ------------------------------------------------------------------------------------


def test_searches_spend_only_what_checks_leave(tmp_path: Path) -> None:
    """Half of the day's budget is left to checks, however much is due; the rest waits and stays due."""
    world = small_world()
    for n in range(30):
        world.add_track(f"More {n}", world.cast.album)
    with living(world, tmp_path) as alive:
        alive.check(alive.watch(f"album:{world.cast.album}"))
        vanish(alive, *album_tracks(world))
        for _ in range(3):
            alive.confirm()  # so many at once are a mass change, which takes more looks
        alive.sim.advance(2 * DAY)
        assert seek(alive).searched == ASKED_AT_ONCE, "checks go by the same thread and must not wait for all"
        alive.sim.advance(DAY + HOUR)
        seeker, before = (
            replace(alive.app.seeker, limits=Limits(per_day=60)),
            alive.service.state.ledger.total,
        )
        first = seek_due(seeker)
        assert first is not None
        spent = alive.service.state.ledger.total - before
        assert 0 < first.searched < ASKED_AT_ONCE
        assert 30 - MOST_CALLS < spent <= 30
        alive.sim.advance(EVERY)
        assert seek_due(seeker) == Sought()
        assert alive.service.state.ledger.total - before == spent
        alive.sim.advance(DAY + HOUR)
        second = seek_due(seeker)
        assert second is not None
        assert second.searched > 0, "what waited is due still"


def test_a_spent_budget_still_asks_the_record(tmp_path: Path) -> None:
    """What costs nothing is done whatever the budget says."""
    world = small_world()
    lost = album_tracks(world)[0]
    other = pressing(world, lost)
    with living(world, tmp_path, TRACKER_REQUESTS_PER_DAY="9") as alive:
        alive.check(alive.watch(f"album:{world.cast.album}"))
        alive.check(alive.watch(f"track:{other}"))
        world.take_down(lost, alive.sim.now(), ["DE"])
        alive.check(alive.app.store.all()[0], hours=1)
        alive.confirm()
        assert seek(alive).found == 1
        assert calls(alive) == 0


def test_a_second_record_of_the_same_search_is_one_row(life: Living) -> None:
    """Found again, a replacement stands once, with the verdict of today."""
    lost_id = album_tracks(life.world)[0]
    store = life.app.store.replacements
    lost = Lost(lost_id, "DE")
    (find,) = certain()
    possible = Found(find.item, Verdict(FoundBy.TITLE, Confidence.POSSIBLE, ("same title",)))
    store.keep(lost, [possible], life.sim.now())
    store.looked(OTHER, "DE", plays=False, now=life.sim.now())
    assert standing(life, lost_id) == []
    store.keep(lost, [find], life.sim.now())
    assert [each.confidence for each in standing(life, lost_id)] == [Confidence.CERTAIN]
