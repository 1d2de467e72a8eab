"""How SQLite goes about the questions of the first page: a wrong turn costs little in a small record, and much in a large one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from tests.store.looks import hours
from tracker.store.engine import reading
from tracker.store.pages.home import home
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tracker.store.repository import SqlStore

ALL_CONFIRMED = "ix_event_told (status=?)"
"""A search through nearly all events there are."""


def plans(store: SqlStore) -> list[str]:
    """Every step of every plan by which the first page is read."""
    asked: list[tuple[str, Any]] = []

    def heard(_: Connection, __: object, statement: str, values: object, *___: object) -> None:
        asked.append((statement, values))

    event.listen(store._engine, "before_cursor_execute", heard)
    store.ask(home, hours(1), 365, 1)
    event.remove(store._engine, "before_cursor_execute", heard)
    questions = [each for each in asked if each[0].startswith("SELECT")]
    with reading(store._engine) as conn:
        return [
            str(step.detail)
            for statement, values in questions
            for step in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


def test_events_are_found_by_date_or_track(sqlite_url: str) -> None:
    """What happened lately must be looked for by its date, and never among all that was ever confirmed."""
    with closing(open_store(sqlite_url, durable=False)) as store:
        steps = plans(store)
    assert any("ix_event_first_missed_at (first_missed_at>?)" in step for step in steps)
    assert any("SEARCH event USING INDEX ix_event_track_id" in step for step in steps)
    assert not [step for step in steps if step.endswith(ALL_CONFIRMED)]
