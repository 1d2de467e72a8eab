"""The measurement of first views: it opens the real pages, and a view that takes too long is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scale.first_view import Seen, line, main

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Browser


def test_pages_are_opened_over_both_records(browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    """Each wanted page must have its row, and the last line say how many views there were."""
    assert main(["--small", "--only", "/tracks", "--views", "1"], browser) == 0
    head, names, *rows, told = capsys.readouterr().out.splitlines()
    assert head.startswith("seed 7: track 1,004")
    assert [row.split()[0] for row in rows] == ["/tracks/{track}", "/tracks/{eventful}"]
    assert all(
        len(row.split()) >= 9 for row in rows
    )  # and a word on a page that was late: the machine may be busy
    assert names.split()[:3] == ["page", "load", "ms"]
    assert told.startswith("2 first views: median ")


def test_a_late_view_is_told() -> None:
    """One view above a second must mark its page, whether it loaded or painted late."""
    quick = Seen((100.0, 900.0), (120.0, 950.0), 10.0)
    assert not line("/map", quick, quick).endswith("too slow")
    for late in (Seen((100.0, 1001.0), (90.0, 90.0), 10.0), Seen((100.0,), (1001.0,), 10.0)):
        assert line("/map", late, quick).endswith("too slow")
