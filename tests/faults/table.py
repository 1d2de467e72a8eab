"""The rows of the table of figures: what was provoked, how often, and what came of it that must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

COLUMNS = ("cases", "observations", "false", "missed", "lost", "duplicated", "seconds", "seed")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much to run: the quick set, or the whole; every random choice follows from `seed`."""

    quick: bool
    seed: int = 7

    def of(self, quick: int, whole: int) -> int:
        """One of two numbers of cases."""
        return quick if self.quick else whole


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    `false` are claims that the truth does not bear out, `missed` real changes that were not told, `lost` and
    `duplicated` are acknowledged rows or events; `wrong` counts what has no column of its own, and `note` says what.
    """

    fault: str
    cases: int
    observations: int = 0
    false: int = 0
    missed: int = 0
    lost: int = 0
    duplicated: int = 0
    wrong: int = 0
    seconds: float = 0.0
    seed: int = 0
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether something was tried, and nothing came of it that must not."""
        return self.cases > 0 and not (
            self.false or self.missed or self.lost or self.duplicated or self.wrong
        )


@dataclass(frozen=True, slots=True)
class Suite:
    """One part of the fault model: its name on the command line, what runs it, and whether it uses both cores."""

    name: str
    run: Callable[[Scale], Iterable[Row]]
    wide: bool = False


def lines(rows: Sequence[Row]) -> list[str]:
    """The table as text, a header first; a row that does not hold is marked."""
    width = max([len(row.fault) for row in rows] + [5])
    head = f"{'fault':<{width}} " + " ".join(f"{name:>12}" for name in COLUMNS) + "  note"
    return [head, *(_line(row, width) for row in rows)]


def _line(row: Row, width: int) -> str:
    figures = [f"{getattr(row, name):>12,}" for name in COLUMNS[:6]]
    figures += [f"{row.seconds:>12.1f}", f"{row.seed:>12}"]
    wrong = f"WRONG {row.wrong}: " if row.wrong else ""
    mark = "" if row.holds else "  <-- DOES NOT HOLD"
    return f"{row.fault:<{width}} {' '.join(figures)}  {wrong}{row.note}{mark}"
