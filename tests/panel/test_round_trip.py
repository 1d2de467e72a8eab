"""Export, import, export: the same panel, whatever the form and whichever the database."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.panel.odd import DAY, NOW, bring_back, data_of, export
from tests.store.looks import draft, dump, record
from tracker.core.errors import StoreError
from tracker.core.panel.rows import Choice
from tracker.core.panel.tables import AT_HOME, TABLES
from tracker.panel.formats import Format
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.repository import SqlStore


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("target", ["another_sqlite_url", "another_postgres_url"])
def test_the_demos_panel_comes_back(
    request: pytest.FixtureRequest, demo_store: SqlStore, tmp_path: Path, target: str, form: Format
) -> None:
    """Sixty days of the demo: byte for byte, into either kind of database."""
    url = str(request.getfixturevalue(target))
    written = export(demo_store, tmp_path / "first", form)
    rows = bring_back(url, tmp_path / "first", tmp_path)
    assert rows == sum(file.rows for file in written) > 700
    with closing(open_store(url, durable=False)) as filled:
        export(filled, tmp_path / "again", form)
    assert data_of(tmp_path / "again") == data_of(tmp_path / "first")


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("target", ["another_sqlite_url", "another_postgres_url"])
def test_the_odd_record_comes_back_row_for_row(
    request: pytest.FixtureRequest, odd_store: SqlStore, database_url: str, tmp_path: Path, target: str, form: Format
) -> None:  # fmt: skip
    """From either database into either: every value of every table, and the second export is the first."""
    url = str(request.getfixturevalue(target))
    before = dump(database_url)
    export(odd_store, tmp_path / "first", form)
    bring_back(url, tmp_path / "first", tmp_path)
    after = dump(url)
    (note,) = set(after["import"]) - set(before["import"])
    after["import"].remove(note)
    assert {t.stored: after[t.stored] for t in TABLES} == {t.stored: before[t.stored] for t in TABLES}
    with closing(open_store(url, durable=False)) as filled:
        export(filled, tmp_path / "again", form)
    assert data_of(tmp_path / "again") == data_of(tmp_path / "first")


def test_what_it_came_from_is_told(small: SqlStore, tmp_path: Path) -> None:
    """As an import with the package's digest, in the next package's sources, and in no file of data."""
    export(small, tmp_path / "first")
    url = f"sqlite:///{tmp_path / 'new.db'}"
    bring_back(url, tmp_path / "first", tmp_path, NOW + DAY)
    with closing(open_store(url, durable=False)) as filled:
        export(filled, tmp_path / "again")
    told = json.loads((tmp_path / "again" / "datapackage.json").read_bytes())
    (source,) = told["tracker"]["filled_from"]
    assert (source["name"], source["filled_at"]) == ("first", "2026-06-02T12:00:00.250000Z")
    assert any(source["digest"] in each["title"] for each in told["sources"])
    assert [row[1] for row in dump(url)["import"]] == ["links", "data package"]


def test_watching_goes_on(small: SqlStore, tmp_path: Path) -> None:
    """What goes on is due at once, what ended or pauses is not; no number of a check is given twice; the mark is set."""
    export(small, tmp_path / "first")
    url = f"sqlite:///{tmp_path / 'new.db'}"
    bring_back(url, tmp_path / "first", tmp_path)
    with closing(open_store(url, durable=False, mark=tmp_path / "record.json")) as filled:
        due = {name: at for name, at in filled.due().items() if name.startswith("check:")}
        assert due == dict.fromkeys(("check:1:DE", "check:1:US", "check:2:DE", "check:2:US"), NOW)
        assert record(filled, draft(filled.all()[0], 30)).check_id == 41


def test_nobody_is_let_in_and_nothing_is_sent(small: SqlStore, tmp_path: Path) -> None:
    """Neither secrets nor channels come along."""
    export(small, tmp_path / "first")
    url = f"sqlite:///{tmp_path / 'new.db'}"
    bring_back(url, tmp_path / "first", tmp_path)
    after = dump(url)
    assert {name for name in AT_HOME if after[name]} == {"home", "duty"}


def test_a_part_comes_back_as_a_part(odd_store: SqlStore, tmp_path: Path) -> None:
    """An export since a day and without names fills a record as well, and the parts agree."""
    choice = Choice(since=NOW - 3 * DAY, names=False)
    export(odd_store, tmp_path / "first", choice=choice)
    url = f"sqlite:///{tmp_path / 'new.db'}"
    bring_back(url, tmp_path / "first", tmp_path)
    with closing(open_store(url, durable=False)) as filled:
        export(filled, tmp_path / "again", choice=choice)
    assert data_of(tmp_path / "again") == data_of(tmp_path / "first")


def test_a_record_that_holds_something_is_left_alone(
    odd_store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """In one line; not a row is changed, and no mark is set."""
    export(odd_store, tmp_path / "first")
    before = dump(database_url)
    with pytest.raises(StoreError, match=r"already holds a record.*import again"):
        bring_back(database_url, tmp_path / "first", tmp_path)
    assert dump(database_url) == before
    assert not (tmp_path / "record.json").exists()
