"""The score of a run of cases: what was lost, what is there twice, what is wrong in any other way."""

from __future__ import annotations

from dataclasses import dataclass

from tests.faults.storage_children import Bench, Ending
from tests.faults.storage_scripts import Home, State, Torn
from tests.faults.table import Row
from tracker.core.errors import StoreError

CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "?rename", "?unlink", "openat")
"""The system calls by which a record and its mark reach the disk."""
COUNTED = ("check", "event", "delivery", "doubt", "spell", "entry", "gap", "watch")


@dataclass(slots=True)
class Score:
    """What came of the cases."""

    cases: int = 0
    observations: int = 0
    lost: int = 0
    duplicated: int = 0
    wrong: int = 0

    def row(self, fault: str, note: str) -> Row:
        """As a line of the table."""
        figures = {
            name: getattr(self, name) for name in ("cases", "observations", "lost", "duplicated", "wrong")
        }
        return Row(fault, **figures, note=note)


def judge(score: Score, bench: Bench, home: Home, ending: Ending) -> None:
    """Hold what the killed process left, and what its successor makes of it, against the undisturbed run."""
    score.cases += 1
    try:
        left = bench.script.state(home)
        allowed = bench.states[ending.steps : ending.steps + 2]
        score.observations += size(left)
        if left not in allowed:
            score.lost += left in bench.states
            score.wrong += left not in bench.states
        for _ in range(2):  # done again, it changes nothing
            bench.script.finish(home)
            compare(score, bench.script.state(home), bench.states[-1])
    except (Torn, StoreError):
        score.wrong += 1


def size(state: State) -> int:
    """How many rows and tables a state is made of."""
    parts = [part for part in state.values() if isinstance(part, (dict, list))]
    return sum(size(part) if isinstance(part, dict) else len(part) for part in parts)


def compare(score: Score, found: State, wanted: State) -> None:
    """Count what is missing and what is there twice; anything else that differs is wrong."""
    if found == wanted:
        return
    more = sum(max(0, len(found.get(t, ())) - len(wanted.get(t, ()))) for t in COUNTED)
    fewer = sum(max(0, len(wanted.get(t, ())) - len(found.get(t, ()))) for t in COUNTED)
    score.duplicated += more
    score.lost += fewer
    score.wrong += not (more or fewer)
