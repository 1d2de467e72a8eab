"""What a packed list is recognised to hold, whoever edited it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.notices import NoticeKind
from tracker.core.packed import STRANGE, PackedList, deleted, description, left_behind, recognised, title

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KNOWN = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("places", "held"),
    [
        (["a", "b", "c", "d"], ("a", "b", "c", "d")),
        (["a", None, "c", "d"], ("a", "b", "c", "d")),
        ([None, None, None, None], ("a", "b", "c", "d")),
        (["a", "b", None], None),  # `c` or `d`: one of them was taken out
        (["a", None, "d"], None),
        (["x", None, "c", "d"], None),  # nobody knows what stands behind a stranger
        (["a", None, "x", "c", "d"], None),
        (["a", "x", "b", "c", "d"], ("a", "x", "b", "c", "d")),
        (["d", "a", "b", "c"], ("d", "a", "b", "c")),
        (["a", "b", None, "c", "d"], None),  # something new that shows nothing
        (["a", "b", "c", "d", None], None),
        (["a", STRANGE, "b"], None),
        ([], ()),
    ],
)
def test_places_that_show_nothing_are_told_by_their_neighbours(
    places: list[str | None], held: tuple[str, ...] | None
) -> None:
    """What was not edited is known by its place; around an edit nothing is guessed."""
    assert recognised(KNOWN, places) == held


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.data())
def test_an_unedited_list_is_always_recognised(known: list[str], data: st.DataObject) -> None:
    """Whichever of its tracks show nothing."""
    places = [track if data.draw(st.booleans()) else None for track in known]
    assert recognised(known, places) == tuple(known)


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.data())
def test_what_is_recognised_is_true(known: list[str], data: st.DataObject) -> None:
    """Whatever the owner took out or put in: a place that shows nothing is given its true track, or none at all."""
    true = [track for track in known if data.draw(st.integers(0, 4))]
    for stranger in data.draw(st.lists(st.sampled_from("xyz"), unique=True)):
        true.insert(data.draw(st.integers(0, len(true))), stranger)
    hidden = {track for track in true if track in known and data.draw(st.booleans())}
    found = recognised(known, [None if track in hidden else track for track in true])
    assert found in {None, tuple(true)}


def test_a_deleted_list_is_told_once_with_the_ways_on() -> None:
    """Numbers as people count; nothing is told while all stand."""
    standing, gone = PackedList(0, NOW, "r"), PackedList(1, NOW, "s", lost_at=NOW)
    assert deleted([standing]) == []
    (notice,) = deleted([standing, gone])
    assert (notice.kind, notice.subject) == (NoticeKind.PACKED, "2")
    assert "tracker packed start" in notice.text
    assert "tracker packed stop" in notice.text
    assert not notice.kind.blinding
    assert "1 packed list of the tracker's stays" in left_behind([standing, gone])
    assert left_behind([gone]) == ""


def test_a_list_says_what_it_is_and_how_to_undo_it() -> None:
    """Within what the service keeps of a description."""
    said = description("0123456789abcdef")
    assert "made by the tracker" in title(0)
    assert "tracker packed stop" in said
    assert "[0123456789abcdef]" in said
    assert len(said) <= 300
