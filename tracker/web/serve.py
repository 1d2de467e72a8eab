"""Serving the page until the owner ends it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

from tracker.core.errors import UsageError
from tracker.web.app import create_web

if TYPE_CHECKING:
    from tracker.wiring import App


def serve(app: App, host: str, port: int) -> None:
    """Serve at host and port until SIGINT or SIGTERM; raise UsageError if the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Port {port} on {host} cannot be used ({error.strerror}): choose another with --port."
            ) from None
        config = uvicorn.Config(
            create_web(app), log_config=None, access_log=False, lifespan="off", server_header=False
        )
        uvicorn.Server(config).run(sockets=[bound])
