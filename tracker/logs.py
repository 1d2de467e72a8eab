"""Log lines for people and for machines; what is secret is cut out before a line is written."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_SECRETS = re.compile(
    r"(?i)(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"
    r"|((?:access_token|refresh_token|client_secret|code|code_verifier|password)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+"
    r"|(://[^/\s:@]+:)[^@\s/]+(?=@)"
)
_NOISY = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "urllib3": logging.INFO,
    "spotipy": logging.WARNING,
    "apscheduler": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "alembic": logging.WARNING,
}


def redact(text: str) -> str:
    """The text without tokens, secrets and passwords."""
    return _SECRETS.sub(lambda m: f"{m[1] or m[2] or m[3]} [hidden]", text)


class _Redacting(logging.Formatter):
    """Redacts the finished line, traceback and all."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def set_up(stream: TextIO, *, debug: bool = False) -> None:
    """Send the log to `stream`, one line a record with time, level and logger; libraries only if they complain."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    for name, level in _NOISY.items():
        logging.getLogger(name).setLevel(level)
