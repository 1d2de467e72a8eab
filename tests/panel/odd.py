"""An invented record with rows in every table that an export holds, and with every odd text that a cell may meet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from tracker.core.panel.rows import Choice
from tracker.core.panel.tables import TABLES
from tracker.panel.descriptor import Making, Written
from tracker.panel.formats import Format
from tracker.panel.package import write_package
from tracker.panel.reading import FolderPackage
from tracker.store.engine import writing
from tracker.store.filling import fill
from tracker.store.mark import MarkFile
from tracker.store.sequences import raise_ids
from tracker.store.tables import Row

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.repository import SqlStore

NOW = datetime(2026, 6, 1, 12, 0, 0, 250_000, tzinfo=UTC)
DAY = timedelta(days=1)
ODD = (
    "=1+1", "+49", "-x", "@sum", "\ttab", "\rreturn", "\nline", "'", "''", "'=x", '"', '"""', "a\r\nb", "a\rb", "a,b;c",
    "\u202eevil", "\u200b", "\ufeff", "😀 é e\u0301", "NULL", "null", "NA", "nan", "\\N", "true", "0123", "1e5", " = ", "\u2028", "x" * 200_000,
)  # fmt: skip
"""Formulas, quotes, line breaks, what turns text around, what programs take for nothing, and a very long one."""


AT = NOW - 30 * DAY
TRACKS = [f"track{n:02}" for n in range(len(ODD))]


def rows() -> dict[str, list[dict[str, Any]]]:
    """The rows, by table of the record."""
    return _listed() | _looks() | _changes() | _beyond()


def _listed() -> dict[str, list[dict[str, Any]]]:
    watch = {"markets": ["DE", "US"], "every_s": 86_400, "added_at": AT, "renew_by": NOW + 300 * DAY}
    return {
        "watch": [
            {"id": 1, "source": "playlist", "ref": "list1", "label": "=Attic", **watch},
            {"id": 2, "source": "saved-tracks", "ref": "", "label": "Saved", **watch},
            {"id": 4, "source": "album", "ref": "a", "label": "Past", **watch, "removed_at": NOW - 20 * DAY},
            {"id": 5, "source": "track", "ref": "t", "label": "Resting", **watch, "paused_at": AT},
        ],
        "track": [{"id": t, "isrc": None if n % 2 else f"XX{n}", "duration_ms": n or None, "album_id": "album" if n else None, "disc": 1,
                   "number": n, "kind": "track" if n else None} for n, t in enumerate(TRACKS)],
        "name": [
            *({"track_id": t, "origin": "service", "title": odd, "artists": [odd, ""], "album": odd, "learnt_at": AT}
              for t, odd in zip(TRACKS, ODD, strict=True)),
            {"track_id": TRACKS[1], "origin": "owner", "title": "Mine", "artists": None, "album": ""},
            {"track_id": TRACKS[1], "origin": "musicbrainz", "title": "Open", "artists": [], "album": "Free"},
            {"track_id": TRACKS[1], "origin": "import", "title": "Told", "artists": ["A"], "album": ""},
        ],
        "note": [{"track_id": t, "text": odd, "written_at": NOW} for t, odd in zip(TRACKS, ODD, strict=True)],
    }  # fmt: skip


def _looks() -> dict[str, list[dict[str, Any]]]:
    check = {"watch_id": 1, "market": "DE", "way": "list", "started_at": AT, "complete": True, "whole": True}
    return {
        "check": [
            {"id": 1, **check, "ended_at": AT, "slot": AT, "calls": 2, "observed": {"playable": 3, "gone": 1}, "snapshot": "-v1="},
            {"id": 2, **check, "ended_at": AT + timedelta(microseconds=1), "complete": False, "why": "", "calls": 0, "observed": {}},
        ],
        "entry": [{"id": n + 1, "watch_id": 1, "track_id": t, "added_at": AT, "key": odd, "first_check": 1}
                  for n, (t, odd) in enumerate(zip(TRACKS, ODD, strict=True))],
        "listing": [{"watch_id": 1, "check_id": 1, "snapshot": "", "order": list(range(len(ODD), 0, -1))}],
    }  # fmt: skip


def _changes() -> dict[str, list[dict[str, Any]]]:
    edges = {"before_check": None, "before_at": None, "last_check": None, "last_at": None}
    event = {"market": "DE", "watch_id": 1, "first_missed_at": AT, "checks": [1, 2], "status": "confirmed"}
    doubt = {"watch_id": 1, "market": "DE", "missed_check": 2, "missed_at": AT, "looks": [2], "way": "list"}
    return {
        "incident": [
            {"id": 1, "watch_id": 1, "market": "DE", "kind": "vanished", "opened_at": AT},
            {"id": 2, "watch_id": None, "market": "DE", "kind": "vanished", "opened_at": AT, "shared": "rights", "shared_key": "k", "chance": -7.1},
        ],
        "event": [
            {"seq": 1, "kind": "vanished", **event, "track_id": TRACKS[0], "state": "gone", "reason": "", "incident": 2, "solved_at": NOW},
            {"seq": 2, "kind": "retracted", **event, "track_id": TRACKS[0], "retracts": 1, "reason": "=market", "last_seen_at": AT - DAY},
            {"seq": 3, "kind": "source_lost", **event, "status": "suspected", "first_missed_at": NOW - DAY},
        ],
        "spell": [
            {"id": 1, "track_id": TRACKS[0], "market": "DE", "state": "playable", **edges, "first_check": 1, "first_at": AT},
            {"id": 2, "track_id": TRACKS[1], "market": "DE", "state": "gone", **edges, "first_check": 2, "first_at": AT, "before_at": AT - DAY,
             "before_check": 1, "was_state": "playable", "was_via": "@other", "event_seq": 1},
            {"id": 3, "track_id": TRACKS[1], "market": "DE", "state": "playable", **edges, "first_check": 1, "first_at": AT, "last_at": AT,
             "last_check": 1, "missed_at": AT, "missed_check": 2, "via": "''"},
        ],
        "doubt": [
            {"id": 1, **doubt, "track_id": TRACKS[2], "state": "gone", "kind": "vanished", "next_look_at": NOW, "held": 1},
            {"id": 2, **doubt, "track_id": None, "state": "gone", "kind": "source_lost", "next_look_at": NOW, "event_seq": 3},
        ],
        "gap": [{"id": 1, "watch_id": 1, "track_id": None, "market": "US", "since": AT, "until": None, "why": "quota", "last_check": 1}],
    }  # fmt: skip


def _beyond() -> dict[str, list[dict[str, Any]]]:
    return {
        "lookup": [{"track_id": TRACKS[1], "outcome": "found", "found_by": "isrc", "mbid": "m", "asked_at": AT, "next_at": NOW}],
        "release": [{"album_id": "album", "rights": ["℗ =1+1", ""], "label": "@Label", "rights_key": "r", "label_key": None, "read_at": AT}],
        "search": [{"track_id": TRACKS[0], "market": "DE", "sought_at": AT, "next_at": None, "tries": 2, "outcome": ""}],
        "replacement": [{"id": 7, "track_id": TRACKS[0], "market": "DE", "other_id": TRACKS[3], "found_by": "isrc", "confidence": "certain",
                         "reasons": ["the same ISRC", "=x"], "found_at": AT, "looked_at": AT}],
        "offer": [{"id": 1, "track_id": TRACKS[0], "markets": ["DE", "=1"], "before_at": None, "first_at": AT, "last_at": NOW}],
        "import": [{"id": 1, "form": "links", "name": "=links.txt", "digest": "d", "imported_at": AT, "watch_id": 2}],
        "past": [{"id": 1, "import_id": 1, "track_id": TRACKS[4], "added_on": AT, "by_then": True, "removed_on": None}],
        "channel": [{"id": 1, "url": "https://hidden.example/secret-token", "name": "hidden channel", "added_at": AT}],
        "secret": [{"name": "password", "value": "hidden proof", "made_at": AT}],
    }  # fmt: skip


def fill_oddly(store: SqlStore) -> None:
    """Put the rows into an empty record."""
    with writing(store._engine) as conn:
        told = rows()
        for table in Row.metadata.sorted_tables:
            for row in told.get(table.name, []):
                conn.execute(insert(table).values(**row))
        raise_ids(conn, {"check": 40})


def export(
    store: SqlStore, target: Path, form: Format = Format.CSV, choice: Choice | None = None, *,
    now: datetime = NOW, force: bool = False,
) -> list[Written]:  # fmt: skip
    """Export a record as the program does."""
    choice = choice or Choice()
    with store.panel.opened(choice, now) as found:
        return write_package(target, found, Making(now, "test", form, choice), force=force)


def bring_back(url: str, package: Path, home: Path, now: datetime = NOW) -> int:
    """Fill an empty record from a package as the program does."""
    found = FolderPackage(package)
    found.prove()
    found.check()
    return fill(url, found, MarkFile(home / "record.json"), now, durable=False)


def data_of(folder: Path) -> dict[str, bytes]:
    """The bytes of the files of data."""
    wanted = {f"{table.name}.{form}" for table in TABLES for form in Format}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name in wanted}
