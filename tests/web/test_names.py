"""Under which names the page is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.core.errors import UsageError
from tracker.settings import load
from tracker.web.names import names_of


def test_names_by_http_and_by_https() -> None:
    """Loopback and the address that is listened on always; others as they were given, with or without a port."""
    names = names_of(("tracks.lan", "https://tracks.example"), "192.0.2.7")
    assert set(names.allowed()) == {
        "127.0.0.1",
        "localhost",
        "[::1]",
        "192.0.2.7",
        "tracks.lan",
        "tracks.example",
    }
    assert names.origin("Tracks.lan:8765") == "http://tracks.lan:8765"
    assert names.origin("tracks.example") == "https://tracks.example"
    assert names.origin("tracks.example:8443") == "https://tracks.example:8443"
    assert names.origin("[::1]:8765") == "http://[::1]:8765"
    assert "0.0.0.0" not in names_of((), "0.0.0.0").allowed()


@pytest.mark.parametrize(
    "host", ["*", "*.example", "a b", "http://x/y", "ftp://x", "x:80", "tracks.example,-"]
)
def test_what_is_no_name_is_refused(tmp_path: Path, host: str) -> None:
    """In the settings, with what to write instead: a pattern would let in names that nobody thought of."""
    with pytest.raises(UsageError, match=r"TRACKER_HOSTS.*write tracks\.example"):
        load({"TRACKER_HOSTS": host}, tmp_path)
