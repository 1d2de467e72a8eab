"""A value as the text of one cell, and back: the same value for every text and the same text for every value."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tracker.core.panel.fields import Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.core.panel.fields import Field

GUARD = "'"
STEERING = frozenset("=+-@\t\r\n'")
"""A spreadsheet takes a cell that begins with one of these for a formula, or hides it."""


def guarded(text: str) -> str:
    """`text` with a `'` before it where a spreadsheet might take it for a formula."""
    return GUARD + text if text[:1] in STEERING else text


def unguarded(cell: str) -> str:
    """The text that was guarded."""
    return cell.removeprefix(GUARD)


def show_time(at: datetime) -> str:
    """`2026-05-03T04:00:00Z`; fractions of a second only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_time(text: str) -> datetime:
    """An instant as `show_time` writes it; ValueError for anything else."""
    at = datetime.fromisoformat(text)
    if at.utcoffset() is None or show_time(at) != text:
        raise ValueError(text)
    return at.astimezone(UTC)


def show_json(value: object) -> str:
    """JSON on one line, always in the same order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_json(text: str) -> Any:
    """A JSON text; ValueError for what is none, for NaN, and for what is nested without end."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def writer(field: Field) -> Callable[[Any], str]:
    """What makes a cell of a value of that column. None is an empty cell; a text without letters that is not None, a `'`."""
    show = _SHOWN[field.type]
    empty = GUARD if field.type is Type.TEXT and field.optional else ""

    def cell(value: Any) -> str:
        return "" if value is None else show(value) or empty

    return cell


def reader(field: Field) -> Callable[[str], Any]:
    """What makes a value of a cell of that column; ValueError where it is none."""
    read, blank = _READ[field.type], "" if field.blank else None

    def value(cell: str) -> Any:
        return read(cell) if cell else blank

    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _show_truth(value: bool) -> str:  # noqa: FBT001  # it is the value itself
    return "true" if value else "false"


def _read_truth(cell: str) -> bool:
    return {"true": True, "false": False}[cell]


def _read_whole(cell: str) -> int:
    if cell.removeprefix("-").isdecimal() and cell.isascii():
        return int(cell)
    raise ValueError(cell)


_SHOWN: dict[Type, Callable[[Any], str]] = {
    Type.TEXT: guarded,
    Type.WHOLE: str,
    Type.NUMBER: repr,
    Type.TIME: show_time,
    Type.TRUTH: _show_truth,
    Type.TEXTS: show_json,
    Type.WHOLES: show_json,
    Type.COUNTS: show_json,
}
_READ: dict[Type, Callable[[str], Any]] = {
    Type.TEXT: unguarded,
    Type.WHOLE: _read_whole,
    Type.NUMBER: float,
    Type.TIME: read_time,
    Type.TRUTH: _read_truth,
    Type.TEXTS: read_json,
    Type.WHOLES: read_json,
    Type.COUNTS: read_json,
}
