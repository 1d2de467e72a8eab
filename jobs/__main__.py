"""`python -m jobs`: the jobs alone, without a page, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

from jobs.schedule import JOBS, started
from tracker.core.errors import TrackerError
from tracker.logs import set_up
from tracker.settings import load
from tracker.wiring import open_app


def main() -> int:
    """Run until told to stop; the exit code is that of the error that kept it from starting, or 0."""
    set_up(sys.stderr)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    try:
        app = open_app(load(os.environ))
    except TrackerError as error:
        sys.stderr.write(f"tracker: {error}\n")
        return error.exit_code
    with started(app):
        logging.getLogger(__name__).info(
            "Watching %d things; %s.", len(app.store.all()), ", ".join(job.name for job in JOBS)
        )
        ended.wait()
    app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
