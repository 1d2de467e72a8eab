"""Pages of a longer list: reading the asked window, and writing the page object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from tracker.simulator.reply import ApiError, dumps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that is asked for."""

    limit: int
    offset: int

    def cut(self, whole: Sequence[T]) -> Sequence[T]:
        """Give the part of the whole list that lies in the window."""
        return whole[self.offset : self.offset + self.limit]


def read_window(query: Mapping[str, str], *, default: int, top: int) -> Window:
    """Read limit and offset; an ApiError of status 400 unless 1 <= limit <= top and offset >= 0."""
    limit = _number(query.get("limit"), default, "Invalid limit")
    offset = _number(query.get("offset"), 0, "Invalid offset")
    if not 1 <= limit <= top:
        raise ApiError(400, "Invalid limit")
    if offset < 0:
        raise ApiError(400, "Invalid offset")
    return Window(limit, offset)


def page_text(
    address: str, query: Mapping[str, str], window: Window, items: Sequence[str], total: int
) -> str:
    """Write a page whose items are JSON texts already; its links repeat the query of the call."""
    limit, offset = window.limit, window.offset

    def link(there: int) -> str:
        return dumps(f"{address}?{urlencode({**query, 'offset': there, 'limit': limit}, safe=',')}")

    following = link(offset + limit) if offset + limit < total else "null"
    previous = link(max(0, offset - limit)) if offset else "null"
    return (
        f'{{"href":{link(offset)},"items":[{",".join(items)}],"limit":{limit},"next":{following},'
        f'"offset":{offset},"previous":{previous},"total":{total}}}'
    )


def _number(text: str | None, default: int, message: str) -> int:
    try:
        return default if text is None else int(text)
    except ValueError as error:
        raise ApiError(400, message) from error
