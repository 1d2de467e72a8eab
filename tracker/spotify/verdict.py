"""What one HTTP reply amounts to: an answer, a new token, a pause, or an error (pure).

Told by status and `reason`; texts only word the message, except for three refusals (403) that the service
tells apart by text alone. A reply that is not plainly the service's own JSON is never data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from tracker.core.errors import Passing, Refused

DEFAULT_PAUSE_S, QUOTA_PAUSE_S = 30.0, 3600.0
DAY_S, WEEK_S = 86_400.0, 7 * 86_400.0
DEEPEST = 50
"""No answer of the service is nested a fifth as deep; comparing or walking what is could exhaust the stack."""
_NESTED = (dict, list)
_BETWEEN = re.compile(r",(?!\s*[0-9]{1,2}[ -])")
"""The comma between two values of one header, not the one after the day of the week in a date."""
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
class Reply:
    """A whole HTTP reply; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


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


class Stumble(Passing):
    """A failure that may be over in a few seconds: worth asking again at once."""


def judge(reply: Reply, now: datetime) -> Answer | Renew | Pause:
    """Read one reply; raise `Stumble` (5xx), `Refused` (400, some 403) or `Passing` (whatever else is no answer)."""
    if reply.status == 200:
        return Answer(200, _object(reply), etag=bool(reply.headers.get("etag")))
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
    if 300 <= reply.status < 400:
        raise Passing(
            f"The answer leads elsewhere (HTTP {reply.status}), which is not followed.", why="redirect"
        )
    raise Passing(f"The service answered HTTP {reply.status}, which says nothing.", why="unreadable")


def retry_after(text: str | None, now: datetime) -> float | None:
    """Seconds to wait by a `Retry-After` header: a number or a date; None if there is no sense in it.

    Of several values the longest counts. More than a week is not believed: no window of the service is longer
    than a day.
    """
    told = [_seconds(part.strip(), now) for part in _BETWEEN.split((text or "").strip())]
    seconds = max((each for each in told if each is not None and each >= 0), default=None)
    if seconds is None:
        return None
    return max(1.0, seconds) if seconds <= WEEK_S else DAY_S


def _seconds(text: str, now: datetime) -> float | None:
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()


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


def _object(reply: Reply) -> Mapping[str, object]:
    if not reply.headers.get("content-type", "").lower().startswith("application/json"):
        raise Passing(
            "The answer is not JSON: perhaps something stands between here and the service.", why="unreadable"
        )
    value = _json(reply.body)
    if not isinstance(value, dict):
        raise Passing("The answer is not a readable JSON object.", why="unreadable")
    return value


def _json(body: bytes) -> object:
    """The JSON value, or None for anything broken, endlessly nested or not quite JSON."""
    try:
        value: object = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return None if _too_deep(value) else value


def _too_deep(value: object) -> bool:
    """Whether anything lies deeper than `DEEPEST`; level by level, so that depth itself costs no stack."""
    level = [value] if isinstance(value, _NESTED) else []
    for _ in range(DEEPEST):
        if not level:
            return False
        level = [inner for each in level for inner in _inside(each) if isinstance(inner, _NESTED)]
    return True


def _inside(value: dict[str, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _no_number(text: str) -> object:
    raise ValueError(text)


def _error(reply: Reply) -> Mapping[str, object]:
    value = _json(reply.body)
    error = value.get("error") if isinstance(value, dict) else None
    return error if isinstance(error, dict) else {}


def _quoted(reply: Reply) -> str:
    message = _error(reply).get("message")
    plain = "".join(c for c in message if c.isprintable())[:100] if isinstance(message, str) else ""
    return f" ('{plain}')" if plain else ""
