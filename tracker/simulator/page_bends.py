"""Kinds of faults that bend what the true answer says of the list: its rows, total, version, and next page."""

from __future__ import annotations

from random import Random

from tracker.simulator.bending import Object, bend, pages, rows
from tracker.simulator.turn import Kinds


def _empty_object(data: Object, _: Random) -> None:
    """An object without fields."""
    data.clear()


def _empty_items(data: Object, _: Random) -> None:
    """No rows, though the total says otherwise."""
    for page in pages(data):
        page["items"] = []


def _no_items(data: Object, _: Random) -> None:
    """No rows, and a total of 0 that fits."""
    for page in pages(data):
        page |= {"items": [], "total": 0, "next": None}


def _short_page(data: Object, _: Random) -> None:
    """The last row is missing."""
    for page in pages(data):
        page["items"] = rows(page)[:-1]


def _shorter(data: Object, _: Random, *, by: int = 1) -> None:
    """A list that ends `by` rows earlier and says so; given to all pages, they agree with one another."""
    for page in pages(data):
        total, offset = max(0, int(str(page["total"])) - by), int(str(page["offset"]))
        kept = rows(page)[: max(0, total - offset)]
        ends = offset + len(kept) >= total
        page |= {"items": kept, "total": total, "next": None if ends else page["next"]}


def _wrong_total(data: Object, _: Random, *, by: int = 7) -> None:
    """The total is higher by so many rows (lower, if negative) than the list."""
    for page in pages(data):
        page["total"] = max(0, int(str(page["total"])) + by)


def _next_null(data: Object, _: Random) -> None:
    """No page is announced after this one."""
    for page in pages(data):
        page["next"] = None


def _next_loop(data: Object, _: Random) -> None:
    """The next page is announced to be this one."""
    for page in pages(data):
        page["next"] = page.get("href")


def _snapshot(data: Object, chance: Random, *, value: str | None = None) -> None:
    """A list's version is always this one, or (None) another one each time."""
    if "snapshot_id" in data:
        data["snapshot_id"] = value or f"RANDOM{chance.getrandbits(96):024x}"


PAGE_BENDS: Kinds = {
    edit.__name__[1:]: bend(edit)
    for edit in (
        _empty_object,
        _empty_items,
        _no_items,
        _short_page,
        _shorter,
        _wrong_total,
        _next_null,
        _next_loop,
        _snapshot,
    )
}
