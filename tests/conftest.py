"""Databases for every test that wants one: the fixture gives the address of an empty one. And a log that is left as it was."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.postgres import NoPostgresError, Postgres, running_postgres, usual_places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """A program that is run inside of a test sends the log to a stream that ends with the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for the whole run; without binaries the test is skipped, but in CI it fails."""
    try:
        with running_postgres(usual_places()) as server:
            yield server
    except NoPostgresError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    with postgres.database(f"test_{uuid4().hex}") as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file of this test's own, not made yet."""
    return f"sqlite:///{tmp_path / 'tracker.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: the test runs once for each kind that the tracker can use."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))
