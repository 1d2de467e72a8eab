"""What looks cost, in calls and in rows: a thousand tracks must be affordable every day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.living import living
from tracker.core.history import EventKind, Status
from tracker.simulator import small_world

LONG = 1000


def rows(url: str) -> dict[str, int]:
    """The number of rows of every table."""
    engine = sa.create_engine(url)
    with engine.connect() as conn:
        names = sa.inspect(conn).get_table_names()
        counts = {
            name: conn.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names
        }
    engine.dispose()
    return counts


@pytest.mark.parametrize("edited", [False, True])
def test_a_thousand_tracks_cost_at_most_23_calls(tmp_path: Path, edited: bool) -> None:
    """Twenty calls for the pages, one for the version; at the first check and after an edit two for the version."""
    world = small_world()
    ref = world.big_playlist(LONG)
    if edited:
        world.edit_playlist(ref, world.start + timedelta(hours=5), remove=range(10))
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{ref}")
        assert [life.check(watch).calls, life.check(watch, hours=24).calls] == [22, 22 if edited else 21]
        expected = [EventKind.ENTRY_REMOVED] * 10 if edited else []
        assert [kind for kind, _ in life.told(*Status)] == expected


def test_an_unchanged_check_writes_its_own_row_and_no_other(tmp_path: Path, database_url: str) -> None:
    """Nothing that stayed as it was is written again, on either database."""
    world = small_world()
    with living(world, tmp_path, database=database_url) as life:
        watch = life.watch(f"playlist:{world.cast.own_playlist}")
        life.check(watch)
        life.check(watch, hours=24)
        before = rows(database_url)
        life.check(watch, hours=24)
        after = rows(database_url)
        assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
            "check": 1
        }
