"""What was answered a moment ago, so that nothing is asked twice: a track's answer serves every watch that holds it.

An answer is judged once, by the first look that is recorded with it. Later looks know that the track was seen, and
when; a second witness it is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.core.errors import LookFailed
    from tracker.core.items import Item, ListVersion
    from tracker.core.rights import Release

GOOD_FOR = timedelta(hours=3)
"""So long an answer serves other watches at most; a watch with a short rhythm takes none older than an eighth of it."""
SHARE_OF_RHYTHM = 8
JUST_NOW = timedelta(minutes=15)
"""A list's version is of the present so long; and so is an answer about a track that is in doubt."""
Told = tuple[str, str]
"""A market and a track."""


@dataclass(slots=True)
class Bill:
    """Calls that were made beforehand; the first look that uses what they brought accounts for them."""

    calls: int

    def settle(self) -> int:
        """The calls, once."""
        calls, self.calls = self.calls, 0
        return calls


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for a track, when that was asked for, and what it cost."""

    item: Item
    asked_at: datetime
    bill: Bill


@dataclass(frozen=True, slots=True)
class Head:
    """A list's version, or why it could not be read, and when that was."""

    told: ListVersion | LookFailed
    asked_at: datetime
    bill: Bill


@dataclass(slots=True)
class Memory:
    """The answers of the last hours, of this process."""

    _answers: dict[Told, Answer] = field(default_factory=dict)
    _judged: set[Told] = field(default_factory=set)
    _heads: dict[str, Head] = field(default_factory=dict)
    _releases: list[Release] = field(default_factory=list)
    _stray: int = 0

    def keep(self, market: str, items: Mapping[str, Item], asked_at: datetime, calls: int = 0) -> None:
        """Keep what was answered for tracks; it is on no record yet."""
        self._drop_older(asked_at - GOOD_FOR)
        new = Bill(calls)
        for track, item in items.items():
            old = self._answers.get((market, track))
            bill = old.bill if old and not calls else new
            if old and old.bill is not bill:
                self._stray += old.bill.settle()
            self._answers[market, track] = Answer(item, asked_at, bill)
            self._judged.discard((market, track))
        if not items:
            self._stray += calls

    def judged(self, market: str, tracks: Iterable[str]) -> None:
        """What was answered for these is on record now."""
        self._judged.update(told for track in tracks if (told := (market, track)) in self._answers)

    def forget(self, market: str, tracks: Iterable[str]) -> None:
        """Something newer is known of these."""
        for track in tracks:
            self._drop((market, track))

    def keep_releases(self, releases: Iterable[Release]) -> None:
        """Keep what albums told of themselves for the next look that is recorded."""
        self._releases += releases

    def take_releases(self) -> tuple[Release, ...]:
        """What albums told of themselves; given once."""
        releases, self._releases = tuple(self._releases), []
        return releases

    def answers(
        self, market: str, tracks: Iterable[str], now: datetime, oldest: datetime
    ) -> dict[str, Answer]:
        """The answers for tracks that were asked for since `oldest`."""
        found = {track: self._answers.get((market, track)) for track in tracks}
        return {t: answer for t, answer in found.items() if answer and oldest <= answer.asked_at <= now}

    def repeated(self, market: str, tracks: Iterable[str]) -> frozenset[str]:
        """Those of them whose answer is on record already."""
        return frozenset(track for track in tracks if (market, track) in self._judged)

    def keep_head(self, ref: str, head: Head) -> None:
        """Keep a list's version for the look that follows."""
        self._heads[ref] = head

    def take_head(self, ref: str, now: datetime) -> Head | None:
        """A list's version, if it was asked for just now; given once."""
        head = self._heads.pop(ref, None)
        return head if head and timedelta(0) <= now - head.asked_at <= JUST_NOW else None

    def take_stray(self) -> int:
        """Calls whose answers nobody used; whoever looks next accounts for them."""
        calls, self._stray = self._stray, 0
        return calls

    def _drop_older(self, oldest: datetime) -> None:
        for told in [told for told, answer in self._answers.items() if answer.asked_at < oldest]:
            self._drop(told)

    def _drop(self, told: Told) -> None:
        if answer := self._answers.pop(told, None):
            self._stray += answer.bill.settle()
        self._judged.discard(told)
