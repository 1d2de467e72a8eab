"""What must be true of any record that this program wrote, asked of the database itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text
from sqlmodel import col

from tests.scale.size import END
from tracker.store.engine import build_engine, reading
from tracker.store.tables import CheckRow, DoubtRow, EntryRow, EventRow, ListingRow, SpellRow

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

BROKEN: dict[str, str] = {
    "a track in a live list has no open spell where it was looked at": """
        SELECT count(*) FROM entry e JOIN track t ON t.id = e.track_id
        JOIN (SELECT watch_id, market, max(id) AS id FROM "check" WHERE complete AND whole GROUP BY 1, 2) c
          ON c.watch_id = e.watch_id AND c.id >= e.first_check
        WHERE e.ended_at IS NULL AND t.kind = 'track' AND NOT EXISTS (
          SELECT 1 FROM spell s WHERE s.track_id = e.track_id AND s.market = c.market AND s.missed_at IS NULL)""",
    "two open spells of a track in a market": """
        SELECT count(*) FROM (SELECT 1 FROM spell WHERE missed_at IS NULL GROUP BY track_id, market
        HAVING count(*) > 1) AS twice""",
    "the edges of a spell are out of order": """
        SELECT count(*) FROM spell WHERE before_at > first_at OR last_at > missed_at OR missed_at <= first_at
        OR last_check >= missed_check OR before_check >= first_check""",
    "a spell does not begin where the one before it ended": """
        SELECT count(*) FROM spell s WHERE s.was_state IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM spell b WHERE b.track_id = s.track_id AND b.market = s.market
          AND b.missed_check = s.first_check AND b.state = s.was_state)""",
    "a spell tells of an event that is not its own": """
        SELECT count(*) FROM spell s LEFT JOIN event e ON e.seq = s.event_seq WHERE s.event_seq IS NOT NULL
        AND (e.seq IS NULL OR e.status <> 'confirmed' OR e.track_id <> s.track_id OR e.market <> s.market
             OR e.first_missed_at <> s.first_at)""",
    "a confirmed flip has no spell": """
        SELECT count(*) FROM event e WHERE e.kind IN ('vanished', 'returned', 'relinked')
        AND e.status = 'confirmed' AND e.seq NOT IN (SELECT event_seq FROM spell WHERE event_seq IS NOT NULL)""",
    "a suspected flip has no doubt": """
        SELECT count(*) FROM event e WHERE e.status = 'suspected' AND e.kind <> 'entry_removed'
        AND NOT EXISTS (SELECT 1 FROM doubt d WHERE d.event_seq = e.seq)""",
    "a doubt has no suspected event": """
        SELECT count(*) FROM doubt d LEFT JOIN event e ON e.seq = d.event_seq
        WHERE e.seq IS NULL OR e.status <> 'suspected'""",
    "an event is confirmed without an instant, or the other way round": """
        SELECT count(*) FROM event WHERE (status = 'confirmed') <> (confirmed_at IS NOT NULL)""",
    "an incident has one member or none": """
        SELECT count(*) FROM incident i WHERE (SELECT count(*) FROM event e WHERE e.incident = i.id) < 2""",
    "an event of another watch, market or kind is in an incident": """
        SELECT count(*) FROM event e JOIN incident i ON i.id = e.incident
        WHERE e.watch_id <> i.watch_id OR e.market <> i.market OR e.kind <> i.kind""",
    "a retraction takes back what was never told": """
        SELECT count(*) FROM event r JOIN event e ON e.seq = r.retracts
        WHERE e.status <> 'confirmed' OR e.seq > r.seq OR e.track_id <> r.track_id""",
    "checks are not numbered in the order of time": """
        SELECT count(*) FROM "check" a JOIN "check" b ON b.id = a.id + 1 WHERE b.started_at < a.started_at""",
    "a gap ends before it begins": "SELECT count(*) FROM gap WHERE until < since",
    "a gap has an end without a check": """
        SELECT count(*) FROM gap WHERE (until IS NULL) <> (end_check IS NULL)""",
    "an entry's removal is of another track": """
        SELECT count(*) FROM entry n JOIN event e ON e.seq = n.removal
        WHERE e.track_id <> n.track_id OR e.watch_id <> n.watch_id OR n.ended_at <> e.first_missed_at""",
}
"""How many rows contradict each rule."""


def broken(url: str) -> dict[str, int]:
    """The rules that the record at `url` breaks, and how often."""
    engine = build_engine(url)
    try:
        with reading(engine) as conn:
            found = {rule: int(conn.execute(text(sql)).scalar_one()) for rule, sql in BROKEN.items()}
            found["a check is later than now"] = _too_late(conn)
            found["an event names a check that is not there"] = _unproven(conn)
            found["a listing is not the order of its open entries"] = _disordered(conn)
            found["the latest whole check did not count what the spells say"] = _miscounted(conn)
    finally:
        engine.dispose()
    return {rule: number for rule, number in found.items() if number}


def _too_late(conn: Connection) -> int:
    late = select(func.count()).where(col(CheckRow.ended_at) > END)
    return int(conn.execute(late).scalar_one())


def _unproven(conn: Connection) -> int:
    kept = set(conn.execute(select(col(CheckRow.id))).scalars())
    proofs = conn.execute(select(col(EventRow.checks))).scalars()
    return sum(not kept.issuperset(checks) or checks != sorted(set(checks)) for checks in proofs)


def _disordered(conn: Connection) -> int:
    held: dict[int, set[int]] = defaultdict(set)
    for row in conn.execute(select(EntryRow).where(col(EntryRow.ended_at).is_(None))):
        held[row.watch_id].add(row.id)
    orders = {row.watch_id: row.order for row in conn.execute(select(ListingRow))}
    return sum(len(order) != len(held[watch]) or set(order) != held[watch] for watch, order in orders.items())


def _miscounted(conn: Connection) -> int:
    """Doubted tracks count as what they are suspected to be: so the look saw them."""
    latest = select(func.max(CheckRow.id)).where(
        col(CheckRow.complete).is_(True), col(CheckRow.whole).is_(True)
    )
    rows = conn.execute(
        select(CheckRow).where(
            col(CheckRow.id).in_(latest.group_by(col(CheckRow.watch_id), col(CheckRow.market)))
        )
    )
    looks = {(row.watch_id, row.market): row for row in rows}
    doubted = {(row.track_id, row.market): row.state for row in conn.execute(select(DoubtRow))}
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for watch, market, track, state, first in conn.execute(_standing()):
        if first <= looks[watch, market].id:
            counts[watch, market][doubted.get((track, market), state)] += 1
    told = {where: Counter(look.observed) for where, look in looks.items()}
    return sum(
        {s: n for s, n in told[where].items() if s != "ignored"} != dict(counts[where]) for where in looks
    )


def _standing() -> Select[*tuple[Any, ...]]:
    shown = (EntryRow.watch_id, SpellRow.market, SpellRow.track_id, SpellRow.state, EntryRow.first_check)
    joined = select(*map(col, shown)).join_from(
        EntryRow, SpellRow, col(SpellRow.track_id) == EntryRow.track_id
    )
    return joined.where(col(EntryRow.ended_at).is_(None), col(SpellRow.missed_at).is_(None))
