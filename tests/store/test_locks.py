"""SQLite's locks are never lost: nothing in the process but SQLite itself opens the record's files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STORY = """
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

folder, opened = Path(sys.argv[1]), []
files = {str(folder / ("tracker.db" + end)) for end in ("", "-journal", "-wal", "-shm")}


def heard(what, details):
    if what == "open" and isinstance(details[0], (str, bytes)):
        if str(Path(details[0] if isinstance(details[0], str) else details[0].decode()).absolute()) in files:
            opened.append(details[0])


from tests.store.looks import START, first_reading, watch_list
from tracker.core.ports import EventFilter
from tracker.store.repository import open_store

open_store(f"sqlite:///{folder / 'tracker.db'}", mark=folder / "record.json").close()
sys.addaudithook(heard)
for number in range(2):
    with closing(open_store(f"sqlite:///{folder / 'tracker.db'}", mark=folder / "record.json")) as store:
        watch = watch_list(store)
        first_reading(store, watch, ["a", "b"], number)
        store.events(EventFilter())
        store.watches()
        store.describe()
        store.backup(folder / f"backup{number}.db")
        store.housekeep(START, 30)
if len(sys.argv) > 2:
    open(folder / "tracker.db", "rb").close()
print(opened)
"""


def heard(folder: Path, *more: str) -> str:
    """Which of the record's files were opened by Python itself, in a process that does all there is to do."""
    command = [sys.executable, "-c", STORY, str(folder), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    return done.stdout.strip()


def test_nothing_but_sqlite_opens_the_record(tmp_path: Path) -> None:
    """Closing such a file again would silently drop every lock that SQLite holds on it in this process."""
    assert heard(tmp_path) == "[]"


def test_an_opening_would_be_heard(tmp_path: Path) -> None:
    """The ear works."""
    assert "tracker.db" in heard(tmp_path, "and open it")
