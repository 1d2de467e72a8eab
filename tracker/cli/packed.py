"""`tracker packed`: private lists of the tracker's own, in which fifty watched tracks are looked at in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.phrases import age, count

if TYPE_CHECKING:
    from tracker.core.packed import PackedList
    from tracker.usecases.packing import Undone
    from tracker.usecases.shelving import Brought
    from tracker.wiring import App

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Private lists in your account that make looks cheaper; off unless you start them.",
)

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Leave = Annotated[bool, typer.Option("--leave", help="Only forget them: the lists stay as they are.")]
STATES = {"ok": "ok", "filling": "being filled", "deleted": "deleted by you"}


@app.command()
def start(yes: Yes = False) -> None:
    """Keep the watched tracks of your account's market in private lists too.

    Says what will be written and what it saves, and asks, before anything is done. Once lists were deleted, this is
    also the word to go on.
    """
    from tracker.core.errors import UsageError
    from tracker.usecases.packing import (
        foretell,
        need_market,
        need_scope,
        pack_in_turn,
        switch_on,
        visit_rates,
    )

    with opened() as tracker:
        packer = tracker.packer
        tracker.required_login()
        need_market(packer)
        rates = visit_rates(packer)
        if not rates:
            raise UsageError(
                f"Nothing that was watched in {packer.market} has been checked yet: run `tracker check` first."
            )
        output.say(foretell(packer, rates).text)
        output.say(
            "The lists are private, named 'Disappearing Tracks: packed list …', and kept as your watches change:"
            " about 2 calls a day and one for each hundred tracks that change. `tracker packed stop` undoes it all."
        )
        if not yes:
            typer.confirm("Write this to your account?", abort=True)
        switch_on(packer)
        need_scope(packer)
        _tell(pack_in_turn(packer, tracker.observer.turns, rates), tracker)


@app.command()
def show(json: Json = False) -> None:
    """Show the packed lists and how they stand. Asks the service nothing."""
    from tracker.core.packed import as_json

    with opened() as tracker:
        rows, now = tracker.store.packed.rows(), tracker.clock.now()
        if json:
            output.json_lines(map(as_json, rows))
            return
        headings = ("no.", "id", "tracks", "calls a look", "state", "last seen so")
        cells = [(*_row(each), age(each.read_at, now)) for each in rows]
        output.table(headings, cells, "The packed lists are switched off: `tracker packed start`.")
        if rows and not tracker.packer.allowed():
            output.say("The login does not allow writing yet: run 'tracker login' once again.")


@app.command()
def stop(yes: Yes = False, leave: Leave = False) -> None:
    """Empty the packed lists, take them out of your account, and write nothing there any more."""
    from tracker.usecases.packing import switch_off_in_turn

    with opened() as tracker:
        rows = tracker.store.packed.rows()
        if not rows:
            output.say("The packed lists are switched off already.")
            return
        if not yes:
            lists = count(sum(each.standing for each in rows), "packed list")
            deed = (
                f"Forget {lists} and leave them as they are" if leave else f"Empty {lists} and take them away"
            )
            typer.confirm(f"{deed}?", abort=True)
        undone = switch_off_in_turn(tracker.packer, tracker.observer.turns, leave=leave)
        for line in _undone(undone):
            output.say(line)


def _tell(brought: Brought, tracker: App) -> None:
    if brought.deleted:
        output.warn("A packed list was deleted: run `tracker packed start` once again to have it made anew.")
        return
    lists = tracker.store.packed.lists()
    calls = sum(each.calls for each in lists)
    held = sum(len(each.tracks) for each in lists)
    output.say(
        f"{count(held, 'track')} in {count(len(lists), 'packed list')}: {count(calls, 'call')} show them all."
    )
    if brought.refused:
        output.say(
            f"The service refused {count(len(brought.refused), 'track')}, which are looked at as before."
        )
    if brought.waits:
        output.say("The rest follows as the budget allows: `tracker run` goes on with it by itself.")


def _row(each: PackedList) -> tuple[object, ...]:
    return each.number + 1, each.ref or "not made yet", len(each.tracks), each.calls, STATES[each.state]


def _undone(undone: Undone) -> list[str]:
    lines = []
    if undone.removed:
        lines.append(f"{count(undone.removed, 'packed list')} emptied and taken out of your library.")
    if undone.emptied:
        lines.append(
            f"{count(undone.emptied, 'packed list')} emptied and renamed; the service does not let this app delete them:"
            " you can, in any client."
        )
    if undone.left:
        lines.append(f"{count(undone.left, 'packed list')} left as they are, and never written to again.")
    lines.append(
        "The packed lists are switched off. The login still allows writing private lists: the next 'tracker login'"
        " asks for reading only."
    )
    return lines
