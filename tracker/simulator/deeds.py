"""Kinds of faults that are no wrong answers: something happens in the service at this very call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.simulator.reply import Reply
from tracker.simulator.turn import Kinds, Turn, true_answer


def _edit(
    turn: Turn,
    *,
    playlist: str,
    remove: Sequence[int] = (),
    add: Sequence[str] = (),
    move: Sequence[int] | None = None,
    position: int | None = None,
) -> Reply:
    """The owner changes a list just before the answer, so also between two pages; the truth knows of it."""
    way = (move[0], move[1]) if move else None
    turn.world.edit_playlist(playlist, turn.call.now, remove=remove, add=add, move=way, position=position)
    return true_answer(turn)


def _rotate(turn: Turn, *, on: bool = True) -> Reply:
    """From here on each refresh gives a new refresh token, and its use ends the one before."""
    turn.accounts.app = replace(turn.accounts.app, rotate_refresh=on)
    return true_answer(turn)


DEEDS: Kinds = {"edit": _edit, "rotate": _rotate}
