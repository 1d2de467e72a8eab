"""From rows of the record to values of the core."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from tracker.core.history import Doubt, Event, EventKind, Gap, Sighting, Spell, State, Status, Target
from tracker.core.items import Way
from tracker.core.views import CheckView
from tracker.core.watch import Source, Watch


def watch_of(row: Row[Any]) -> Watch:
    """A watch from its row."""
    every = timedelta(seconds=row.every_s)
    source, markets = Source(row.source), tuple(row.markets)
    return Watch(
        id=row.id,
        source=source,
        ref=row.ref,
        label=row.label,
        markets=markets,
        every=every,
        added_at=row.added_at,
        renew_by=row.renew_by,
        muted_at=row.muted_at,
        paused_at=row.paused_at,
        named_at=row.named_at,
    )


def sighting_of(check_id: int | None, at: datetime | None) -> Sighting | None:
    """A sighting, where both of its halves are there."""
    return None if check_id is None or at is None else Sighting(check_id, at)


def check_of(sighting: Sighting | None) -> int | None:
    """The check of a sighting, if there is one."""
    return sighting.check_id if sighting else None


def at_of(sighting: Sighting | None) -> datetime | None:
    """The instant of a sighting, if there is one."""
    return sighting.at if sighting else None


def target_of(row: Row[Any]) -> Target:
    """The target of a spell's or a doubt's row."""
    return Target(State(row.state), row.via)


def spell_of(row: Row[Any]) -> Spell:
    """An open spell from its row."""
    was = Target(State(row.was_state), row.was_via) if row.was_state else None
    return Spell(row.id, target_of(row), row.first_at, was, row.event_seq)


def doubt_of(row: Row[Any]) -> Doubt:
    """A doubt from its row."""
    return Doubt(
        id=row.id,
        watch_id=row.watch_id,
        track_id=row.track_id,
        market=row.market,
        target=target_of(row),
        kind=EventKind(row.kind) if row.kind else None,
        reason=row.reason,
        last_seen=sighting_of(row.last_check, row.last_at),
        first_missed=Sighting(row.missed_check, row.missed_at),
        looks=tuple(row.looks),
        way=Way(row.way),
        independent=row.independent,
        contested=row.contested,
        held=row.held,
        event_seq=row.event_seq,
    )


def gap_of(row: Row[Any]) -> Gap:
    """A gap from its row."""
    return Gap(row.id, row.watch_id, row.track_id, row.market, row.since, row.until, row.why)


def event_of(row: Row[Any]) -> Event:
    """An event from its row joined with the watch's label, the track's ISRC and its name."""
    return Event(
        seq=row.seq,
        kind=EventKind(row.kind),
        status=Status(row.status),
        market=row.market,
        watch_id=row.watch_id,
        watch_label=row.label,
        track_id=row.track_id,
        title=row.title,
        artists=tuple(row.artists or ()),
        name_origin=row.origin,
        isrc=row.isrc,
        reason=row.reason,
        via=row.via,
        last_seen_at=row.last_seen_at,
        first_missed_at=row.first_missed_at,
        confirmed_at=row.confirmed_at,
        retracts=row.retracts,
        incident=row.incident,
        checks=tuple(row.checks),
        state=State(row.state) if row.state else None,
    )


def check_view_of(row: Row[Any]) -> CheckView:
    """A check from its row."""
    return CheckView(
        id=row.id,
        watch_id=row.watch_id,
        market=row.market,
        way=row.way,
        started_at=row.started_at,
        ended_at=row.ended_at,
        complete=row.complete,
        why=row.why,
        calls=row.calls,
        observed=dict(row.observed),
        whole=row.whole,
    )
