"""Finding out by asking what this app and account are given, for `doctor`; what stays unclear is `unknown`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tracker.core.errors import LookFailed, Passing
from tracker.core.items import Kind, Place
from tracker.spotify import endpoints
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Ask
from tracker.spotify.parse import parse_page, parse_place
from tracker.spotify.verdict import Answer

Tier = Literal["C", "A or B", "unknown"]
TIERS: dict[int, Tier] = {200: "A or B", 403: "C"}
"""What the status of `/markets` tells: newer apps are refused it."""
PLAYABLE = "Do entries of a playlist say whether they are playable?"
CODES = "Do entries of a playlist carry the recording's code?"
ETAGS = "Do answers carry an ETag?"
OTHER_IDS = "Does a reading without a market give other ids?"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Which set of endpoints the app has (C: the reduced one), and what else was asked and answered."""

    tier: Tier
    answers: tuple[tuple[str, str], ...]


def probe(door: Door, market: str, playlist: str | None = None) -> Capabilities:
    """Ask at most 3 small questions; `playlist` is one that the account can read, with at least one track."""
    answer = _asked(door, endpoints.markets("app" if door.has("app") else "user"))
    tier = TIERS.get(answer.status, "unknown") if isinstance(answer, Answer) else "unknown"
    why = () if isinstance(answer, Answer) else (("Which endpoints does the app have?", _unknown(answer)),)
    return Capabilities(tier, (*why, *(_of_playlist(door, market, playlist) if playlist else ())))


def _of_playlist(door: Door, market: str, playlist: str) -> tuple[tuple[str, str], ...]:
    ask = endpoints.playlist_items(playlist, market, 0)
    answer, bare = _asked(door, ask), _asked(door, _without_market(ask))
    questions = (PLAYABLE, CODES, ETAGS, OTHER_IDS)
    try:
        places, stored = _tracks(answer), _tracks(bare)
    except LookFailed as failure:
        return tuple((question, _unknown(failure)) for question in questions)
    answers = (
        _all(place.item.playable is not None for place in places),
        _all(place.item.isrc is not None for place in places),
        _yes(told=isinstance(answer, Answer) and answer.etag),
        _other_ids(places, stored),
    )
    return tuple(zip(questions, answers, strict=True))


def _asked(door: Door, ask: Ask) -> Answer | LookFailed:
    """A failure is told as the reason why an answer is unknown."""
    try:
        return door.get(ask)
    except LookFailed as failure:
        return failure


def _without_market(ask: Ask) -> Ask:
    return replace(ask, params=tuple(pair for pair in ask.params if pair[0] != "market"))


def _tracks(answer: Answer | LookFailed) -> Sequence[Place]:
    if isinstance(answer, LookFailed):
        raise answer
    if answer.status != 200:
        raise Passing(f"the playlist answers {answer.status}")
    rows = parse_page(answer.body, 0).rows
    return [p for p in (parse_place(row, n) for n, row in enumerate(rows)) if p.item.kind is Kind.TRACK]


def _other_ids(asked: Sequence[Place], stored: Sequence[Place]) -> str:
    """Where the two readings show tracks at the same places, whether their ids differ."""
    ids = {place.position: place.item.id for place in stored}
    both = [(place.item.id, ids[place.position]) for place in asked if place.position in ids]
    return _yes(told=any(one != other for one, other in both)) if both else "unknown (no tracks to compare)"


def _all(found: Iterable[bool]) -> str:
    told = list(found)
    if not told:
        return "unknown (no tracks there)"
    return _yes(told=all(told)) if len(set(told)) == 1 else f"some do ({sum(told)} of {len(told)})"


def _yes(*, told: bool) -> str:
    return "yes" if told else "no"


def _unknown(failure: LookFailed) -> str:
    return f"unknown ({failure})"
