"""Whether pages make a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.items import COMPLETE
from tracker.spotify.paging import MOST_PAGES, read_pages
from tracker.spotify.parse import Page


def server(rows: list[int], size: int = 50) -> Callable[[int], Page]:
    """A reader of faithful pages."""

    def read(offset: int) -> Page:
        cut = tuple(rows[offset : offset + size])
        return Page(offset, len(rows), offset + len(cut) < len(rows), cut)

    return read


@given(st.integers(0, 300), st.integers(1, 60))
def test_faithful_pages_of_any_size_are_complete(count: int, size: int) -> None:
    """All rows come in order, whatever page size the server chooses to give."""
    rows = list(range(count))
    whole = read_pages(server(rows, size))
    assert (list(whole.rows), whole.certificate, whole.total) == (rows, COMPLETE, count)


def test_the_server_may_change_its_page_size() -> None:
    """Reading goes on from what came, not from what was asked."""
    rows = list(range(100))
    sizes = iter([50, 20, 7, 23])

    def read(offset: int) -> Page:
        return server(rows, next(sizes))(offset)

    whole = read_pages(read)
    assert (list(whole.rows), whole.certificate) == (rows, COMPLETE)


@pytest.mark.parametrize(
    ("bend", "why"),
    [
        (lambda page: replace(page, total=page.total + page.offset), "pages:total-changed"),
        (lambda page: replace(page, offset=0), "pages:overlap"),
        (lambda page: replace(page, rows=() if page.offset else page.rows), "pages:empty"),
        (lambda page: replace(page, more=False), "pages:short"),
        (lambda page: replace(page, more=True), "pages:next"),
        (
            lambda page: replace(page, rows=(*page.rows, -1) if page.offset == 100 else page.rows),
            "pages:long",
        ),
        (lambda page: replace(page, limit=49), "pages:wide"),
    ],
)
def test_each_contradiction_has_its_word(bend: Callable[[Page], Page], why: str) -> None:
    """A page that contradicts the others makes the whole incomplete, and the word says how."""
    read = server(list(range(120)))
    whole = read_pages(lambda offset: bend(read(offset)))
    assert (whole.certificate.complete, whole.certificate.why) == (False, why)


def test_a_repeated_page_is_noticed() -> None:
    """A server that ignores the offset but echoes it gives the same page twice."""
    page = server(list(range(100)))(0)
    whole = read_pages(lambda offset: replace(page, offset=offset, more=offset < 50))
    assert whole.certificate.why == "pages:overlap"


def test_rows_that_are_all_alike_are_not_a_repeated_page() -> None:
    """A list of one track a hundred times is a list."""
    assert read_pages(server([7] * 100)).certificate == COMPLETE


def test_an_empty_list_is_complete() -> None:
    """A total of nothing, with nothing, is a fact."""
    assert read_pages(server([])).certificate == COMPLETE


def test_a_first_page_that_came_along_is_not_asked_for() -> None:
    """An album brings its first page; only the rest is read."""
    asked: list[int] = []
    read = server(list(range(80)))

    def noting(offset: int) -> Page:
        asked.append(offset)
        return read(offset)

    whole = read_pages(noting, read(0))
    assert (len(whole.rows), asked) == (80, [50])


def test_a_wrong_next_can_be_ignored() -> None:
    """Where the service is known to announce pages that are not there, the total decides."""
    read = server(list(range(12)), 10)
    whole = read_pages(lambda offset: replace(read(offset), more=True), trust_next=False)
    assert (len(whole.rows), whole.certificate) == (12, COMPLETE)


def test_reading_always_ends() -> None:
    """A list without end is given up."""
    whole = read_pages(lambda offset: Page(offset, 10**9, more=True, rows=(offset,)))
    assert (whole.certificate.why, len(whole.rows)) == ("pages:endless", MOST_PAGES)
