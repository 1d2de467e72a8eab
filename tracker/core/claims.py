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
T               T                  D, another way    contested: the looks are counted anew, and twice as many
T               a third thing      D                 withdrawn, and the third thing is suspected
any             not T              from the future   withdrawn, and suspected anew: the clock was set back

A change that undoes the one before it within days is told as that one's retraction, not as another change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
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
from tracker.core.items import Way
from tracker.core.rules import PATIENCE, asks_otherwise, next_look, often_enough, other_way

if TYPE_CHECKING:
    from tracker.core.decision import Change
    from tracker.core.history import Doubt, Observation, Target
    from tracker.core.known import Look, Standing
    from tracker.core.rules import Rules


@dataclass(frozen=True, slots=True)
class Case:
    """One observation against what stands, under which look and rules.

    `held` if it is part of a mass flip; `backed` if enough of that flip was agreed to by another way of asking.
    """

    seen: Observation
    standing: Standing
    look: Look
    rules: Rules
    held: bool = False
    backed: bool = False

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


def told_as(case: Case) -> EventKind | None:
    """The event that a contradiction would be: a change, or the retraction of the one that was told last."""
    kind = flip_kind(case.settled, case.seen.target)
    return EventKind.RETRACTED if kind and _undoes(case) else kind


def _undoes(case: Case) -> bool:
    """Whether this is the state before the last told change again, so soon that the change never was one."""
    spell = case.standing.spell
    if spell is None or spell.event_seq is None or spell.was is None or spell.since is None:
        return False
    seen, age = case.seen.target, case.look.ended_at - spell.since
    restored = seen.state.absent if spell.was.state.absent else seen == spell.was
    return restored and timedelta(0) <= age <= case.rules.regret


def agrees(doubt: Doubt, case: Case) -> bool:
    """Whether an observation says what the doubt says: absent in either form, or playable by the very same id.

    Which id answers for a track that is back may depend for good on how one asks. So another way of asking agrees
    that it is back, whatever the id, and says which id it is: from then on, that way has to name it again.
    """
    seen, absent = case.seen.target, doubt.target.state.absent
    back = not absent and case.settled is not None and case.settled.state.absent
    if absent or (back and asks_otherwise(doubt, case.look.way) != doubt.independent):
        return seen.state.absent is absent
    return seen == doubt.target


def unchanged(standing: Standing, seen: Observation) -> bool:
    """Whether a look says what is settled and undoubted, as by far the most do: it changes nothing."""
    spell = standing.spell
    if spell is None or standing.doubt or standing.gap:
        return False
    return spell.target.state is seen.state and spell.target.via == seen.via


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
    timely = doubt.first_missed.at <= case.look.ended_at
    if timely and agrees(doubt, case):
        return _grow(case, doubt)
    if differs(case.settled, case.seen.target):
        # What was settled was last seen before the doubt, not by the looks that saw something else.
        return [Withdraw(doubt.id), replace(_suspect(case), last_seen=_earlier(doubt.last_seen, case.look))]
    if contests(case, doubt):
        return [contested(doubt, case.look)]
    first = [_open(case, _this(case.look))] if case.settled is None else []
    return [Withdraw(doubt.id), *first]


def contests(case: Case, doubt: Doubt) -> bool:
    """Whether this look saw what was settled before the doubt, although two ways of asking are then at odds."""
    same = case.settled is not None and not differs(case.settled, case.seen.target)
    known = case.seen.state is not State.UNKNOWN
    odds = case.look.way != doubt.way or doubt.independent
    return same and known and odds and bool(doubt.looks)


def contested(doubt: Doubt, look: Look) -> Agree:
    """A doubt that counts its looks anew.

    If the other way denies it, it rests until the list brings it up again; if the list does, the other is asked at once.
    """
    later = look.ended_at + (PATIENCE if look.way != doubt.way else timedelta(0))
    via = doubt.target.via
    return Agree(doubt.id, via, independent=False, contested=True, next_look_at=later, held=False)


def _grow(case: Case, doubt: Doubt) -> list[Change]:
    look, rules, held = case.look, case.rules, case.held or doubt.held is not None
    just_held = held and doubt.held is None
    often, other = often_enough(doubt, look.ended_at, rules, held=held), asks_otherwise(doubt, look.way)
    if just_held or not (often and _convincing(case, doubt, held=held)):
        # Another way of asking that is missing is asked at once: regular looks would put it off for ever.
        missing = often and case.look.way is not Way.PAGES if held else not other
        at = look.ended_at if missing else next_look(look.ended_at, rules, held=held)
        independent = doubt.independent or other
        via = case.seen.via if other else doubt.target.via
        return [Agree(doubt.id, via, independent=independent, contested=False, next_look_at=at, held=held)]
    closing: list[Change] = []
    if spell := case.standing.spell:
        closing = [CloseSpell(spell.id, doubt.last_seen, doubt.first_missed)]
    return [*closing, _open_doubted(case, doubt), Confirm(doubt.id)]


def _convincing(case: Case, doubt: Doubt, *, held: bool) -> bool:
    """Whether another way of asking has agreed: upon this very track; or, in a look at a whole mass flip, upon a sample.

    One of the sample that was named by another id then is not among those that the sample speaks for.
    """
    exact = doubt.target.state.absent or case.seen.target == doubt.target
    whole = held and exact and case.look.way is not Way.SINGLE
    return (whole and case.backed) or other_way(doubt, case.look.way, case.rules)


def _suspect(case: Case) -> Suspect:
    seen, look, spell = case.seen, case.look, case.standing.spell
    return Suspect(
        track_id=seen.track_id,
        target=seen.target,
        kind=(kind := told_as(case)),
        reason=seen.reason,
        last_seen=_earlier(case.standing.last_seen, look) if case.settled else None,
        way=look.way,
        next_look_at=next_look(look.ended_at, case.rules, held=case.held),
        held=case.held,
        retracts=spell.event_seq if spell and kind is EventKind.RETRACTED else None,
    )


def _earlier(seen: Sighting | None, look: Look) -> Sighting | None:
    """A sighting that bounds a change; one from the future does not: then the clock was wrong at either time."""
    return seen if seen and seen.at <= look.ended_at else None


def _open(case: Case, first: Sighting) -> OpenSpell:
    return OpenSpell(case.seen.track_id, case.seen.target, case.seen.reason, None, first)


def _open_doubted(case: Case, doubt: Doubt) -> OpenSpell:
    """The state that was doubted. What a retraction restores may change again, and is then no second retraction."""
    told = None if doubt.kind is EventKind.RETRACTED else doubt.event_seq
    return OpenSpell(
        case.seen.track_id,
        doubt.target,
        doubt.reason,
        doubt.last_seen,
        doubt.first_missed,
        was=case.settled,
        event_seq=told,
    )


def _this(look: Look) -> Sighting:
    """This look as the first of a state: whatever it saw was so by its end."""
    return Sighting(look.check_id, look.ended_at)
