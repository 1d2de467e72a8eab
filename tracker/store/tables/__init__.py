"""The rows of the record; every instant is UTC, every id is given once and never again.

Numbers of checks inside entries, spells, doubts, gaps and events are proof, not references: they outlive the
check's own row where the owner has it deleted. No future import here: SQLModel reads the annotations at run time.
"""

from tracker.store.tables.beyond import LookupRow, ReleaseRow, ReplacementRow, SearchRow
from tracker.store.tables.history import CheckRow, DoubtRow, EventRow, GapRow, IncidentRow, SpellRow
from tracker.store.tables.messages import ChannelRow, DeliveryRow, LetterRow
from tracker.store.tables.owning import AcknowledgementRow, ImportRow, PastRow
from tracker.store.tables.planning import OfferRow, PackedRow
from tracker.store.tables.row import Row
from tracker.store.tables.upkeep import DutyRow, LedgerRow, NoticeRow, SecretRow, SessionRow, TierRow
from tracker.store.tables.watching import EntryRow, HomeRow, ListingRow, NameRow, NoteRow, TrackRow, WatchRow

__all__ = [
    "AcknowledgementRow",
    "ChannelRow",
    "CheckRow",
    "DeliveryRow",
    "DoubtRow",
    "DutyRow",
    "EntryRow",
    "EventRow",
    "GapRow",
    "HomeRow",
    "ImportRow",
    "IncidentRow",
    "LedgerRow",
    "LetterRow",
    "ListingRow",
    "LookupRow",
    "NameRow",
    "NoteRow",
    "NoticeRow",
    "OfferRow",
    "PackedRow",
    "PastRow",
    "ReleaseRow",
    "ReplacementRow",
    "Row",
    "SearchRow",
    "SecretRow",
    "SessionRow",
    "SpellRow",
    "TierRow",
    "TrackRow",
    "WatchRow",
]
