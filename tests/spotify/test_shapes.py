"""Pages of lists, decoded in part: the same places as from the whole, and the same words for what is wrong."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.local import simulated
from tracker.core.errors import Passing
from tracker.core.items import Kind
from tracker.net.reply import Reply, json_object
from tracker.spotify.parse import parse_page, parse_place
from tracker.spotify.shapes import EntryPage

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        1.5,
        2**40,
        "",
        "x",
        "\ud800",
        [],
        [None],
        {},
        {"id": 1},
        {"name": 5},
        [{}],
        [7],
    ]
)
PAGES: dict[str, dict[str, Any]] = {
    "A": json.loads(simulated("A", "track", None)),
    "B": json.loads(simulated("B", "both", "DE")),
    "C": json.loads(simulated("C", "item", "DE")),
}


def outcome(body: bytes, shape: type | None) -> object:
    """The page and its places, or the word for what is wrong with it."""
    reply = Reply(200, {"content-type": "application/json"}, body)
    try:
        page = parse_page(json_object(reply, shape), 0)
        return (
            page.offset,
            page.total,
            page.more,
            page.limit,
            [parse_place(r, n) for n, r in enumerate(page.rows)],
        )
    except Passing as failure:
        return failure.why, str(failure)


def spots(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inner for found in spots(each, (*path, key)))]


@pytest.mark.parametrize("tier", sorted(PAGES))
@given(data=st.data())
@settings(max_examples=60)
def test_whatever_is_odd_about_a_page_is_told_in_the_same_words(tier: str, data: st.DataObject) -> None:
    """Up to three fields of it are missing or hold something else."""
    page = deepcopy(PAGES[tier]) | {"items": deepcopy(PAGES[tier]["items"][:2])}
    for _ in range(data.draw(st.integers(0, 3))):
        path = data.draw(st.sampled_from([path for path in spots(page) if path]))
        holder = page
        for key in path[:-1]:
            holder = holder[key]
        if data.draw(st.booleans()) and isinstance(holder, dict):
            del holder[path[-1]]
        else:
            holder[path[-1]] = deepcopy(data.draw(ODD))
    body = json.dumps(page).encode()
    assert outcome(body, EntryPage) == outcome(body, None)


def test_everything_that_is_read_of_an_entry_is_kept() -> None:
    """Also what few entries have: another id, a reason, the mark of spoken word."""
    page = deepcopy(PAGES["C"])
    first, second = (row["item"] for row in page["items"][:2])
    first |= {"is_playable": False, "restrictions": {"reason": "market"}, "linked_from": {"id": "l" * 22}}
    second |= {"episode": True}
    body = json.dumps(page).encode()
    places = outcome(body, EntryPage)[4]  # type: ignore[index]
    assert (places[0].item.reason, places[0].item.linked_from) == ("market", "l" * 22)
    assert places[1].item.kind is Kind.EPISODE
    assert outcome(body, EntryPage) == outcome(body, None)


def test_only_what_is_read_is_kept() -> None:
    """Addresses, pictures and markets of a page never become values."""
    body = simulated("A", "track", None)
    kept = json_object(Reply(200, {"content-type": "application/json"}, body), EntryPage)
    assert sorted(kept) == ["items", "limit", "next", "offset", "total"]
    assert "available_markets" not in json.dumps(kept)


@pytest.mark.parametrize("ignored", [b'"\xff"', b"NaN", b'"\\x"', b"01", b"[" * 60 + b"]" * 60])
def test_a_fault_in_what_is_passed_over_still_makes_a_page_unreadable(ignored: bytes) -> None:
    """Whoever sends that sends no whole answer."""
    body = b'{"href":' + ignored + b',"items":[],"total":0}'
    assert outcome(body, EntryPage) == outcome(body, None)
    assert outcome(body, None)[0] == "unreadable"  # type: ignore[index]
