"""Taking single things out of a file: ids, days, names and codes, each of its form or not at all."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker.core.errors import UsageError
from tracker.core.items import Item, Kind
from tracker.core.links import ID, local_file, parse_link, spoken_id
from tracker.core.names import stored_id
from tracker.core.phrases import visible
from tracker.core.watch import Source

if TYPE_CHECKING:
    from tracker.core.links import Link

LONGEST_NAME = 1000
LONGEST_ID = 2000
EARLIEST = 1999
"""No day of a list lies before this year: exporters write 1970 where the service told them nothing."""
_SHOWN = 40
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_CALL = re.compile(r"[=+\-@][A-Za-z.]+[(|!]")


def read_id(text: str) -> Item | Link:
    """What an id, a URI or a link stands for: a track, episode or local file as an item, or another thing to watch.

    A bare id is taken for a track's. UsageError says why it is none of these.
    """
    text = text.strip()
    if not text:
        raise UsageError("no id, URI or link")
    if text.startswith(_FORMULA_SIGNS):
        raise UsageError("a formula where an id should be")
    if len(text) > LONGEST_ID:
        raise UsageError("an id of thousands of characters")
    if ID.fullmatch(text):
        return Item(Kind.TRACK, text)
    if local := local_file(text):
        return _local(local)
    if spoken := spoken_id(text):
        return Item(Kind.EPISODE, spoken)
    try:
        link = parse_link(text)
    except UsageError:
        raise UsageError(f"no id, URI or link of the service ('{shortened(text)}')") from None
    return Item(Kind.TRACK, link.ref) if link.source is Source.TRACK else link


def _local(parts: tuple[str, str, str, int]) -> Item:
    artist, album, title, seconds = parts
    artists = (name(artist),) if artist else ()
    return Item(Kind.LOCAL, title=name(title), artists=artists, album=name(album), duration_ms=seconds * 1000)


def track_id_of(item: Item) -> str:
    """The id under which the record keeps it, or its stand-in."""
    return stored_id(item)


def name(value: object) -> str:
    """A text that every database can hold; "" for what is none."""
    return _UNSTORABLE.sub("\ufffd", value[:LONGEST_NAME]).strip() if isinstance(value, str) else ""


def isrc(value: object) -> str | None:
    """A recording's code in capitals without hyphens; None for what is none."""
    code = re.sub(r"[-\s]", "", value).upper() if isinstance(value, str) and len(value) < LONGEST_NAME else ""
    return code if _ISRC.fullmatch(code) else None


def moment(value: object) -> datetime | None:
    """A day or an instant in UTC; None for what is none, or lies before there was any list."""
    if not isinstance(value, str) or len(value) > _SHOWN:
        return None
    try:
        at = datetime.fromisoformat(value.strip())
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at.year >= EARLIEST else None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this cell: a call or a command, not only a title that begins with a sign."""
    return bool(_CALL.match(text.lstrip()))


def shortened(text: str) -> str:
    """The beginning of a foreign text, safe to print."""
    return visible(text[:_SHOWN]) + ("…" if len(text) > _SHOWN else "")
