"""The score: whether every withdrawal is one incident with its tracks and hardly anybody else's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.incidents.worlds import month
from tracker.core.gathering import gather

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.incidents.worlds import Month
    from tracker.core.incidents import Gathered

RECALL, STRANGERS = 0.95, 0.02


@dataclass
class Score:
    """Sums over all months: pulls and their tracks, what of them was found in their one incident, and who else was.

    `false` are incidents without any pulled track, `quiet_false` those of months in which no label withdrew anything.
    """

    seeds: int = 0
    pulls: int = 0
    tracks: int = 0
    found: int = 0
    members: int = 0
    strangers: int = 0
    good: int = 0
    whole: int = 0
    pure: int = 0
    split: int = 0
    false: int = 0
    quiet_false: int = 0
    worst: list[str] = field(default_factory=list)

    def add(self, seed: int) -> None:
        """Count one month, and the same one without any withdrawal."""
        lived = month(seed)
        self.seeds += 1
        self.quiet_false += len(_gathered(month(seed, pulls=False)))
        incidents = _gathered(lived)
        ids = {each.seq: each.track_id for each in lived.vanishes}
        told = [(each, {ids[seq] for seq in each.members}) for each in incidents]
        pulled = {track for pull in lived.pulls for track in pull.tracks}
        self.false += sum(not tracks & pulled for _, tracks in told)
        for pull in lived.pulls:
            self._count(seed, pull.tracks & set(ids.values()), told)

    def _count(self, seed: int, tracks: frozenset[str], told: Iterable[tuple[Gathered, set[str]]]) -> None:
        if len(tracks) < 3:
            return
        parts = sorted((members for _, members in told if members & tracks), key=lambda m: -len(m & tracks))
        best = parts[0] if parts else set()
        hits, strangers = len(best & tracks), len(best - tracks)
        self.pulls, self.tracks = self.pulls + 1, self.tracks + len(tracks)
        self.found, self.members = self.found + hits, self.members + len(best)
        self.strangers += strangers
        whole, pure = hits >= RECALL * len(tracks), strangers <= STRANGERS * max(1, len(best))
        self.whole, self.pure = self.whole + whole, self.pure + pure
        self.good += whole and pure
        self.split += len(parts) > 1
        if not (whole and pure):
            self.worst.append(
                f"seed {seed}: {hits} of {len(tracks)}, {strangers} strangers, {len(parts)} parts"
            )

    def lines(self) -> list[str]:
        """The figures with their denominators."""
        return [
            f"{self.seeds} seeds, {self.pulls} withdrawals of {self.tracks} watched tracks",
            f"tracks in the one incident of their withdrawal: {self.found} of {self.tracks} ({self.found / max(1, self.tracks):.2%})",
            f"strangers in these incidents: {self.strangers} of {self.members} ({self.strangers / max(1, self.members):.2%})",
            f"withdrawals with 95 % of their tracks: {self.whole} of {self.pulls}; with 2 % strangers at most: {self.pure}; both: {self.good}",
            f"withdrawals with tracks in more than one incident: {self.split} of {self.pulls}",
            f"incidents without any withdrawn track: {self.false}; in the same months without withdrawals: {self.quiet_false} of {self.seeds}",
        ]


def _gathered(lived: Month) -> tuple[Gathered, ...]:
    return gather(lived.vanishes, lived.population)


def score(seeds: Iterable[int]) -> Score:
    """Live through a month for every seed."""
    total = Score()
    for seed in seeds:
        total.add(seed)
    return total
