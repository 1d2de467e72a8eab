"""The figures at the top of a report, and the sentences that go with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.links import ATTRIBUTION
from tracker.core.phrases import count
from tracker.core.wording import why_text

if TYPE_CHECKING:
    from tracker.core.summary import Summary, Totals

__all__ = ["ATTRIBUTION", "CAUTION", "INDEPENDENCE", "effort", "figures", "lede", "percent"]
INDEPENDENCE = (
    "Disappearing Tracks is independent: not affiliated with, endorsed or sponsored by Spotify. "
    "Spotify is a trademark of Spotify AB."
)
CAUTION = (
    "This report says what the service reported at the times it was asked. It does not know why: a reason code is "
    "quoted as it was given. All times are UTC."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `key` names it for styling, `value` is ready to show, `note` adds a few words."""

    key: str
    label: str
    value: str
    note: str = ""


def percent(share: float | None) -> str:
    """A share in percent, rounded down so that 100 % means all; a dash where nothing is known."""
    if share is None:
        return "—"
    return "100 %" if share >= 1 else f"{math.floor(share * 1000 + 1e-9) / 10:.1f} %"


def figures(totals: Totals) -> tuple[Figure, ...]:
    """The six figures of a report, in their order."""
    return (
        Figure("watched", "watched", f"{totals.entries:,}", f"entries in {count(totals.watches, 'watch')}"),
        Figure("playable", "playable now", percent(totals.playable_share), _of_pairs(totals)),
        Figure(
            "vanished",
            "vanished",
            f"{totals.vanished:,}",
            f"{_are(totals.back)} back since" if totals.back else "",
        ),
        Figure("returned", "returned", f"{totals.returned:,}"),
        Figure(
            "relinked", "relinked", f"{totals.relinked:,}", "another id answers" if totals.relinked else ""
        ),
        Figure(
            "suspected",
            "suspected",
            f"{totals.suspected:,}",
            "being looked at again" if totals.suspected else "",
        ),
    )


def _of_pairs(totals: Totals) -> str:
    return f"of {count(totals.pairs, 'pair')} of entry and market" if totals.pairs else "nothing observed yet"


def _are(n: int) -> str:
    return f"{n:,} {'is' if n == 1 else 'are'}"


def lede(summary: Summary) -> str:
    """What the report comes to, in a few sentences that claim no more than was observed."""
    if summary.unwatched:
        return "Nothing is watched yet, so nothing can be said about any track."
    if summary.unobserved:
        return "There has been no complete check yet, so nothing can be said about any track."
    totals = summary.totals
    said = [_vanished(totals)]
    if totals.earlier:
        said.append(
            f"{count(totals.earlier, 'track')} that vanished earlier {_is(totals.earlier)} still missing."
        )
    if totals.suspected:
        said.append(
            f"{count(totals.suspected, 'more change')} {_is(totals.suspected)} suspected, not counted yet."
        )
    if (observed := summary.observed) is not None:
        said.append(f"The watches were observed {percent(observed)} of the time.")
    return " ".join(said)


def _is(n: int) -> str:
    return "is" if n == 1 else "are"


def _vanished(totals: Totals) -> str:
    if not totals.vanished:
        said = "No track was seen to vanish in this time"
    elif totals.vanished == 1:
        said = "1 track is no longer reported as playable where it was before"
        return "1 track vanished in this time and is back since." if totals.back else f"{said}."
    else:
        back = f"; {_are(totals.back)} back since" if totals.back else ""
        return f"{totals.vanished:,} tracks were no longer reported as playable where they had been{back}."
    return f"{said}."


def effort(summary: Summary) -> str:
    """How the report came about: checks, why some were incomplete, and calls."""
    totals = summary.totals
    line = f"{count(totals.complete, 'complete check')}, {totals.incomplete:,} incomplete, {count(totals.calls, 'call')}."
    if not totals.incomplete:
        return line
    return f"{line} Incomplete: {'; '.join(f'{n:,} because {why_text(why)}' for why, n in totals.incomplete_why)}."
