"""What one HTTP reply amounts to: an answer, a new token, a pause, or an error (pure).

Told by status and `reason`; texts only word the message, except for three refusals (403) that the service
tells apart by text alone. A reply that is not plainly the service's own JSON is never data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tracker.core.errors import Passing, Refused
from tracker.net.reply import Reply, Stumble, json_object, json_rows, json_value, retry_after

DEFAULT_PAUSE_S, QUOTA_PAUSE_S = 30.0, 3600.0
WITHDRAWN = "withdrawn"
"""The word for an address that the service says it has given up."""
_REFUSALS = (
    (
        "premium",
        "premium",
        "The app's owner needs an active Premium subscription; after renewing it can take hours.",
    ),
    (
        "not registered",
        "allowlist",
        "This account is not on the app's list of users: add it in the developer dashboard.",
    ),
    ("client scope", "scope", "The login lacks a permission: run 'tracker login' again."),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that means something: 200 with its object, or 403 or 404 (`body` is then empty)."""

    status: int
    body: Mapping[str, object] = field(default_factory=dict, repr=False)
    etag: bool = False


@dataclass(frozen=True, slots=True)
class Renew:
    """The token is not valid (any more): get another one and ask again."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing may be sent for `seconds`; `quota` if the day's quota of the developer account is used up."""

    seconds: float
    why: Literal["rate", "quota"]


def judge(
    reply: Reply, now: datetime, shape: type | None = None, *, listed: bool = False
) -> Answer | Renew | Pause:
    """Read one reply; raise `Stumble` (5xx), `Refused` (400, some 403) or `Passing` (whatever else is no answer).

    It is an object, of which only what the `shape` names is decoded, or (`listed`) a list, given as the field `rows`.
    """
    if reply.status == 200:
        body = {"rows": json_rows(reply)} if listed else json_object(reply, shape)
        return Answer(200, body, etag=bool(reply.headers.get("etag")))
    if reply.status == 401:
        return Renew()
    if reply.status == 429:
        return _pause(reply, now)
    if reply.status in {403, 404}:
        return _denial(reply)
    if reply.status == 400:
        raise Refused(f"The service calls the request wrong{_quoted(reply)}.", why="request")
    if reply.status >= 500:
        raise Stumble(f"The service stumbled (HTTP {reply.status}).", why="server")
    if reply.status == 410:
        raise Passing("The service has withdrawn this kind of question (HTTP 410).", why=WITHDRAWN)
    if 300 <= reply.status < 400:
        raise Passing(
            f"The answer leads elsewhere (HTTP {reply.status}), which is not followed.", why="redirect"
        )
    raise Passing(f"The service answered HTTP {reply.status}, which says nothing.", why="unreadable")


def judge_write(reply: Reply, now: datetime) -> Answer | Renew | Pause:
    """Read the reply to a write: done (200 or 201), perhaps without a word; the rest is read like any reply."""
    if reply.status not in {200, 201}:
        return judge(reply, now)
    return Answer(reply.status, json_object(reply) if reply.body.strip() else {})


def _pause(reply: Reply, now: datetime) -> Pause:
    quota = _error(reply).get("reason") == "QUOTA_EXCEEDED"
    default = QUOTA_PAUSE_S if quota else DEFAULT_PAUSE_S
    return Pause(retry_after(reply.headers.get("retry-after"), now) or default, "quota" if quota else "rate")


def _denial(reply: Reply) -> Answer:
    """A 403 or 404 of the service itself; a page of some proxy says nothing of the thing asked for."""
    text = reply.body[:2000].decode("utf-8", "replace").lower()
    if "html" in reply.headers.get("content-type", "").lower() or text.lstrip().startswith("<"):
        raise Passing(f"HTTP {reply.status} came as a web page, not from the service.", why="unreadable")
    if reply.status == 403:
        for mark, why, message in _REFUSALS:
            if mark in text:
                raise Refused(message, why=why)
    return Answer(reply.status)


def _error(reply: Reply) -> Mapping[str, object]:
    value = json_value(reply.body)
    error = value.get("error") if isinstance(value, dict) else None
    return error if isinstance(error, dict) else {}


def _quoted(reply: Reply) -> str:
    message = _error(reply).get("message")
    plain = "".join(c for c in message if c.isprintable())[:100] if isinstance(message, str) else ""
    return f" ('{plain}')" if plain else ""
