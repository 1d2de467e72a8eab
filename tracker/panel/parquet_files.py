"""Tables as Parquet, through DuckDB, which is an extra: typed, small, and quick to ask."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tracker.core.errors import UsageError
from tracker.core.panel.fields import Type
from tracker.panel import jsonl_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from tracker.core.panel.fields import Field, Table
    from tracker.core.panel.rows import Row

PORTION = 2000
MEMORY = "160MB"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = {
    Type.TEXT: "VARCHAR",
    Type.WHOLE: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.TIME: "TIMESTAMP WITH TIME ZONE",
    Type.TRUTH: "BOOLEAN",
    Type.TEXTS: "VARCHAR[]",
    Type.WHOLES: "BIGINT[]",
    Type.COUNTS: "MAP(VARCHAR, BIGINT)",
}


def write(table: Table, rows: Iterable[Row], path: Path) -> int:
    """Write a table's file, by way of JSON lines, in which nothing is lost; how many rows."""
    lines = path.with_suffix(".jsonl.part")
    try:
        count = jsonl_files.write(table, rows, lines)
        columns = ", ".join(
            f"{_quoted(field.name, chr(39))}: '{KINDS[field.type]}'" for field in table.fields
        )
        read = f"read_json(?, format='newline_delimited', columns={{{columns}}}, maximum_object_size={jsonl_files.LONGEST})"
        with _duckdb(path.parent) as conn:
            conn.execute(
                f"COPY (SELECT * FROM {read}) TO {_quoted(str(path), chr(39))} (FORMAT parquet, COMPRESSION zstd)",  # noqa: S608  # names of ours
                [str(lines)],
            )
    finally:
        lines.unlink(missing_ok=True)
    return count


def read(table: Table, path: Path) -> Iterator[Row]:
    """The rows of a table's file; UsageError for what is none of ours."""
    with _duckdb(path.parent) as conn:
        told = conn.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        if [(name, kind) for name, kind, *_ in told] != [(f.name, KINDS[f.type]) for f in table.fields]:
            raise UsageError(f"{path.name}: its columns are not ours.")
        # Read where it lies in the file: sorting would only take memory.
        shown = ", ".join(map(_selected, table.fields))
        found = conn.execute(f"SELECT {shown} FROM read_parquet(?)", [str(path)])  # noqa: S608  # names of ours
        times = [n for n, field in enumerate(table.fields) if field.type is Type.TIME]
        while portion := found.fetchmany(PORTION):
            for row in portion:
                yield _row(times, row)


def _selected(field: Field) -> str:
    """A column as it is asked for: instants as a number, since DuckDB would want another package to tell them."""
    name = _quoted(field.name, '"')
    return f"epoch_us({name}) AS {name}" if field.type is Type.TIME else name


def _row(times: list[int], row: tuple[Any, ...]) -> Row:
    values = list(row)
    for n in times:
        if values[n] is not None:
            try:
                values[n] = EPOCH + timedelta(microseconds=values[n])
            except OverflowError as error:
                raise UsageError("A time of the package is none.") from error
    return tuple(values)


@contextmanager
def _duckdb(folder: Path) -> Iterator[DuckDBPyConnection]:
    """DuckDB in a corner of its own: little memory, no network, no further extensions; its errors in our words."""
    try:
        import duckdb
    except ImportError as error:
        raise UsageError(
            "Parquet needs DuckDB: pip install 'disappearing-tracks[parquet]'; or take another --format."
        ) from error
    spilled = folder / ".duckdb"
    options = {"threads": "1", "memory_limit": MEMORY, "temp_directory": str(spilled)}
    closed = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    try:
        with duckdb.connect(config={**options, **closed}) as conn:
            conn.execute("SET TimeZone = 'UTC'")
            yield conn
    except duckdb.Error as error:
        raise UsageError(f"DuckDB cannot do it: {str(error).splitlines()[0]}") from error
    finally:
        shutil.rmtree(spilled, ignore_errors=True)


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark
