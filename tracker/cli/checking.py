"""`tracker check`: look now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.errors import LoginNeeded, Overtaken, Parked
from tracker.core.jsonform import check_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.watch import Watch
    from tracker.usecases.look import Looked
    from tracker.wiring import App

Chosen = Annotated[
    list[str] | None, typer.Argument(help="Numbers or links of watches; all, if none is named.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
INCOMPLETE = 3


def check(watches: Chosen = None, json: Json = False) -> None:
    """Look now.

    Exit code 0: complete, 3: incomplete, 4: log in again, 5: parked by budget or quota.
    """
    from tracker.usecases.watching import find_watch

    looks: list[Looked] = []
    busy = False
    with output.progress("connecting") as step, opened(on_call=step.count) as tracker:
        chosen = [find_watch(tracker.store, w) for w in watches or ()] or [
            watch for watch in tracker.store.all() if not watch.paused_at
        ]
        if not chosen:
            output.warn("tracker: nothing is watched yet: `tracker watch add LINK`.")
        for looked in _looks(tracker, chosen, step):
            with step.aside():
                if isinstance(looked, Overtaken):
                    busy = True
                    output.warn(f"tracker: {looked}")
                    continue
                _tell(looked, json=json)
            looks.append(looked)
    raise typer.Exit(_exit_code(looks) or (INCOMPLETE if busy else 0))


def _looks(tracker: App, chosen: list[Watch], step: output.Step) -> Iterator[Looked | Overtaken]:
    """Every chosen watch in its markets, then the suspects that are due; a closed budget ends it.

    What another process is at right now is left to it, and said.
    """
    from tracker.core.plan import price
    from tracker.usecases.gathering import gather_incidents
    from tracker.usecases.memory import Memory
    from tracker.usecases.rounds import check_now, due_suspects

    memory = Memory()
    for watch in chosen:
        prices = price(watch, tracker.store.entries(watch.id)).per_check
        for market in watch.markets:
            step.begin(f"{watch.label} in {market}", prices[market])
            try:
                looked = check_now(tracker.observer, watch, market, memory)
            except Overtaken as other:
                yield other
                continue
            yield looked
            if isinstance(looked.failure, Parked):
                return
    step.begin("suspects", None)
    yield from due_suspects(tracker.observer)
    gather_incidents(tracker.store.incidents, tracker.clock.now())


def _tell(looked: Looked, *, json: bool) -> None:
    from tracker.usecases.telling import look_line

    if json:
        output.json_lines([check_json(looked.watch.id, looked.market, looked.calls, looked.recorded)])
    else:
        output.say(look_line(looked))
    if looked.failure:
        output.warn(f"tracker: {looked.failure}")


def _exit_code(looks: list[Looked]) -> int:
    """The gravest thing that happened: a login beats the quota, the quota beats anything incomplete."""
    for kind in (LoginNeeded, Parked):
        if any(isinstance(looked.failure, kind) for looked in looks):
            return kind.exit_code
    return 0 if all(looked.recorded.decision.complete for looked in looks) else INCOMPLETE
