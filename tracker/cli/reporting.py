"""`tracker report`: what vanished, came back, was relinked; and what was not observed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.cli.when import parse_since
from tracker.core.errors import UsageError
from tracker.report.formats import Format, render

Out = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of the screen.")]


def report(
    since: Annotated[str | None, typer.Option("--since", help="A date (2026-05-01) or an age (30d).")] = None,
    format: Annotated[Format, typer.Option("--format", help="text, md, html or json.")] = Format.TEXT,  # noqa: A002
    full: Annotated[bool, typer.Option("--full", help="Everything, not one screen of it.")] = False,
    out: Out = None,
) -> None:
    """Report what vanished and came back, on one screen.

    And what was relinked, edited, suspected, or not observed; all of it with --full.
    """
    from tracker.usecases.telling import tell

    with opened() as tracker:
        now = tracker.clock.now()
        text = render(tell(tracker.store, now, parse_since(since, now)), format, brief=not full)
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.") from None
    output.warn(f"Report written to {out}.")
