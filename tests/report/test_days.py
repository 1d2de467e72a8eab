"""The strip of days: what a day counts as, and how many days share a cell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.report.sample import START, check, gap, view
from tracker.core.coverage import Coverage
from tracker.report.days import MOST_CELLS, DayState, cells

if TYPE_CHECKING:
    from tracker.core.history import Gap
    from tracker.core.views import CheckView

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def states(checks: tuple[CheckView, ...], gaps: tuple[Gap, ...] = (), days: int = 1) -> list[str]:
    """The states of the cells of so many days."""
    end = START + (days - 1) * DAY
    return [cell.state.value for cell in cells(Coverage(view(1), START, end, checks, gaps, None))]


@pytest.mark.parametrize(
    "checks,state",
    [
        ((check(1, START),), "complete"),
        ((check(1, START, complete=False),), "incomplete"),
        ((check(1, START, complete=False), check(2, START + HOUR)), "complete"),
        ((check(1, START), check(2, START + HOUR, complete=False)), "incomplete"),
        ((check(1, START), check(2, START, market="US", complete=False)), "incomplete"),
        ((check(1, START, complete=False), check(2, START + HOUR, whole=False)), "incomplete"),
        ((check(1, START, whole=False),), "complete"),
        ((), "quiet"),
    ],
)
def test_a_day_is_complete_if_its_last_looks_were(checks: tuple[CheckView, ...], state: str) -> None:
    """The last whole look in every market decides; a look at some tracks does not mend a failed one."""
    assert states(checks) == [state]


def test_a_day_without_checks_inside_a_gap_is_a_gap() -> None:
    """Only the days that a gap touches and no check saw are shown as not observed."""
    away = (gap(1, START + HOUR, START + 2 * DAY),)
    assert states((check(1, START),), away, days=4) == ["complete", "gap", "gap", "quiet"]
    assert states((), (gap(1, None, None),), days=2) == ["gap", "gap"]


def test_many_days_share_cells_and_the_worst_is_shown() -> None:
    """A long time fits the strip, each cell as bad as its worst day, no day left out."""
    checks = tuple(check(n, START + n * DAY, complete=n != 7) for n in range(400))
    strip = cells(Coverage(view(1), START, START + 399 * DAY, checks, (), None))
    assert len(strip) <= MOST_CELLS
    assert [n for n, cell in enumerate(strip) if cell.state is DayState.INCOMPLETE] == [1]
    assert strip[1].text == "6 Sep 2026 to 10 Sep 2026: incomplete"
    assert sum((cell.last - cell.first).days + 1 for cell in strip) == 400
