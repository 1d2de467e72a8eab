"""What one place of a complete reading says of the entry that stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.history import Observation, State
from tracker.core.items import Kind

if TYPE_CHECKING:
    from tracker.core.items import Item

ACCOUNT_REASONS = frozenset({"product", "explicit"})
"""Restrictions that speak of the account, not of the catalogue: they can never make a vanish."""


def observe(track_id: str, item: Item) -> Observation:
    """Judge `item`, which stands where `track_id` is known to stand.

    Gone needs positive evidence: a null, or an object whose names are all empty. Unplayable needs the
    reason `market` or none at all; every other reason, and a missing answer, is unknown and says why.
    """
    if item.kind is Kind.NOTHING or item.nameless:
        return Observation(track_id, State.GONE)
    if item.kind is not Kind.TRACK:
        return Observation(track_id, State.UNKNOWN, why=f"kind:{item.kind}")
    if item.playable is None:
        return Observation(track_id, State.UNKNOWN, why="field:is_playable")
    if item.playable:
        return Observation(track_id, State.PLAYABLE, via=_via(track_id, item))
    if item.reason in ACCOUNT_REASONS:
        return Observation(track_id, State.UNKNOWN, reason=item.reason, why=f"account:{item.reason}")
    if item.reason not in {None, "market"}:
        return Observation(track_id, State.UNKNOWN, reason=item.reason, why=f"reason:{item.reason}")
    return Observation(track_id, State.UNPLAYABLE, reason=item.reason)


def _via(track_id: str, item: Item) -> str | None:
    return item.id if item.id != track_id else None
