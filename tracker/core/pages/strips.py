"""The latest days of one track in one market as a strip: what was reported when, and where that is in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.core.history import State
from tracker.core.phrases import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tracker.core.history import Gap
    from tracker.core.views import SpellView

WIDTH = 180
"""A strip is so many units wide, whatever its length in time."""


class Shade(StrEnum):
    """What a piece of a strip says. Where there is no piece, nothing was observed yet."""

    PLAYABLE = "playable"
    ABSENT = "absent"
    DOUBT = "doubt"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a strip, in its own units; `text` says it in words."""

    shade: Shade
    x: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    """The time that a strip shows (UTC)."""

    start: datetime
    end: datetime

    def piece(self, shade: Shade, begin: datetime, finish: datetime, said: str) -> Iterator[Piece]:
        """The part of a stretch of time that lies inside, at least one unit wide; nothing if none does."""
        if finish < self.start or begin > self.end or finish < begin:
            return
        left, right = self._x(max(begin, self.start)), self._x(min(finish, self.end))
        text = (
            f"{said}, {day(begin)}" if day(begin) == day(finish) else f"{said}, {day(begin)} to {day(finish)}"
        )
        wide = max(1.0, right - left)
        yield Piece(shade, round(min(left, WIDTH - wide), 1), round(wide, 1), text)

    def _x(self, at: datetime) -> float:
        return WIDTH * ((at - self.start) / (self.end - self.start))


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A change that is being confirmed: not seen since `since`, for the first time at `missed_at`."""

    since: datetime | None
    missed_at: datetime


def strip(
    spells: Sequence[SpellView],
    doubted: Suspicion | None,
    gaps: Iterable[Gap],
    seen: datetime | None,
    window: Window,
) -> tuple[Piece, ...]:
    """The pieces in the order in which they are to be drawn: states, then doubt, then what hides them.

    `spells` are of one track and market, the oldest first; `seen` is when the open one was last seen.
    """
    states: list[Piece] = []
    doubts: list[Piece] = []
    for spell in spells:
        states += window.piece(_shade(spell), spell.first_seen, _last(spell, doubted, seen), _said(spell))
        doubts += _edges(spell, window)
    if doubted:
        doubts += window.piece(
            Shade.DOUBT, doubted.since or doubted.missed_at, window.end, "a change is suspected"
        )
    hidden = [
        piece
        for gap in gaps
        for piece in window.piece(
            Shade.GAP, gap.since or window.start, gap.until or window.end, "not observed"
        )
    ]
    return (*states, *dict.fromkeys(doubts), *hidden)


def told(pieces: Iterable[Piece]) -> str:
    """A strip in words, for those who cannot see it."""
    return "; ".join(piece.text for piece in pieces) or "not observed"


def _last(spell: SpellView, doubted: Suspicion | None, seen: datetime | None) -> datetime:
    """When a spell was last seen beyond doubt: a single look saw it first as it ended, and last as it began."""
    known = doubted.since if doubted else seen
    last = spell.last_seen if spell.first_missed else known
    return max(last, spell.first_seen) if last else spell.first_seen


def _edges(spell: SpellView, window: Window) -> Iterator[Piece]:
    """Between two looks nobody knows when it changed."""
    if spell.last_before:
        yield from window.piece(Shade.DOUBT, spell.last_before, spell.first_seen, "changed in between")
    if spell.first_missed and spell.last_seen:
        yield from window.piece(Shade.DOUBT, spell.last_seen, spell.first_missed, "changed in between")


def _shade(spell: SpellView) -> Shade:
    if spell.retracted:
        return Shade.DOUBT
    return Shade.ABSENT if spell.target.state.absent else Shade.PLAYABLE


def _said(spell: SpellView) -> str:
    if spell.retracted:
        return "told as a change, and taken back"
    if spell.target.state is State.GONE:
        return "no object any more"
    return "greyed out" if spell.target.state.absent else "playable"
