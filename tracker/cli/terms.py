"""`tracker terms`: which profile is on, what it does and does not do, how long what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.jsonform import time_json
from tracker.core.keeping import kept_lines
from tracker.core.phrases import day, quoted
from tracker.core.terms import ALWAYS, CLAUSES, NEVER, ONLY_RESEARCH, REVIEWED, acknowledgement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.keeping import Terms
    from tracker.core.terms import InForce

Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]
Acknowledge = Annotated[
    tuple[str, str] | None,
    typer.Option("--acknowledge", help='A profile, and who judges on what ground: research "…".'),
]


def terms(acknowledge: Acknowledge = None, json: Json = False) -> None:
    """Show the terms that this program keeps, or acknowledge a profile.

    Which profile is on, what it does and does not do, the service's clauses in our own words, how long what is
    kept, and which watches lapse next.
    """
    with opened() as tracker:
        now = tracker.clock.now()
        if acknowledge:
            tracker.store.acknowledgements.acknowledge(acknowledgement(*acknowledge, now))
        force, kept = tracker.profile(), tracker.terms()
    if json:
        output.json_lines([terms_json(force, kept)])
        return
    output.say(force.line(now))
    if acknowledge and force.wanted != "research":
        output.say("Acknowledged. Set TRACKER_PROFILE=research to switch it on.")
    for line in _lines(force, kept):
        output.say(line)


def terms_json(force: InForce, kept: Terms) -> dict[str, Any]:
    """The terms as one object; `acknowledged` is null where nothing was."""
    made = force.acknowledged
    return {
        "profile": force.profile,
        "wanted": force.wanted,
        "acknowledged": made and {"terms": made.terms, "text": made.text, "made_at": time_json(made.made_at)},
        "title_days": kept.days,
        "lapses": [
            {"watch": watch.id, "label": watch.label, "renew_by": time_json(watch.renew_by)}
            for watch in kept.lapses
        ],
        "does": [*ALWAYS, *(ONLY_RESEARCH if force.profile == "research" else ())],
        "does_not": [*NEVER, *(() if force.profile == "research" else ONLY_RESEARCH)],
        "clauses": [{"number": number, "says": says} for number, says in CLAUSES],
        "reviewed": REVIEWED,
    }


def _lines(force: InForce, kept: Terms) -> Iterator[str]:
    research = force.profile == "research"
    if force.acknowledged:
        yield f"  In your words: {quoted(force.acknowledged.text)} (terms {force.acknowledged.terms})"
    yield "It"
    yield from (f"  - {each}" for each in (*ALWAYS, *(ONLY_RESEARCH if research else ())))
    yield "It has, and does,"
    yield from (f"  - {each}" for each in NEVER)
    if not research:
        yield f"  - without the research profile: no {', no '.join(ONLY_RESEARCH)}"
    yield "How long the service's words are kept"
    yield from (f"  {each}" for each in kept_lines(kept))
    yield from (f"    {day(w.renew_by)}: watch {w.id}, {quoted(w.label)}" for w in kept.lapses)
    yield "What the service asks, in our own words (the documents count: developer.spotify.com/terms and /policy)"
    yield from (f"  {number}: {says}" for number, says in CLAUSES)
    yield REVIEWED
