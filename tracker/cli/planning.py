"""`tracker plan`: what the watches cost a day against the budget, and what is asked next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.phrases import lasting, quoted
from tracker.core.planning.ahead import ahead_text
from tracker.core.planning.offered import unread_text
from tracker.core.tiers import allowed_text, tier_name
from tracker.core.watch import show_rhythm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tracker.core.planning.watched import Forecast
    from tracker.usecases.planning import Plan

Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]
SHOWN_AHEAD = 6


def plan(json: Json = False) -> None:
    """Show what will be asked when, and whether the budget pays for it.

    Calls a day against the budget, how old what is known of each watch will be on average, and, if it is too much,
    the cheapest ways out. Asks the service nothing.
    """
    from tracker.core.planning.told import Outlook, outlook_json, outlook_texts
    from tracker.usecases.planning import plan as planned

    with opened() as tracker:
        found = planned(tracker.store, tracker.means.account_market, tracker.limits.per_day)
        standing = tracker.visitor.standing()
        visits = Outlook(standing.rota, standing.left, standing.spent)
        if json:
            output.json_lines([_json(found) | {"visits": outlook_json(visits)}])
        else:
            _tell(found, tracker.clock.now())
            for line in outlook_texts(visits):
                output.say(line)


def _json(found: Plan) -> dict[str, object]:
    from tracker.core.planning.watched import as_json

    least = found.round()
    one = least and {"calls": least.calls, "at_least": least.at_least}
    return as_json(found.forecast) | {
        "unread": sorted(found.unread),
        "tier": tier_name(found.tier),
        "round": one,
    }


def _tell(found: Plan, now: datetime) -> None:
    headings = ("no.", "name", "markets", "every", "calls a check", "calls a day", "mean age")
    output.table(headings, [_row(found, n) for n in range(len(found.watches))], "Nothing is looked at.")
    for line in _totals(found.forecast):
        output.say(line)
    if least := found.round():
        output.say(least.text)
    output.say(f"Reckoned with {allowed_text(found.tier)}.")
    if found.unread:
        output.say(unread_text(len(found.unread)))
    output.say("Second looks at suspects come on top; searches and albums take only what is left.")
    for each in found.ahead[:SHOWN_AHEAD]:
        output.say(f"Next: {ahead_text(each, now)}.")
    for watch in found.paused:
        output.say(f"Paused: {quoted(watch.label)} (`tracker watch resume {watch.id}`).")


def _totals(told: Forecast) -> Iterator[str]:
    fits = "it fits" if told.fits else "it does NOT fit: checks will come later than they should"
    if told.shares:
        yield f"Each for itself they would need {told.alone:.1f} calls a day; calls that serve several are made once."
    yield f"Together they need {told.calls_per_day:.1f} calls a day; the budget is {told.budget_per_day}: {fits}."
    for option in told.options:
        yield f"  {option.text}"


def _row(found: Plan, n: int) -> tuple[object, ...]:
    watch, told = found.watches[n], found.forecast.watches[n]
    a_day = told.calls_per_check * 86400 / watch.every.total_seconds()
    prices = ("?", "?") if watch.id in found.unread else (told.calls_per_check, f"{a_day:.1f}")
    where = ", ".join(watch.markets)
    return (watch.id, watch.label, where, show_rhythm(watch.every), *prices, lasting(told.expected_age))
