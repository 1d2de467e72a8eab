"""A few months of the bench: `python -m tests.incidents` runs a hundred."""

from __future__ import annotations

import pytest

from tests.incidents.score import Score, score
from tests.incidents.scripted import scripted


@pytest.fixture(scope="module")
def found() -> Score:
    """A dozen invented months, the same ones at each run."""
    return score(range(1, 13))


def test_there_is_something_to_find(found: Score) -> None:
    """Some dozens of withdrawals of very different sizes."""
    assert found.seeds == 12
    assert found.pulls > 30
    assert found.tracks > 1000


def test_withdrawals_are_one_incident_each_with_their_tracks(found: Score) -> None:
    """All but a few of their tracks, and hardly anybody who vanished for itself."""
    assert found.found >= 0.99 * found.tracks
    assert found.strangers <= 0.005 * found.members
    assert found.good >= 0.9 * found.pulls


def test_what_vanishes_for_itself_is_no_incident(found: Score) -> None:
    """Neither beside withdrawals nor in months without any."""
    assert (found.false, found.quiet_false) == (0, 0)


def test_the_withdrawals_of_the_demos_script_are_one_incident_each() -> None:
    """Every one of them, whole and without strangers, beside what vanishes for itself."""
    lived = scripted(range(1, 4))
    assert (lived.pulls, lived.good) == (6, 6)
    assert lived.tracks > 50
    assert lived.false == 0
