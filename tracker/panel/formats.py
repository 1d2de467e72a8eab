"""The forms that the files of a package may have."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tracker.panel import csv_files, jsonl_files, parquet_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.core.panel.fields import Table
    from tracker.core.panel.rows import Row


class Format(StrEnum):
    """A form, by the name that its owner types; it is also the ending of its files."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class Files(Protocol):
    """What each form can do."""

    def write(self, table: Table, rows: Iterable[Row], path: Path) -> int:
        """Write a table's file; how many rows."""
        ...

    def read(self, table: Table, path: Path) -> Iterator[Row]:
        """The rows of a table's file."""
        ...


FILES: dict[Format, Files] = {
    Format.PARQUET: parquet_files,
    Format.CSV: csv_files,
    Format.JSONL: jsonl_files,
}


def file_name(table: Table, form: Format) -> str:
    """The name of a table's file: nothing outside ever gives one."""
    return f"{table.name}.{form}"
