"""The tier that is remembered, and the notice of its loss, which is told once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.store.looks import hours
from tracker.core.notices import NoticeKind
from tracker.core.planning.requests import Tier
from tracker.core.tiers import Remembered, may_batch, reckoned, tier_text

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore


def test_what_was_seen_last_is_remembered(store: SqlStore) -> None:
    """One row, written over; nothing before the first answer."""
    assert store.tier.remembered() is None
    store.tier.keep(Tier.C, hours(0))
    store.tier.keep(Tier.B, hours(1))
    assert store.tier.remembered() == Remembered(Tier.B, hours(1))


def test_a_loss_is_told_once_and_then_is_the_rule(store: SqlStore) -> None:
    """From many a call to one a call is a notice, which ends when that is seen again; an app that never had more gets none."""
    store.tier.keep(Tier.C, hours(0))
    assert store.notices() == []
    store.tier.keep(Tier.B, hours(24))
    store.tier.keep(Tier.C, hours(48))
    (notice,) = store.notices()
    assert (notice.kind, notice.kind.blinding) == (NoticeKind.TIER, False)
    assert "tracker plan" in notice.text
    store.tier.keep(Tier.C, hours(73))
    assert store.notices() == []


def test_a_loss_that_was_none_is_taken_back(store: SqlStore) -> None:
    """If many are answered for again, the notice does not stand any more."""
    store.tier.keep(Tier.A, hours(0))
    store.tier.keep(Tier.C, hours(1))
    store.tier.keep(Tier.B, hours(26))
    assert store.notices() == []


def test_when_a_call_is_risked() -> None:
    """Known to work: for any saving. Unknown, or refused a day ago: for three calls. Refused lately: not at all."""
    now, day = hours(0), timedelta(days=1)
    refused, works = Remembered(Tier.C, now), Remembered(Tier.B, now)
    assert [may_batch(works, now + 90 * day, saved) for saved in (0, 1)] == [False, True]
    assert [may_batch(None, now, saved) for saved in (2, 3)] == [False, True]
    assert [may_batch(refused, now + age, 50) for age in (day / 2, day, -day)] == [False, True, True]


def test_the_tier_is_told_in_words() -> None:
    """What was not asked is not guessed, though the poorest is reckoned with; A and B cannot be told apart."""
    assert "not found out yet" in tier_text(None)
    assert reckoned(None) is Tier.C
    told = "tier A or B: 50 tracks or 20 albums a call (seen 3 May 2026 04:00 UTC)"
    assert tier_text(Remembered(Tier.A, hours(0))) == told
