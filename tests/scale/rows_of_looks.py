"""The rows of looks: what each of them counted, and under which version of the list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.scale.calendar_of_looks import Look
    from tests.scale.invent import Invented
    from tests.scale.lists import Held


def checks(made: Invented) -> Iterator[dict[str, Any]]:
    """All looks, each with what it counted."""
    steps = {where: sorted(steps, reverse=True) for where, steps in made.steps.items()}
    counts = {where: Counter[str]() for where in steps}
    versions = {watch.id: _Version(watch) for watch in made.lists}
    for look in made.looks:
        left, seen = steps[look.where], counts[look.where]
        while left and left[-1][0] <= look.at:
            _, state, number = left.pop()
            seen[state] += number
        observed = {state: n for state, n in seen.items() if n} if look.whole else look.seen
        yield {
            "id": look.id,
            "watch_id": look.watch,
            "market": look.market,
            "way": look.way,
            "slot": look.at if look.whole else None,
            "started_at": look.at,
            "ended_at": look.ended,
            "complete": look.why is None,
            "whole": look.whole,
            "why": look.why,
            "calls": 1 + sum(seen.values()) // 50 if look.whole else max(1, sum(look.seen.values())),
            "observed": {} if look.why else observed,
            "snapshot": versions[look.watch].at(look),
        }


class _Version:
    """The version that the service gave to a list, as it went from edit to edit."""

    def __init__(self, watch: Held) -> None:
        self._watch = watch
        self._changed = sorted({look.id for look in watch.changed}, reverse=True)
        self._number = 0

    def at(self, look: Look) -> str | None:
        """The version at a look; to be asked in order."""
        if not (self._watch.edited and look.way == "list" and look.why is None):
            return None
        while self._changed and self._changed[-1] <= look.id:
            self._changed.pop()
            self._number += 1
        return f"{self._watch.id}-{self._number}"
