"""The invented record: sound like one that the program wrote, and the same at every call."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.scale.fill import fill, kept_file
from tests.scale.size import END, MARKETS, SMALL
from tests.scale.sound import broken
from tests.store.looks import dump
from tracker.core.history import EventKind, Status
from tracker.core.ports import EventFilter
from tracker.store.engine import build_engine, writing
from tracker.store.repository import open_store
from tracker.usecases.telling import tell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def record(tmp_path: Path) -> str:
    """The address of a small invented record of this test's own."""
    path = tmp_path / "invented.db"
    shutil.copyfile(kept_file(SMALL), path)
    return f"sqlite:///{path}"


def test_the_record_is_sound(database_url: str) -> None:
    """Every rule that the program keeps must hold of what was invented, in either kind of database."""
    open_store(database_url, durable=False).close()
    fill(database_url, SMALL)
    assert broken(database_url) == {}


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ("UPDATE spell SET state = 'gone' WHERE id = 1", "the latest whole check"),
        ("DELETE FROM doubt", "a suspected flip has no doubt"),
        ("UPDATE listing SET \"order\" = '[1]' WHERE watch_id = 1", "a listing is not"),
        ("UPDATE event SET checks = '[99999]' WHERE seq = 1", "names a check that is not there"),
    ],
)
def test_an_unsound_record_is_found(record: str, damage: str, rule: str) -> None:
    """The rules must be able to fail, or they would say nothing."""
    engine = build_engine(record)
    with writing(engine) as conn:
        conn.execute(text(damage))
    engine.dispose()
    assert any(rule in each for each in broken(record))


def test_a_seed_gives_one_record(tmp_path: Path) -> None:
    """The same seed must give the same rows, and another seed others."""
    urls = [f"sqlite:///{tmp_path / name}.db" for name in ("one", "same", "other")]
    for url, size in zip(urls, (SMALL, SMALL, replace(SMALL, seed=8)), strict=True):
        open_store(url, durable=False).close()
        fill(url, size)
    one, same, other = ({**dump(url), "home": []} for url in urls)
    assert one == same
    assert one["event"] != other["event"]


def test_everything_there_is_occurs(record: str) -> None:
    """Pages must meet events of every kind and status, doubts, incidents, gaps of both sorts and notices."""
    with closing(open_store(record, durable=False)) as store:
        told = store.events(EventFilter())
        assert {event.kind for event in told} == set(EventKind)
        assert {event.status for event in told} == set(Status)
        masses = Counter(event.incident for event in told if event.incident)
        assert masses
        assert min(masses.values()) >= 5
        views = store.watches()
        assert all(view.watch.markets == MARKETS and view.complete for view in views)
        assert any(view.lost for view in views)
        assert any(view.suspected for view in views)
        assert any(gap.until is None for gap in store.gaps(None))
        assert store.notices()
        assert store.ledger().buckets
        rows = dump(record)
        assert sum(row is not None for row in rows["gap"]) > 20
        assert rows["doubt"]


def test_the_program_can_tell_of_it(record: str) -> None:
    """The report over an invented record must have something in every section."""
    with closing(open_store(record, durable=False)) as store:
        summary = tell(store, END, None)
    sections = (summary.lost, summary.returned, summary.relinked, summary.added, summary.removed)
    assert all(sections)
    assert summary.suspected
    assert summary.retracted
    assert summary.outages
    assert summary.stories
