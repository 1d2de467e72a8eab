"""Tables as JSON lines: one object a line, lists as lists, an unknown value as null."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.core.errors import UsageError
from tracker.core.panel.fields import Type
from tracker.panel.cells import read_json, read_time, show_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.core.panel.fields import Table
    from tracker.core.panel.rows import Row

LONGEST = 64 * 2**20
"""No line may be longer."""


def write(table: Table, rows: Iterable[Row], path: Path) -> int:
    """Write a table's file; how many rows."""
    count, names = 0, table.names
    show = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=show_time).encode
    sorted_keys = [n for n, field in enumerate(table.fields) if field.type is Type.COUNTS]
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            told = dict(zip(names, row, strict=True))
            for n in sorted_keys:
                told[names[n]] = dict(sorted(row[n].items()))
            file.write(show(told) + "\n")
            count += 1
    return count


def read(table: Table, path: Path) -> Iterator[Row]:
    """The rows of a table's file; UsageError, with the line's number, for what is none of ours."""
    times = [n for n, field in enumerate(table.fields) if field.type is Type.TIME]
    number = 0
    with path.open(encoding="utf-8", newline="\n") as file:
        try:
            while line := file.readline(LONGEST):
                number += 1
                yield _row(table, times, line)
        except (ValueError, TypeError) as error:
            raise UsageError(f"{path.name}, line {number}: this is no row of ours.") from error


def _row(table: Table, times: list[int], line: str) -> Row:
    told = read_json(line)
    if not isinstance(told, dict) or tuple(told) != table.names:
        raise ValueError("other columns")
    values: list[Any] = list(told.values())
    for n in times:
        if values[n] is not None:
            values[n] = read_time(values[n])
    return tuple(values)
