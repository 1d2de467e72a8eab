"""What may be wrong with a value from outside: each is held against its column before anything is done with it."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

from tracker.core.panel.fields import Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.core.panel.fields import Field, Table
    from tracker.core.panel.rows import Row

HIGHEST = 2**31
"""No whole number of a record is as high as this."""


def fault(table: Table, row: Row) -> str | None:
    """The name of the first column whose value is none of its kind; None if the row is sound."""
    for field, value in zip(table.fields, row, strict=True):
        if not _fits(field, value):
            return field.name
    return None


def _fits(field: Field, value: object) -> bool:
    if value is None:
        return field.optional
    if not _IS[field.type](value):
        return False
    if field.values:
        return any(value == word for word, _ in field.values)
    return bool(value) or field.type is not Type.TEXT or field.optional or field.blank


def _is_text(value: object) -> bool:
    """Whether both databases can hold it: no NUL, no half of a character."""
    return isinstance(value, str) and "\0" not in value and _whole_characters(value)


def _whole_characters(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _is_whole(value: object) -> bool:
    return type(value) is int and -HIGHEST <= value < HIGHEST


def _is_counts(value: object) -> bool:
    return isinstance(value, dict) and all(_is_text(k) and _is_whole(v) for k, v in value.items())


_IS: dict[Type, Callable[[object], bool]] = {
    Type.TEXT: _is_text,
    Type.WHOLE: _is_whole,
    Type.NUMBER: lambda value: isinstance(value, float) and isfinite(value),
    Type.TIME: lambda value: isinstance(value, datetime) and value.utcoffset() is not None,
    Type.TRUTH: lambda value: isinstance(value, bool),
    Type.TEXTS: lambda value: isinstance(value, list) and all(map(_is_text, value)),
    Type.WHOLES: lambda value: isinstance(value, list) and all(map(_is_whole, value)),
    Type.COUNTS: _is_counts,
}
