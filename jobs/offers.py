"""The job that reads the service's lists of markets, where it still gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.phrases import count
from tracker.usecases.offering import read_offers

if TYPE_CHECKING:
    from tracker.usecases.offering import Offered
    from tracker.wiring import App


def work(app: App) -> str:
    """Read them if that is due; say what it came to ("" if nothing was asked)."""
    offered = read_offers(app.offering)
    return _told(offered) if offered and (offered.calls or offered.failure) else ""


def _told(offered: Offered) -> str:
    parts = []
    if offered.calls:
        read = f"lists of markets: {offered.listed} of {count(offered.tracks, 'track')}"
        parts.append(f"{read} with {count(offered.calls, 'call')}, {offered.changed} new or changed")
        parts += [] if offered.whole else ["not all were read"]
    if offered.failure:
        parts.append(str(offered.failure))
    return "; ".join(parts)
