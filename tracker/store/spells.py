"""Spells beginning and ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, update
from sqlmodel import col

from tracker.store.rows import at_of, check_of
from tracker.store.tables import SpellRow
from tracker.store.work import must_know

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.decision import CloseSpell, OpenSpell
    from tracker.store.work import Work


def open_spells(work: Work, changes: Sequence[OpenSpell]) -> None:
    """Begin spells; the database refuses a second open one of a track in a market."""
    rows = [
        {
            "track_id": change.track_id,
            "market": work.market,
            "state": change.target.state,
            "via": change.target.via,
            "reason": change.reason,
            "before_check": check_of(change.before),
            "before_at": at_of(change.before),
            "first_check": change.first.check_id,
            "first_at": change.first.at,
            "was_state": change.was.state if change.was else None,
            "was_via": change.was.via if change.was else None,
            "event_seq": change.event_seq,
        }
        for change in changes
    ]
    work.conn.execute(insert(SpellRow), rows)


def close(work: Work, changes: Sequence[CloseSpell]) -> None:
    """End spells, with both edges of the doubt about when."""
    must_know([change.spell_id for change in changes], work.spells(), "spells")
    edges = [
        {
            "b_id": change.spell_id,
            "last_check": check_of(change.last),
            "last_at": at_of(change.last),
            "missed_check": change.missed.check_id,
            "missed_at": change.missed.at,
        }
        for change in changes
    ]
    work.conn.execute(update(SpellRow).where(col(SpellRow.id) == bindparam("b_id")), edges)
