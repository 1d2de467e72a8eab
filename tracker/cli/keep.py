"""`tracker watch keep`: what can no longer be read goes on as an imported list of its last known entries."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.phrases import count


def keep(watch: Annotated[str, typer.Argument(help="Number or link of the watch.")]) -> None:
    """Make an imported list of the last known entries of a watch, for when it was deleted or turned private."""
    from tracker.usecases.importing import kept, must_be_affordable
    from tracker.usecases.watching import find_watch

    with opened() as tracker:
        found = find_watch(tracker.store, watch)
        entries = tracker.store.entries(found.id)
        intake = kept(found, entries, tracker.store.imports)
        calls = must_be_affordable(entries, tracker.limits.per_day)
        made = tracker.store.imports.take(intake, tracker.clock.now())
        output.say(
            f"Kept as list {made.id}: {made.label}, {count(len(intake.merged.added), 'place')}, in {', '.join(made.markets)}; "
            f"{count(calls, 'call')} a check in each market."
        )
        output.say(f"Watch {found.id} goes on as before: `tracker watch remove {found.id}` ends it.")
