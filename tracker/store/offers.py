"""The service's lists of markets: a row where a track's list has changed, and none for all that has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, case, insert, select, update
from sqlmodel import col

from tracker.core.names import is_catalogue
from tracker.core.offers import Offer, Tally, contradiction
from tracker.core.planning.batched import seat_of
from tracker.store.engine import reading, writing
from tracker.store.rows import target_of
from tracker.store.sightings import live_watches, only
from tracker.store.tables import EntryRow, OfferRow, SpellRow, TierRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Engine

    from tracker.core.offers import Listed
    from tracker.core.planning.requests import Seat


class SqlOffers:
    """Implements `tracker.core.offers.Offers`; each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def seats(self) -> dict[str, Seat | None]:
        """The tracks that live watches hold."""
        places = (col(TrackRow.id), col(TrackRow.album_id), col(TrackRow.disc), col(TrackRow.number))
        with reading(self._engine) as conn:
            watches = [watch.id for watch in live_watches(conn)]
            held = (col(EntryRow.ended_at).is_(None), col(EntryRow.watch_id).in_(watches))
            found = select(*places).where(col(TrackRow.id).in_(select(col(EntryRow.track_id)).where(*held)))
            rows = conn.execute(found.order_by(col(TrackRow.id))).all()
        return {row.id: seat_of(row.album_id, row.disc, row.number) for row in rows if is_catalogue(row.id)}

    def keep(self, found: Mapping[str, Listed], now: datetime) -> int:
        """Write down what is new or changed."""
        with reading(self._engine) as conn:
            news = _news(found, _latest(conn, found))
        if not news:
            return 0
        with writing(self._engine) as conn:
            latest = _latest(conn, news)
            for track_id, markets in _news(news, latest).items():
                _change(conn, track_id, markets, latest.get(track_id), now)
        return len(news)

    def finish(self, met: Iterable[str], now: datetime) -> None:
        """What stands, and was met, was met now; what was not met ends where it was last met."""
        seen = set(met)
        with writing(self._engine) as conn:
            standing = select(col(OfferRow.id), col(OfferRow.track_id), LAST_AT).where(col(OfferRow.stands))
            for row in conn.execute(standing).all():
                if row.track_id not in seen:
                    _end(conn, row)
            conn.execute(update(TierRow).values(offers_at=now))

    def of(self, track_id: str) -> tuple[Offer, ...]:
        """All lists of a track, the oldest first."""
        with reading(self._engine) as conn:
            return offers_of(conn, track_id)

    def tally(self) -> Tally:
        """How many lists stand, and how many of the pairs that looks speak of contradict them."""
        with reading(self._engine) as conn:
            standing = conn.execute(
                select(col(OfferRow.track_id), col(OfferRow.markets)).where(col(OfferRow.stands))
            )
            lists = {row.track_id: tuple(row.markets) for row in standing}
            open_spells = select(SpellRow).where(
                col(SpellRow.missed_at).is_(None), col(SpellRow.track_id).in_(_with_list())
            )
            told = [
                contradiction(lists[row.track_id], row.market, target_of(row))
                for row in conn.execute(open_spells)
                if row.track_id in lists
            ]
        return Tally(len(lists), sum(each is not None for each in told), told.count(True))


def offers_of(conn: Connection, track_id: str) -> tuple[Offer, ...]:
    """All lists of a track, the oldest first; while one stands, it was last met by the last reading of all."""
    found = select(OfferRow, LAST_AT).where(col(OfferRow.track_id) == track_id).order_by(col(OfferRow.id))
    return tuple(
        Offer(row.track_id, tuple(row.markets), row.before_at, row.first_at, row.met_at, row.stands)
        for row in conn.execute(found)
    )


def last_met() -> ColumnElement[Any]:
    """When a list was last met: a standing one by the last reading that came to its end, if that was later."""
    read_at = select(col(TierRow.offers_at)).scalar_subquery()
    later = col(OfferRow.stands) & (read_at > col(OfferRow.last_at))
    return case((later, read_at), else_=col(OfferRow.last_at))


LAST_AT = last_met().label("met_at")


def _with_list() -> Any:
    return select(col(OfferRow.track_id)).where(col(OfferRow.stands))


def _latest(conn: Connection, tracks: Collection[str]) -> dict[str, Row[Any]]:
    """The last row of each of these tracks, whether it stands or not."""
    found = select(OfferRow, LAST_AT).where(*only(col(OfferRow.track_id), tracks))
    return {row.track_id: row for row in conn.execute(found.order_by(col(OfferRow.id)))}


def _news(found: Mapping[str, Listed], latest: Mapping[str, Row[Any]]) -> dict[str, Listed]:
    """What is not the standing list of its track already."""
    return {
        track_id: markets
        for track_id, markets in found.items()
        if (row := latest.get(track_id)) is None or not row.stands or tuple(row.markets) != markets
    }


def _change(conn: Connection, track_id: str, markets: Listed, before: Row[Any] | None, now: datetime) -> None:
    """Let the same list stand again, or end the one before it and begin a new row."""
    if before is not None and tuple(before.markets) == markets:
        again = update(OfferRow).where(col(OfferRow.id) == before.id)
        conn.execute(again.values(stands=True, last_at=now))
        return
    if before is not None and before.stands:
        _end(conn, before)
    values = {"track_id": track_id, "markets": list(markets), "first_at": now, "last_at": now}
    conn.execute(insert(OfferRow).values(**values, before_at=before.met_at if before else None, stands=True))


def _end(conn: Connection, row: Row[Any]) -> None:
    ended = update(OfferRow).where(col(OfferRow.id) == row.id)
    conn.execute(ended.values(stands=False, last_at=row.met_at))
