"""Bringing the packed lists to what they should hold:

    on record ──> still there? same version? ──> else read ──> edits ──> each written once, and kept ──> seen to be so

Every write is on record before the next one is sent. One whose answer is lost leaves its list uncertain: the next run
reads it before it writes anything, so nothing is ever doubled blindly. Whatever cannot be understood is emptied and
filled anew; all of this happens in lists of the tracker's own, and in no other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.core.budget import SPARE_SHARE, spare
from tracker.core.errors import LookFailed, Refused
from tracker.core.packed import description, recognised, title
from tracker.core.planning.packing import Make, Take, repack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from tracker.core.budget import Limits
    from tracker.core.packed import PackedList, PackedLists, Shelf
    from tracker.core.planning.packing import Edit, Put, Repacking
    from tracker.core.ports import Clock, Store

FILLING_SHARE = 0.9
"""So much of a day's budget may be used up before lists that are not filled yet have to wait: each write saves calls."""

SOME = 10
"""A run that has more than so many writes to do begins once it can do so many."""


@dataclass(frozen=True, slots=True)
class Packer:
    """Everything that packing needs; `market` is the account's, `allowed` whether the login may write at all.

    `refused` are tracks that the service did not take, and when: as long as this process lives it is not asked daily.
    """

    shelf: Shelf
    lists: PackedLists
    store: Store
    clock: Clock
    limits: Limits
    market: str | None
    allowed: Callable[[], bool]
    mark: Callable[[], str]
    refused: dict[str, datetime] = field(default_factory=dict)

    def can_spare(self, calls: int, share: float) -> bool:
        """Whether the budget leaves so many calls to what is no check."""
        return spare(self.store.ledger(), self.clock.now(), self.limits, share) >= calls


@dataclass(slots=True)
class Brought:
    """What one run came to; `waits`: the budget or a disagreement left something for the next one."""

    writes: int = 0
    joined: int = 0
    left: int = 0
    deleted: bool = False
    waits: bool = False
    refused: set[str] = field(default_factory=set)


def bring(packer: Packer, rates: Mapping[str, float]) -> Brought:
    """Bring the lists to the tracks that have a rate, as far as the budget reaches; raises LookFailed."""
    return _Run(packer).bring(rates)


class _Run:
    """One run. `rows` follow what was written."""

    def __init__(self, packer: Packer) -> None:
        self._packer, self._lists, self._shelf = packer, packer.lists, packer.shelf
        self._rows = {row.number: row for row in packer.lists.rows()}
        filling = any(row.state == "filling" for row in self._rows.values())
        self._share = FILLING_SHARE if filling else SPARE_SHARE
        self._touched: set[int] = set()
        self._done = Brought()

    def bring(self, rates: Mapping[str, float]) -> Brought:
        """Look, write, look again."""
        if not self._spared(self._needed(rates)):
            self._done.waits = True
            return self._done
        self._look()
        if self._done.deleted or self._done.waits:
            return self._done
        before = self._all_held()
        while not self._write_all(rates):
            """Something was refused: go on without it."""
        after = self._all_held()
        self._done.joined, self._done.left = len(after - before), len(before - after)
        self._prove()
        return self._done

    def _all_held(self) -> set[str]:
        return {track for row in self._rows.values() for track in row.tracks}

    def _spared(self, calls: int) -> bool:
        return self._packer.can_spare(calls, self._share)

    def _needed(self, rates: Mapping[str, float]) -> int:
        """Calls without which a run would look at the lists and then do nothing: looking, reading, some writing."""
        rows = self._rows.values()
        uncertain = sum(row.calls + 2 for row in rows if row.standing and row.snapshot is None)
        return 1 + len(rows) + uncertain + min(SOME, self._plan(rates).writes)

    # ── what they hold ───────────────────────────────────────────────────────────────────────────────────

    def _look(self) -> None:
        """Find out which lists are there and what they hold; those that were deleted end the run."""
        for row in list(self._rows.values()):
            if row.ref is None and row.mark is not None:
                self._find(row, row.mark)
        standing = {
            row.ref: row for row in self._rows.values() if row.ref is not None and row.lost_at is None
        }
        kept = self._shelf.kept(list(standing)) if standing else {}
        for ref, row in standing.items():
            if not kept.get(ref, True) or not self._is_known(row, ref):
                self._lists.lost(row.number, self._packer.clock.now())
        self._done.deleted = any(row.lost_at for row in self._lists.rows())

    def _find(self, row: PackedList, mark: str) -> None:
        """The answer to its making was lost: perhaps it was made."""
        if (ref := self._shelf.find(mark)) is None:
            self._lists.begin(row.number, self._packer.clock.now())
            self._rows[row.number] = replace(row, mark=None)
        else:
            self._lists.made(row.number, ref)
            self._rows[row.number] = replace(row, ref=ref, mark=None)

    def _is_known(self, row: PackedList, ref: str) -> bool:
        """Bring the row to what the list holds; False if it is not there."""
        version = self._shelf.version(ref)
        if version is None:
            return False
        if row.snapshot is None or version.snapshot != row.snapshot or version.total != len(row.tracks):
            if not self._spared(row.calls + 2):
                self._keep(row.number, row.tracks, None)
                self._done.waits = True
                return True
            shown = self._shelf.read(ref)
            held = recognised(row.tracks, shown.places)
            if held is None:
                self._clear(row.number, ref)
            else:
                self._keep(row.number, held, shown.snapshot)
        else:
            self._lists.keep(row.number, row.tracks, row.snapshot, self._packer.clock.now())
        return True

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def _write_all(self, rates: Mapping[str, float]) -> bool:
        """Write what is to be written; False if something was refused, so that it has to be planned anew."""
        refused = len(self._done.refused)
        for edit in self._plan(rates).edits:
            if not self._spared(1):
                self._done.waits = True
                break
            self._write(edit)
        return self._done.waits or len(self._done.refused) == refused

    def _plan(self, rates: Mapping[str, float]) -> Repacking:
        wanted = {track: rate for track, rate in rates.items() if track not in self._done.refused}
        return repack([self._held(number) for number in range(max(self._rows) + 1)], wanted)

    def _held(self, number: int) -> tuple[str, ...] | None:
        row = self._rows.get(number)
        return row.tracks if row and row.standing else None

    def _write(self, edit: Edit) -> None:
        self._done.writes += 1
        if isinstance(edit, Make):
            self._make(edit.number)
            return
        try:
            self._take(edit) if isinstance(edit, Take) else self._put(edit)
        except LookFailed:  # it may have been done
            self._keep(edit.number, self._rows[edit.number].tracks, None)
            raise

    def _make(self, number: int) -> None:
        """On record with its mark before it is asked for: what is made is found again, whatever happens."""
        now, mark = self._packer.clock.now(), self._packer.mark()
        self._lists.begin(number, now, mark)
        try:
            ref = self._shelf.make(title(number), description(mark))
        except Refused:
            self._lists.begin(number, now)
            raise
        self._lists.made(number, ref)
        self._rows[number] = next(row for row in self._lists.rows() if row.number == number)

    def _take(self, edit: Take) -> None:
        snapshot = self._shelf.take(self._ref(edit.number), edit.tracks)
        gone = frozenset(edit.tracks)
        tracks = tuple(track for track in self._rows[edit.number].tracks if track not in gone)
        self._keep(edit.number, tracks, snapshot)

    def _put(self, edit: Put) -> None:
        """Of tracks that are refused together, those are found that are refused alone."""
        try:
            snapshot = self._shelf.put(self._ref(edit.number), edit.place, edit.tracks)
        except Refused as refusal:
            if refusal.why != "request":
                raise
            self._put_apart(edit)
        else:
            tracks = list(self._rows[edit.number].tracks)
            tracks[edit.place : edit.place] = edit.tracks
            self._keep(edit.number, tuple(tracks), snapshot)

    def _put_apart(self, edit: Put) -> None:
        if len(edit.tracks) == 1:
            self._done.refused |= set(edit.tracks)
            self._packer.refused[edit.tracks[0]] = self._packer.clock.now()
            return
        half = len(edit.tracks) // 2
        before = len(self._rows[edit.number].tracks)
        self._put(replace(edit, tracks=edit.tracks[:half]))
        put = len(self._rows[edit.number].tracks) - before
        self._put(replace(edit, place=edit.place + put, tracks=edit.tracks[half:]))
        self._done.writes += 2

    def _clear(self, number: int, ref: str) -> None:
        self._done.writes += 1
        self._keep(number, (), None)
        self._keep(number, (), self._shelf.clear(ref))

    def _keep(self, number: int, tracks: tuple[str, ...], snapshot: str | None) -> None:
        self._touched.add(number)
        self._lists.keep(number, tracks, snapshot)
        self._rows[number] = replace(self._rows[number], tracks=tracks, snapshot=snapshot)

    def _ref(self, number: int) -> str:
        return self._rows[number].ref or ""  # without an id nothing is sent

    # ── proving ──────────────────────────────────────────────────────────────────────────────────────────

    def _prove(self) -> None:
        """See whether what was written is there; what is not as it should be is emptied, and filled by the next run."""
        for number in sorted(self._touched):
            row, ref = self._rows[number], self._ref(number)
            version = self._shelf.version(ref)
            if version is None:
                self._done.waits = True
                continue
            snapshot: str | None = version.snapshot
            if row.snapshot is None or snapshot != row.snapshot or version.total != len(row.tracks):
                shown = self._shelf.read(ref)
                snapshot = shown.snapshot
                if recognised(row.tracks, shown.places) != row.tracks:
                    self._clear(number, ref)
                    self._done.waits = True
                    continue
            self._lists.keep(number, row.tracks, snapshot, self._packer.clock.now())
