"""The tables of an export against those of the record: no column is forgotten, and each is explained."""

from __future__ import annotations

import pytest
from sqlalchemy import JSON, Boolean, Column, DateTime, Float, Integer

from tests.panel.odd import rows
from tracker.core.panel.fields import Table, Type
from tracker.core.panel.tables import AT_HOME, TABLES
from tracker.store.tables import Row

KINDS = {
    Integer: {Type.WHOLE},
    Float: {Type.NUMBER},
    Boolean: {Type.TRUTH},
    JSON: {t for t in Type if t.nested},
}


def kinds(column: Column[object]) -> set[Type]:
    """What a column of the record may be in an export."""
    inner = getattr(column.type, "impl", column.type)  # instants wear a coat
    if isinstance(inner, DateTime):
        return {Type.TIME}
    return next((found for kind, found in KINDS.items() if isinstance(inner, kind)), {Type.TEXT})


def test_every_table_is_exported_or_stays_for_a_reason() -> None:
    """A new table of the record must find its place in one of the two lists."""
    stored = {table.stored for table in TABLES}
    assert stored | AT_HOME.keys() == set(Row.metadata.tables)
    assert stored & AT_HOME.keys() == set()
    assert all(AT_HOME.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_exported_as_what_it_is(table: Table) -> None:
    """Name, type, whether it may be empty, key and references are those of the record."""
    columns = Row.metadata.tables[table.stored].columns
    assert {field.stored for field in table.fields} == {column.name for column in columns}
    assert [table.field(name).stored for name in table.key] == [c.name for c in columns if c.primary_key]
    named = {each.stored: each.name for each in TABLES}
    for field in table.fields:
        column = columns[field.stored]
        assert field.type in kinds(column), field.name
        assert field.optional == column.nullable, field.name
        pointed = [key.column.table.name for key in column.foreign_keys]
        assert ([field.to] if field.to else []) == [named[name] for name in pointed], field.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_and_word_is_explained(table: Table) -> None:
    """The codebook has a sentence for each of them."""
    assert table.about.endswith(".")
    for field in table.fields:
        assert field.about.endswith("."), field.name
        assert all(meaning for _, meaning in field.values), field.name
        assert not (field.optional and field.blank), field.name


def test_those_come_first_that_others_point_to() -> None:
    """So that a record is filled without a loose end on the way."""
    before: set[str] = set()
    for table in TABLES:
        before.add(table.name)
        assert {field.to for field in table.fields if field.to} <= before


def test_the_odd_record_holds_rows_of_every_table() -> None:
    """What the other tests are made of leaves no table out."""
    assert {table.stored for table in TABLES} <= {name for name, found in rows().items() if found}
