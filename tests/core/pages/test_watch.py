"""The order of entries on the page of a watch."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.core.pages.watch import arranged, last_page, page_of


def test_groups_come_first_and_nothing_twice() -> None:
    """A set keeps the list's order, a list its own; who stands in two groups stands in the first."""
    assert arranged([1, 2, 3, 4, 5], None, [{4, 2}, [5, 4]]) == [2, 4, 5, 1, 3]


def test_only_what_is_allowed_is_left() -> None:
    """Groups name entries of other choices, and of other watches, too."""
    assert arranged([1, 2, 3], {3, 1}, [[9, 3, 2]]) == [3, 1]


def test_no_group_is_asked_for_without_need() -> None:
    """Each costs a query."""

    def groups() -> Iterator[set[int]]:
        yield {3, 4}
        raise AssertionError

    assert arranged([1, 2, 3, 4], None, groups(), 2) == [3, 4, 1, 2]


def test_pages() -> None:
    """Twenty a page, the last one shorter; an empty list has one page."""
    ids = list(range(45))
    assert [list(page_of(ids, at))[:1] for at in (1, 3, 4)] == [[0], [40], []]
    assert [last_page(size) for size in (0, 20, 21)] == [1, 1, 2]
