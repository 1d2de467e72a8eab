"""Whether pages make a whole (pure but for the page reader that is passed in).

Offsets are counted here, from what came: `next` is never followed, and a server may give smaller pages than
were asked for. The certificate's words: `pages:total-changed`, `pages:overlap` (a page begins elsewhere than
asked, or repeats the one before), `pages:empty` (nothing where something must be), `pages:short` (too early an end), `pages:long`
(more rows than the total), `pages:wide` (more rows than the page says it may have), `pages:next` (more announced after the end), `pages:endless`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.core.items import COMPLETE, Certificate
from tracker.spotify.parse import Page

MOST_PAGES = 600
"""More than the largest known lists need, even at the smallest usual page."""

Read = Callable[[int], Page]


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of all pages, and whether they are known to be all."""

    rows: tuple[object, ...]
    certificate: Certificate
    total: int


def read_pages(read: Read, first: Page | None = None, *, trust_next: bool = True) -> Rows:
    """Read pages from offset 0 (or after `first`, already there) until the total is reached or they break off.

    `trust_next` False ignores what a page says of a next one, where the service is known to say it wrongly.
    """
    page = first or read(0)
    pages, rows = [page], list(page.rows)
    while not (why := _broken(pages, len(rows), trust_next=trust_next)) and len(rows) < page.total:
        pages.append(read(len(rows)))
        rows += pages[-1].rows
    return Rows(tuple(rows), Certificate(complete=False, why=why) if why else COMPLETE, page.total)


def alone_broken(page: Page, asked: int) -> str | None:
    """What is wrong with a page that was asked for by itself, from place `asked` on; None if nothing is."""
    after = asked + len(page.rows)
    checks = (
        ("pages:overlap", page.offset != asked),
        ("pages:long", after > page.total),
        ("pages:wide", page.limit is not None and len(page.rows) > page.limit),
        ("pages:short", after < page.total and not page.more),
        ("pages:next", after >= page.total and page.more),
    )
    return next((why for why, wrong in checks if wrong), None)


def _broken(pages: list[Page], read: int, *, trust_next: bool) -> str | None:
    """What is wrong with the newest page, seen against those before it."""
    page, total = pages[-1], pages[0].total
    done = read >= total
    checks = (
        ("pages:total-changed", page.total != total),
        ("pages:overlap", page.offset != read - len(page.rows) or _repeats(pages)),
        ("pages:empty", not page.rows and not done),
        ("pages:long", read > total),
        ("pages:wide", page.limit is not None and len(page.rows) > page.limit),
        ("pages:short", trust_next and not done and not page.more),
        ("pages:next", trust_next and done and page.more),
        ("pages:endless", len(pages) >= MOST_PAGES and not done),
    )
    return next((why for why, wrong in checks if wrong), None)


def _repeats(pages: list[Page]) -> bool:
    """Whether the newest page is the one before it once more; rows that are all alike prove nothing."""
    rows = pages[-1].rows
    return len(pages) > 1 and rows == pages[-2].rows and any(row != rows[0] for row in rows)
