"""`tracker run`: the daemon, jobs and page in one process."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.errors import UsageError

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
Host = Annotated[str, typer.Option("--host", help="Loopback addresses only: the page has no password.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Where the page is.")]


def run(host: Host = "127.0.0.1", port: Port = 8765, debug: bool = False) -> None:
    """Run the daemon, with its page.

    Checks what is due and serves the report until Ctrl-C.
    """
    from jobs.pulse import STOOD_STILL, Pulse
    from jobs.schedule import started
    from tracker.logs import set_up
    from tracker.web.serve import serve

    if host not in LOOPBACK:
        raise UsageError(f"--host {host}: the page has no password, so it is served on 127.0.0.1 only.")
    set_up(sys.stderr, debug=debug)
    pulse = Pulse()
    with opened(on_call=pulse.beat) as tracker, started(tracker, pulse):
        pulse.watch(on_silence=lambda: os._exit(STOOD_STILL))
        output.say(f"Serving http://{host}:{port}/ and checking what is due. Ctrl-C ends it.")
        serve(tracker, host, port)
