"""The job that sends messages; it has a thread of its own, so that a slow channel delays no check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.phrases import count
from tracker.usecases.delivering import deliver

if TYPE_CHECKING:
    from tracker.wiring import App


def work(app: App) -> str:
    """Send what is due; say how many letters went out and what did not ("" if nothing was due)."""
    done = deliver(app.post)
    told = [f"{count(done.sent, 'message')} sent"] if done.sent else []
    told += [f"{count(done.failed, 'message')} to be sent again"] if done.failed else []
    return "; ".join([*told, *done.aside, *done.stopped])
