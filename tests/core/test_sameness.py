"""Whether a candidate is the vanished recording: certain by ISRC alone, likely by title, forbidden by versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tracker.core.items import Item, Kind
from tracker.core.replacements import (
    Candidate,
    Confidence,
    Found,
    FoundBy,
    Lost,
    Verdict,
    sureness_text,
    surest_first,
)
from tracker.core.sameness import judge

LOST = Lost(
    "lost",
    "DE",
    "QZABC2100001",
    "Closed Door",
    ("The Kettles", "Juno"),
    "Rooms",
    "album1",
    duration_ms=200_000,
)
ITEM = Item(
    Kind.TRACK,
    id="other",
    title="Closed Door",
    artists=("The Kettles", "Juno"),
    album_id="album2",
    album="Rooms (Deluxe Edition)",
    isrc="QZABC2100001",
    duration_ms=200_400,
    playable=True,
)
OTHER_CODE = "QZABC2199999"


def said(lost: Lost = LOST, *, compilation: bool = False, **facts: Any) -> Verdict | None:
    """What the judge says of the item with other facts."""
    return judge(lost, Candidate(replace(ITEM, **facts), compilation))


def confidence(lost: Lost = LOST, *, compilation: bool = False, **facts: Any) -> str:
    """How sure it is, `nothing` if it says nothing."""
    verdict = said(lost, compilation=compilation, **facts)
    return verdict.confidence.value if verdict else "nothing"


def test_an_equal_isrc_is_certain_and_says_why() -> None:
    """The reasons are plain, and name no name."""
    assert said() == Verdict(
        FoundBy.ISRC,
        Confidence.CERTAIN,
        (
            "same ISRC QZABC2100001",
            "same title",
            "same artists",
            "duration differs by 0.4 s",
            "on a reissue of the same album",
        ),
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"duration_ms": 230_000}, "possible"),
        ({"duration_ms": 208_000}, "certain"),
        ({"title": "Closed Door (Live)"}, "possible"),
        ({"title": "Closed Door (Night Session)"}, "possible"),
        ({"artists": ("Somebody Else",)}, "possible"),
        ({"title": "Geschlossene Tür"}, "likely"),
        ({"title": "", "artists": ()}, "certain"),
        ({"duration_ms": None}, "certain"),
        ({"album": "Live and Loud"}, "certain"),
    ],
)
def test_what_contradicts_an_equal_isrc_takes_its_certainty(facts: dict[str, Any], expected: str) -> None:
    """Labels give one code to two recordings: length, version and artist have a say; what is unknown has none."""
    assert confidence(**facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "likely"),
        ({"title": "Closed Door - Remastered 2011"}, "likely"),
        ({"title": "Closed Door (feat. Juno)", "artists": ("Kettles",)}, "likely"),
        ({"duration_ms": 202_000}, "likely"),
        ({"duration_ms": 202_001}, "nothing"),
        ({"duration_ms": None}, "nothing"),
        ({"artists": ("The Kettles",)}, "possible"),
        ({"artists": ("Juno", "The Kettles")}, "nothing"),
        ({"artists": ("The Kettles Tribute Band",)}, "nothing"),
        ({"artists": ()}, "nothing"),
        ({"title": "Closed Door (Live)"}, "nothing"),
        ({"album": "Rooms (Live)"}, "nothing"),
        ({"album": "Live at the Pier"}, "nothing"),
        ({"album": "Rooms (Somebody's Version)"}, "possible"),
        ({"album": "Closed Door"}, "possible"),
        ({"album": "Summer Songs"}, "possible"),
        ({"title": "Open Door"}, "nothing"),
    ],
)
def test_another_isrc_on_a_reissue_is_likely_at_best(facts: dict[str, Any], expected: str) -> None:
    """A new recording of the song looks alike and has a code of its own: only the same album speaks against that."""
    assert confidence(**({"isrc": OTHER_CODE} | facts)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [({"album": "Summer Songs"}, "likely"), ({"album": "Summer Songs", "duration_ms": 200_600}, "possible")],
)
def test_without_an_isrc_the_length_decides(facts: dict[str, Any], expected: str) -> None:
    """Pressings of one master are as long to the fraction of a second; new recordings are not."""
    assert confidence(isrc=None, **facts) == expected


def test_a_compilation_is_never_likely_by_title_but_certain_by_isrc() -> None:
    """Compilations hold the recordings themselves, and new ones of the same songs."""
    assert confidence(compilation=True, isrc=None) == "possible"
    assert confidence(compilation=True) == "certain"


def test_nobody_is_no_artist() -> None:
    """Two songs by Various Artists are not by one artist."""
    by_nobody = replace(LOST, artists=("Various Artists",))
    assert confidence(by_nobody, isrc=None, artists=("Various Artists",)) == "nothing"


def test_a_version_may_be_replaced_by_the_same_version() -> None:
    """What both titles say is no veto; two concerts are two, and a concert without a place may be either."""
    concert = replace(LOST, title="Closed Door (Live at the Pier)", isrc=None)
    assert confidence(concert, title="Closed Door - Live at the Pier") == "likely"
    assert confidence(concert, title="Closed Door (Live)") == "possible"
    assert confidence(concert, title="Closed Door (Live in Malmö)") == "nothing"
    song = replace(LOST, title="Live and Let Go", isrc=None)
    assert confidence(song, title="Live and Let Go", album="Live and Let Go", duration_ms=200_000) == "likely"
    assert (
        confidence(song, title="Live and Let Go", album="Live at the Pier", duration_ms=200_000) == "nothing"
    )


def test_a_lost_track_does_not_replace_itself() -> None:
    """Its own id is no other one."""
    assert said(id="lost") is None
    assert said(id=None) is None


def test_a_forgotten_name_leaves_the_isrc() -> None:
    """When the names are erased, an equal code is still certain, and nothing else says anything."""
    nameless = replace(LOST, title="", artists=(), album="")
    assert confidence(nameless) == "certain"
    assert confidence(nameless, isrc=OTHER_CODE) == "nothing"


def test_the_surest_verdict_on_an_id_is_kept() -> None:
    """Found twice, an id stands once, and the surest stand first."""
    sure, likely = (
        Verdict(FoundBy.ISRC, Confidence.CERTAIN, ()),
        Verdict(FoundBy.TITLE, Confidence.LIKELY, ()),
    )
    other = replace(ITEM, id="third")
    assert surest_first([Found(other, likely), Found(ITEM, likely), Found(ITEM, sure)]) == [
        Found(ITEM, sure),
        Found(other, likely),
    ]


def test_certain_and_likely_differ_in_words() -> None:
    """Whoever reads the line knows how sure it is."""
    assert sureness_text(FoundBy.ISRC, Confidence.CERTAIN) == "the same recording, by ISRC"
    assert (
        sureness_text(FoundBy.TITLE, Confidence.LIKELY)
        == "likely the same, by title and duration: not certain"
    )
    assert sureness_text(FoundBy.REISSUE, Confidence.POSSIBLE).startswith("possibly the same")
