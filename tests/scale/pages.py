"""The pages that are measured, and which watches, tracks and incidents they are asked for."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker.store.engine import build_engine, reading

if TYPE_CHECKING:
    from collections.abc import Iterator

FEED_SECRET = "measured"
PAGES = (
    "/",
    "/?days=365",
    "/watches",
    "/watches/{watch}",
    "/watches/{watch}?sort=state",
    "/watches/{watch}?show=vanished",
    "/watches/{watch}?q=a",
    "/tracks/{track}",
    "/tracks/{eventful}",
    "/incidents",
    "/incidents/{incident}",
    "/map",
    "/activity",
    "/settings",
    f"/feeds/{FEED_SECRET}/events.atom",
    f"/feeds/{FEED_SECRET}/events.ics",
    "/api/watches",
    "/api/watches/{watch}/entries",
    "/api/events",
    "/api/tracks/{track}",
    "/api/incidents",
    "/api/checks",
    "/api/gaps",
    "/api/status",
    "/metrics",
)
"""What stands in braces is asked for in turns, from `SAMPLES`. Reports and exports hold everything, and are files."""
SAMPLES = {
    "watch": "SELECT id FROM watch ORDER BY id",
    "track": "SELECT track_id FROM entry WHERE id % 1009 = 1 AND track_id NOT LIKE '%:%' ORDER BY id LIMIT 40",
    "eventful": "SELECT track_id FROM event WHERE track_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 40",
    "incident": "SELECT id FROM incident ORDER BY id",
}
ROWS = ("track", "watch", '"check"', "spell", "event", "gap")


def paths(page: str, url: str, count: int) -> list[str]:
    """So many addresses of a page, for different rows of the record at `url`."""
    wanted = [name for name in SAMPLES if f"{{{name}}}" in page]
    found = {name: _endless(SAMPLES[name], url) for name in wanted}
    return [page.format(**{name: next(found[name]) for name in wanted}) for _ in range(count)]


def row_counts(url: str) -> str:
    """How much there is, for the head of the table."""
    counts = {table.strip('"'): next(_endless(f"SELECT count(*) FROM {table}", url)) for table in ROWS}
    return ", ".join(f"{table} {int(count):,}" for table, count in counts.items())


def _endless(query: str, url: str) -> Iterator[str]:
    engine = build_engine(url)
    try:
        with reading(engine) as conn:
            return cycle([str(value) for value in conn.execute(text(query)).scalars()])
    finally:
        engine.dispose()
