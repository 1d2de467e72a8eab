"""Printing: tables for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from tracker.core.phrases import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.progress import Progress, TaskID


def say(text: str) -> None:
    """Print one line for a person."""
    typer.echo(visible(text))


def warn(text: str) -> None:
    """Print one line on stderr."""
    typer.echo(visible(text), err=True)


def json_lines(rows: Iterable[dict[str, Any]]) -> None:
    """Print one object a line."""
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], empty: str) -> None:
    """Print rows under headings, or `empty` where there are none; piped output keeps its whole width."""
    from rich.console import Console  # rich takes as long to import as all the rest of `--help`
    from rich.markup import escape
    from rich.table import Table

    cells = [[escape(visible(str(cell))) for cell in row] for row in rows]
    if not cells:
        say(empty)
        return
    grid = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for line in cells:
        grid.add_row(*line)
    width = None if sys.stdout.isatty() else 200
    Console(width=width, highlight=False).print(grid)


class Step:
    """One step of long work: `step()` counts a call, `step(name, size)` begins a part of the work."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def begin(self, name: str, size: int | None) -> None:
        """Begin a part of `size` calls (None: unknown)."""
        self._bar.reset(self._task, description=visible(name).replace("[", "\\["), total=size)

    def count(self) -> None:
        """One call more."""
        self._bar.advance(self._task)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while lines are printed."""
        self._bar.stop()
        yield
        self._bar.start()

    def reach(self, done: float) -> None:
        """So much of the work is done."""
        self._bar.update(self._task, completed=done)


@contextmanager
def progress(title: str, total: float | None = None) -> Iterator[Step]:
    """Show a bar on stderr while long work goes on; quiet where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Step(bar, bar.add_task(title, total=total))


def is_terminal() -> bool:
    """Whether somebody is there who could answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agreed(question: str) -> bool:
    """Whether the owner says yes; without a terminal nobody is there to say anything."""
    return is_terminal() and typer.confirm(question, default=False)
