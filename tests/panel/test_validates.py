"""Other programs open an export: the validator of data packages, and DuckDB by the words of the package's own page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import frictionless
import pytest
from frictionless import Package, Parser, Plugin, system

from tests.panel.odd import export
from tracker.core.panel.tables import TABLES
from tracker.panel.formats import Format
from tracker.panel.readme import DUCKDB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.repository import SqlStore

AS_A_TABLE = {"profile": "tabular-data-resource", "type": "table", "format": "ours"}


class Cells(Parser):
    """Gives the validator the rows of JSON lines and Parquet, read without any code of ours."""

    requires_loader = False
    supported_types = ["array", "boolean", "datetime", "integer", "number", "object", "string"]  # noqa: RUF012  # as in the library

    def read_cell_stream_create(self) -> Iterator[list[Any]]:
        """The headings, then the rows."""
        path = Path(self.resource.basepath or "") / str(self.resource.path)
        if path.suffix == ".jsonl":
            lines = path.read_text(encoding="utf-8").split("\n")[:-1]
            yield [field.name for field in self.resource.schema.fields]
            yield from (list(json.loads(line).values()) for line in lines)
            return
        columns = ", ".join(
            f"strftime(\"{field.name}\"::TIMESTAMP, '%Y-%m-%dT%H:%M:%SZ')"
            if field.type == "datetime"
            else f'"{field.name}"'
            for field in self.resource.schema.fields
        )
        with duckdb.connect() as conn:
            conn.execute("SET TimeZone = 'UTC'")
            yield [field.name for field in self.resource.schema.fields]
            yield from map(list, conn.execute(f"SELECT {columns} FROM '{path}'").fetchall())


class Reader(Plugin):
    """Makes `Cells` known to the validator."""

    def create_parser(self, resource: Any) -> Parser | None:
        """The parser of the format that only these tests name."""
        return Cells(resource) if resource.format == "ours" else None


@pytest.fixture(params=Format)
def form(request: pytest.FixtureRequest) -> Format:
    """Each form."""
    return Format(request.param)


def wrongs(report: frictionless.Report) -> list[Any]:
    """What the validator complains of, at most ten things."""
    return list(report.flatten(["name", "type", "note", "rowNumber", "fieldName"])[:10])


@pytest.mark.parametrize("record", ["demo_store", "small"])
def test_the_validator_finds_nothing_wrong(
    request: pytest.FixtureRequest, tmp_path: Path, record: str, form: Format
) -> None:
    """The package as it is: of CSV every cell, key and reference; of the others size and digest."""
    export(request.getfixturevalue(record), tmp_path / "mine", form)
    report = frictionless.validate(str(tmp_path / "mine" / "datapackage.json"))
    assert (wrongs(report), report.valid, report.stats["tasks"]) == ([], True, len(TABLES))
    (tmp_path / "mine" / f"spells.{form}").write_bytes(b"id\r\n1\r\n")
    assert not frictionless.validate(str(tmp_path / "mine" / "datapackage.json")).valid


@pytest.mark.parametrize("form", [Format.JSONL, Format.PARQUET], indirect=True)
@pytest.mark.parametrize("record", ["demo_store", "small"])
def test_the_validator_finds_every_cell_right_once_it_can_read_it(
    request: pytest.FixtureRequest, tmp_path: Path, record: str, form: Format
) -> None:
    """Types, words, keys and references of JSON lines and Parquet, by the schema that the package tells."""
    system.register("ours", Reader())
    try:
        export(request.getfixturevalue(record), tmp_path / "mine", form)
        told = json.loads((tmp_path / "mine" / "datapackage.json").read_bytes())
        told["resources"] = [
            {key: value for key, value in (resource | AS_A_TABLE).items() if key not in {"hash", "bytes"}}
            for resource in told["resources"]
        ]
        report = Package.from_descriptor(told, basepath=str(tmp_path / "mine")).validate()
        rows = {task.name: task.stats.get("rows", 0) for task in report.tasks}
        assert (wrongs(report), report.valid) == ([], True)
        assert rows["spells"] >= 3
        told["resources"][9]["schema"]["fields"][3]["constraints"]["enum"] = ["gone"]
        assert not Package.from_descriptor(told, basepath=str(tmp_path / "mine")).validate().valid
    finally:
        system.deregister("ours")


@pytest.mark.parametrize("record", ["demo_store", "small"])
def test_duckdb_counts_the_same_rows(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: str, form: Format
) -> None:
    """Every table, however odd the texts, opened as the package's page says."""
    files = export(request.getfixturevalue(record), tmp_path / "mine", form)
    monkeypatch.chdir(tmp_path / "mine")
    with duckdb.connect() as conn:
        for file in files:
            source = DUCKDB[form].format(table=file.table.name)
            found = conn.execute(f"SELECT count(*) FROM {source}").fetchone()
            assert found == (file.rows,), file.table.name


def test_the_query_on_the_page_runs(
    demo_store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format
) -> None:
    """And its answer is the record's: as many spells of each kind in each market, in the same way in each form."""
    files = {file.table.name: file for file in export(demo_store, tmp_path / "mine", form)}
    page = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path / "mine")
    with duckdb.connect() as conn:
        answer = conn.execute(query).fetchall()
    assert sum(row[3] for row in answer) == files["spells"].rows
    assert {row[:3] for row in answer} >= {
        ("DE", "playable", True),
        ("DE", "playable", False),
        ("DE", "unplayable", True),
    }
    assert all(row[4] is not None for row in answer if row[2] is False)


def test_the_python_on_the_page_is_python(small: SqlStore, tmp_path: Path, form: Format) -> None:
    """Pandas is not among the tools here, so only the grammar is held; docs/export.md says when it was run."""
    export(small, tmp_path / "mine", form)
    page = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    compile(code, "README.md", "exec")
    assert f"spells.{form}" in code
