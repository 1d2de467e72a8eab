"""The job that keeps the packed lists as the watches change; it does nothing unless they were switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.errors import Overtaken
from tracker.core.phrases import count, listed
from tracker.usecases.packing import is_due, pack_in_turn, visit_rates

if TYPE_CHECKING:
    from tracker.usecases.shelving import Brought
    from tracker.wiring import App


def work(app: App) -> str:
    """Bring the lists to the watched tracks; say what was written ("" if nothing was)."""
    if not is_due(app.packer):
        return ""
    try:
        rates = visit_rates(app.packer)
        learnt = app.visitor.standing().rota.often_in(app.packer.market or "")
        wanted = {track: max(rate, learnt.get(track, 0.0)) for track, rate in rates.items()}
        return told(pack_in_turn(app.packer, app.observer.turns, wanted))
    except Overtaken:
        return ""


def told(brought: Brought) -> str:
    """What one run came to, in words; "" if it changed nothing."""
    parts = [f"{count(brought.joined, 'track')} packed"] if brought.joined else []
    parts += [f"{count(brought.left, 'track')} taken out"] if brought.left else []
    parts += [f"{count(len(brought.refused), 'track')} refused by the service"] if brought.refused else []
    parts += [f"{count(brought.writes, 'write')}"] if brought.writes else []
    parts += ["a packed list was deleted by its owner: nothing is packed any more"] if brought.deleted else []
    parts += ["the rest follows as the budget allows"] if brought.waits else []
    return listed(tuple(parts))
