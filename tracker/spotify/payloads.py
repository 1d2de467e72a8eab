"""Taking single fields out of an answer: the expected shape, nothing (None), or a `Passing` that names the field.

What decides over there and not there must be of its shape, so those readers raise; what only describes a
track may be missing or odd, so those readers give None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tracker.core.errors import Passing
from tracker.core.links import ID_LENGTH

Object = Mapping[str, object]

LONGEST_NAME = 1000
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and half surrogate pairs, which JSON can carry and databases cannot."""


def wrong(name: str) -> Passing:
    """The error for a field that is not what it always was."""
    return Passing(f"The field '{name}' of an answer is not as expected.", why=f"shape:{name}")


def object_in(value: object, name: str) -> Object:
    """A JSON object; raises if it is anything else."""
    if not isinstance(value, dict):
        raise wrong(name)
    return value


def rows_in(source: Object, name: str) -> Sequence[object]:
    """A list that must be there."""
    value = source.get(name)
    if not isinstance(value, list):
        raise wrong(name)
    return value


def count_in(source: Object, name: str) -> int:
    """A number of things, from 0, that must be there."""
    value = whole(source.get(name))
    if value is None:
        raise wrong(name)
    return value


def name_in(source: Object, name: str = "name") -> str:
    """A name that must be there, though it may be empty: empty is the mark of a take-down, missing is not."""
    value = source.get(name)
    if not isinstance(value, str):
        raise wrong(name)
    return clean(value)


def names_in(source: Object, name: str) -> tuple[str, ...]:
    """The names of a list of objects; () if there is no list."""
    if source.get(name) is None:
        return ()
    return tuple([name_in(object_in(row, name)) for row in rows_in(source, name)])


def text(value: object) -> str | None:
    """A text that is not empty."""
    return clean(value) or None if isinstance(value, str) else None


def clean(value: str) -> str:
    """A text that every database can hold."""
    if value.isascii() and len(value) <= LONGEST_NAME and "\0" not in value:  # as by far the most are
        return value
    return _UNSTORABLE.sub("\ufffd", value[:LONGEST_NAME])


def ident(value: object) -> str | None:
    """An id of 22 letters and digits."""
    if isinstance(value, str) and len(value) == ID_LENGTH and value.isascii() and value.isalnum():
        return value
    return None


def whole(value: object, least: int = 0, most: int = 2**31 - 1) -> int | None:
    """A whole number from `least` to `most`; JSON's true and false are none."""
    return value if type(value) is int and least <= value <= most else None


def part(source: Object, name: str) -> Object:
    """An object that may be missing: then an empty one."""
    value = source.get(name)
    return value if isinstance(value, dict) else {}


def isrc(source: Object) -> str | None:
    """The recording's code in capitals without hyphens."""
    value = part(source, "external_ids").get("isrc")
    if not isinstance(value, str):
        return None
    code = value if _ISRC.fullmatch(value) else re.sub(r"[-\s]", "", value).upper()
    return code if code is value or _ISRC.fullmatch(code) else None


def moment(value: object) -> datetime | None:
    """A time in UTC; None where the service does not know it, which it also writes as 1970."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is not UTC:
            at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None if at.year <= 1970 else at
