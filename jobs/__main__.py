"""`python -m jobs`: the jobs alone, without a page, until SIGTERM or Ctrl-C, or until they stand still."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

from jobs.pulse import SILENCE_S, STOOD_STILL, Pulse
from jobs.schedule import JOBS, Job, started
from tracker.core.errors import TrackerError
from tracker.logs import set_up
from tracker.settings import load
from tracker.wiring import open_app


def main(jobs: tuple[Job, ...] = JOBS, silence_s: float = SILENCE_S) -> int:
    """Run until told to stop (0); else the exit code is that of the error that kept it from starting, or 70.

    70 is for jobs that stand still for `silence_s` seconds, and for one that does not end when it is told to.
    """
    set_up(sys.stderr)
    ended, pulse = threading.Event(), Pulse()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    try:
        app = open_app(load(os.environ), on_call=pulse.beat)
    except TrackerError as error:
        sys.stderr.write(f"tracker: {error}\n")
        return error.exit_code
    pulse.watch(lambda: os._exit(STOOD_STILL), silence_s)
    with started(app, pulse, jobs):
        logging.getLogger(__name__).info(
            "Watching %d things; %s.", len(app.store.all()), ", ".join(job.name for job in jobs)
        )
        ended.wait()
    app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
