"""One track in one market: what an observation does to the spell and the doubt that stand.

settled spell   observation        open doubt        what happens
─────────────   ────────────────   ───────────────   ─────────────────────────────────────────────
any             unknown            any               nothing; the track has a gap until it is seen again
none            playable           none              the first spell opens
none            absent             none              suspected, without event: a first look is no history
T               T                  none              nothing: this is the unchanged look
T               not T              none              suspected
T               agrees with doubt  D                 the doubt grows; enough looks confirm it
T               T                  D, same way       withdrawn
T               T                  D, another way    contested: the looks are counted anew
T               a third thing      D                 withdrawn, and the third thing is suspected
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core.decision import (
    Agree,
    CloseGap,
    CloseSpell,
    Confirm,
    OpenGap,
    OpenSpell,
    Suspect,
    Withdraw,
)
from tracker.core.history import EventKind, Sighting, State
from tracker.core.rules import PATIENCE, enough, next_look

if TYPE_CHECKING:
    from tracker.core.decision import Change
    from tracker.core.history import Doubt, Observation, Target
    from tracker.core.known import Look, Standing
    from tracker.core.rules import Rules


@dataclass(frozen=True, slots=True)
class Case:
    """One observation against what stands, under which look and rules; `held` if it is part of a mass flip."""

    seen: Observation
    standing: Standing
    look: Look
    rules: Rules
    held: bool = False

    @property
    def settled(self) -> Target | None:
        """The target of the open spell."""
        return self.standing.spell.target if self.standing.spell else None


def flip_kind(settled: Target | None, seen: Target) -> EventKind | None:
    """The event that a change from `settled` to `seen` would be; None where it would be none.

    Greyed out or gone altogether is the same absence: which of the two an answer shows depends on how one
    asks, so a switch between them is no change.
    """
    if settled is None or (settled.state.absent and seen.state.absent):
        return None
    if seen.state.absent:
        return EventKind.VANISHED
    if settled.state.absent:
        return EventKind.RETURNED
    return EventKind.RELINKED if settled.via != seen.via else None


def differs(settled: Target | None, seen: Target) -> bool:
    """Whether an observation contradicts what is settled (or would be a first, absent, state)."""
    return seen.state.absent if settled is None else flip_kind(settled, seen) is not None


def agrees(doubt: Doubt, seen: Target) -> bool:
    """Whether an observation says what the doubt says: the same id for a relink, the same presence otherwise."""
    if doubt.kind is EventKind.RELINKED:
        return seen == doubt.target
    return seen.state.absent == doubt.target.state.absent


def judge(case: Case) -> list[Change]:
    """The changes that one observation makes, per the table above."""
    if case.seen.state is State.UNKNOWN:
        return _unseen(case)
    changes: list[Change] = [CloseGap(case.standing.gap.id)] if case.standing.gap else []
    if case.standing.doubt is None:
        return changes + _undoubted(case)
    return changes + _doubted(case, case.standing.doubt)


def _unseen(case: Case) -> list[Change]:
    standing = case.standing
    if standing.gap or standing.last_seen is None:
        return []
    return [OpenGap(case.seen.track_id, standing.last_seen.at, case.seen.why or "unknown")]


def _undoubted(case: Case) -> list[Change]:
    if differs(case.settled, case.seen.target):
        return [_suspect(case)]
    return [_open(case, _this(case.look))] if case.settled is None else []


def _doubted(case: Case, doubt: Doubt) -> list[Change]:
    if agrees(doubt, case.seen.target):
        return _grow(case, doubt)
    if differs(case.settled, case.seen.target):
        # What was settled was last seen before the doubt, not by the looks that saw something else.
        return [Withdraw(doubt.id), replace(_suspect(case), last_seen=doubt.last_seen)]
    if case.look.way != doubt.way and doubt.looks and case.settled is not None:
        later = case.look.ended_at + PATIENCE
        return [Agree(doubt.id, independent=False, contested=True, next_look_at=later, held=False)]
    first = [_open(case, _this(case.look))] if case.settled is None else []
    return [Withdraw(doubt.id), *first]


def _grow(case: Case, doubt: Doubt) -> list[Change]:
    look, rules, held = case.look, case.rules, case.held or doubt.held is not None
    just_held = held and doubt.held is None
    if just_held or not enough(doubt, look.way, look.ended_at, rules, held=held):
        at = next_look(doubt.first_missed.at, len(doubt.looks) + 1, look.ended_at, rules)
        other = doubt.independent or look.way != doubt.way
        return [Agree(doubt.id, independent=other, contested=False, next_look_at=at, held=held)]
    closing: list[Change] = []
    if spell := case.standing.spell:
        closing = [CloseSpell(spell.id, doubt.last_seen, doubt.first_missed)]
    return [*closing, _open_doubted(case, doubt), Confirm(doubt.id)]


def _suspect(case: Case) -> Suspect:
    seen, look = case.seen, case.look
    return Suspect(
        track_id=seen.track_id,
        target=seen.target,
        kind=flip_kind(case.settled, seen.target),
        reason=seen.reason,
        last_seen=case.standing.last_seen if case.settled else None,
        way=look.way,
        next_look_at=next_look(look.ended_at, 1, look.ended_at, case.rules),
        held=case.held,
    )


def _open(case: Case, first: Sighting) -> OpenSpell:
    return OpenSpell(case.seen.track_id, case.seen.target, case.seen.reason, None, first)


def _open_doubted(case: Case, doubt: Doubt) -> OpenSpell:
    target = doubt.target if doubt.target.state.absent else case.seen.target
    return OpenSpell(case.seen.track_id, target, doubt.reason, doubt.last_seen, doubt.first_missed)


def _this(look: Look) -> Sighting:
    """This look as the first of a state: whatever it saw was so by its end."""
    return Sighting(look.check_id, look.ended_at)
