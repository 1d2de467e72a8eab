"""The job that says when the tracker is blind, or soon will be, and when the account hides what is there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tracker.usecases.causes import keep_causes
from tracker.usecases.vigil import keep_vigil

if TYPE_CHECKING:
    from tracker.wiring import App

log = logging.getLogger(__name__)


def work(app: App) -> str:
    """Find out what goes unobserved; each new notice is a warning of its own in the log."""
    now = app.clock.now()
    news = keep_vigil(app.store, app.login_view().expires_at, now)
    for notice in news + keep_causes(app.store, app.store.causes, now):
        log.warning("%s", notice.text)
    return ""
