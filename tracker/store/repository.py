"""The record as its users see it: every port of the store over one database."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tracker.core.keeping import STRICT
from tracker.store import (
    budget,
    channels,
    duties,
    forgetting,
    history,
    keeping,
    known,
    letters,
    meanings,
    notices,
    record,
    sightings,
    track_view,
    watch_views,
    watches,
)
from tracker.store.acknowledgements import SqlAcknowledgements
from tracker.store.causes import SqlCauses
from tracker.store.counts import Counting
from tracker.store.engine import describe, reading, writing
from tracker.store.gathering import SqlIncidents
from tracker.store.holdings import SqlHoldings
from tracker.store.imports import SqlImports
from tracker.store.lookups import SqlLookups
from tracker.store.mark import MarkFile
from tracker.store.offers import SqlOffers
from tracker.store.opening import open_record
from tracker.store.packed import SqlPacked
from tracker.store.panel import SqlPanel
from tracker.store.purging import SqlPurging
from tracker.store.releases import SqlReleases
from tracker.store.replacements import SqlReplacements
from tracker.store.scrubbing import scrub
from tracker.store.tending import SqlTending
from tracker.store.tier import SqlTier
from tracker.store.visits import SqlVisits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from tracker.core.budget import Denial, Ledger, Limits
    from tracker.core.channels import Channel, ChannelView, NewChannel
    from tracker.core.decision import Decision, Recorded
    from tracker.core.history import Doubt, Event, Gap
    from tracker.core.incidents import Meaning
    from tracker.core.known import Known, KnownEntry, Listing, Look
    from tracker.core.letters import Letter, Outcome
    from tracker.core.notices import Notice, NoticeKind
    from tracker.core.ports import Claim, Draft, EventFilter, NewWatch
    from tracker.core.views import CheckView, TrackView, WatchView
    from tracker.core.watch import Watch
    from tracker.store.copying import Tally
    from tracker.store.mark import HighWater

T = TypeVar("T")
NAME_DAYS = 30
"""How long a name of the service outlives the last watch that holds its track, unless the owner says less."""


def open_store(
    url: str, *, durable: bool = True, name_days: int = NAME_DAYS, mark: Path | None = None
) -> SqlStore:
    """Open the record at `url` (`sqlite:///FILE` or `postgresql://…`), made or migrated if need be.

    `durable` False lets SQLite lose the last commits at a power cut: for tests and demonstrations. `mark` is the
    file outside of the database that knows which record this is and how far it had come; see `mark.py`.
    Raises StoreError if the database cannot be used, is damaged, was made by a newer version, or is not the one
    that `mark` knows.
    """
    engine, water = open_record(url, durable=durable, marks=MarkFile(mark) if mark else None)
    return SqlStore(engine, name_days, water)


class SqlStore:
    """Implements `tracker.core.ports.Store`, which documents the methods; each is one transaction.

    All of them raise StoreError where the database fails. Safe to share between threads.
    """

    def __init__(self, engine: Engine, name_days: int, water: HighWater) -> None:
        self._engine = engine
        self._name_days = name_days
        self._words = name_days > STRICT
        self._water = water
        self._counting = Counting()
        self.lookups = SqlLookups(engine)
        self.replacements = SqlReplacements(engine, words=self._words)
        self.imports = SqlImports(engine, name_days)
        self.holdings = SqlHoldings(engine)
        self.releases = SqlReleases(engine, texts=self._words)
        self.incidents = SqlIncidents(engine)
        self.causes = SqlCauses(engine)
        self.packed = SqlPacked(engine)
        self.panel = SqlPanel(engine, name_days)
        self.tending = SqlTending(engine)
        self.visits = SqlVisits(engine)
        self.purging = SqlPurging(engine)
        self.acknowledgements = SqlAcknowledgements(engine)
        self.tier = SqlTier(engine)
        self.offers = SqlOffers(engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def describe(self) -> str:
        """Where the record is, without password, and how it is kept; one line for `doctor`."""
        with reading(self._engine) as conn:
            return describe(conn)

    def ask(self, query: Callable[..., T], *args: object) -> T:
        """What a query of `tracker.store.pages` finds, in one transaction: it is given a connection, then `args`."""
        with reading(self._engine) as conn:
            return query(conn, *args)

    def change(self, deed: Callable[..., T], *args: object) -> T:
        """Do what a form asks: a deed of `tracker.store.pages`, in one writing transaction, called like a query."""
        with writing(self._engine) as conn:
            return deed(conn, *args)

    def backup(self, target: Path) -> Tally:
        """Copy the record, as it is at one instant, into a new file; StoreError if it is there already."""
        from tracker.store.backup import back_up

        return back_up(self._engine, target)

    # ── watches ──────────────────────────────────────────────────────────────────────────────────────────

    def add(self, new: NewWatch, now: datetime) -> Watch:
        """Add a watch, due at once, or change the equal one."""
        with writing(self._engine) as conn:
            return watches.add(conn, new, now, words=self._words)

    def all(self) -> list[Watch]:
        """The watches that are not removed."""
        with reading(self._engine) as conn:
            return sightings.live_watches(conn)

    def remove(self, watch_id: int, now: datetime) -> None:
        """Stop watching; UsageError if there is no such watch."""
        with writing(self._engine) as conn:
            watches.remove(conn, watch_id, now)

    def rename(self, watch_id: int, label: str) -> None:
        """Keep the list's present name."""
        if not self._words:
            return
        with writing(self._engine) as conn:
            watches.rename(conn, watch_id, label)

    # ── duties ───────────────────────────────────────────────────────────────────────────────────────────

    def due(self) -> dict[str, datetime]:
        """When every duty is due."""
        with reading(self._engine) as conn:
            return duties.read_all(conn)

    def due_at(self, name: str, first: datetime) -> datetime:
        """When the duty is due."""
        with reading(self._engine) as conn:
            due = duties.read_due(conn, name)
        if due is not None:
            return due
        with writing(self._engine) as conn:
            return duties.first_due(conn, name, first)

    def claim(self, name: str, slot: datetime, now: datetime, until: datetime) -> Claim | None:
        """Take the duty; None if it is not ours."""
        with writing(self._engine) as conn:
            return duties.claim(conn, name, slot, now, until)

    def renew(self, claim: Claim, until: datetime) -> bool:
        """Hold the duty longer."""
        with writing(self._engine) as conn:
            return duties.renew(conn, claim, until)

    def done(self, claim: Claim, next_at: datetime) -> None:
        """This duty is served."""
        with writing(self._engine) as conn:
            duties.done(conn, claim, next_at)

    def release(self, claim: Claim) -> None:
        """This duty stays due."""
        with writing(self._engine) as conn:
            duties.release(conn, claim)

    # ── budget ───────────────────────────────────────────────────────────────────────────────────────────

    def spend(self, now: datetime, limits: Limits) -> datetime | Denial:
        """Count one call; it is on disk when this returns."""
        with writing(self._engine) as conn:
            return budget.spend(conn, now, limits)

    def park(self, until: datetime, why: str) -> None:
        """Nothing may be sent before `until`."""
        with writing(self._engine) as conn:
            budget.park(conn, until, why)

    def ledger(self) -> Ledger:
        """The ledger as it stands."""
        with reading(self._engine) as conn:
            return budget.read_ledger(conn)

    # ── record ───────────────────────────────────────────────────────────────────────────────────────────

    def entries(self, watch_id: int) -> list[KnownEntry]:
        """The entries of a watch, in order."""
        with reading(self._engine) as conn:
            return known.load_entries(conn, watch_id)[1]

    def listing(self, watch_id: int) -> Listing:
        """The list as its last complete check left it."""
        with reading(self._engine) as conn:
            return known.load_listing(conn, watch_id)

    def completed(self) -> dict[tuple[int, str], datetime]:
        """When each live watch's last complete check of all of it began."""
        with reading(self._engine) as conn:
            rows = sightings.latest_complete(conn, [w.id for w in sightings.live_watches(conn)])
            return {(row.watch_id, row.market): row.started_at for row in rows}

    def read_at(self, watch_id: int) -> datetime | None:
        """When the last complete check began that read the watched thing itself."""
        with reading(self._engine) as conn:
            return record.read_at(conn, watch_id)

    def doubted(self, market: str) -> frozenset[str]:
        """The tracks of which a change is suspected in a market."""
        with reading(self._engine) as conn:
            return record.doubted(conn, market)

    def listed(self, watch_id: int) -> list[KnownEntry]:
        """The places of an imported list."""
        return self.imports.listed(watch_id)

    def doubts(self, now: datetime) -> list[Doubt]:
        """Doubts whose next look is due."""
        with reading(self._engine) as conn:
            return record.due_doubts(conn, now)

    def canaries(self, market: str) -> list[str]:
        """A few tracks that should answer in this market."""
        with reading(self._engine) as conn:
            return record.canaries(conn, market)

    def next_look_at(self) -> datetime | None:
        """When the earliest doubt wants its next look."""
        with reading(self._engine) as conn:
            return record.next_look_at(conn)

    def record(
        self, draft: Draft, tracks: frozenset[str] | None, decide: Callable[[Known, Look], Decision]
    ) -> Recorded:
        """Write one look whole or not at all; whatever `decide` raises undoes it."""
        with writing(self._engine) as conn:
            recorded = record.record(conn, draft, tracks, decide, words=self._words)
            self._water.hold(recorded.check_id)
        self._water.reach(recorded.check_id)
        return recorded

    # ── history ──────────────────────────────────────────────────────────────────────────────────────────

    def events(self, wanted: EventFilter) -> list[Event]:
        """Events in the order of their numbers."""
        with reading(self._engine) as conn:
            return history.events(conn, wanted)

    def gaps(self, since: datetime | None) -> list[Gap]:
        """Gaps of whole watches."""
        with reading(self._engine) as conn:
            return history.watch_gaps(conn, since)

    def meanings(self) -> dict[int, Meaning]:
        """What incidents were found to share."""
        with reading(self._engine) as conn:
            return meanings.meanings(conn)

    def watches(self) -> list[WatchView]:
        """Each watch with its counts."""
        with reading(self._engine) as conn:
            return watch_views.watch_views(conn, self._counting)

    def track(self, track_id: str) -> TrackView | None:
        """Everything held of one track."""
        with reading(self._engine) as conn:
            return track_view.track_view(conn, track_id, self._name_days)

    def checks(self, since: datetime | None) -> list[CheckView]:
        """The checks since then."""
        with reading(self._engine) as conn:
            return history.checks(conn, since)

    # ── notices ──────────────────────────────────────────────────────────────────────────────────────────

    def notices(self) -> list[Notice]:
        """The notices that stand."""
        with reading(self._engine) as conn:
            return notices.standing(conn)

    def keep_notices(
        self, wanted: Iterable[Notice], kinds: Collection[NoticeKind], now: datetime
    ) -> list[Notice]:
        """Make the standing notices of these kinds the wanted ones."""
        with writing(self._engine) as conn:
            return notices.keep(conn, wanted, kinds, now)

    # ── outbox ───────────────────────────────────────────────────────────────────────────────────────────

    def add_channel(self, new: NewChannel, now: datetime) -> Channel:
        """Add a channel."""
        with writing(self._engine) as conn:
            return channels.add(conn, new, now)

    def channel(self, channel_id: int) -> Channel:
        """One channel."""
        with reading(self._engine) as conn:
            return channels.one(conn, channel_id)

    def channels(self) -> list[ChannelView]:
        """All channels."""
        with reading(self._engine) as conn:
            return channels.views(conn)

    def remove_channel(self, channel_id: int) -> None:
        """Remove a channel."""
        with writing(self._engine) as conn:
            channels.remove(conn, channel_id)

    def resume_channel(self, channel_id: int, now: datetime) -> None:
        """Go on sending to a channel."""
        with writing(self._engine) as conn:
            channels.resume(conn, channel_id, now)

    def mute(self, watch_id: int, at: datetime | None) -> None:
        """Mute a watch, or (None) no longer."""
        with writing(self._engine) as conn:
            channels.mute(conn, watch_id, at)

    def form_letters(self, now: datetime) -> int:
        """Put what is due into letters; a transaction for each channel, and none where nothing is due."""
        with reading(self._engine) as conn:
            due = letters.due_channels(conn, now)
        made = 0
        for channel_id in due:
            with writing(self._engine) as conn:
                made += letters.form(conn, channel_id, now)
        return made

    def claim_letter(self, now: datetime, until: datetime) -> Letter | None:
        """Take the next letter."""
        with reading(self._engine) as conn:
            letter_id = letters.ready(conn, now)
        if letter_id is None:
            return None
        with writing(self._engine) as conn:
            return letters.claim(conn, letter_id, now, until)

    def mark_letter(self, letter: Letter, outcome: Outcome, now: datetime, next_at: datetime) -> None:
        """Write down what came of sending a letter."""
        with writing(self._engine) as conn:
            letters.mark(conn, letter, outcome, now, next_at)

    # ── keeping ──────────────────────────────────────────────────────────────────────────────────────────

    def housekeep(self, now: datetime, name_days: int) -> dict[str, int]:
        """Lapse watches, erase names and old messages, bytes and all; counts by deed."""
        with writing(self._engine) as conn:
            deeds = keeping.housekeep(conn, now, name_days)
        scrub(self._engine)
        return deeds

    def forget_login(self) -> dict[str, int]:
        """Delete what came through the login, bytes and all; counts by table."""
        with writing(self._engine) as conn:
            counts = forgetting.forget_login(conn)
        scrub(self._engine)
        return counts
