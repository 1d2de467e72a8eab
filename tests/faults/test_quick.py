"""The quick set of the fault model: every row holds."""

from __future__ import annotations

import pytest

from tests.faults.suites import SUITES
from tests.faults.table import Scale, Suite, lines


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_the_quick_set_holds(suite: Suite) -> None:
    """Something was tried in every row, and nothing came of it that must not."""
    rows = list(suite.run(Scale(quick=True)))
    assert rows
    assert [row.fault for row in rows if not row.holds] == [], "\n".join(lines(rows))
