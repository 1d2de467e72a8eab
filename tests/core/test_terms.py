"""Profiles: research counts only where it was acknowledged, and the acknowledgement grows old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.core.errors import UsageError
from tracker.core.terms import RENEWED_AFTER, VERSION, Acknowledgement, InForce, acknowledgement

NOW = datetime(2026, 5, 3, 4, tzinfo=UTC)
GROUND = "The faculty's lawyer, on research law"


def test_research_without_acknowledgement_is_personal_and_says_so() -> None:
    """One line, with the command that is missing."""
    force = InForce("research", None)
    assert force.profile == "personal"
    assert "tracker terms --acknowledge research" in force.line(NOW)
    assert "\n" not in force.line(NOW)


def test_an_acknowledgement_switches_research_on_only_where_it_is_wanted() -> None:
    """Both are needed: the setting and the words."""
    made = acknowledgement("research", GROUND, NOW)
    assert InForce("research", made).profile == "research"
    assert InForce("personal", made).profile == "personal"
    assert InForce("research", made).line(NOW) == "Profile: research, acknowledged on 3 May 2026."
    assert InForce("personal", made).line(NOW) == "Profile: personal."


def test_after_half_a_year_or_with_new_terms_it_is_asked_for_anew() -> None:
    """A hint, no switching off: nothing is deleted because of a date."""
    made = acknowledgement("research", GROUND, NOW)
    assert not made.stale(NOW + RENEWED_AFTER)
    later = NOW + RENEWED_AFTER + timedelta(seconds=1)
    assert "acknowledged anew" in InForce("research", made).line(later)
    assert InForce("research", made).profile == "research"
    assert Acknowledgement("research", "v9", GROUND, NOW).stale(NOW)
    assert made.terms == VERSION


@pytest.mark.parametrize(
    ("profile", "text"), [("personal", GROUND), ("other", GROUND), ("research", " I may ")]
)
def test_empty_words_and_other_profiles_are_refused(profile: str, text: str) -> None:
    """Who judges, and on what ground, takes more than two words."""
    with pytest.raises(UsageError):
        acknowledgement(profile, text, NOW)
