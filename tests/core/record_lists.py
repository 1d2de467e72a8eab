"""How the record in memory writes what a look says of tracks, places and gaps: one function a kind of change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.core.noted import Left
from tracker.core.history import EventKind, Gap, Status
from tracker.core.known import KnownEntry

if TYPE_CHECKING:
    from tests.core.record import Record
    from tracker.core import decision as d
    from tracker.core.known import Look


def learn(record: Record, change: d.LearnTrack, look: Look) -> None:
    """Keep what was learnt of a track."""
    record.learn(change.track_id, change.item)


def learn_release(record: Record, change: d.LearnRelease, look: Look) -> None:
    """Whose an album is decides nothing: no part of this record."""


def add(record: Record, change: d.AddEntry, look: Look) -> None:
    """Write a new place."""
    track = change.track_id
    record.subjects[track].places += 1
    entry = KnownEntry(record.next_number(), track, frozenset({track}), change.added_at, change.key)
    record.entries = (*record.entries, record.informed(entry))
    record.added.append(entry.id)
    if change.event:
        record.note(EventKind.ENTRY_ADDED, track, change.before, look).settle(look)


def remove(record: Record, change: d.RemoveEntry, look: Look) -> None:
    """Close a place, with the event that tells of it."""
    entry = next(e for e in record.entries if e.id == change.entry_id)
    record.entries = tuple(e for e in record.entries if e is not entry)
    record.subjects[change.track_id].places -= 1
    if change.event:
        event = record.note(EventKind.ENTRY_REMOVED, change.track_id, change.before, look)
        record.left[entry.id] = Left(entry, look.ended_at, change.settled, event)
        if change.settled:
            event.settle(look)


def settle_removal(record: Record, change: d.SettleRemoval, look: Look) -> None:
    """Make a suspected removal a fact."""
    left = record.left[change.entry_id]
    left.settled = True
    left.event.settle(look)


def revive(record: Record, change: d.Revive, look: Look) -> None:
    """Open a place again; its removal is withdrawn or, if it was told as a fact, retracted."""
    left = record.left.pop(change.entry_id)
    track = left.entry.track_id
    record.subjects[track].places += 1
    record.entries = (*record.entries, record.informed(left.entry))
    if left.settled:
        record.note(EventKind.RETRACTED, track, None, look, retracts=left.event.seq).settle(look)
    else:
        left.event.status = Status.WITHDRAWN


def reorder(record: Record, change: d.Reorder, look: Look) -> None:
    """Put the places in order, and keep the version they have it in."""
    by_id = {entry.id: entry for entry in record.entries}
    record.entries = tuple(by_id[n if n >= 0 else record.added[-1 - n]] for n in change.order)
    if change.snapshot != record.snapshot:
        earlier = {record.snapshot} if record.snapshot else set()
        record.old = (record.old | earlier) - {change.snapshot or ""}
        record.snapshot = change.snapshot


def open_gap(record: Record, change: d.OpenGap, look: Look) -> None:
    """Begin a gap, or note one that is over already."""
    gap = Gap(record.next_number(), 1, change.track_id, record.market, change.since, change.until, change.why)
    if change.until is not None:
        record.past_gaps.append(gap)
        return
    record.gaps[gap.id] = gap
    if change.track_id is not None:
        subject = record.subjects[change.track_id]
        seen = (s for s in (record.last, subject.after_gap) if s and s.at == change.since)
        subject.before_gap, subject.gap = next(seen, None), gap


def close_gap(record: Record, change: d.CloseGap, look: Look) -> None:
    """End a gap when this look began."""
    gap = record.gaps.pop(change.gap_id)
    record.past_gaps.append(replace(gap, until=look.started_at))
    if gap.track_id is not None:
        subject = record.subjects[gap.track_id]
        subject.gap, subject.after_gap = None, record.sighting(look)
