"""An empty record in each kind of database, migrated once for the whole run."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tracker.store.engine import build_engine, writing
from tracker.store.repository import SqlStore, open_store
from tracker.store.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Postgres


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that holds an empty record."""
    path = tmp_path_factory.mktemp("record") / "empty.db"
    open_store(f"sqlite:///{path}", durable=False).close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database that holds a record; the tests of one process take turns with it."""
    with postgres.database("store_tests") as url:
        open_store(url).close()
        yield url


@pytest.fixture
def emptied_postgres(migrated_postgres: str) -> str:
    """The shared PostgreSQL record without a single row of earlier tests."""
    tables = ", ".join(f'"{table}"' for table in Row.metadata.tables if table != "home")
    engine = build_engine(migrated_postgres)
    with writing(engine) as conn:
        conn.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    engine.dispose()
    return migrated_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty record: the test runs once for each kind of database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("emptied_postgres"))
    path = tmp_path / "tracker.db"
    shutil.copyfile(request.getfixturevalue("migrated_file"), path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """The address of a database that holds nothing at all."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """An empty record."""
    with closing(open_store(database_url, durable=False)) as opened:
        yield opened
