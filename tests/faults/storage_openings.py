"""Nothing but SQLite may open the record's files: closing one again silently drops the locks that SQLite holds on it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.faults.storage_scripts import SCRIPTS, Home
from tests.faults.table import Row


def openings(folder: Path) -> Row:
    """Every script that finds a record, with an ear for what Python itself opens; an ear stays for the process's life."""
    files, heard = set[str](), list[str]()

    def ear(what: str, details: tuple[object, ...]) -> None:
        if what == "open" and str(details[0]) in files:
            heard.append(str(details[0]))

    sys.addaudithook(ear)
    cases = 0
    for script in SCRIPTS:
        home = Home(folder / script.name)
        home.folder.mkdir(parents=True)
        script.prepare(home)
        if home.file.exists():  # before there is one, it is made by hand, with its mode
            files |= {f"{home.file}{end}" for end in ("", "-journal", "-wal", "-shm")}
            script.run(home, lambda: None)
            cases += 1
        files.clear()
    note = ", ".join(sorted({Path(name).name for name in heard}))
    return Row("S8 opened beside SQLite", cases, wrong=len(heard), note=note)
