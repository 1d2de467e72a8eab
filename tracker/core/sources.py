"""Whether the watched source itself is there: its loss and its return, confirmed like everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.decision import Agree, Confirm, Suspect, Withdraw
from tracker.core.history import EventKind, State, Target
from tracker.core.rules import needed, next_look

if TYPE_CHECKING:
    from tracker.core.decision import Change
    from tracker.core.known import Known, Look
    from tracker.core.rules import Rules


def source_changes(known: Known, look: Look, rules: Rules, *, up: bool) -> list[Change]:
    """What an answer (`up`) or a 403/404 with the canary alive (not `up`) changes about the source.

    Every look asks the same way here, so agreement over time is all the independence there is: more of it is
    wanted. What was never read cannot be lost.
    """
    doubt = known.source_doubt
    if known.last_complete is None and not up:
        return []
    if up is not known.source_down:
        return [Withdraw(doubt.id)] if doubt else []
    if doubt is None:
        return [_suspect(known, look, rules, up=up)]
    if doubt.first_missed.at > look.ended_at:  # the clock was set back
        return [Withdraw(doubt.id), _suspect(known, look, rules, up=up)]
    looks = len(doubt.looks) + 1
    if looks >= needed(rules, held=rules.looks > 1) and look.ended_at - doubt.first_missed.at >= rules.span:
        return [Confirm(doubt.id)]
    at = next_look(look.ended_at, rules)
    return [Agree(doubt.id, None, independent=True, contested=False, next_look_at=at, held=False)]


def _suspect(known: Known, look: Look, rules: Rules, *, up: bool) -> Suspect:
    return Suspect(
        track_id=None,
        target=Target(State.PLAYABLE if up else State.GONE),
        kind=EventKind.SOURCE_BACK if up else EventKind.SOURCE_LOST,
        reason=None,
        last_seen=known.last_complete,
        way=look.way,
        next_look_at=next_look(look.ended_at, rules),
        held=False,
    )
