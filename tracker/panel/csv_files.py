"""Tables as CSV (RFC 4180): a spreadsheet opens them, and every value comes back as it was."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from tracker.core.errors import UsageError
from tracker.panel.cells import reader, writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.core.panel.fields import Table
    from tracker.core.panel.rows import Row

LONGEST = 16 * 2**20
"""No cell and no line may be longer."""


def write(table: Table, rows: Iterable[Row], path: Path) -> int:
    """Write a table's file; how many rows."""
    show = [writer(field) for field in table.fields]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(table.names)
        for row in rows:
            out.writerow([cell(value) for cell, value in zip(show, row, strict=True)])
            count += 1
    return count


def read(table: Table, path: Path) -> Iterator[Row]:
    """The rows of a table's file; UsageError, with the line's number, for what is none of ours."""
    take = [reader(field) for field in table.fields]
    with path.open(encoding="utf-8", newline="") as file, _long_cells():
        lines = csv.reader(_lines(file), strict=True)
        try:
            if next(lines, None) != list(table.names):
                raise ValueError("other columns")  # noqa: TRY301  # told like every other fault of the file
            for cells in lines:
                yield tuple([value(cell) for value, cell in zip(take, cells, strict=True)])
        except (ValueError, KeyError, csv.Error) as error:
            raise UsageError(f"{path.name}, line {lines.line_num}: this is no row of ours.") from error


def _lines(file: IO[str]) -> Iterator[str]:
    while line := file.readline(LONGEST):
        if len(line) == LONGEST:
            raise ValueError("too long")
        yield line


@contextmanager
def _long_cells() -> Iterator[None]:
    """The library's limit is one for the whole process: it is put back afterwards."""
    before = csv.field_size_limit(LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)
