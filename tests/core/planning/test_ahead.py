"""What is asked next, in words and as JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.core.past import WATCH
from tracker.core.planning.ahead import Ahead, ahead_json, ahead_text

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EVENINGS = replace(WATCH, id=3, label="Long Evenings")


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (Ahead(None, EVENINGS, "DE", 9), '"Long Evenings" in DE at once, 9 calls'),
        (Ahead(NOW - timedelta(hours=1), EVENINGS, "DE", 1), '"Long Evenings" in DE at once, 1 call'),
        (
            Ahead(NOW + timedelta(minutes=125), EVENINGS, "US", 9),
            '"Long Evenings" in US at 14:05 UTC, 9 calls',
        ),
        (
            Ahead(NOW + timedelta(days=1), EVENINGS, "DE", None),
            '"Long Evenings" in DE on 3 Mar 2026 12:00 UTC',
        ),
        (
            Ahead(NOW + timedelta(hours=2), EVENINGS, "DE", None, 2),
            '"Long Evenings" in DE at 14:00 UTC, a second look (2 in doubt)',
        ),
        (Ahead(None, replace(EVENINGS, label="a\u202eb"), "DE", 1), '"a[U+202E]b" in DE at once, 1 call'),
    ],
)
def test_a_look_to_come_in_words(each: Ahead, said: str) -> None:
    """The day is said where it is not today's; calls only where they are known."""
    assert ahead_text(each, NOW) == said


def test_a_look_to_come_for_programs() -> None:
    """Null stands for at once, and for calls that only the answers decide."""
    assert ahead_json(Ahead(None, EVENINGS, "DE", 9)) == {
        "what": "check",
        "watch": 3,
        "label": "Long Evenings",
        "market": "DE",
        "due_at": None,
        "calls": 9,
        "doubts": 0,
    }
    second = ahead_json(Ahead(NOW, EVENINGS, "DE", None, 2))
    assert (second["what"], second["due_at"], second["calls"], second["doubts"]) == (
        "second look",
        "2026-03-02T12:00:00Z",
        None,
        2,
    )
