"""The outer door of a job: whatever goes wrong inside is logged, and the next run still comes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tracker.core.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobs.pulse import Pulse
    from tracker.wiring import App

log = logging.getLogger(__name__)


def run_job(app: App, name: str, work: Callable[[App], str], pulse: Pulse) -> None:
    """Do one job and log what it says of itself; an error of ours is one line, a surprise has its traceback."""
    pulse.beat()
    try:
        said = work(app)
    except TrackerError as error:
        log.warning("%s: %s", name, error)
    except Exception:
        log.exception("%s failed unexpectedly; it runs again in its rhythm", name)
    else:
        if said:
            log.info("%s: %s", name, said)
    pulse.beat()
