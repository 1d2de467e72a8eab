"""Looks at invented lists, and decisions made by hand, for the tests of the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tracker.core.decision import AddEntry, Decision, LearnTrack, OpenSpell, Recorded, Reorder, Suspect
from tracker.core.history import EventKind, Sighting, State, Target
from tracker.core.items import Item, Kind, Way
from tracker.core.known import Known, Look
from tracker.core.ports import Draft, NewWatch
from tracker.core.watch import Source, Watch
from tracker.store.engine import build_engine, reading
from tracker.store.tables import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.core.decision import Change
    from tracker.core.views import TrackView
    from tracker.store.repository import SqlStore

START = datetime(2026, 5, 3, 4, 0, tzinfo=UTC)
PLAYABLE, UNPLAYABLE = Target(State.PLAYABLE), Target(State.UNPLAYABLE)


def hours(count: float) -> datetime:
    """The instant so many hours after the tests' beginning."""
    return START + timedelta(hours=count)


def draft(watch: Watch, at: float, *, market: str = "DE", way: Way = Way.LIST, **more: Any) -> Draft:
    """A look that began `at` hours and took a minute."""
    usual = Draft(watch.id, market, way, hours(at), hours(at) + timedelta(minutes=1), calls=1, snapshot=None)
    return replace(usual, **more)


def watch_list(
    store: SqlStore, *markets: str, source: Source = Source.ALBUM, ref: str = "album1", at: float = 0
) -> Watch:
    """A watched album (or other source) in some markets, DE if none are given."""
    return store.add(NewWatch(source, ref, f"List {ref}", markets or ("DE",), 86_400), hours(at))


def item(track_id: str, **more: Any) -> Item:
    """An invented track with a name of its own."""
    usual = Item(
        Kind.TRACK,
        id=track_id,
        title=f"Song {track_id}",
        artists=("The Inventions",),
        album_id="album1",
        album="Made Up",
        isrc=f"XX{track_id}",
        duration_ms=200_000,
        disc=1,
        number=1,
        playable=True,
    )
    return replace(usual, **more)


def record(
    store: SqlStore, look: Draft, *changes: Change, complete: bool = True, why: str | None = None
) -> Recorded:
    """Record a look whose decision is given."""
    return store.record(look, None, lambda _known, _look: Decision(changes, {"playable": 1}, complete, why))


def first_reading(
    store: SqlStore, watch: Watch, tracks: Sequence[str], at: float = 0, **more: Any
) -> Recorded:
    """Record that a list holds `tracks`, all of them playable; tracks with an open spell keep it."""

    def decide(known: Known, look: Look) -> Decision:
        first = Sighting(look.check_id, look.ended_at)
        learnt = [LearnTrack(track, item(track)) for track in tracks]
        added = [AddEntry(track, None, None, None, event=False) for track in tracks]
        fresh = [track for track in dict.fromkeys(tracks) if known.standing(track).spell is None]
        spells = [OpenSpell(track, PLAYABLE, None, None, first) for track in fresh]
        order = Reorder("v1", tuple(-1 - n for n in range(len(tracks))))
        return Decision((*learnt, *added, *spells, order), {"playable": len(tracks)}, complete=True)

    return store.record(draft(watch, at, snapshot="v1", **more), None, decide)


def knowledge(
    store: SqlStore,
    watch: Watch,
    market: str = "DE",
    tracks: frozenset[str] | None = None,
    *,
    at: float = 20,
) -> Known:
    """What the record would tell the core at an hour. Nothing is written: the look fails."""
    told: list[Known] = []

    def decide(known: Known, _look: Look) -> Decision:
        told.append(known)
        raise LookedAway

    try:
        store.record(draft(watch, at, market=market), tracks, decide)
    except LookedAway:
        return told[0]
    raise AssertionError


def shown(store: SqlStore, track: str) -> TrackView:
    """A track that is known."""
    view = store.track(track)
    assert view is not None
    return view


class LookedAway(Exception):  # not an error of ours: it ends a look on purpose
    """Ends a look before it is written."""


def suspicion(
    track_id: str | None,
    last_seen: Sighting | None = None,
    *,
    kind: EventKind | None = EventKind.VANISHED,
    held: bool = False,
    next_look: float = 3,
) -> Suspect:
    """A track (or, None, the source) is suspected to have vanished."""
    reason = "market" if track_id else None
    at = hours(next_look)
    return Suspect(track_id, UNPLAYABLE, kind, reason, last_seen, Way.LIST, at, held)


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, to compare."""
    engine = build_engine(url)
    try:
        with reading(engine) as conn:
            tables = Row.metadata.sorted_tables
            return {
                table.name: sorted(map(tuple, conn.execute(table.select())), key=repr) for table in tables
            }
    finally:
        engine.dispose()
