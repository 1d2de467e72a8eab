"""The job that says when the tracker is blind, or soon will be."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tracker.usecases.vigil import keep_vigil

if TYPE_CHECKING:
    from tracker.wiring import App

log = logging.getLogger(__name__)


def work(app: App) -> str:
    """Find out what goes unobserved; each new notice is a warning of its own in the log."""
    for notice in keep_vigil(app.store, app.login_view().expires_at, app.clock.now()):
        log.warning("%s", notice.text)
    return ""
