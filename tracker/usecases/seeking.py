"""Searching for where vanished recordings live on, with what the budget can spare:

    vanishes that last ──> due? ──> the record itself (no call) ──> certain? kept
                                     └─ a hint, the service's search ──> kept, with the next due time
    replacements that stand ──> looked at once a week ──> lost? a new search is due at once

A failure ends the run and leaves its search due. Nothing found here changes an entry, a spell or an event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.budget import spare
from tracker.core.errors import LookFailed, Overtaken, Passing, Refused
from tracker.core.replacements import MOST_CALLS, Found, any_certain, surest_first
from tracker.core.sameness import judge

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.budget import Limits
    from tracker.core.ports import Budget, Clock, Duties
    from tracker.core.replacements import Finder, Lost, Replacements
    from tracker.usecases.turns import Turns

DUTY = "searches"
EVERY = timedelta(hours=4)
"""A recording that lives on can be told some hours later; what is asked sooner costs the record more than it is worth."""
RETRY = timedelta(hours=5)
"""What brought no answer is asked again no sooner, so that others get their turn."""
MOST = 200
"""So many are taken up in one run; what is left is due still."""
ASKED_AT_ONCE = 20
"""So many are asked of the service in one run: checks go by the same thread, and must not wait for long."""
LOOK_CALLS = 5
"""A look costs one call, and a few more where its 404 has to be believed."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """Everything a search needs."""

    finder: Finder
    replacements: Replacements
    budget: Budget
    duties: Duties
    turns: Turns
    clock: Clock
    limits: Limits

    def can_spare(self, calls: int) -> bool:
        """Whether the budget leaves so many calls to what is no check."""
        return spare(self.budget.ledger(), self.clock.now(), self.limits) >= calls


@dataclass(slots=True)
class Sought:
    """What one run came to: searches, looks at replacements, what was found and lost, and what ended it early."""

    searched: int = 0
    found: int = 0
    looked: int = 0
    lost: int = 0
    failure: LookFailed | None = None
    refused: set[str] = field(default_factory=set)


def seek_due(seeker: Seeker) -> Sought | None:
    """Do what is due, in one process at a time; None if it was not due or is somebody else's."""
    with seeker.turns.taken_if_due(DUTY, EVERY) as claim:
        if claim is None:
            return None
        sought = Sought()
        try:
            _run(seeker, sought)
        except Overtaken:
            return None
        except LookFailed as failure:
            sought.failure = failure
        seeker.duties.done(claim, seeker.clock.now() + EVERY)
        return sought


def _run(seeker: Seeker, sought: Sought) -> None:
    seeker.replacements.end_returned()
    seeker.replacements.waken(seeker.clock.now())
    asked = 0
    for lost in seeker.replacements.due(seeker.clock.now(), MOST):
        found = _in_record(seeker, lost, seeker.clock.now())
        if not any_certain(found):
            if lost.market in sought.refused or asked == ASKED_AT_ONCE or not seeker.can_spare(MOST_CALLS):
                continue  # others may still be found in the record, which costs nothing
            asked += 1
            answered = _asked(seeker, lost, sought)
            if answered is None:
                continue
            found = surest_first([*found, *answered])
        seeker.replacements.keep(lost, found, seeker.clock.now())
        sought.searched += 1
        sought.found += bool(found)
    _look_again(seeker, sought)


def _in_record(seeker: Seeker, lost: Lost, now: datetime) -> list[Found]:
    """What the record itself has seen play lately: no call."""
    known = seeker.replacements.known(lost, now)
    return surest_first([Found(each.item, verdict) for each in known if (verdict := judge(lost, each))])


def _asked(seeker: Seeker, lost: Lost, sought: Sought) -> list[Found] | None:
    """What the service says; None if this market is refused to this app, which leaves the search due."""
    try:
        found: list[Found] = []
        for hint in seeker.replacements.hints(lost)[:1]:
            found += seeker.finder.by_id(lost, hint)
        return found if any_certain(found) else [*found, *seeker.finder.search(lost)]
    except Refused as refusal:
        sought.refused.add(lost.market)
        sought.failure = refusal
        return None
    except Passing:
        seeker.replacements.postpone(lost, seeker.clock.now() + RETRY)
        raise


def _look_again(seeker: Seeker, sought: Sought) -> None:
    """Look at the replacements whose week is over: one that plays no longer is replaced anew."""
    for other_id, market in seeker.replacements.to_look(seeker.clock.now(), ASKED_AT_ONCE):
        if not seeker.can_spare(LOOK_CALLS):
            return
        try:
            plays = seeker.finder.plays(other_id, market)
        except Refused as refusal:
            sought.refused.add(market)
            sought.failure = refusal
            continue
        except Passing:
            seeker.replacements.looked(other_id, market, plays=None, now=seeker.clock.now())
            raise
        seeker.replacements.looked(other_id, market, plays=plays, now=seeker.clock.now())
        sought.looked += 1
        sought.lost += plays is False
