"""What the core's users need from the outside world: a clock, the catalogue, and the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tracker.core.items import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.core.budget import Denial, Ledger, Limits
    from tracker.core.channels import Channel, ChannelView, NewChannel
    from tracker.core.decision import Decision, Recorded
    from tracker.core.history import Doubt, Event, EventKind, Gap, Status
    from tracker.core.incidents import Meaning
    from tracker.core.items import ListPage, ListVersion, Reading, Way
    from tracker.core.known import Known, KnownEntry, Listing, Look
    from tracker.core.letters import Letter, Outcome
    from tracker.core.messages import Message
    from tracker.core.notices import Notice, NoticeKind
    from tracker.core.packed import PackedLists
    from tracker.core.planning.holdings import Holdings
    from tracker.core.planning.requests import Tier
    from tracker.core.replacements import Replacements
    from tracker.core.views import CheckView, TrackView, WatchView
    from tracker.core.watch import Source, Watch


class Clock(Protocol):
    """The time, and waiting for it."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Return once `seconds` have passed on this clock."""


class Catalog(Protocol):
    """The service. Every method raises a `LookFailed` and never returns a guess.

    A `Reading` comes back also where the pages contradict each other: its certificate then says so.
    `market` is an ISO 3166-1 code. `page_size` None means the usual one.
    """

    def read(self, watch: Watch, market: str, way: Way, before: ListVersion | None = None) -> Reading:
        """All places of a watched source as `market` sees them (way: LIST, or PAGES to cut them otherwise).

        `before` is the list's version, where that has just been asked for.
        """

    def version(self, ref: str, market: str) -> ListVersion:
        """A playlist's version; raises SourceLost if it is not there, or cannot be read."""

    def page(self, ref: str, market: str, offset: int) -> ListPage:
        """The usual page of a playlist from place `offset` on; raises SourceLost if it cannot be read."""

    def singles(self, entries: Sequence[KnownEntry], market: str) -> Reading:
        """The tracks of `entries` by their own ids; places in that order, keyed by the id that was asked.

        A 404 becomes a place with a null item, and only after a canary (something that should answer) was heard.
        """

    def albums(self, entries: Sequence[KnownEntry], market: str) -> Reading:
        """The same as `singles` through the albums that hold the tracks; entries without album go singly."""

    def tier(self) -> Tier:
        """What to reckon with: whether `albums` can ask for many at once, as far as that was seen."""

    def describe(self, source: Source, ref: str, market: str) -> Described:
        """What a source is, to show the owner what was added; raises SourceLost if it cannot be read."""

    def calls(self) -> int:
        """How many calls this catalogue has sent since it was made."""


@dataclass(frozen=True, slots=True)
class Described:
    """A source's name, and how many entries it has (None where only a whole reading would tell).

    Of saved albums these are the albums; an artist has `releases` instead.
    """

    label: str
    entries: int | None
    releases: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A duty taken: its name, the due time it was taken at, and the number of this taking (its epoch)."""

    name: str
    slot: datetime
    epoch: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A finished look on its way into the record.

    `slot` is the due time that it serves, if a schedule asked for it (one check a slot); `calls` what it cost.
    `claim` is the duty under which it was made: it is recorded only while nobody else has taken that, and the
    duty is then due again at `next_at` (None: the duty goes on). `purpose` is why it was made.
    """

    watch_id: int
    market: str
    way: Way
    started_at: datetime
    ended_at: datetime
    calls: int
    snapshot: str | None
    slot: datetime | None = None
    claim: Claim | None = None
    next_at: datetime | None = None
    purpose: Purpose = Purpose.RHYTHM


@dataclass(frozen=True, slots=True)
class NewWatch:
    """A watch before it has an id."""

    source: Source
    ref: str
    label: str
    markets: tuple[str, ...]
    every_s: int


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to list; None stands for all. `since` compares with the first missed (UTC)."""

    since: datetime | None = None
    kind: EventKind | None = None
    status: Status | None = None
    market: str | None = None
    track_id: str | None = None


class Watches(Protocol):
    """The watch list, and when each watch is due."""

    def add(self, new: NewWatch, now: datetime) -> Watch:
        """Add a watch, due at once. An equal (source, ref) gets the new markets and rhythm instead."""

    def all(self) -> list[Watch]:
        """The watches that are not removed, in the order they were added."""

    def remove(self, watch_id: int, now: datetime) -> None:
        """Stop watching: open doubts are withdrawn, tracks nobody else watches get a gap; history stays."""

    def rename(self, watch_id: int, label: str) -> None:
        """Keep the list's present name."""


class Duties(Protocol):
    """Due times and who has taken them. A duty is a name: `check:3`, `relook`, `housekeeping`."""

    def due(self) -> dict[str, datetime]:
        """When every duty is due, by its name."""

    def due_at(self, name: str, first: datetime) -> datetime:
        """When the duty is due; a duty never heard of becomes due at `first`."""

    def claim(self, name: str, slot: datetime, now: datetime, until: datetime) -> Claim | None:
        """Take the duty until `until`, if it is still due at `slot` and nobody holds it; None if it is not ours."""

    def renew(self, claim: Claim, until: datetime) -> bool:
        """Hold the duty longer; False if somebody else has taken it."""

    def done(self, claim: Claim, next_at: datetime) -> None:
        """Give the claim back: the duty is due again at `next_at`. Nothing if somebody else has taken it."""

    def release(self, claim: Claim) -> None:
        """Give the claim back unserved: the slot stays due."""


class Budget(Protocol):
    """The ledger of calls, shared by every process on this database."""

    def spend(self, now: datetime, limits: Limits) -> datetime | Denial:
        """Count one call, durably, before it is sent: the instant to send it, or why not."""

    def park(self, until: datetime, why: str) -> None:
        """Remember that nothing may be sent before `until`."""

    def ledger(self) -> Ledger:
        """The ledger as it stands."""


class Record(Protocol):
    """The history's writing side."""

    def entries(self, watch_id: int) -> list[KnownEntry]:
        """The entries of a watch as its last complete check left them, in order, without market knowledge."""

    def listing(self, watch_id: int) -> Listing:
        """The list as its last complete check left it."""

    def completed(self) -> dict[tuple[int, str], datetime]:
        """When each live watch's last complete check of all of it began, by watch and market."""

    def read_at(self, watch_id: int) -> datetime | None:
        """When the last complete check began that read the watched thing itself; None if none did."""

    def doubted(self, market: str) -> frozenset[str]:
        """The tracks of which a change is suspected in a market."""

    def listed(self, watch_id: int) -> list[KnownEntry]:
        """The places of an imported list as its owner left them, in order; none for any other watch."""

    def doubts(self, now: datetime) -> list[Doubt]:
        """Doubts whose next look is due, by watch and market."""

    def canaries(self, market: str) -> list[str]:
        """A few tracks that should answer in this market: playable at their last look, and not in doubt."""

    def next_look_at(self) -> datetime | None:
        """When the earliest doubt wants its next look."""

    def record(
        self, draft: Draft, tracks: frozenset[str] | None, decide: Callable[[Known, Look], Decision]
    ) -> Recorded:
        """Write one look whole or not at all.

        In one transaction: the check's row; what is known of the watch (of `tracks` only, if given); `decide`,
        called with that and the look; all its changes, events and deliveries; and the claim, given back. Raises
        Overtaken if the claim is somebody else's by now, or if the slot is on record already.
        """


class History(Protocol):
    """The history's reading side, for listings and reports."""

    def events(self, wanted: EventFilter) -> list[Event]:
        """Events in the order of their numbers."""

    def gaps(self, since: datetime | None) -> list[Gap]:
        """Gaps of whole watches that end after `since`, oldest first."""

    def meanings(self) -> Mapping[int, Meaning]:
        """What incidents were found to share, by their numbers; mass flips of one watch are not among them."""

    def watches(self) -> list[WatchView]:
        """Each watch with its age, its counts and its open gap."""

    def track(self, track_id: str) -> TrackView | None:
        """Everything held of one track; None if it was never met."""

    def checks(self, since: datetime | None) -> list[CheckView]:
        """The checks since then, oldest first."""


class Notices(Protocol):
    """What the owner has to be told beside events."""

    def notices(self) -> list[Notice]:
        """The notices that stand, oldest first."""

    def keep_notices(
        self, wanted: Iterable[Notice], kinds: Collection[NoticeKind], now: datetime
    ) -> list[Notice]:
        """Make the standing notices of these kinds the wanted ones; those that are new."""


class Outbox(Protocol):
    """Channels, and what is on its way to them. Deliveries are written together with what they tell of."""

    def add_channel(self, new: NewChannel, now: datetime) -> Channel:
        """Add a channel: it gets what is told from now on."""

    def channel(self, channel_id: int) -> Channel:
        """One channel; raises UsageError if there is none of that number."""

    def channels(self) -> list[ChannelView]:
        """All channels, with what waits for them."""

    def remove_channel(self, channel_id: int) -> None:
        """Remove a channel with all that was on its way to it."""

    def resume_channel(self, channel_id: int, now: datetime) -> None:
        """Go on sending to a channel that had been stopped."""

    def mute(self, watch_id: int, at: datetime | None) -> None:
        """From `at` on no message tells of a watch's events; None: messages tell of them again."""

    def form_letters(self, now: datetime) -> int:
        """Put the deliveries that are due into letters; how many were made."""

    def claim_letter(self, now: datetime, until: datetime) -> Letter | None:
        """Take the next letter that may go out, until `until`; None if there is none now."""

    def mark_letter(self, letter: Letter, outcome: Outcome, now: datetime, next_at: datetime) -> None:
        """Write down what came of sending it; a failed one is tried again at `next_at`."""


class Mailer(Protocol):
    """The way out."""

    def send(self, channel: Channel, message: Message) -> Outcome:
        """Send a message once. Never raises for anything that the channel or the network does."""


class Keeping(Protocol):
    """The record's own upkeep: terms of keeping, and forgetting."""

    def housekeep(self, now: datetime, name_days: int) -> dict[str, int]:
        """Lapse watches past their term, erase names kept `name_days` beyond their last watch; counts by deed."""

    def forget_login(self) -> dict[str, int]:
        """Delete every row that came through the owner's login; the count of deleted rows by table."""


class Store(Watches, Duties, Budget, Record, History, Notices, Outbox, Keeping, Protocol):
    """The whole record; adapters implement all of it, callers ask for the part they need."""

    @property
    def replacements(self) -> Replacements:
        """Where vanished recordings live on."""

    @property
    def packed(self) -> PackedLists:
        """The tracker's own lists in the owner's account."""

    @property
    def holdings(self) -> Holdings:
        """What a planner reads."""
