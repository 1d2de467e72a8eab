"""What is said of rates, visits and calls: in English and in JSON. A rate that the looks do not tell is called unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tracker.core.items import Purpose
from tracker.core.jsonform import time_json
from tracker.core.phrases import between, count, day
from tracker.core.planning.rates import learnt
from tracker.core.planning.rota import OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.core.planning.looked import Pair
    from tracker.core.planning.rota import Rota

_WORDS = {
    Purpose.RHYTHM: "for the rhythms",
    Purpose.ASKED: "asked for by you",
    Purpose.DOUBT: "at suspects",
    Purpose.VISIT: "for visits",
    Purpose.SIBLING: "at siblings",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """The rota, the calls a day that it may take, and the calls of the last week by what they were made for."""

    rota: Rota
    left: float
    spent: Mapping[Purpose, int]


def outlook_texts(told: Outlook) -> list[str]:
    """The lines that `tracker plan` adds."""
    spent = [f"{told.spent[each]:,} {_WORDS[each]}" for each in Purpose if told.spent.get(each)]
    calls = f"Calls of the looks of the last 7 days: {', '.join(spent) or 'none'}."
    return [_known_text(told.rota), _left_text(told), calls]


def outlook_json(told: Outlook) -> dict[str, Any]:
    """The same for programs."""
    return {
        "rates_known": told.rota.known,
        "rates_unknown": told.rota.unknown,
        "never_changed": told.rota.quiet,
        "calls_per_day": round(told.left, 1),
        "visited": sum(len(unit.tracks) for unit in told.rota.units),
        "calls_7d": {each.value: told.spent.get(each, 0) for each in Purpose},
    }


def rate_text(pair: Pair) -> str:
    """How often a track changes in a market, as bounds that hold four times in five; or that it is not known."""
    looks, rate = pair.looks, learnt(OPEN, pair.looks)
    number = looks.quiet + looks.changed
    seen = f"{count(looks.changed, 'change')} in {count(number, 'look')} after the first, from {day(pair.first)} to {day(pair.last)}"
    if not rate.known:
        return f"change rate unknown ({seen})"
    often, seldom = (timedelta(days=1 / each) for each in (rate.high, rate.low))
    return f"changes about once in {between(often, seldom)} ({seen})"


def rate_json(pair: Pair) -> dict[str, Any]:
    """The same for programs: changes a day, `null` where they are not known."""
    looks, rate = pair.looks, learnt(OPEN, pair.looks)
    return {
        "market": pair.market,
        "changes_per_day_low": round(rate.low, 6) if rate.known else None,
        "changes_per_day_high": round(rate.high, 6) if rate.known else None,
        "changes": looks.changed,
        "looks": looks.quiet + looks.changed + 1,
        "first": time_json(pair.first),
        "last": time_json(pair.last),
    }


def _known_text(rota: Rota) -> str:
    whole = rota.known + rota.unknown
    if not whole:
        return "No change rate is known: nothing was looked at twice yet."
    of = f"{rota.unknown:,} of {whole:,} tracks (each counted in each of its markets)"
    why = "they have hardly ever changed" if rota.quiet <= rota.unknown else "too little was seen of them"
    return (
        f"No change rate is known for {of}: {why}."
        if rota.unknown
        else f"The change rate of all {whole:,} tracks is known."
    )


def _left_text(told: Outlook) -> str:
    if told.left < 1:
        return "Visits: none, for the rhythms and what is kept for second looks take all of the budget."
    tracks = sum(len(unit.tracks) for unit in told.rota.units)
    return f"Visits: {told.left:.0f} calls a day are left for them, for {count(tracks, 'track')}; what changes most is visited most."
