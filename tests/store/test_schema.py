"""The schema: made, checked, and refused where it is not ours."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.store.looks import draft, dump, record, watch_list
from tracker.core.errors import StoreError
from tracker.store.engine import build_engine, migrating, reading, writing
from tracker.store.repository import open_store
from tracker.store.schema import MIGRATIONS, REVISIONS, bring_up_to_date, version
from tracker.store.tables import Row

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_make_the_tables_that_the_rows_describe(empty_url: str) -> None:
    """After all migrations nothing is left that a new one would have to change."""
    engine = build_engine(empty_url)
    bring_up_to_date(engine)
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Row.metadata) == []
        assert version(conn) == REVISIONS[-1]
    engine.dispose()


def test_every_migration_is_named_in_the_schema_module() -> None:
    """It is read at each start in place of Alembic, which is slow to load."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert [revision.revision for revision in script.walk_revisions()] == list(reversed(REVISIONS))


def test_a_record_is_opened_again_as_it_was(empty_url: str) -> None:
    """Opening twice migrates once and changes nothing."""
    with closing(open_store(empty_url)) as store:
        record(store, draft(watch_list(store), 1))
    before = dump(empty_url)
    with closing(open_store(empty_url)) as store:
        assert len(store.checks(None)) == 1
    assert dump(empty_url) == before


def test_each_record_has_a_name_of_its_own(empty_url: str, sqlite_url: str) -> None:
    """A record can be told from another that lies in its place; the time of its making is an instant."""
    for url in (empty_url, sqlite_url + "2"):
        open_store(url).close()
    (home,), (other,) = dump(empty_url)["home"], dump(sqlite_url + "2")["home"]
    assert len(home[1]) == 32
    assert home[1] != other[1]
    assert home[2].utcoffset() is not None


def test_a_newer_record_is_refused_and_left_alone(empty_url: str) -> None:
    """An older program would misread it; the message says what to do."""
    open_store(empty_url).close()
    engine = build_engine(empty_url)
    with writing(engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = dump(empty_url)
    with pytest.raises(StoreError, match=r"newer version of this program.*9999.*update"):
        open_store(empty_url)
    assert dump(empty_url) == before
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing(empty_url: str) -> None:
    """All of it is one transaction: a table that stands in the way undoes those made before it."""
    engine = build_engine(empty_url)
    with writing(engine) as conn:
        conn.execute(text("CREATE TABLE event (mine INTEGER)"))
    with pytest.raises(StoreError, match="event"):
        bring_up_to_date(engine)
    with reading(engine) as conn:
        assert version(conn) is None
        assert not inspect(conn).has_table("watch")
    engine.dispose()


def test_foreign_keys_rest_only_while_migrating(sqlite_url: str) -> None:
    """Rebuilding a table would otherwise delete the rows that point to it; afterwards they hold again."""
    engine = build_engine(sqlite_url)
    with migrating(engine) as conn:
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
    with writing(engine) as conn:
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_broken_references_stop_a_migration(sqlite_url: str) -> None:
    """What SQLite did not enforce meanwhile is checked before anything is committed."""
    engine = build_engine(sqlite_url)
    with migrating(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        conn.exec_driver_sql("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
        conn.exec_driver_sql("INSERT INTO child VALUES (7)")
    with pytest.raises(StoreError, match="child"):
        bring_up_to_date(engine)
    with reading(engine) as conn:
        assert version(conn) is None
    engine.dispose()


@pytest.mark.parametrize(
    "content", [b"This is a letter, not a database.\n" * 99, b"\x00" * 4096], ids=["text", "zeros"]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    """In one line, and without writing over what may be dear to somebody."""
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as refused:
        open_store(f"sqlite:///{path}")
    assert len(str(refused.value).splitlines()) == 1
    assert path.read_bytes() == content
