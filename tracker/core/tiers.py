"""What the service allows this app, as it was last seen: how long that is believed, and when asking anew pays.

A and B cannot be told apart by asking, so B stands for both. Nobody is asked for the tier alone: the first call for
many ids at once that would save something is the question, and its refusal is the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tracker.core.phrases import minute
from tracker.core.planning.requests import Tier

if TYPE_CHECKING:
    from datetime import datetime

BELIEVED = timedelta(days=1)
"""So long a refusal is believed: not before that is a call spent on finding out anew."""
WORTH_ASKING = 3
"""A call that may be refused is made only where it would save so many."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The tier, and when an answer last showed it."""

    tier: Tier
    seen_at: datetime

    def fresh(self, now: datetime) -> bool:
        """Whether it was seen within a day; what a clock that went wrong wrote down was not."""
        return abs(now - self.seen_at) < BELIEVED


class Tiers(Protocol):
    """Where the tier is remembered."""

    def remembered(self) -> Remembered | None:
        """What was last seen; None if nobody has asked yet."""

    def keep(self, tier: Tier, now: datetime) -> None:
        """Remember what an answer has shown; where batch calls have gone, a notice tells it once."""


def may_batch(seen: Remembered | None, now: datetime, saved: int) -> bool:
    """Whether to ask for many at once, which would save so many calls: also to find out, but once a day at most."""
    if seen is not None and seen.tier.batches:
        return saved > 0
    return saved >= WORTH_ASKING and (seen is None or not seen.fresh(now))


def reckoned(seen: Remembered | None) -> Tier:
    """The tier to reckon with: the poorest, as long as nothing better was seen."""
    return seen.tier if seen else Tier.C


def tier_name(tier: Tier) -> str:
    """What is known of it by asking."""
    return "A or B" if tier.batches else "C"


def tier_text(seen: Remembered | None) -> str:
    """What `doctor` says of it."""
    if seen is None:
        return "not found out yet: no check would have saved calls by asking for many at once"
    return f"{allowed_text(seen.tier)} (seen {minute(seen.seen_at)} UTC)"


def allowed_text(tier: Tier) -> str:
    """The tier, and what it means for calls."""
    many = "50 tracks or 20 albums a call" if tier.batches else "one track or album a call"
    return f"tier {tier_name(tier)}: {many}"
