"""The job that searches for where vanished recordings live on, with what the budget can spare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.phrases import count
from tracker.usecases.seeking import seek_due

if TYPE_CHECKING:
    from tracker.usecases.seeking import Sought
    from tracker.wiring import App


def work(app: App) -> str:
    """Do the searches that are due; say what they came to ("" if nothing was done)."""
    sought = seek_due(app.seeker)
    return _told(sought) if sought else ""


def _told(sought: Sought) -> str:
    parts = []
    if sought.searched:
        parts.append(f"{count(sought.searched, 'search')}, {sought.found} of them found something")
    if sought.looked:
        parts.append(f"{count(sought.looked, 'replacement')} looked at again, {sought.lost} lost")
    if sought.failure:
        parts.append(str(sought.failure))
    return "; ".join(parts)
