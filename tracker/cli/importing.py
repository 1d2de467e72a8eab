"""`tracker import`: a list out of a file; first what was understood and what it costs, then, on the owner's word, the import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.cli.packages import fill_from, package_at
from tracker.core.markets import parse_markets
from tracker.core.phrases import count, minute
from tracker.core.watch import parse_rhythm, show_rhythm

if TYPE_CHECKING:
    from tracker.core.imports.rows import Contents
    from tracker.usecases.importing import Proposal
    from tracker.wiring import App

File = Annotated[
    Path,
    typer.Argument(
        help="Links one a line, an Exportify CSV, the JSON of a playlist archive; or an export's folder."
    ),
]
Name = Annotated[
    str | None, typer.Option("--name", help="The list's name; the name of a list there is: into that one.")
]
Market = Annotated[
    list[str] | None, typer.Option("--market", "-m", help="Two-letter country code; repeatable.")
]
Every = Annotated[
    str | None, typer.Option("--every", help="How often to check: 1d, 1w ... (a new list: 1w).")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Import without asking.")]
Replace = Annotated[
    bool, typer.Option("--replace", help="Also take out of the list what this file no longer holds.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object; asks nothing.")]


def import_(  # noqa: PLR0917, one parameter an option
    file: File,
    name: Name = None,
    market: Market = None,
    every: Every = None,
    yes: Yes = False,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Import a list from a file: says first what was understood and what it will cost, then asks.

    A folder that `tracker export` made fills an empty record.
    """
    if folder := package_at(file):
        given = {"--name": name, "--market": market, "--every": every, "--replace": replace}
        fill_from(folder, given=given, yes=yes, json=json)
        return
    from tracker.core.imports.recognise import understand
    from tracker.files import read_text
    from tracker.usecases.importing import ImportWish, propose

    rhythm, wished = parse_rhythm(every) if every else None, parse_markets(market or [])
    read = read_text(
        file
    )  # before anything else is loaded or opened: what is wrong with a file is told at once
    source, contents = (read.name, read.digest), understand(read.text)
    del read
    if not contents.tracks:
        _tell_links(contents, json=json)
        return
    with opened() as tracker:
        wish = ImportWish(name, wished, rhythm, tracker.settings.TRACKER_MARKETS)
        proposal = propose(source, contents, wish, tracker.store.imports, tracker.means)
        if json:
            _as_json(tracker, proposal, yes=yes, replace=replace)
        else:
            _in_words(tracker, proposal, yes=yes, replace=replace)


def _in_words(tracker: App, proposal: Proposal, *, yes: bool, replace: bool) -> None:
    from tracker.usecases.importing import must_fit

    _tell(proposal, tracker.limits.per_day)
    if proposal.same and proposal.idle:
        output.say(f"This very file was imported {minute(proposal.same.at)} UTC: there is nothing new in it.")
        return
    must_fit(proposal, tracker.limits.per_day)
    if not yes and not output.agreed("Import it?"):
        output.say("Nothing was written: this was a dry run. `--yes` imports.")
        return
    absent = proposal.intake.merged.absent
    if absent and not replace and not yes:
        replace = output.agreed(
            f"{count(len(absent), 'place')} of the list stand no longer in this file. Take them out?"
        )
    _write(tracker, proposal, replace=replace)
    output.say(_done(proposal, replace=replace))


def _write(tracker: App, proposal: Proposal, *, replace: bool) -> int:
    from tracker.usecases.importing import take

    return take(proposal, tracker.store.imports, tracker.clock.now(), replace_absent=replace).id


def _tell(proposal: Proposal, per_day: int) -> None:
    from tracker.core.imports.told import understood

    contents, terms = proposal.contents, proposal.intake.terms
    output.table(("understood", ""), understood(contents), "")
    for line in _others(contents):
        output.say(line)
    into = (
        f"Into the list '{terms.name}' (watch {proposal.watch.id})"
        if proposal.watch
        else f"As a new list '{terms.name}'"
    )
    added, absent = len(proposal.intake.merged.added), len(proposal.intake.merged.absent)
    output.say(
        f"{into}, in {', '.join(terms.markets)}, every {show_rhythm_of(terms.every_s)}: {count(added, 'new place')}."
    )
    if absent:
        output.say(
            f"{count(absent, 'place')} of the list stand no longer in this file: kept, unless --replace takes them out."
        )
    output.say(
        f"It costs {count(proposal.calls, 'call')} a check in each market, one for each track (fewer once their albums are known), "
        f"so at most {proposal.per_day:.1f} calls a day; the budget is {per_day}."
    )


def show_rhythm_of(seconds: int) -> str:
    """A rhythm given in seconds, as `--every` takes it."""
    from datetime import timedelta

    return show_rhythm(timedelta(seconds=seconds))


def _done(proposal: Proposal, *, replace: bool) -> str:
    added, gone = len(proposal.intake.merged.added), len(proposal.intake.merged.absent) if replace else 0
    out = f", {count(gone, 'place')} taken out" if gone else ""
    return f"Imported: {count(added, 'place')} added{out}. The first check is due now; imported days are kept as hearsay."


def _others(contents: Contents) -> list[str]:
    from tracker.core.imports.told import offers

    lines = offers(contents)
    return (
        ["The file also names lists, albums or artists. To watch those:", *(f"  {line}" for line in lines)]
        if lines
        else []
    )


def _tell_links(contents: Contents, *, json: bool) -> None:
    """A file that names no track at all is no list; what it names can be watched."""
    from tracker.core.imports.told import contents_json, understood

    if json:
        output.json_lines([contents_json(contents) | {"imported": False}])
        return
    output.table(("understood", ""), understood(contents), "")
    for line in _others(contents):
        output.say(line)
    output.say("It names no tracks: nothing was imported.")


def _as_json(tracker: App, proposal: Proposal, *, yes: bool, replace: bool) -> None:
    from tracker.core.imports.told import contents_json
    from tracker.usecases.importing import must_fit

    terms, joined = proposal.intake.terms, proposal.intake.merged
    watch = proposal.watch.id if proposal.watch else None
    written = yes and not proposal.idle
    if written:
        must_fit(proposal, tracker.limits.per_day)
        watch = _write(tracker, proposal, replace=replace)
    plan = {
        "list": terms.name,
        "watch": watch,
        "markets": list(terms.markets),
        "every_s": terms.every_s,
        "added": len(joined.added),
        "absent": len(joined.absent),
        "removed": len(joined.absent) if written and replace else 0,
        "calls_per_check": proposal.calls,
        "calls_per_day": round(proposal.per_day, 2),
        "budget_per_day": tracker.limits.per_day,
        "imported_before": proposal.idle,
        "imported": written,
    }
    output.json_lines([contents_json(proposal.contents) | plan])
