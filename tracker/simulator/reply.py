"""Values that go in and out of an endpoint: the call, the reply, and the error that becomes a reply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl

from tracker.simulator.access import Caller
from tracker.simulator.standing import Standing

JSON_TYPE = {"content-type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How the bytes of an answer leave, if not whole and at once.

    `piece` bytes at a time, `pause_s` real seconds before each; the connection is reset after `reset_after` bytes
    of the body (None: not at all; -1: before the status line). `chunked`: without telling the length.
    """

    piece: int | None = None
    pause_s: float = 0.0
    reset_after: int | None = None
    chunked: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way out."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: JSON_TYPE)
    manner: Manner | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request as endpoints see it; `base` is the address of the data side, without a closing slash.

    `country` (if any) is the market that the answer is for, whatever was asked; `told` holds how tracks are to be
    shown where that is not how they stand. Both are the work of faults.
    """

    method: str
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base: str
    caller: Caller
    now: datetime
    country: str | None = None
    told: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The path with its query."""
        return f"{self.path}?{'&'.join(f'{name}={value}' for name, value in self.query.items())}"

    @property
    def offset(self) -> int:
        """The offset that is asked for; 0 if none is."""
        return self._asked("offset", 0)

    @property
    def page(self) -> int:
        """The number of the page that is asked for, from 0, by the asked limit; 0 if none is asked for."""
        return self.offset // max(1, self._asked("limit", self.offset + 1))

    def _asked(self, name: str, default: int) -> int:
        text = self.query.get(name, "")
        return int(text) if text.isdecimal() else default

    def form(self) -> dict[str, str]:
        """Read a form body; of a repeated name the last value holds."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def document(self) -> dict[str, object]:
        """Read a JSON object body; an ApiError of status 400 if it is none."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError as error:
            raise ApiError(400, "Malformed json") from error
        if not isinstance(found, dict):
            raise ApiError(400, "Malformed json")
        return found


class ApiError(Exception):
    """An error of the data side: status, message, and for quotas a reason."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        reason: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.reason = status, message, reason
        self.headers = headers or {}

    def reply(self) -> Reply:
        """Give the JSON answer that tells of the error."""
        error: dict[str, object] = {"status": self.status, "message": self.message}
        if self.reason:
            error["reason"] = self.reason
        return Reply(self.status, dumps({"error": error}).encode(), {**JSON_TYPE, **self.headers})


def dumps(data: object) -> str:
    """Write JSON without blanks, in UTF-8."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def json_reply(data: object, status: int = 200) -> Reply:
    """Answer with JSON."""
    return Reply(status, dumps(data).encode())


def text_reply(text: str, headers: Mapping[str, str] | None = None) -> Reply:
    """Answer with JSON that is already written."""
    return Reply(200, text.encode(), {**JSON_TYPE, **(headers or {})})
