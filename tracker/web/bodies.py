"""Reading the body of a request before anything looks at it, and no more of it than a form can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Message, Receive

MOST = 64 * 1024
"""Bytes: the longest text of a form is far shorter."""


class TooLargeError(Exception):
    """The body is longer than any form's."""


async def whole_body(request: Request) -> bytes:
    """The body; raises TooLargeError as soon as that is known."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST:
        raise TooLargeError
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST:
            raise TooLargeError
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body once more, and then what really comes."""
    waiting = [body]

    async def receive_again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receive_again
