"""`tracker run`: the daemon, jobs and page in one process."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.errors import UsageError

if TYPE_CHECKING:
    from tracker.wiring import App

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
Host = Annotated[
    str, typer.Option("--host", help="Where to listen; other addresses than loopback need a password.")
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Where the page is.")]


def run(host: Host = "127.0.0.1", port: Port = 8765, debug: bool = False) -> None:
    """Run the daemon, with its page.

    Checks what is due and serves the page until Ctrl-C or SIGTERM.
    """
    from jobs.pulse import STOOD_STILL, Pulse
    from jobs.schedule import started
    from tracker.logs import set_up
    from tracker.web.serve import serve

    set_up(sys.stderr, debug=debug)
    pulse = Pulse()
    with opened(on_call=pulse.beat) as tracker:
        _refuse_open_doors(tracker, host)
        _end_by_signal()
        with started(tracker, pulse):
            pulse.watch(on_silence=lambda: os._exit(STOOD_STILL))
            output.say(f"Serving http://{host}:{port}/ and checking what is due. Ctrl-C ends it.")
            serve(tracker, host, port)


def _refuse_open_doors(tracker: App, host: str) -> None:
    """Other machines get in by a password only."""
    from tracker.store.sessions import PASSWORD, secret

    if host not in LOOPBACK and tracker.store.ask(secret, PASSWORD) is None:
        raise UsageError(
            f"--host {host}: the page has no password, so it is served on 127.0.0.1 only. Set one with 'tracker password'."
        )


def _end_by_signal() -> None:
    """Leave through every `with` on the way out: a job at work gives back what it has taken."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
