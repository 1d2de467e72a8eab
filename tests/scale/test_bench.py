"""The bench: it asks the real application, and a page that is too slow or too large does not pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scale.bench import Figure, main

QUICK = Figure("/", (10.0, 20.0, 30.0), size=100_000, status=200)


def test_every_page_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """The table must have a row for the empty page and for each page that was wanted."""
    assert main(["--small", "--only", "/map"]) == 0
    head, _, empty, page = capsys.readouterr().out.splitlines()
    assert head.startswith("seed 7: ")
    assert empty.startswith("/static/icon.svg ")
    assert page.startswith("/map ")
    assert "status" not in page


@pytest.mark.parametrize(
    "worse", [{"times": (90.0, 260.0)}, {"times": (101.0, 102.0)}, {"size": 200_001}, {"status": 500}]
)
def test_what_is_too_slow_or_too_large_is_told(worse: dict[str, object]) -> None:
    """Half of the answers within 100 ms, 95 of 100 within 250 ms, none above 200 kB: each must be judged."""
    assert QUICK.holds
    assert not replace(QUICK, **worse).holds  # type: ignore[arg-type]
