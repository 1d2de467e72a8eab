"""Whether the database has the shape this program needs; brings it there, and never goes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table

from tracker.core.errors import StoreError
from tracker.store.engine import migrating, reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""The migrations there are, oldest first, so that Alembic is loaded only where one is needed."""

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Migrate the database to the present schema in one transaction; StoreError if it is newer than that."""
    with reading(engine) as conn:
        if version(conn) == REVISIONS[-1]:
            return
    with migrating(engine) as conn:
        if version(conn) != REVISIONS[-1]:  # another process may have been quicker
            _migrate(conn)
            _check_foreign_keys(conn)


def version(conn: Connection) -> str | None:
    """The schema's revision, None in an empty database; StoreError if this program does not know it."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found = conn.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()
    if found is not None and found not in REVISIONS:
        raise StoreError(
            f"The database was made by a newer version of this program (schema {found}): update the program."
        )
    return found


def _migrate(conn: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _check_foreign_keys(conn: Connection) -> None:
    if conn.dialect.name == "sqlite" and (broken := conn.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise StoreError(f"The migration would break rows of {broken[0]}: nothing was changed.")
