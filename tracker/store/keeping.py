"""Terms of keeping: watches that lapse, names that are erased, messages that were sent long ago."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, or_, select
from sqlmodel import col

from tracker.core.letters import KEPT
from tracker.store import watches
from tracker.store.channels import SENT
from tracker.store.scrubbing import owe
from tracker.store.sightings import live_watches
from tracker.store.tables import DeliveryRow, LetterRow
from tracker.store.words import erase_words


def housekeep(conn: Connection, now: datetime, name_days: int) -> dict[str, int]:
    """Lapse watches past their term, and erase the service's words of what was let go of `name_days` ago.

    What went out as messages goes too after its time. Returns how many: `lapsed` watches, erased `names`, `labels`
    of watches, texts of `releases`, and `messages`.
    """
    due = [watch.id for watch in live_watches(conn) if watch.renew_by <= now]
    for watch_id in due:
        watches.remove(conn, watch_id, now, lapsed=True)
    erased = erase_words(conn, now, name_days)
    if any(erased.values()):
        owe(conn)
    return {"lapsed": len(due), **erased, "messages": _prune(conn, now - KEPT)}


def _prune(conn: Connection, before: datetime) -> int:
    """Delete the letters that arrived or were refused before that, with their deliveries; how many letters.

    The last that arrived stays, for each channel: it says when that was. Nothing is sent again for want of these
    rows: an event is put on its way once, in the transaction that confirms it, and no number is given twice.
    """
    last = (
        select(func.max(LetterRow.id))
        .where(col(LetterRow.sent_at).is_not(None))
        .group_by(col(LetterRow.channel_id))
    )
    over = or_(col(LetterRow.sent_at) < before, col(LetterRow.refused_at) < before)
    old = and_(col(LetterRow.state) == SENT, over, col(LetterRow.id).not_in(last))
    letters = select(col(LetterRow.id)).where(old)
    conn.execute(delete(DeliveryRow).where(col(DeliveryRow.letter_id).in_(letters)))
    return conn.execute(delete(LetterRow).where(old)).rowcount
