"""The service's terms as this program keeps them: the two profiles, the clauses in our own words, what is acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from tracker.core.errors import UsageError
from tracker.core.phrases import day

if TYPE_CHECKING:
    from datetime import datetime

Profile = Literal["personal", "research"]
VERSION = "v10"
REVIEWED = "Terms reviewed 2026-11-23, v10 (effective 15 May 2025): docs/terms.md."
RENEWED_AFTER = timedelta(days=180)
"""Terms change: after so long an acknowledgement should be read and made anew."""
SHORTEST, LONGEST = 10, 1000

ALWAYS = (
    "watches what you chose yourself, and asks the service's documented interface, with your own app's id",
    "keeps ids, dates and states of these tracks, and the service's names for a term only",
    "shows per track what the service reported, between which dates, and never a cause",
    "exports your own record to your own disk, when you say so",
)
NEVER = (
    "no audio, no previews, no artwork, no player",
    "no scraping of pages, no private interfaces, no second client id, no way round a market or a limit",
    "no public page, no telemetry, no data of other people, no training of models",
)
ONLY_RESEARCH = ("statistics over many tracks (`tracker study`)", "research export")
CLAUSES = (
    ("Terms III.1", "the licence is for private, personal use, and can be withdrawn"),
    ("Terms IV.2.1", "do not feed content of the service into models"),
    ("Terms IV.2.4", "no robots and no other tools than the documented interface; no excessive calls"),
    (
        "Terms IV.3.1",
        "keep no more of the service's content than is strictly necessary, and not indefinitely",
    ),
    ("Terms V", "say what is read; delete it at once when the user disconnects (within 5 days at most)"),
    ("Policy II.4", "name the source, link to the item, offer no metadata as a product of its own"),
    ("Policy III.9", "no transfer to other services, except one's own playlists"),
    ("Policy III.13", "do not analyse the content or the service; there is no exception for research"),
    ("Policy III.14", "do not train models with it"),
)
"""Numbers as readers of the documents give them: they differ in places, so the words count."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the owner has taken upon themselves for a profile: their words, the version of the terms, and when."""

    profile: str
    terms: str
    text: str
    made_at: datetime

    def stale(self, now: datetime) -> bool:
        """Whether it should be made anew: it is old, or was made for other terms."""
        return now - self.made_at > RENEWED_AFTER or self.terms != VERSION


class Acknowledgements(Protocol):
    """Where acknowledgements are kept."""

    def standing(self, profile: str) -> Acknowledgement | None:
        """The latest for a profile that was not taken back."""

    def acknowledge(self, made: Acknowledgement) -> None:
        """Keep one; it takes the place of an earlier one, which stays on record as ended."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The profile that counts, and why: what was `wanted` in the settings, and what was acknowledged."""

    wanted: Profile
    acknowledged: Acknowledgement | None

    @property
    def profile(self) -> Profile:
        """Research counts only once it was acknowledged."""
        return "research" if self.wanted == "research" and self.acknowledged else "personal"

    def line(self, now: datetime) -> str:
        """The profile in one line, and what is missing to it."""
        if self.wanted == "personal":
            return "Profile: personal."
        if self.acknowledged is None:
            return (
                "Profile: personal; research is set, but counts only once you have acknowledged it:"
                ' `tracker terms --acknowledge research "who judges, and on what ground"`.'
            )
        told = f"Profile: research, acknowledged on {day(self.acknowledged.made_at)}"
        again = "; that is to be read and acknowledged anew" if self.acknowledged.stale(now) else ""
        return f"{told}{again}."


def acknowledgement(profile: str, text: str, now: datetime) -> Acknowledgement:
    """What the owner acknowledges; raise UsageError for another profile, and for words that say nothing."""
    if profile != "research":
        raise UsageError(f"'{profile}' needs no acknowledgement: only research does.")
    said = " ".join(text.split())
    if not SHORTEST <= len(said) <= LONGEST:
        raise UsageError(
            f"Say who judges that you may, and on what ground (research law, a written permission), in {SHORTEST} to {LONGEST} characters."
        )
    return Acknowledgement(profile, VERSION, said, now)
