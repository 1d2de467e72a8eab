"""How many tracks each watch holds, and how many of them stand in which state in each market.

The absent ones are few and counted one by one; what is held, has a state and is not absent is playable. So nobody
has to go through the states of all tracks, of which there may be hundreds of thousands.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, exists, func, literal, select
from sqlmodel import col

from tracker.core.history import State
from tracker.core.items import Kind
from tracker.core.names import NAMELESS
from tracker.store.tables import CheckRow, EntryRow, SpellRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.watch import Watch

LIVE = col(EntryRow.ended_at).is_(None)
OPEN = col(SpellRow.missed_at).is_(None)
NOT_PLAYABLE = col(SpellRow.state) != literal(State.PLAYABLE.value, literal_execute=True)
"""Written out, or SQLite could not tell that an index has just these."""
ABSENT = [state.value for state in State if state.absent]
"""Named as well, or it would not see that the index is the quickest way."""


@dataclass(frozen=True, slots=True)
class Counts:
    """By watch: the tracks it holds; and how many (track, market) pairs of it stand in which state."""

    entries: dict[int, int]
    states: dict[int, dict[str, int]]


class Counting:
    """Counts anew only where there was a look, or the watch list was changed: nothing else moves a track.

    Safe to share between threads.
    """

    def __init__(self) -> None:
        self._known: tuple[object, Counts] | None = None

    def of(self, conn: Connection, watches: Sequence[Watch]) -> Counts:
        """The counts of the live watches."""
        latest = conn.execute(select(func.max(CheckRow.id))).scalar()
        key = (latest, tuple((watch.id, watch.markets) for watch in watches))
        known = self._known
        if known is None or known[0] != key:
            known = self._known = (key, Counts(_entries(conn), _states(conn, watches)))
        return known[1]


def _entries(conn: Connection) -> dict[int, int]:
    """How many tracks each watch holds; local files, episodes and nameless places are none."""
    return {row.watch_id: row.number for row in conn.execute(_tracks_held())}


@cache  # these four go with every round of looks; to put them together takes longer than to ask them of a small record
def _tracks_held() -> Select[*tuple[Any, ...]]:
    is_track = func.coalesce(TrackRow.kind, Kind.TRACK).not_in([Kind.EPISODE, Kind.LOCAL])
    return (
        select(col(EntryRow.watch_id), func.count().label("number"))
        .join_from(EntryRow, TrackRow, col(TrackRow.id) == EntryRow.track_id)
        .where(LIVE, is_track, col(EntryRow.track_id) != NAMELESS)
        .group_by(col(EntryRow.watch_id))
    )


def _states(conn: Connection, watches: Sequence[Watch]) -> dict[int, dict[str, int]]:
    held = _held(conn)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for market in sorted({market for watch in watches for market in watch.markets}):
        absent, stateless = _absent(conn, market), _stateless(conn, market)
        for watch in watches:
            if market not in watch.markets:
                continue
            here = absent.get(watch.id, {})
            playable = held.get(watch.id, 0) - stateless.get(watch.id, 0) - sum(here.values())
            states = found[watch.id]
            for state, number in (here | {State.PLAYABLE.value: playable}).items():
                if number:
                    states[state] = states.get(state, 0) + number
    return found


def _absent(conn: Connection, market: str) -> dict[int, dict[str, int]]:
    """By watch, how many tracks stand in each state that is not playable in a market."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for watch_id, state, number in conn.execute(_not_playable(), {"market": market}):
        found[watch_id][state] = number
    return found


@cache
def _not_playable() -> Select[*tuple[Any, ...]]:
    by = (col(EntryRow.watch_id), col(SpellRow.state))
    here = (col(SpellRow.market) == bindparam("market"), col(SpellRow.state).in_(ABSENT))
    return (
        select(*by, func.count(col(EntryRow.track_id).distinct()))
        .join_from(SpellRow, EntryRow, col(SpellRow.track_id) == EntryRow.track_id)
        .where(LIVE, OPEN, NOT_PLAYABLE, *here)
        .group_by(*by)
    )


def _held(conn: Connection) -> dict[int, int]:
    """By watch, how many different things it holds."""
    return {watch_id: number for watch_id, number in conn.execute(_things_held())}  # noqa: C416


@cache
def _things_held() -> Select[*tuple[Any, ...]]:
    different = func.count(col(EntryRow.track_id).distinct())
    return select(col(EntryRow.watch_id), different).where(LIVE).group_by(col(EntryRow.watch_id))


def _stateless(conn: Connection, market: str) -> dict[int, int]:
    """By watch, how many of the things it holds have no state in a market: never seen there, or no tracks."""
    counted = conn.execute(_without_spell(), {"market": market})
    return {watch_id: number for watch_id, number in counted}  # noqa: C416


@cache
def _without_spell() -> Select[*tuple[Any, ...]]:
    same = (col(SpellRow.market) == bindparam("market"), col(SpellRow.track_id) == EntryRow.track_id)
    return _things_held().where(~exists().where(*same, OPEN))
