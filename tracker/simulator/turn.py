"""What a kind of fault is: a function that answers a call, with the true answer within its reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tracker.simulator.access import Accounts
from tracker.simulator.reply import Call, Reply
from tracker.simulator.world import World


@dataclass(frozen=True, slots=True)
class Turn:
    """One call that a fault answers: `truth` gives the true answer to this or another call, at most once."""

    call: Call
    truth: Callable[[Call], Reply]
    chance: Random
    world: World
    accounts: Accounts


Kind = Callable[..., Reply]
"""Takes a `Turn`, and by keyword whatever a fault gives it."""
Kinds = Mapping[str, Kind]


def true_answer(turn: Turn) -> Reply:
    """The true answer to the call itself."""
    return turn.truth(turn.call)
