"""Tests of the `fields` filter."""

from __future__ import annotations

import pytest

from tracker.simulator.fields import read_fields
from tracker.simulator.reply import ApiError

PAGE = {
    "total": 2,
    "next": None,
    "items": [{"n": 1, "item": {"id": "a", "album": {"id": "x", "images": []}}}, {"n": 2, "item": None}],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total,next", {"total": 2, "next": None}),
        ("items(n)", {"items": [{"n": 1}, {"n": 2}]}),
        ("items.item.id", {"items": [{"item": {"id": "a"}}, {"item": None}]}),
        (
            "items(item(id,album(id)))",
            {"items": [{"item": {"id": "a", "album": {"id": "x"}}}, {"item": None}]},
        ),
        ("items(n,item(!album))", {"items": [{"n": 1, "item": {"id": "a"}}, {"n": 2, "item": None}]}),
        ("items.n,items.item.id", {"items": [{"n": 1, "item": {"id": "a"}}, {"n": 2, "item": None}]}),
        (
            "items.item.id,items.item.album.id",
            {"items": [{"item": {"id": "a", "album": {"id": "x"}}}, {"item": None}]},
        ),
        ("!items", {"total": 2, "next": None}),
        ("tracks.total", {}),
        ("total, unknown(x)", {"total": 2}),
    ],
)
def test_it_keeps_what_is_named(text: str, expected: object) -> None:
    """Commas, dots, parentheses and exclusions choose parts, lists are gone through, unknown names are harmless."""
    assert read_fields(text).apply(PAGE) == expected


@pytest.mark.parametrize("text", ["items(", "items)", "items(a)b", ".items", "a..b", "!"])
def test_a_malformed_filter_is_refused(text: str) -> None:
    """What cannot be read is an error of status 400 and not an empty answer."""
    with pytest.raises(ApiError) as caught:
        read_fields(text)
    assert caught.value.status == 400
