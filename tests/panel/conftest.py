"""Records to export: the demo's, lived through once for the whole run, and an odd one in each kind of database."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.panel.odd import fill_oddly
from tracker.demo import story
from tracker.store.repository import SqlStore, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Postgres


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of sixty simulated days, as a file."""
    file = tmp_path_factory.mktemp("lived") / "lived.db"
    with story.demo(60, 7) as shown:
        story.begin(shown)
        story.live(shown, lambda _: None)
        shown.app.store.backup(file)
    return file


@pytest.fixture
def demo_store(lived: Path, tmp_path: Path) -> Iterator[SqlStore]:
    """The demo's record, to oneself."""
    shutil.copyfile(lived, tmp_path / "demo.db")
    with closing(open_store(f"sqlite:///{tmp_path / 'demo.db'}", durable=False)) as opened:
        yield opened


@pytest.fixture
def odd_store(database_url: str) -> Iterator[SqlStore]:
    """The odd record, once in each kind of database."""
    with closing(open_store(database_url, durable=False)) as opened:
        fill_oddly(opened)
        yield opened


@pytest.fixture
def small(sqlite_url: str) -> Iterator[SqlStore]:
    """The odd record, where the kind of database makes no difference."""
    with closing(open_store(sqlite_url, durable=False)) as opened:
        fill_oddly(opened)
        yield opened


@pytest.fixture
def another_sqlite_url(tmp_path: Path) -> str:
    """The address of a file that is not made yet."""
    return f"sqlite:///{tmp_path / 'new.db'}"


@pytest.fixture
def another_postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database, beside that which `database_url` may name."""
    with postgres.database(f"another_{uuid4().hex}") as url:
        yield url
