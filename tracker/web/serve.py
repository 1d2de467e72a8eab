"""Serving the page until the owner ends it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

from tracker.core.errors import UsageError
from tracker.web.app import create_web

if TYPE_CHECKING:
    from fastapi import FastAPI

    from tracker.wiring import App

PARTING_S = 3.0
"""So long a check that the page began may take to stop; the jobs stop meanwhile."""


def serve(app: App, host: str, port: int) -> None:
    """Serve at host and port until SIGINT or SIGTERM; raise UsageError if the port is taken.

    The signal is raised once more behind it, for whoever handled it before.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Port {port} on {host} cannot be used ({error.strerror}): choose another with --port."
            ) from None
        web = create_web(app, host)
        try:
            uvicorn.Server(_config(web)).run(sockets=[bound])
        finally:
            app.stop()
            web.state.site.agreements.close()
            web.state.site.checks.end(PARTING_S)
            web.state.site.access.sessions.keep()


def _config(web: FastAPI) -> uvicorn.Config:
    """Limits for strangers: few connections, short headers, none held open for long; no word of what serves them."""
    return uvicorn.Config(
        web,
        log_config=None,
        access_log=False,  # addresses hold secrets
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        proxy_headers=False,  # anybody can write them
        limit_concurrency=100,
        backlog=64,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=1,  # a stream of progress ends by itself only with its check
        h11_max_incomplete_event_size=16 * 1024,
    )
