"""Rows of tracks that vanished, written straight into a record: as if looks had confirmed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlmodel import col

from tests.store.looks import hours
from tracker.core.rights import name_key, rights_key
from tracker.store.engine import build_engine, reading, writing
from tracker.store.tables import EntryRow, EventRow, IncidentRow, NameRow, ReleaseRow, TrackRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine

    from tracker.core.watch import Watch

DAY = 24
NOW = hours(20 * DAY)


@dataclass
class Lost:
    """Writes into the record at `url`."""

    url: str
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        """Open a connection of its own."""
        self.engine = build_engine(self.url)

    def hold(
        self, watch: Watch, tracks: Sequence[str], *, album: str, owner: str | None = None, artist: str = "A"
    ) -> None:
        """A watch that holds tracks of an album, of which the rights line may be known."""
        with writing(self.engine) as conn:
            rows = [{"id": track, "album_id": album, "isrc": f"ZZ{album[:3]:0>3}2500001"} for track in tracks]
            conn.execute(insert(TrackRow), rows)
            named = {"origin": "service", "artists": [artist], "album": f"The {album}"}
            conn.execute(insert(NameRow), [{"track_id": t, "title": f"Song {t}", **named} for t in tracks])
            held = {"watch_id": watch.id, "first_check": 1}
            conn.execute(insert(EntryRow), [{"track_id": track, **held} for track in tracks])
            if owner:
                line = f"℗ 2019 {owner}"
                keys = {"rights_key": rights_key([("P", line)]), "label_key": name_key(owner)}
                texts = {"rights": [line], "label": owner, "read_at": hours(0)}
                conn.execute(insert(ReleaseRow), [{"album_id": album, **keys, **texts}])

    def lose(
        self, watch: Watch, tracks: Iterable[str], day: float, *, every: float = 1, **more: Any
    ) -> list[int]:
        """Confirmed vanishes, each between two looks of a rhythm in days; the events' numbers."""
        usual = {
            "kind": "vanished",
            "status": "confirmed",
            "market": "DE",
            "watch_id": watch.id,
            "last_seen_at": hours((day - every) * DAY),
            "first_missed_at": hours(day * DAY),
            "confirmed_at": hours((day + 1) * DAY),
            "checks": [1, 2],
        }
        numbered = insert(EventRow).returning(col(EventRow.seq), sort_by_parameter_order=True)
        with writing(self.engine) as conn:
            return list(conn.execute(numbered, [usual | {"track_id": t} | more for t in tracks]).scalars())

    def incident(self, watch: Watch, seqs: Iterable[int] = ()) -> int:
        """A mass flip of a watch with these events."""
        values = {"watch_id": watch.id, "market": "DE", "kind": "vanished", "opened_at": hours(0)}
        with writing(self.engine) as conn:
            made = insert(IncidentRow).values(**values).returning(col(IncidentRow.id))
            number: int = conn.execute(made).scalar_one()
            conn.execute(update(EventRow).where(col(EventRow.seq).in_(seqs)).values(incident=number))
        return number

    def told(self) -> dict[int | None, list[int]]:
        """The events by incident."""
        found: dict[int | None, list[int]] = {}
        with reading(self.engine) as conn:
            for row in conn.execute(select(EventRow).order_by(col(EventRow.seq))):
                found.setdefault(row.incident, []).append(row.seq)
        return found

    def incidents(self) -> list[tuple[int, int | None, str | None, float | None]]:
        """Number, watch, what is shared and chance of each incident."""
        with reading(self.engine) as conn:
            rows = conn.execute(select(IncidentRow).order_by(col(IncidentRow.id)))
            return [(row.id, row.watch_id, row.shared, row.chance) for row in rows]
