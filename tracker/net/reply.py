"""A whole HTTP reply, and what can be read out of any: JSON within bounds, and how long to wait (pure)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import msgspec

from tracker.core.errors import Passing

DAY_S, WEEK_S = 86_400.0, 7 * 86_400.0
DEEPEST = 50
"""No answer of a service is nested a fifth as deep; comparing or walking what is could exhaust the stack."""
_NESTED = (dict, list)
_TELLING = b'"\\{}[]'
_REST = bytes(set(range(256)) - set(_TELLING))
"""What of JSON tells nothing of its depth, as long as no text holds a bracket."""
_BETWEEN = re.compile(r",(?!\s*[0-9]{1,2}[ -])")
"""The comma between two values of one header, not the one after the day of the week in a date."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole HTTP reply; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Stumble(Passing):
    """A failure that may be over in a few seconds: worth asking again at once."""


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


def json_object(reply: Reply, shape: type | None = None) -> Mapping[str, object]:
    """The JSON object of a reply; raises Passing for anything else that calls itself an answer.

    If it has the `shape` (a TypedDict), the fields that this names, at any level, are all that it holds.
    """
    value = _answer(reply, shape)
    if not isinstance(value, dict):
        raise Passing("The answer is not a readable JSON object.", why="unreadable")
    return value


def json_rows(reply: Reply) -> list[object]:
    """The JSON list of a reply; raises Passing for anything else that calls itself an answer."""
    value = _answer(reply)
    if not isinstance(value, list):
        raise Passing("The answer is not a readable JSON list.", why="unreadable")
    return value


def _answer(reply: Reply, shape: type | None = None) -> object:
    if not reply.headers.get("content-type", "").lower().startswith("application/json"):
        raise Passing(
            "The answer is not JSON: perhaps something stands between here and the service.", why="unreadable"
        )
    return json_value(reply.body, shape)


def json_value(body: bytes, shape: type | None = None) -> object:
    """The JSON value, or None for anything broken, endlessly nested or not quite JSON."""
    flat = _plainly_flat(body)
    try:
        value = (_shaped(body, shape) if shape and flat else None) or _decoded(body)
    except (ValueError, RecursionError):
        return None
    return value if flat or not _too_deep(value) else None


def _shaped(body: bytes, shape: type) -> object:
    """The part of the value that `shape` names; None if it has another form, or bytes in it are no text."""
    try:
        if not body.isascii():
            body.decode()  # what is passed over is not looked at otherwise
        return _decoder(shape).decode(body)
    except ValueError:
        return None


@cache
def _decoder(shape: type) -> msgspec.json.Decoder[object]:
    return msgspec.json.Decoder(shape)


def _decoded(body: bytes) -> object:
    """The value: the quick decoder never gives another one, but refuses what the usual one takes (half a pair, a mark)."""
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return json.loads(body, parse_constant=_no_number)


def _plainly_flat(body: bytes) -> bool:
    """Whether the brackets alone show that nothing lies deeper than `DEEPEST`: to walk through it costs three times as much.

    Without a backslash every text is two quotes with what it holds between them. Those without brackets vanish here, and
    of the others at least one quote stays. Then every turn takes the innermost brackets away.
    """
    left = body.translate(None, _REST).replace(b'""', b"")
    if b'"' in left or b"\\" in left:
        return False
    for _ in range(DEEPEST):
        if not left:
            return True
        left = left.replace(b"{}", b"").replace(b"[]", b"")
    return False


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
