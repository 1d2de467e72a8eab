"""What all rows share: metadata of their own, names for every constraint, and indexes over some rows.

No future import in this folder: SQLModel reads the annotations at run time.
"""

from typing import ClassVar

from sqlalchemy import ColumnElement, Index, MetaData, text
from sqlmodel import SQLModel

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
NEVER_REUSED = {"sqlite_autoincrement": True}


def some(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows for which `where` holds."""
    condition: ColumnElement[bool] = text(where)  # type: ignore[assignment]
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def one(name: str, *columns: str, where: str) -> Index:
    """A unique index over the rows for which `where` holds."""
    return some(name, *columns, where=where, unique=True)


class Row(SQLModel):
    """What all rows share: metadata of their own, with names for every constraint."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)
