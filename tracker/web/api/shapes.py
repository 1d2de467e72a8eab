"""The shapes of the answers, so that their description is made from what is sent. docs/json.md explains the keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from tracker.core.history import EventKind, Status
from tracker.core.incidents import Shared
from tracker.core.notices import NoticeKind

Instant = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, description="UTC, ISO 8601, with Z.")
]


class Named(BaseModel):
    """A track as it was known then; its name comes from `name_origin`."""

    id: str
    isrc: str | None
    title: str | None
    artists: list[str]
    name_origin: str | None
    link: str | None


class EventShape(BaseModel):
    """Something that happened, or is suspected to have."""

    seq: int
    kind: EventKind
    status: Status
    track: Named | None
    market: str
    reason: str | None
    via: str | None
    watch: int | None
    last_seen_at: Instant | None
    first_missed_at: Instant
    confirmed_at: Instant | None
    retracts: int | None
    incident: int | None
    checks: list[int]


class GapShape(BaseModel):
    """A time without observation."""

    market: str
    since: Instant | None
    until: Instant | None
    why: str


class ListedGap(GapShape):
    """The same in a list."""

    gap: int
    watch: int | None
    track: str | None


class WatchShape(BaseModel):
    """One watch, and when it was last looked at whole."""

    watch: int
    label: str
    last_complete_at: Instant | None
    age_s: int | None
    entries: int
    markets: list[str]
    vanished: int
    suspected: int
    gap: GapShape | None


class StateShape(BaseModel):
    """What a track is in one market, and between which instants that began."""

    state: str
    via: str | None
    reason: str | None
    last_before: Instant | None
    first_seen: Instant


class EntryShape(BaseModel):
    """A place that a watch holds now."""

    entry: int
    track: Named
    added_at: Instant | None
    markets: dict[str, StateShape]


class NameShape(BaseModel):
    """A name, where it came from and when, how long it is kept, and the page of who told it."""

    text: str
    origin: str
    kept_until: Instant | None
    learnt_at: Instant | None
    address: str | None


class SpellShape(BaseModel):
    """One state of a track, with both edges of doubt at either end."""

    state: str
    via: str | None
    reason: str | None
    last_before: Instant | None
    first_seen: Instant
    last_seen: Instant | None
    first_missed: Instant | None
    retracted: bool


class MarketShape(BaseModel):
    """What is known of a track in one market."""

    spells: list[SpellShape]
    events: list[EventShape]


class ReplacementShape(BaseModel):
    """Another id of the track's recording: how it was found, how surely, and whether it still stands."""

    id: str
    by: str
    confidence: str
    reasons: list[str]
    market: str
    title: str | None
    artists: list[str]
    album: str | None
    found_at: Instant | None
    looked_at: Instant | None
    lost_at: Instant | None


class OfferShape(BaseModel):
    """One list of a track's markets as the service gave it; `stands`: no later reading met another one."""

    markets: list[str]
    last_before: Instant | None
    first_seen: Instant
    last_seen: Instant
    stands: bool


class ContradictionShape(BaseModel):
    """A market that the list names or leaves out, where the looks say otherwise."""

    market: str
    listed: bool


class OffersShape(BaseModel):
    """The service's own lists of a track's markets, and where they contradict the looks."""

    lists: list[OfferShape]
    contradictions: list[ContradictionShape]


class TrackShape(BaseModel):
    """Everything that is known of one track."""

    id: str
    isrc: str | None
    names: list[NameShape]
    markets: dict[str, MarketShape]
    replacements: list[ReplacementShape]
    offers: OffersShape
    note: str | None


class SharedShape(BaseModel):
    """What the members of an incident share, of how many of them that is known, and log10 of so many by chance."""

    what: Shared
    text: str | None
    chance_log10: float
    sharing: int
    of: int


class IncidentShape(BaseModel):
    """Changes that belong together, and how many of its events stand in which status; `watch` null: of several."""

    incident: int
    watch: int | None
    market: str
    kind: EventKind | None
    opened_at: Instant
    shared: SharedShape | None
    events: dict[Status, int]


class CheckShape(BaseModel):
    """One check, and what it counted."""

    check: int
    watch: int
    market: str
    way: str
    started_at: Instant
    ended_at: Instant
    complete: bool
    why: str | None
    calls: int
    observed: dict[str, int]


class AheadShape(BaseModel):
    """A look to come; `due_at` null: at once, `calls` null where its answers decide how many."""

    what: Literal["check", "second look"]
    watch: int
    label: str
    market: str
    due_at: Instant | None
    calls: int | None
    doubts: int


class BudgetShape(BaseModel):
    """The account of calls, and what is asked next."""

    per_day: int
    used_24h: int
    parked_until: Instant | None
    next: list[AheadShape]


class LoginShape(BaseModel):
    """Where the login stands."""

    state: str
    authorized_at: Instant | None
    expires_at: Instant | None


class NoticeShape(BaseModel):
    """Something that the owner has to be told."""

    kind: NoticeKind
    subject: str
    text: str


class ChannelShape(BaseModel):
    """Where messages go, without its address; `set_aside` counts the messages that it refused for good."""

    channel: int
    name: str
    state: Literal["ok", "failing", "stopped"]
    why: str | None
    waiting: int
    last_sent_at: Instant | None
    stopped_at: Instant | None
    set_aside: int
    set_aside_at: Instant | None
    set_aside_why: str | None


class StatusShape(BaseModel):
    """How things stand; `blind`: something goes unobserved."""

    blind: bool
    watches: list[WatchShape]
    budget: BudgetShape
    login: LoginShape
    notices: list[NoticeShape]
    channels: list[ChannelShape]


class Events(BaseModel):
    """A part of the events; `next` is what to ask `after` for the rest."""

    items: list[EventShape]
    next: int | None


class Entries(BaseModel):
    """A part of a watch's entries."""

    items: list[EntryShape]
    next: int | None


class Incidents(BaseModel):
    """A part of the incidents."""

    items: list[IncidentShape]
    next: int | None


class Checks(BaseModel):
    """A part of the checks."""

    items: list[CheckShape]
    next: int | None


class Gaps(BaseModel):
    """A part of the gaps."""

    items: list[ListedGap]
    next: int | None


class Watches(BaseModel):
    """All live watches."""

    items: list[WatchShape]


class Refusal(BaseModel):
    """Why there is no answer."""

    detail: str
