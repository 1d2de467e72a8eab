"""Terms of keeping: how long the service's words are kept, what stands in their place, and what its owner may change.

The service's words are titles and artists of tracks, names of lists, albums and artists, rights lines and labels.
Ids, numbers and dates are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tracker.core.errors import UsageError
from tracker.core.phrases import count, visible
from tracker.core.watch import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tracker.core.watch import Watch

STRICT = 0
"""With a term of so many days the service's words are never kept at all."""
LAPSE_WARNED = (1, 7, 30)
"""So many days before a watch lapses its owner is told, once each."""
LONGEST_NAME = 200
_SHOWN_OF_REF = 8
_QUOTED = re.compile(r'".*"', re.DOTALL)


def neutral_label(source: Source, ref: str) -> str:
    """What a watch is called without a word of the service: `playlist 5aBcDeFg…`, `saved tracks`."""
    shown = visible(ref)
    short = shown if len(shown) <= _SHOWN_OF_REF + 1 else f"{shown[:_SHOWN_OF_REF]}…"
    return " ".join(filter(None, (source.value.replace("-", " "), short)))


def without_name(text: str, label: str) -> str:
    """A line that quotes a name, with `label` in that name's place."""
    return _QUOTED.sub(lambda _: f'"{label}"', text)


def own_name(text: str) -> str:
    """The name that an owner gives to a watch; raise UsageError if it is none."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise UsageError(f"A name has 1 to {LONGEST_NAME} characters.")
    return name


def lapse_warning(watch: Watch, now: datetime) -> int | None:
    """Which of the warnings before its lapse a watch has reached, by its days; None: none yet, or it is over."""
    left = watch.renew_by - now
    if left <= timedelta(0):
        return None
    return next((days for days in LAPSE_WARNED if left <= timedelta(days=days)), None)


def next_lapses(watches: Iterable[Watch], most: int = 5) -> list[Watch]:
    """The watches that lapse first."""
    return sorted(watches, key=lambda watch: (watch.renew_by, watch.id))[:most]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms in force: names outlive the last watch of a track by so many `days`; the `lapses` that come first."""

    days: int
    lapses: tuple[Watch, ...]

    @property
    def strict(self) -> bool:
        """Whether the service's words are never kept."""
        return self.days == STRICT


def kept_lines(kept: Terms) -> Iterator[str]:
    """The terms of keeping in force."""
    if kept.strict:
        yield "Never: titles, artists, list names, labels and rights lines are not written (TRACKER_TITLE_DAYS=0)."
    else:
        yield f"While a watch that holds the track lives, and {count(kept.days, 'day')} more (TRACKER_TITLE_DAYS)."
    yield "Names from MusicBrainz (CC0), and those that you gave, stay. So do ids, numbers and dates, until you purge them."
    yield "A watch lapses 12 months after it was added or renewed: `tracker watch renew`."


class Tending(Protocol):
    """What an owner does with a watch that goes on. All raise UsageError where there is no such live watch."""

    def renew(self, watch_id: int, now: datetime) -> Watch:
        """A fresh term from now on."""

    def pause(self, watch_id: int, now: datetime) -> Watch:
        """No looks from now on: a gap opens in each market, which the first look after it closes."""

    def resume(self, watch_id: int, now: datetime) -> Watch:
        """Looks again, the first at once."""

    def name(self, watch_id: int, name: str | None, now: datetime) -> Watch:
        """The owner's own name for it, which no term ends; None: the service's again, with the next look."""
