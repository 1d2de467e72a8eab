"""Kinds of faults that deliver the true answer badly: cut off, reset, or in drops."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import replace

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tracker.simulator.reply import Manner, Reply
from tracker.simulator.turn import Kinds, Turn, true_answer

CONNECTION = "simulator.connection"
"""Where the server puts the connection's transport into an ASGI scope."""
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def _truncate(turn: Turn) -> Reply:
    """The first half of the body, with a length that fits it."""
    reply = true_answer(turn)
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def _cut(turn: Turn) -> Reply:
    """The first half of the body, with the length of the whole: the server then drops the connection."""
    reply = true_answer(turn)
    headers = {**reply.headers, "content-length": str(len(reply.body))}
    return replace(reply, body=reply.body[: len(reply.body) // 2], headers=headers)


def _reset(turn: Turn, *, sent: float | None = None, chunked: bool = False) -> Reply:
    """The connection is reset after `sent` bytes of the body.

    None: before the status line; a negative number counts from the end; a fraction is a share. `chunked`
    leaves out the length, so that only the missing last chunk tells of the loss.
    """
    reply = true_answer(turn)
    length = len(reply.body)
    share = sent is not None and 0 < sent < 1
    after = -1 if sent is None else int(sent * length) if share else int(sent)
    after = max(0, length + after) if sent is not None and after < 0 else after
    return replace(reply, manner=Manner(reset_after=after, chunked=chunked))


def _drip(turn: Turn, *, piece: int = 1, pause_s: float = 0.05) -> Reply:
    """`piece` bytes at a time, with `pause_s` real seconds before each."""
    return replace(true_answer(turn), manner=Manner(piece=piece, pause_s=pause_s))


WIRES: Kinds = {"truncate": _truncate, "cut": _cut, "reset": _reset, "drip": _drip}


def delivered(reply: Reply) -> Response:
    """The reply as Starlette sends it; in its own manner if it has one."""
    if reply.manner is None:
        return Response(reply.body, reply.status, dict(reply.headers))
    return _Uneven(reply, reply.manner)


class _Uneven(Response):
    """A response that does not leave in one piece, or not wholly."""

    def __init__(self, reply: Reply, manner: Manner) -> None:
        super().__init__(reply.body, reply.status, dict(reply.headers))
        self._manner = manner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's form
        manner, whole = self._manner, bytes(self.body)
        if manner.reset_after is None:
            await self._send(send, whole, last=True)
            return
        if manner.reset_after >= 0:
            await self._send(send, whole[: manner.reset_after], last=False)
        _reset_connection(scope)

    async def _send(self, send: Send, body: bytes, *, last: bool) -> None:
        headers = [
            pair for pair in self.raw_headers if not (self._manner.chunked and pair[0] == b"content-length")
        ]
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        piece = self._manner.piece or max(1, len(body))
        for start in range(0, len(body), piece):
            await asyncio.sleep(self._manner.pause_s)
            await send({"type": "http.response.body", "body": body[start : start + piece], "more_body": True})
        if last:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _reset_connection(scope: Scope) -> None:
    """End the connection at once; without a socket, in-process callers get the error that a socket would give."""
    transport = scope.get(CONNECTION)
    if transport is None:
        raise ConnectionResetError("scripted fault")
    bound: socket.socket = transport.get_extra_info("socket")
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    transport.abort()
