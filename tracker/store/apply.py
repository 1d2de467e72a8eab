"""Writes a decision: one function for each kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.core import decision as d
from tracker.store import doubts, entries, gaps, releases, removals, spells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.store.work import Work

STEPS: tuple[tuple[type[d.Change], Callable[[Work, Any], None]], ...] = (
    (d.LearnTrack, entries.learn_tracks),
    (d.LearnRelease, releases.learn),
    (d.SettleRemoval, removals.settle),
    (d.Revive, removals.revive),
    (d.RemoveEntry, removals.remove),
    (d.AddEntry, entries.add),
    (d.Reorder, entries.reorder),
    (d.CloseGap, gaps.close),
    (d.OpenGap, gaps.open_gaps),
    (d.CloseSpell, spells.close),
    (d.OpenSpell, spells.open_spells),
    (d.Withdraw, doubts.withdraw),
    (d.Agree, doubts.agree),
    (d.Confirm, doubts.confirm),
    (d.Suspect, doubts.suspect),
)
"""All changes of one kind are written together, which makes a first reading of 10,000 places quick.

The order of the kinds is the one in which changes of one track follow each other: what ends comes before what
takes its place. Changes of one kind keep the order that the decision gave them.
"""


def apply(work: Work, changes: Sequence[d.Change]) -> None:
    """Write `changes`; StoreError if one of them speaks of what is not there."""
    for kind, write in STEPS:
        if batch := [change for change in changes if isinstance(change, kind)]:
            write(work, batch)
