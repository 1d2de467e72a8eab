"""The writing of one look: whole, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Update, bindparam, func, insert, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import col

from tracker.core.decision import Recorded
from tracker.core.errors import Overtaken, StoreError
from tracker.core.history import State
from tracker.core.items import Way
from tracker.core.known import Look
from tracker.core.notices import NoticeKind, field_gone
from tracker.core.ports import Draft
from tracker.core.rules import FARTHEST
from tracker.store.apply import apply
from tracker.store.duties import done, renew
from tracker.store.engine import understood
from tracker.store.known import load_known
from tracker.store.notices import keep
from tracker.store.outbox import post
from tracker.store.rows import doubt_of
from tracker.store.sightings import live_watches
from tracker.store.tables import CheckRow, DoubtRow, SpellRow, WatchRow
from tracker.store.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tracker.core.decision import Decision
    from tracker.core.history import Doubt
    from tracker.core.known import Known
    from tracker.core.watch import Watch


CANARIES = 3
STILL_HELD = timedelta(minutes=5)
"""A duty of several looks is held so long after each of them."""


def record(
    conn: Connection,
    draft: Draft,
    tracks: frozenset[str] | None,
    decide: Callable[[Known, Look], Decision],
    *,
    words: bool = True,
) -> Recorded:
    """Write one look inside the caller's transaction: its check, what was decided, and all that follows.

    Overtaken if its slot is recorded already or its claim is somebody else's; StoreError if the watch has left
    this market meanwhile. The claim is given back first of all: whatever fails later undoes that too. Without
    `words` no name of the service is written.
    """
    _hold_claim(conn, draft)
    watches = live_watches(conn)
    watch = _still_watched(watches, draft)
    check_id = _insert_check(conn, draft, _slot(conn, draft), whole=tracks is None)
    look = Look(check_id, draft.started_at, draft.ended_at, draft.way)
    with understood():
        known = replace(load_known(conn, watch, draft, tracks, watches), words=words)
    work = Work(conn, known, look)
    decision = decide(work.known, look)
    apply(work, decision.changes)
    post(conn, work.confirmed, draft.ended_at)
    told = None if tracks is None else list(decision.told)
    certificate: dict[str, Any] = {"complete": decision.complete, "why": decision.why, "tracks": told}
    certificate["observed"] = decision.observed
    conn.execute(_certify(), certificate | {"check": check_id})
    _note_fields(conn, decision, draft.ended_at)
    return Recorded(check_id, decision, tuple(work.suspected), tuple(work.confirmed))


def _note_fields(conn: Connection, decision: Decision, now: datetime) -> None:
    """Tell of fields that are gone from the API; a look that lacked none ends what was told."""
    if decision.complete or decision.lacking:
        keep(conn, map(field_gone, decision.lacking), (NoticeKind.API_CHANGED,), now)


def due_doubts(conn: Connection, now: datetime) -> list[Doubt]:
    """The doubts whose next look is due, by watch and market; one due long after any term came of a wrong clock.

    Those of paused watches wait until these go on.
    """
    wanted = col(DoubtRow.next_look_at)
    due = select(DoubtRow).where(or_(wanted <= now, wanted > now + FARTHEST), _looked_at())
    ordered = due.order_by(col(DoubtRow.watch_id), col(DoubtRow.market), col(DoubtRow.id))
    return [doubt_of(row) for row in conn.execute(ordered)]


def read_at(conn: Connection, watch_id: int) -> datetime | None:
    """When the last complete check began that read the watched thing itself, rather than what it was known to hold."""
    own = col(CheckRow.way).in_((Way.LIST, Way.PAGES))
    whole = (col(CheckRow.complete).is_(True), col(CheckRow.whole).is_(True))
    of = select(func.max(CheckRow.started_at)).where(col(CheckRow.watch_id) == watch_id, own, *whole)
    return conn.execute(of).scalar()


def doubted(conn: Connection, market: str) -> frozenset[str]:
    """The tracks of which a change is suspected in a market."""
    tracks = select(col(DoubtRow.track_id)).where(col(DoubtRow.market) == market)
    return frozenset(track for track in conn.execute(tracks).scalars() if track)


def canaries(conn: Connection, market: str) -> list[str]:
    """Tracks that were playable under their own id at their last look in a market, and are not in doubt."""
    doubted = select(col(DoubtRow.track_id)).where(
        col(DoubtRow.market) == market, col(DoubtRow.track_id).is_not(None)
    )
    playable = select(col(SpellRow.track_id)).where(
        col(SpellRow.market) == market,
        col(SpellRow.missed_at).is_(None),
        col(SpellRow.state) == State.PLAYABLE,
        col(SpellRow.via).is_(None),
        col(SpellRow.track_id).not_in(doubted),
    )
    return list(conn.execute(playable.order_by(col(SpellRow.id)).limit(CANARIES)).scalars())


def next_look_at(conn: Connection) -> datetime | None:
    """When the earliest doubt wants its next look."""
    wanted = col(DoubtRow.next_look_at)
    return conn.execute(select(wanted).where(_looked_at()).order_by(wanted).limit(1)).scalar()


def _looked_at() -> ColumnElement[bool]:
    paused = select(col(WatchRow.id)).where(col(WatchRow.paused_at).is_not(None))
    return col(DoubtRow.watch_id).not_in(paused)


@cache  # these two are written with every look; SQLAlchemy takes longer to put them together than to run them
def _certify() -> Update:
    return update(CheckRow).where(col(CheckRow.id) == bindparam("check"))


@cache
def _new_check() -> ReturningInsert[*tuple[Any, ...]]:
    return insert(CheckRow).returning(col(CheckRow.id))


def _still_watched(watches: Iterable[Watch], draft: Draft) -> Watch:
    for watch in watches:
        if watch.id == draft.watch_id and watch.paused_at:
            raise Overtaken(f"'{watch.label}' was paused meanwhile: what was seen was not recorded.")
        if watch.id == draft.watch_id and draft.market in watch.markets:
            return watch
    raise StoreError(
        f"Watch {draft.watch_id} no longer looks at {draft.market}: this check was not recorded."
    )


def _hold_claim(conn: Connection, draft: Draft) -> None:
    """The fence: a look whose claim ran out while somebody else took the work is not recorded."""
    if draft.claim is None:
        return
    if draft.next_at is None:
        held = renew(conn, draft.claim, draft.ended_at + STILL_HELD)
    else:
        held = done(conn, draft.claim, draft.next_at)
    if not held:
        raise Overtaken(
            f"Another process has taken over '{draft.claim.name}': what this one saw was not recorded."
        )


def _slot(conn: Connection, draft: Draft) -> datetime | None:
    """The slot that this look serves; Overtaken if it is served and no claim says that it is due once more.

    A clock that was set back comes to the same slots again: such a look counts, but has no slot to its name.
    """
    if draft.slot is None:
        return None
    same = (col(CheckRow.watch_id) == draft.watch_id, col(CheckRow.market) == draft.market)
    if not conn.execute(select(col(CheckRow.id)).where(*same, col(CheckRow.slot) == draft.slot)).first():
        return draft.slot
    if draft.claim is not None:
        return None
    due = f"{draft.slot:%Y-%m-%d %H:%M} UTC"
    raise Overtaken(f"The check of watch {draft.watch_id} in {draft.market} due {due} is already recorded.")


def _insert_check(conn: Connection, draft: Draft, slot: datetime | None, *, whole: bool) -> int:
    values = {
        "watch_id": draft.watch_id,
        "market": draft.market,
        "way": draft.way,
        "slot": slot,
        "started_at": draft.started_at,
        "ended_at": draft.ended_at,
        "complete": False,
        "whole": whole,
        "calls": draft.calls,
        "observed": {},
        "snapshot": draft.snapshot,
        "purpose": draft.purpose,
    }
    check_id: int = conn.execute(_new_check(), values).scalar_one()
    return check_id
