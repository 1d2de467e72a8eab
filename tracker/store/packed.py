"""The packed lists on record: which of the owner's lists are the tracker's own, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlmodel import col

from tracker.core.history import State
from tracker.core.packed import PackedList
from tracker.store.engine import reading, upsert, writing
from tracker.store.scrubbing import owe
from tracker.store.tables import PackedRow, SpellRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Engine, Row


class SqlPacked:
    """Implements `tracker.core.packed.PackedLists`; each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self) -> tuple[PackedList, ...]:
        """All of them."""
        with reading(self._engine) as conn:
            return tuple(map(_packed, conn.execute(select(PackedRow).order_by(col(PackedRow.number)))))

    def lists(self) -> tuple[PackedList, ...]:
        """Those that can be read from."""
        return tuple(each for each in self.rows() if each.standing and each.snapshot is not None)

    def refs(self) -> frozenset[str]:
        """Those that may be written to."""
        held = select(col(PackedRow.ref)).where(
            col(PackedRow.ref).is_not(None), col(PackedRow.lost_at).is_(None)
        )
        with reading(self._engine) as conn:
            return frozenset(ref for ref in conn.execute(held).scalars() if ref)

    def begin(self, number: int, now: datetime, mark: str | None = None) -> None:
        """Wanted, or being made."""
        values: dict[str, Any] = {"ref": None, "made_at": now, "mark": mark, "tracks": [], "snapshot": None}
        values |= {"read_at": None, "lost_at": None}
        with writing(self._engine) as conn:
            made = upsert(conn, PackedRow).values(number=number, **values)
            conn.execute(made.on_conflict_do_update(index_elements=["number"], set_=values))

    def made(self, number: int, ref: str) -> None:
        """It is there; before it was read once it is not certain to be empty."""
        self._set(number, ref=ref, mark=None, tracks=[], snapshot=None)

    def keep(
        self, number: int, tracks: Sequence[str], snapshot: str | None, read_at: datetime | None = None
    ) -> None:
        """What it holds."""
        seen = {"read_at": read_at} if read_at else {}
        self._set(number, tracks=list(tracks), snapshot=snapshot, **seen)

    def lost(self, number: int, at: datetime | None) -> None:
        """Deleted, or not after all; either way it has to be read before it is believed."""
        self._set(number, lost_at=at, snapshot=None)

    def forget(self, number: int) -> None:
        """Delete its row, bytes and all in the course of the day."""
        with writing(self._engine) as conn:
            conn.execute(delete(PackedRow).where(col(PackedRow.number) == number))
            owe(conn)

    def gone(self, market: str) -> frozenset[str]:
        """Tracks of an open spell of GONE."""
        open_now = (col(SpellRow.market) == market, col(SpellRow.missed_at).is_(None))
        found = select(col(SpellRow.track_id)).where(*open_now, col(SpellRow.state) == State.GONE)
        with reading(self._engine) as conn:
            return frozenset(conn.execute(found).scalars())

    def _set(self, number: int, **values: Any) -> None:
        with writing(self._engine) as conn:
            conn.execute(update(PackedRow).where(col(PackedRow.number) == number).values(**values))


def _packed(row: Row[Any]) -> PackedList:
    return PackedList(
        row.number, row.made_at, row.ref, row.mark, tuple(row.tracks), row.snapshot, row.read_at, row.lost_at
    )
