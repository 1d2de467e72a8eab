"""The page of one watch: a page of its entries with all that is shown of them, its edits, its gaps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, select
from sqlmodel import col

from tracker.core.history import EventKind, State, Status
from tracker.core.names import is_catalogue
from tracker.core.pages.cards import STRIP_DAYS
from tracker.core.pages.strips import Suspicion, Window, strip
from tracker.core.pages.watch import ROWS, Edits, Entries, EntryLine, InMarket, WatchPage, page_of
from tracker.core.views import SpellView
from tracker.store.naming import preferred
from tracker.store.pages.cards import one_card, with_days
from tracker.store.pages.choosing import CHANGES, chosen, places
from tracker.store.pages.events import standing_events, taken_back, with_names
from tracker.store.rows import event_of, gap_of, target_of
from tracker.store.tables import DoubtRow, EntryRow, EventRow, GapRow, NameRow, SpellRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from tracker.core.history import Event, Gap
    from tracker.core.pages.cards import WatchCard
    from tracker.core.pages.watch import Wanted

Key = tuple[str, str]
"""A track and a market."""
EDITS = (EventKind.ENTRY_ADDED, EventKind.ENTRY_REMOVED)
OUTAGES = (EventKind.SOURCE_LOST, EventKind.SOURCE_BACK)
SHOWN_GAPS, SHOWN_OUTAGES = 10, 10


@dataclass(frozen=True, slots=True)
class Lines:
    """What is known of the tracks on a page: by track and market, or by track."""

    spells: dict[Key, list[SpellView]]
    doubts: dict[Key, Row[Any]]
    gaps: dict[Key, list[Gap]]
    names: dict[str, Row[Any]]
    changes: dict[str, datetime]


def watch_page(conn: Connection, watch_id: int, wanted: Wanted, now: datetime) -> WatchPage | None:
    """All of the page; None if there never was such a watch."""
    found = one_card(conn, watch_id, now)
    if found is None:
        return None
    end = found.removed_at or now
    window = Window(end - timedelta(days=STRIP_DAYS), end)
    (card,) = with_days(conn, [found], window.start)
    order = places(conn, watch_id)
    ids = chosen(conn, card, order, wanted)
    shown = page_of(ids, wanted.at)
    gaps, more = _gaps(conn, watch_id)
    return WatchPage(
        card=card,
        entries=Entries(len(order), len(ids), _lines(conn, card, order, shown, window)),
        edits=_edits(conn, watch_id, wanted.edits),
        outages=tuple(_outages(conn, watch_id)),
        gaps=gaps,
        more_gaps=more,
    )


def _lines(
    conn: Connection, card: WatchCard, order: Sequence[int], shown: Sequence[int], window: Window
) -> tuple[EntryLine, ...]:
    rows = conn.execute(select(col(EntryRow.id), col(EntryRow.track_id)).where(col(EntryRow.id).in_(shown)))
    tracks = {row.id: row.track_id for row in rows}
    known = _known(conn, card, set(tracks.values()), window)
    position = {entry: n for n, entry in enumerate(order, 1)} if shown else {}
    return tuple(
        _line(position[entry], tracks[entry], card, known, window) for entry in shown if entry in tracks
    )


def _line(position: int, track: str, card: WatchCard, known: Lines, window: Window) -> EntryLine:
    name = known.names.get(track)
    return EntryLine(
        position=position,
        track_id=track,
        title=name.title if name else None,
        artists=tuple(name.artists or ()) if name else (),
        origin=name.origin if name else None,
        markets=tuple(_in_market(track, market, card, known, window) for market in card.watch.markets),
        changed_at=known.changes.get(track),
    )


def _in_market(track: str, market: str, card: WatchCard, known: Lines, window: Window) -> InMarket:
    key = (track, market)
    spells, doubt = known.spells.get(key, []), known.doubts.get(key)
    latest = next((spell for spell in spells if spell.first_missed is None), None)
    own = known.gaps.get(key, [])
    hidden = any(gap.until is None for gap in own)
    gaps = [*(gap for gap in card.gaps if gap.market == market), *own]
    seen = next((each.at for each in card.markets if each.market == market), None)
    suspicion = Suspicion(doubt.last_at, doubt.missed_at) if doubt else None
    state = latest.target.state if latest and not hidden else State.UNKNOWN
    return InMarket(
        market=market,
        state=state if is_catalogue(track) else None,
        via=latest.target.via if latest else None,
        reason=latest.reason if latest else None,
        suspected=State(doubt.state) if doubt else None,
        strip=strip(spells, suspicion, gaps, seen, window) if is_catalogue(track) else (),
    )


def _known(conn: Connection, card: WatchCard, tracks: Collection[str], window: Window) -> Lines:
    markets = card.watch.markets
    doubted = select(DoubtRow).where(
        col(DoubtRow.track_id).in_(tracks), col(DoubtRow.market).in_(markets), col(DoubtRow.kind).is_not(None)
    )
    return Lines(
        spells=_spells(conn, tracks, markets, window),
        doubts={(row.track_id, row.market): row for row in conn.execute(doubted)},
        gaps=_track_gaps(conn, tracks, markets, window),
        names=_names(conn, tracks),
        changes=_changes(conn, tracks, markets),
    )


def _spells(
    conn: Connection, tracks: Collection[str], markets: Collection[str], window: Window
) -> dict[Key, list[SpellView]]:
    """The spells that reach into the window, the oldest first."""
    missed = col(SpellRow.missed_at)
    wanted = (
        col(SpellRow.track_id).in_(tracks),
        col(SpellRow.market).in_(markets),
        missed.is_(None) | (missed >= window.start),
    )
    rows = select(SpellRow, taken_back(col(SpellRow.event_seq)).label("undone")).where(*wanted)
    found: dict[Key, list[SpellView]] = defaultdict(list)
    for row in conn.execute(rows.order_by(col(SpellRow.first_at), col(SpellRow.id))):
        found[row.track_id, row.market].append(_spell_of(row))
    return found


def _spell_of(row: Any) -> SpellView:
    return SpellView(
        market=row.market,
        target=target_of(row),
        reason=row.reason,
        last_before=row.before_at,
        first_seen=row.first_at,
        last_seen=row.last_at,
        first_missed=row.missed_at,
        retracted=row.undone,
    )


def _track_gaps(
    conn: Connection, tracks: Collection[str], markets: Collection[str], window: Window
) -> dict[Key, list[Gap]]:
    over = col(GapRow.until)
    wanted = (
        col(GapRow.track_id).in_(tracks),
        col(GapRow.market).in_(markets),
        over.is_(None) | (over >= window.start),
    )
    found: dict[Key, list[Gap]] = defaultdict(list)
    for row in conn.execute(select(GapRow).where(*wanted)):
        found[row.track_id, row.market].append(gap_of(row))
    return found


def _names(conn: Connection, tracks: Collection[str]) -> dict[str, Row[Any]]:
    """What each track is called."""
    names: dict[str, Row[Any]] = {}
    for row in conn.execute(select(NameRow).where(col(NameRow.track_id).in_(tracks)).order_by(*preferred())):
        names.setdefault(row.track_id, row)
    return names


def _changes(conn: Connection, tracks: Collection[str], markets: Collection[str]) -> dict[str, datetime]:
    """When the last change of each track was first seen."""
    of_track = (col(EventRow.track_id).in_(tracks), col(EventRow.market).in_(markets))
    latest = select(col(EventRow.track_id), func.max(EventRow.first_missed_at))
    rows = conn.execute(latest.where(*of_track, *standing_events(*CHANGES)).group_by(col(EventRow.track_id)))
    return {track: at for track, at in rows if track}


def _edits(conn: Connection, watch_id: int, at: int) -> Edits:
    mine = (
        col(EventRow.watch_id) == watch_id,
        col(EventRow.kind).in_(EDITS),
        col(EventRow.status) != Status.WITHDRAWN,
        ~taken_back(col(EventRow.seq)),
    )
    size = conn.execute(select(func.count()).select_from(EventRow).where(*mine)).scalar_one()
    latest = with_names().where(*mine).order_by(col(EventRow.seq).desc())
    rows = conn.execute(latest.limit(ROWS).offset((at - 1) * ROWS))
    return Edits(size, tuple(event_of(row) for row in rows))


def _outages(conn: Connection, watch_id: int) -> list[Event]:
    """The latest losses and returns of the watched source itself, withdrawn ones apart."""
    mine = (
        col(EventRow.watch_id) == watch_id,
        col(EventRow.kind).in_(OUTAGES),
        col(EventRow.status) != Status.WITHDRAWN,
    )
    latest = with_names().where(*mine).order_by(col(EventRow.seq).desc()).limit(SHOWN_OUTAGES)
    return [event_of(row) for row in conn.execute(latest)]


def _gaps(conn: Connection, watch_id: int) -> tuple[tuple[Gap, ...], int]:
    """The latest gaps of the whole watch, and how many there are beside them."""
    mine = (col(GapRow.watch_id) == watch_id, col(GapRow.track_id).is_(None))
    size = conn.execute(select(func.count()).select_from(GapRow).where(*mine)).scalar_one()
    latest = select(GapRow).where(*mine).order_by(col(GapRow.until).is_not(None), col(GapRow.id).desc())
    shown = tuple(gap_of(row) for row in conn.execute(latest.limit(SHOWN_GAPS)))
    return shown, size - len(shown)
