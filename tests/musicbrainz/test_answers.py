"""Reading MusicBrainz: what has not the form that it should have is passed over, and nothing ever breaks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.openname import Recording
from tracker.musicbrainz.answers import PAGE, linked, recordings_of

MBID = "1f1a9b3c-0000-4000-8000-000000000001"
OTHER = "1f1a9b3c-0000-4000-8000-000000000002"


def told(**more: Any) -> dict[str, Any]:
    """A recording as an answer tells it."""
    credited = [
        {"name": "Paper Compass", "joinphrase": " & ", "artist": {"name": "The Paper Compass"}},
        {"name": "", "artist": {"name": "B"}},
    ]
    return {"id": MBID, "title": "Lodestone", "length": 200_000, "artist-credit": credited, **more}


def test_an_isrc_gives_its_recordings() -> None:
    """Title, the names as credited (an artist's own where there is no other), and the length."""
    found = recordings_of({"isrc": "ZZSIM1900001", "recordings": [told(), told(id=OTHER, length=None)]})
    artists = ("Paper Compass", "B")
    assert found == (
        Recording(MBID, "Lodestone", artists, 200_000),
        Recording(OTHER, "Lodestone", artists, None),
    )


@pytest.mark.parametrize("listed", [True, False])
def test_links_give_recordings_by_track(listed: bool) -> None:
    """One page is answered bare, several as a list; links of other things than recordings say nothing of names."""
    relations = [{"recording": told()}, {"release": {"id": OTHER, "title": "Maps"}}, "?", None]
    row = {"resource": f"{PAGE}t1", "relations": relations}
    elsewhere = {"resource": "https://tracks.example/t2", "relations": relations}
    body: dict[str, Any] = {"urls": [row, elsewhere, None, 7]} if listed else row
    assert {track: [each.mbid for each in found] for track, found in linked(body).items()} == {"t1": [MBID]}


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "../../recording/x"},
        {"id": 7},
        {"id": MBID.upper()},
        {"title": ""},
        {"title": " \t"},
        {"title": None},
        {"title": ["Lodestone"]},
        {"title": "L" * 1001},
        {"title": "\x00"},
    ],
)
def test_a_recording_without_id_or_title_is_none(broken: dict[str, Any]) -> None:
    """Half an answer gives no name."""
    assert recordings_of({"recordings": [told(**broken)]}) == ()


@pytest.mark.parametrize("length", ["200000", 0, -5, 1.5, True, 10**12, [], None])
def test_a_length_that_is_none_is_unknown(length: object) -> None:
    """So it can never single out a recording."""
    (found,) = recordings_of({"recordings": [told(length=length)]})
    assert found.length_ms is None


def test_a_text_that_no_database_takes_is_made_harmless() -> None:
    """Nulls and half surrogates do not get through."""
    (found,) = recordings_of({"recordings": [told(title="Lode\x00stone \ud800")]})
    assert found.title.encode() == b"Lodestone ?"


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just(MBID)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "recordings",
                    "urls",
                    "relations",
                    "recording",
                    "resource",
                    "id",
                    "title",
                    "length",
                    "artist-credit",
                    "name",
                    "artist",
                ]
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(["recordings", "urls", "resource", "relations"]), JSON))
def test_whatever_is_answered_nothing_breaks(body: dict[str, Any]) -> None:
    """Any JSON at all is read without an error, and gives only recordings with id and title."""
    found = [*recordings_of(body), *(each for several in linked(body).values() for each in several)]
    assert all(each.mbid == MBID and each.title.strip() for each in found)
