"""The rows of an export, straight from the tables: all of one instant, in the order of their keys, a few at a time."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    case,
    collate,
    false,
    literal,
    null,
    or_,
    select,
)
from sqlmodel import col

from tracker.core.names import FOR_A_TERM
from tracker.core.panel.rows import Ancestor
from tracker.core.panel.tables import PACKAGE_FORM, TABLES
from tracker.store.engine import reading
from tracker.store.offers import last_met
from tracker.store.sequences import highest_ids
from tracker.store.tables import (
    CheckRow,
    DoubtRow,
    EntryRow,
    EventRow,
    GapRow,
    ImportRow,
    ListingRow,
    NameRow,
    ReleaseRow,
    Row,
    SpellRow,
    TrackRow,
    WatchRow,
)
from tracker.store.words import in_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Column, Engine

    from tracker.core.panel.fields import Table
    from tracker.core.panel.rows import Choice
    from tracker.core.panel.rows import Row as Values

BATCH = 1000


class SqlPanel:
    """Opens the record for an export. `name_days`: how long names of the service outlive the last watch."""

    def __init__(self, engine: Engine, name_days: int) -> None:
        self._engine, self._name_days = engine, name_days

    @contextmanager
    def opened(self, choice: Choice, now: datetime) -> Iterator[SqlRows]:
        """The rows, all of one instant, for as long as the block lasts."""
        with reading(self._engine) as conn:
            yield SqlRows(conn, choice, now - timedelta(days=self._name_days), named=self._name_days > 0)


class SqlRows:
    """Implements `tracker.core.panel.rows.Exported`.

    The service's names of tracks let go of before `held_since` are left out; not `named`: all of them are.
    """

    def __init__(self, conn: Connection, choice: Choice, held_since: datetime, *, named: bool) -> None:
        self._conn, self._choice, self._held_since = conn, choice, held_since
        self._named = named and choice.names

    def rows(self, table: Table) -> Iterator[Values]:
        """The rows of a table in the order of its key."""
        wanted = self._wanted(table).execution_options(yield_per=BATCH)
        with self._conn.execute(wanted) as found:
            for batch in found.partitions():
                for row in batch:
                    yield tuple(row)

    def highest(self) -> dict[str, int]:
        """By table, the highest number that was ever given."""
        given = highest_ids(self._conn)
        return {table.name: given[table.stored] for table in TABLES if table.stored in given}

    def ancestors(self) -> tuple[Ancestor, ...]:
        """The data packages that the record was filled from, the first one first."""
        wanted = select(ImportRow).where(col(ImportRow.form) == PACKAGE_FORM).order_by(col(ImportRow.id))
        return tuple(Ancestor(r.name, r.digest, r.imported_at) for r in self._conn.execute(wanted))

    def _wanted(self, table: Table) -> Select[Any]:
        columns = Row.metadata.tables[table.stored].columns
        left_out = self._left_out(table.stored)
        shown = [left_out.get(field.stored, columns[field.stored]) for field in table.fields]
        order = [self._rising(columns[table.field(name).stored]) for name in table.key]
        return select(*shown).where(*self._conditions(table.stored)).order_by(*order)

    def _rising(self, column: Column[Any]) -> ColumnElement[Any]:
        """Texts by their code points, as SQLite does: PostgreSQL would go by the language of its database."""
        texts = isinstance(column.type, String) and self._conn.dialect.name == "postgresql"
        return collate(column, "C") if texts else column

    def _conditions(self, stored: str) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if stored == "name":
            held = col(NameRow.track_id).in_(in_term(self._held_since))
            found.append(or_(col(NameRow.origin).not_in(FOR_A_TERM), held if self._named else false()))
        if stored == "import":
            found.append(col(ImportRow.form) != PACKAGE_FORM)
        if self._choice.since and stored in _SINCE:
            found.append(_SINCE[stored](self._choice.since))
        return found

    def _left_out(self, stored: str) -> dict[str, ColumnElement[Any]]:
        """What stands in columns that hold words of the service, where these are not wanted or their term is over.

        And when a list of markets was last met, which no row of its own says while it stands.
        """
        if stored == "watch" and not self._choice.names:
            own = col(WatchRow.named_at).is_not(None)
            return {"label": case((own, col(WatchRow.label)), else_=literal("")).label("label")}
        if stored == "offer":
            return {"last_at": last_met().label("last_at")}
        if stored != "release":
            return {}
        albums = select(col(TrackRow.album_id)).where(col(TrackRow.id).in_(in_term(self._held_since)))
        kept = col(ReleaseRow.album_id).in_(albums) if self._named else false()
        texts = {"rights": col(ReleaseRow.rights), "label": col(ReleaseRow.label)}
        return {name: case((kept, text), else_=null()).label(name) for name, text in texts.items()}


def _events_since(since: datetime) -> ColumnElement[bool]:
    """Later ones, those of doubts that stand, and what any of these takes back."""
    of_doubts = select(col(DoubtRow.event_seq)).where(col(DoubtRow.event_seq).is_not(None))
    own = or_(col(EventRow.first_missed_at) >= since, col(EventRow.seq).in_(of_doubts))
    taken_back = select(col(EventRow.retracts)).where(col(EventRow.retracts).is_not(None), own)
    return or_(own, col(EventRow.seq).in_(taken_back))


_SINCE: dict[str, Callable[[datetime], ColumnElement[bool]]] = {
    "check": lambda since: or_(
        col(CheckRow.started_at) >= since, col(CheckRow.id).in_(select(col(ListingRow.check_id)))
    ),
    "entry": lambda since: or_(col(EntryRow.ended_at).is_(None), col(EntryRow.ended_at) >= since),
    "event": _events_since,
    "spell": lambda since: or_(col(SpellRow.missed_at).is_(None), col(SpellRow.missed_at) >= since),
    "gap": lambda since: or_(col(GapRow.until).is_(None), col(GapRow.until) >= since),
}
"""What was still so at an instant, or came later; all other tables are whole, so that nothing points to nothing."""
