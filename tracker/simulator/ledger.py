"""What was asked of the service: counts of everything and a list of the last calls."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import asdict, dataclass

KEPT = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """One call and its answer's status; `auth` is user, app, none or invalid."""

    at: str
    method: str
    path: str
    query: str
    family: str
    status: int
    auth: str
    conditional: bool


class Ledger:
    """The service's log of calls, both the data and the accounts side."""

    def __init__(self) -> None:
        self.by_family: Counter[str] = Counter()
        self.by_status: Counter[int] = Counter()
        self.calls: deque[Asked] = deque(maxlen=KEPT)

    @property
    def total(self) -> int:
        """How many calls came since the beginning or the last reset."""
        return self.by_family.total()

    def note(self, asked: Asked) -> None:
        """Add a call."""
        self.by_family[asked.family] += 1
        self.by_status[asked.status] += 1
        self.calls.append(asked)

    def reset(self) -> None:
        """Forget everything."""
        self.by_family.clear()
        self.by_status.clear()
        self.calls.clear()

    def as_json(self, last: int) -> dict[str, object]:
        """Give the counts and the last so many calls, oldest first."""
        calls = [asdict(call) for call in self.calls]
        return {
            "total": self.total,
            "by_family": dict(sorted(self.by_family.items())),
            "by_status": {str(status): count for status, count in sorted(self.by_status.items())},
            "last": calls[max(0, len(calls) - last) :],
        }
