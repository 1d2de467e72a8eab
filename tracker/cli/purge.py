"""`tracker purge`: delete a track, a watch, or all that came from the service."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.errors import UsageError
from tracker.core.packed import left_behind
from tracker.core.phrases import visible

Items = Annotated[
    list[str] | None, typer.Argument(help="Tracks (links, URIs, ids) and watches (numbers, links).")
]
All = Annotated[bool, typer.Option("--all", help="Everything that came from the service, and the tokens.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
_ALL = (
    "Delete everything that came from the service: every watch, track, name, event and check, the notes that hang"
    " on them, and the login? Export first what you want to keep. Channels, password and settings stay."
)
_KEPT = (
    "Channels, password, acknowledgements and settings stay. Backups and exports that you made are yours to delete."
    " A program that still runs (`tracker run`) holds the app's own token in memory for up to an hour: end it."
    " To withdraw the app's access at the service, remove it there: https://www.spotify.com/account/apps/"
)


def purge(items: Items = None, all_: All = False, yes: Yes = False, json: Json = False) -> None:
    """Delete a track, a watch, or everything, for good.

    Says what was removed, and what would come back.
    """
    from tracker.core.purging import purged_json, purged_lines
    from tracker.usecases.purging import EVERYTHING, targets
    from tracker.usecases.purging import purge as purge_each

    if bool(items) is all_:
        raise UsageError("Say what: tracks and watches, or --all.")
    with opened() as tracker:
        wanted = [EVERYTHING] if all_ else targets(tracker.store.purging, items or [])
        if not yes:
            named = "; ".join(f"{target.what.value} {target.name}" for target in wanted)
            lists = left_behind(tracker.store.packed.rows()) if all_ else ""
            question = f"{lists} {_ALL}".strip() if all_ else f"Delete for good: {named}?"
            typer.confirm(visible(question), abort=True, err=json)
        lists = left_behind(tracker.store.packed.rows(), forgotten=True) if all_ else ""
        for purged in purge_each(tracker.store.purging, wanted, tracker.forget_tokens):
            if json:
                output.json_lines([purged_json(purged)])
                continue
            for line in purged_lines(purged):
                output.say(line)
        if lists:
            output.warn(lists)
        if not json:
            output.say(_KEPT if all_ else "Backups and exports that you made are yours to delete.")
