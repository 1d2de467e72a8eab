"""Searches for vanished recordings, and the other ids that were found. Nothing here touches entries, spells or events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlmodel import col

from tracker.core.names import SERVICE
from tracker.core.replacements import (
    LOOK_AGAIN,
    LOOK_EVERY,
    Confidence,
    FoundBy,
    Replacement,
    Search,
    any_certain,
    next_search,
)
from tracker.store.company import company_returned
from tracker.store.engine import reading, upsert, writing
from tracker.store.entries import learn_items
from tracker.store.missing import absent_now, due_searches, hinted, known_playable, lost_of
from tracker.store.sightings import only
from tracker.store.tables import NameRow, ReplacementRow, SearchRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from tracker.core.replacements import Candidate, Found, Lost

RETURNED = "returned"


class SqlReplacements:
    """Implements `tracker.core.replacements.Replacements`; each method is one transaction."""

    def __init__(self, engine: Engine, *, words: bool = True) -> None:
        """Keep the connections; without `words` no names of the other ids are kept."""
        self._engine, self._words = engine, words

    def due(self, now: datetime, most: int) -> list[Lost]:
        """Confirmed vanishes that last and whose search is due, the newest first."""
        with reading(self._engine) as conn:
            return [lost_of(row) for row in due_searches(conn, now, most)]

    def known(self, lost: Lost, now: datetime) -> list[Candidate]:
        """Tracks of the same ISRC that the record itself has seen playable in the market lately."""
        with reading(self._engine) as conn:
            return known_playable(conn, lost, now)

    def hints(self, lost: Lost) -> list[str]:
        """Other ids that once answered for the recording."""
        with reading(self._engine) as conn:
            return hinted(conn, lost)

    def keep(self, lost: Lost, found: Sequence[Found], now: datetime) -> None:
        """Write down a search with what it found."""
        with writing(self._engine) as conn:
            learn_items(conn, [one.item for one in found], now, words=self._words)
            for one in found:
                _keep(conn, lost, one, now)
            tries = lost.tries + 1
            next_at = None if any_certain(found) else next_search(tries, now)
            outcome = found[0].verdict.confidence if found else "none"
            _searched(conn, lost, sought_at=now, next_at=next_at, tries=tries, outcome=outcome)

    def postpone(self, lost: Lost, until: datetime) -> None:
        """A search brought no answer: it stays due, though not before `until`."""
        with writing(self._engine) as conn:
            _searched(conn, lost, next_at=until)

    def end_returned(self) -> int:
        """End the searches for tracks that are not missing any more; what was found stays."""
        missing = absent_now(SearchRow.track_id, SearchRow.market)
        over = and_(or_(col(SearchRow.outcome).is_(None), col(SearchRow.outcome) != RETURNED), ~missing)
        ended = update(SearchRow).where(over).values(next_at=None, outcome=RETURNED, tries=0)
        idle = update(ReplacementRow).where(
            col(ReplacementRow.next_look_at).is_not(None),
            ~absent_now(ReplacementRow.track_id, ReplacementRow.market),
        )
        with writing(self._engine) as conn:
            conn.execute(idle.values(next_look_at=None))
            return conn.execute(ended).rowcount

    def waken(self, now: datetime) -> int:
        """Make searches due whose track may have vanished together with another that has returned since; how many."""
        with reading(self._engine) as conn:
            woken = company_returned(conn, now)
        if not woken:
            return 0
        pairs = [{"track": track_id, "place": market} for track_id, market in sorted(woken)]
        mine = (col(SearchRow.track_id) == bindparam("track"), col(SearchRow.market) == bindparam("place"))
        with writing(self._engine) as conn:
            conn.execute(update(SearchRow).where(*mine).values(next_at=now), pairs)
        return len(woken)

    def to_look(self, now: datetime, most: int) -> list[tuple[str, str]]:
        """Replacements that are to be looked at again, the longest due first."""
        due = func.min(ReplacementRow.next_look_at)
        pairs = (col(ReplacementRow.other_id), col(ReplacementRow.market))
        found = select(*pairs).where(
            col(ReplacementRow.next_look_at) <= now, col(ReplacementRow.lost_at).is_(None)
        )
        with reading(self._engine) as conn:
            rows = conn.execute(found.group_by(*pairs).order_by(due, pairs[0]).limit(most))
            return [(row.other_id, row.market) for row in rows]

    def looked(self, other_id: str, market: str, *, plays: bool | None, now: datetime) -> None:
        """Write down what a look at a replacement said; if it is lost, new searches are due at once."""
        here = and_(
            col(ReplacementRow.other_id) == other_id,
            col(ReplacementRow.market) == market,
            col(ReplacementRow.lost_at).is_(None),
        )
        outcomes: dict[bool | None, dict[str, Any]] = {
            True: {"next_look_at": now + LOOK_EVERY, "looked_at": now},
            False: {"next_look_at": None, "lost_at": now},
            None: {"next_look_at": now + LOOK_AGAIN},
        }
        with writing(self._engine) as conn:
            if plays is False:
                orphans = select(col(ReplacementRow.track_id)).where(here)
                mine = and_(col(SearchRow.track_id).in_(orphans), col(SearchRow.market) == market)
                conn.execute(update(SearchRow).where(mine).values(next_at=now, tries=0))
            conn.execute(update(ReplacementRow).where(here).values(**outcomes[plays]))

    def standing(self, track_ids: Collection[str]) -> dict[str, list[Replacement]]:
        """The replacements that stand, by the track they replace, the surest first."""
        with reading(self._engine) as conn:
            found = replacements_of(conn, track_ids)
        by_track: dict[str, list[Replacement]] = {}
        for one in found:
            if one.lost_at is None:
                by_track.setdefault(one.track_id, []).append(one)
        return by_track


def replacements_of(conn: Connection, track_ids: Collection[str] | None) -> list[Replacement]:
    """What was found for some tracks (None: for all): what stands before what is lost, the surest first."""
    names = (col(NameRow.title), col(NameRow.artists), col(NameRow.album))
    named = and_(col(NameRow.track_id) == ReplacementRow.other_id, col(NameRow.origin) == SERVICE)
    found = select(ReplacementRow, *names).outerjoin_from(ReplacementRow, NameRow, named)
    if track_ids is not None:
        found = found.where(*only(col(ReplacementRow.track_id), track_ids))
    wanted = None if track_ids is None else set(track_ids)
    rows = [row for row in conn.execute(found) if wanted is None or row.track_id in wanted]
    kept = [_replacement_of(row) for row in rows]
    return sorted(
        kept,
        key=lambda one: (
            one.market,
            one.lost_at is not None,
            one.confidence.rank,
            one.found_at,
            one.other_id,
        ),
    )


def searches_of(conn: Connection, track_id: str) -> tuple[Search, ...]:
    """The searches for a track that go on, by market."""
    mine = and_(col(SearchRow.track_id) == track_id, col(SearchRow.sought_at).is_not(None))
    going_on = and_(mine, col(SearchRow.outcome) != RETURNED)
    rows = conn.execute(select(SearchRow).where(going_on).order_by(col(SearchRow.market)))
    return tuple(Search(r.track_id, r.market, r.tries, r.sought_at, r.next_at) for r in rows)


def _keep(conn: Connection, lost: Lost, one: Found, now: datetime) -> None:
    """A replacement is one row for ever; found again, it stands again, with the verdict of today."""
    told = {
        "found_by": one.verdict.found_by,
        "confidence": one.verdict.confidence,
        "reasons": list(one.verdict.reasons),
        "looked_at": now,
        "next_look_at": now + LOOK_EVERY,
        "lost_at": None,
    }
    mine = {"track_id": lost.track_id, "market": lost.market, "other_id": one.item.id}
    row = upsert(conn, ReplacementRow).values(**mine, **told, found_at=now)
    conn.execute(row.on_conflict_do_update(index_elements=list(mine), set_=told))


def _searched(conn: Connection, lost: Lost, **values: Any) -> None:
    row = upsert(conn, SearchRow).values(
        track_id=lost.track_id, market=lost.market, **({"tries": 0} | values)
    )
    conn.execute(row.on_conflict_do_update(index_elements=["track_id", "market"], set_=values))


def _replacement_of(row: Any) -> Replacement:
    return Replacement(
        track_id=row.track_id,
        market=row.market,
        other_id=row.other_id,
        found_by=FoundBy(row.found_by),
        confidence=Confidence(row.confidence),
        reasons=tuple(row.reasons),
        found_at=row.found_at,
        looked_at=row.looked_at,
        lost_at=row.lost_at,
        title=row.title or "",
        artists=tuple(row.artists or ()),
        album=row.album or "",
    )
