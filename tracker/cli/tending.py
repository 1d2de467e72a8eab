"""`tracker watch renew`, `pause`, `resume` and `name`: what an owner does with a watch that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.errors import UsageError
from tracker.core.keeping import own_name
from tracker.core.phrases import day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.core.keeping import Tending
    from tracker.core.watch import Watch

Watches = Annotated[list[str], typer.Argument(help="Numbers or links of watches.")]
Some = Annotated[list[str] | None, typer.Argument(help="Numbers or links of watches.")]
All = Annotated[bool, typer.Option("--all", help="Every watch.")]
Name = Annotated[str | None, typer.Argument(help="Your own name for it; none: the service's again.")]


def add_to(app: typer.Typer) -> None:
    """Give `tracker watch` these verbs."""
    for verb in (renew, pause, resume, name):
        app.command()(verb)


def renew(watches: Some = None, all_: All = False) -> None:
    """Give watches a fresh term of 12 months; otherwise they lapse, and names with them."""
    if bool(watches) is all_:
        raise UsageError("Say which: numbers or links of watches, or --all.")
    _each(watches, lambda tending: tending.renew, lambda w: f"Renewed until {day(w.renew_by)}: {_called(w)}.")


def pause(watches: Watches) -> None:
    """Look no more until told to; the time between is kept as a gap, and told."""
    _each(
        watches,
        lambda tending: tending.pause,
        lambda w: f"Paused: {_called(w)}. Its term goes on; `tracker watch resume {w.id}` goes on looking.",
    )


def resume(watches: Watches) -> None:
    """Look again; the first look is due at once and ends the gap."""
    _each(watches, lambda tending: tending.resume, lambda w: f"Looked at again: {_called(w)}.")


def name(watch: Annotated[str, typer.Argument(help="Number or link.")], name: Name = None) -> None:
    """Give a watch your own name, which no term ends."""
    from tracker.usecases.watching import find_watch

    own = own_name(name) if name is not None else None
    with opened() as tracker:
        found = find_watch(tracker.store, watch)
        changed = tracker.store.tending.name(found.id, own, tracker.clock.now())
        output.say(f"Watch {changed.id} is called {changed.label}.")


def _each(
    wanted: list[str] | None,
    deed_of: Callable[[Tending], Callable[[int, datetime], Watch]],
    told: Callable[[Watch], str],
) -> None:
    """Do something with each of the watches, all of them where none is named; all are found before the first deed."""
    from tracker.usecases.watching import find_watch

    with opened() as tracker:
        chosen = [find_watch(tracker.store, each) for each in wanted] if wanted else tracker.store.all()
        for watch in chosen:
            output.say(told(deed_of(tracker.store.tending)(watch.id, tracker.clock.now())))


def _called(watch: Watch) -> str:
    return f"watch {watch.id}, {watch.label}"
