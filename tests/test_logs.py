"""What a log line may never hold."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from tracker.logs import redact, set_up

SECRETS = {
    "Authorization: Bearer BQD-abcdefgh.ijkl": "BQD-abcdefgh.ijkl",
    "authorization: Basic aWQ6c2VjcmV0dmFsdWU=": "aWQ6c2VjcmV0dmFsdWU=",
    '{"refresh_token": "AQB-secret-refresh"}': "AQB-secret-refresh",
    "POST /api/token?client_secret=hush-hush&x=1": "hush-hush",
    "callback?code=AQC-one-time&state=s": "AQC-one-time",
    "postgresql+psycopg://tracker:pass-word@db/tracker": "pass-word",
}


@pytest.mark.parametrize("line", SECRETS)
def test_secrets_are_cut_out(line: str) -> None:
    """Tokens, client secrets, login codes and database passwords are hidden, whatever stands around them."""
    assert SECRETS[line] not in redact(line)
    assert "[hidden]" in redact(line)


def test_ordinary_lines_stay_as_they_are() -> None:
    """Nothing else is touched."""
    line = "checks: 2 looks, 9 calls, 0 changes confirmed (https://api.example/v1/tracks?market=DE)"
    assert redact(line) == line


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """The log of this process, put back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up(stream, debug=True)
    yield stream
    root.handlers[:], root.level = handlers, level


def test_tracebacks_are_redacted_too(logged: io.StringIO) -> None:
    """An error's own text is where secrets slip out."""
    error = ValueError("refresh_token=AQB-secret-refresh")
    logging.getLogger("any").error("it failed", exc_info=error)
    assert "ValueError" in logged.getvalue()
    assert "AQB-secret-refresh" not in logged.getvalue()


def test_libraries_that_log_tokens_are_held_at_warning(logged: io.StringIO) -> None:
    """Even when everything else speaks."""
    for name in ("spotipy", "spotipy.client", "httpx", "httpcore.http11"):
        logging.getLogger(name).debug("Bearer BQD-abcdefghijkl")
    assert logged.getvalue() == ""
