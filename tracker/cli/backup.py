"""`tracker backup` and `tracker restore`: the record in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened, settings
from tracker.core.phrases import count

File = Annotated[Path, typer.Argument(help="The backup's file.")]


def backup(file: File) -> None:
    """Copy the record into a new file.

    Works while the daemon runs, with SQLite and PostgreSQL alike. The login is not in it.
    """
    with opened() as tracker:
        copied = tracker.store.backup(file)
    output.say(f"{count(copied.rows, 'row')} written to {file} and read back. The login is not in it.")


def restore(file: File) -> None:
    """Fill an empty record from a backup.

    Nothing is ever overwritten. A backup of SQLite restores into PostgreSQL too, and the other way round.
    """
    from tracker.wiring import restore_record

    copied = restore_record(settings(), file)
    output.say(f"{count(copied.rows, 'row')} restored from {file}. The login is not in it: `tracker login`.")
