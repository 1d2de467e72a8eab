"""`tracker export`: the owner's own data as a data package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.cli.when import parse_since
from tracker.core.phrases import count
from tracker.panel.formats import Format

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the package.")]
Form = Annotated[Format, typer.Option("--format", help="parquet, csv or jsonl.")]
Since = Annotated[str | None, typer.Option("--since", help="What was so then or later: 2026-05-01, or 30d.")]
Names = Annotated[bool, typer.Option("--names/--no-names", help="Leave out the service's names.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an earlier export.")]


def export(
    folder: Folder, form: Form = Format.CSV, since: Since = None, names: Names = True, force: Force = False
) -> None:
    """Export your own data.

    A folder of tables with a codebook, as a Frictionless data package. No login, no secrets.
    """
    from tracker.core.panel.rows import Choice
    from tracker.panel.package import refuse_target
    from tracker.wiring import export_record

    refuse_target(folder.absolute(), force=force)
    with opened() as tracker:
        choice = Choice(parse_since(since, tracker.clock.now()), names)
        files = export_record(tracker, folder, form, choice, force=force)
    rows, size = sum(file.rows for file in files), sum(file.size for file in files)
    output.say(f"{count(rows, 'row')} in {count(len(files), 'table')} written to {folder} ({size:,} bytes).")
    output.say("It is for your own use: README.md in it says what it holds, and whose the names are.")
