"""The quick set of the bench: one seed of each figure must hold, and a figure that does not must be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.bench.recorded import planned
from tests.bench.scale import measured
from tests.bench.tables import Figure, batches, covers, limits, line, packed, restarts


@pytest.mark.parametrize("table", [batches, packed, limits])
def test_the_figures_hold_for_one_seed(table: Callable[[list[int]], Iterator[Figure]]) -> None:
    """Batch calls, packed lists and the hidden limit, as docs/performance.md tells them."""
    assert [figure for figure in table([1]) if figure.holds is False] == []


def test_the_cover_is_close_to_its_bound() -> None:
    """Five thousand tracks in sixty lists: within three percent of what any plan needs, and 3.5 times below singles."""
    ratio, gain = covers([1], all_listed=False)
    assert ratio.holds
    assert gain.holds


def test_the_budget_holds_over_restarts() -> None:
    """Fifty deaths, and no rolling day above the budget."""
    (figure,) = restarts(50)
    assert figure.holds


def test_a_large_plan_is_small() -> None:
    """A tenth of the large plan, in its own process, must stay below a tenth of the time and 100 MB."""
    told = measured(10_000, 3)
    assert told["peak_mb"] < 100
    assert told["plan_s"] < 1
    assert told["calls"] >= told["bound"] > 0


def test_a_plan_from_the_record_is_small() -> None:
    """A twentieth of the large record: read, reckoned with and with ways out in well below a second and 150 MB."""
    told = planned(5_000)
    assert told["plan_s"] < 1
    assert told["peak_mb"] < 150
    assert told["alone"] >= told["calls"] > 0
    assert (told["options"] > 0, told["next"]) == (True, 3)


def test_a_missed_figure_is_told() -> None:
    """Whoever reads the table must see it."""
    assert line(Figure("calls", "1 seed", "2", "1", holds=False)).endswith("| NO |")
