"""Serving the app on loopback from a thread of the same process."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from tracker.simulator.wires import CONNECTION


@contextmanager
def listening(port: int = 0) -> Iterator[socket.socket]:
    """Open a socket on loopback, at any free port unless one is named; OSError if it is taken."""
    # asyncio sets TCP_NODELAY only where the protocol is named, and without it each call waits some 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        # It listens before the server starts, so a call that comes too early waits instead of failing.
        bound.listen(128)
        yield bound


def address(bound: socket.socket) -> str:
    """Give the address of a listening socket, without a closing slash."""
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


class _Reachable(H11Protocol):
    """Puts the connection within reach of the app, so that a fault can reset it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app = self.app

        async def reachable(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, CONNECTION: transport}, receive, send)

        self.app = reachable


def server(app: ASGIApp) -> uvicorn.Server:
    """Make a quiet server; its `run` takes the socket."""
    chosen = uvicorn.Config(
        app,
        http=_Reachable,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(chosen)


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Serve the app at a free port until the block ends; give the address without a closing slash."""
    with listening() as bound:
        made = server(app)
        thread = threading.Thread(target=made.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            yield address(bound)
        finally:
            made.should_exit = True
            thread.join(timeout=10)
