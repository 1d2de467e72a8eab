"""What looks like a vanish and is the account's doing: a filter, a subscription, a stay in another country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tracker.core.notices import Notice, NoticeKind
from tracker.core.phrases import count, quoted
from tracker.core.wording import in_market

if TYPE_CHECKING:
    from collections.abc import Iterable

MANY = 3
"""Fewer tracks than this are no notice of their own: each has its gap, which says why."""
ACCOUNT = "account:"
"""How the words of gaps begin whose cause is the account."""

_WHAT = {
    "explicit": "hidden by the account's filter of explicit content",
    "product": "not part of the account's subscription",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """Tracks of a watch that the account may not play, by the service's word (`explicit` or `product`)."""

    watch_id: int
    label: str
    market: str
    reason: str
    tracks: int


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A mass flip in a list that only the login shows: of its `tracks`, so many are denied by the app's own token."""

    watch_id: int
    label: str
    market: str
    tracks: int
    denied: int


class Causes(Protocol):
    """What the record holds of such causes."""

    def hidden(self) -> list[Hidden]:
        """Tracks that stand in a list now and are hidden from the account, by watch, market and reason."""

    def contradicted(self) -> list[Contradicted]:
        """Mass flips that vanish for the login alone."""


def cause_notices(hidden: Iterable[Hidden], contradicted: Iterable[Contradicted]) -> list[Notice]:
    """What is to be told of them."""
    found = [_hidden(each) for each in hidden if each.tracks >= MANY and each.reason in _WHAT]
    return found + [_abroad(each) for each in contradicted if each.denied >= MANY]


def _hidden(each: Hidden) -> Notice:
    are = "is" if each.tracks == 1 else "are"
    text = (
        f"{count(each.tracks, 'track')} of {quoted(each.label)}{in_market(each.market)} {are} {_WHAT[each.reason]}. "
        "That is no change of the catalogue: nothing is concluded from it."
    )
    return Notice(NoticeKind.HIDDEN, f"{each.watch_id}:{each.market}:{each.reason}", text)


def _abroad(each: Contradicted) -> Notice:
    where = in_market(each.market)
    text = (
        f"Your account seems to be in another country than {each.market}: {count(each.tracks, 'track')} of "
        f"{quoted(each.label)} cannot be played through your login, but can be{where} otherwise. No vanish is told of "
        "them. If you have moved, set TRACKER_ACCOUNT_MARKET."
    )
    return Notice(NoticeKind.COUNTRY, f"{each.watch_id}:{each.market}", text)
