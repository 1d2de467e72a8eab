"""The quick set of the bench: one seed of each figure must hold, and a figure that does not must be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.bench.local import pages, parse_ratio
from tests.bench.recorded import planned
from tests.bench.recording import measured as recorded
from tests.bench.scale import measured
from tests.bench.tables import Figure, batches, covers, limits, line, packed, restarts
from tests.bench.waiting import one_check
from tests.bench.whole_round import one_round


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


def test_a_page_is_read_quickly() -> None:
    """From the bytes to the places in twice the time of the standard decoder at most, also on a busy machine."""
    for body in pages().values():
        whole, bare = parse_ratio(body, 31)
        assert whole <= 2 * bare


def test_a_later_round_writes_what_changed_and_no_more() -> None:
    """A tenth of a list in three markets: one row a look, two a change, hardly more bytes than asked for."""
    told = recorded("ours", 1_000, 3)
    assert (told["changes"], told["checks"]) == (3, 3)
    assert told["other_rows"] <= 3


def test_a_check_is_hardly_work() -> None:
    """Three hundred tracks: nearly all of the time it waits for leave to call."""
    assert one_check(300).waiting > 0.95


def test_a_round_of_the_whole_program_is_near_its_bound() -> None:
    """Four lists that overlap, in two markets: what is sent is what the cover says, and less than each for itself."""
    told = one_round(2, tracks=120, lists=4)
    assert told.bound <= told.calls <= 1.05 * told.bound + 1
    assert told.calls < told.alone


def test_a_missed_figure_is_told() -> None:
    """Whoever reads the table must see it."""
    assert line(Figure("calls", "1 seed", "2", "1", holds=False)).endswith("| NO |")
