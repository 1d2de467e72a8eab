"""Events, gaps and checks of a period, told as one story: what vanished, what came back, what was not seen.

events ──> effective (not withdrawn, not taken back) ──> absences: a vanish and the return that ended it
                                                          │ still missing ──> stories (mass changes) and rows
gaps, checks ──> coverage of each watch                   └ back ──────────> returned, with how long it was gone
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.core.absences import Absence, Lost, Story, absences, lost_rows, newest_first, split, stories
from tracker.core.coverage import Coverage, coverage
from tracker.core.history import EventKind, State, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.core.history import Event, Gap
    from tracker.core.notices import Notice
    from tracker.core.replacements import Replacement
    from tracker.core.views import CheckView, WatchView


@dataclass(frozen=True, slots=True)
class Return:
    """A track that is playable again; `absence` None where its vanishing is not on record."""

    event: Event
    absence: Absence | None


@dataclass(frozen=True, slots=True)
class Retraction:
    """An event that takes another back; `told` is that other one."""

    event: Event
    told: Event | None


@dataclass(frozen=True, slots=True)
class Outage:
    """A watched source that could not be read; `back` None while it cannot."""

    lost: Event | None
    back: Event | None

    @property
    def newest(self) -> Event:
        """The event that names the source."""
        event = self.back or self.lost
        if event is None:
            raise ValueError("an outage has at least one of its two ends")
        return event


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures. `entries` and `pairs` (of entry and market) count a track once for every watch that holds it.

    `playable` counts pairs; `vanished`, `returned`, `relinked` and `suspected` count different tracks, `back`
    those of the vanished that returned everywhere, `earlier` those that vanished before the period and are still
    missing; `incomplete_why` says why checks were incomplete, the commonest first.
    """

    watches: int
    entries: int
    pairs: int
    playable: int
    vanished: int
    back: int
    earlier: int
    returned: int
    relinked: int
    suspected: int
    complete: int
    incomplete: int
    incomplete_why: tuple[tuple[str | None, int], ...]
    calls: int

    @property
    def playable_share(self) -> float | None:
        """The share of pairs that are playable now, from 0 to 1; None before anything was observed."""
        return self.playable / self.pairs if self.pairs else None


@dataclass(frozen=True, slots=True)
class Summary:
    """A report's content, each section with the most important first.

    `lives` are the other ids under which missing recordings can be played, by track, the surest first.
    """

    since: datetime | None
    until: datetime
    totals: Totals
    stories: tuple[Story, ...]
    lost: tuple[Lost, ...]
    back: tuple[Absence, ...]
    returned: tuple[Return, ...]
    relinked: tuple[Event, ...]
    retracted: tuple[Retraction, ...]
    added: tuple[Event, ...]
    removed: tuple[Event, ...]
    outages: tuple[Outage, ...]
    suspected: tuple[Event, ...]
    coverage: tuple[Coverage, ...]
    notices: tuple[Notice, ...] = ()
    lives: Mapping[str, Sequence[Replacement]] = field(default_factory=dict)

    @property
    def unwatched(self) -> bool:
        """Whether there is nothing to report on at all: no watch and no event."""
        return not (self.coverage or self.eventful)

    @property
    def unobserved(self) -> bool:
        """Whether not one complete look is behind this report, so that it can say nothing of any track."""
        seen = self.totals.complete or any(each.view.last_complete_at for each in self.coverage)
        return not (seen or self.eventful)

    @property
    def eventful(self) -> bool:
        """Whether anything happened in the period, the owner's edits included."""
        news = (self.stories, self.lost, self.returned, self.relinked, self.outages, self.suspected)
        return any((*news, self.back, self.retracted, self.added, self.removed))

    @property
    def missing(self) -> frozenset[str]:
        """The tracks that vanished in the period and are missing still."""
        lost = [*self.lost, *(each for story in self.stories for each in story.lost)]
        return frozenset(each.newest.track_id for each in lost if each.newest.track_id)

    @property
    def observed(self) -> float | None:
        """The mean share of time observed, over the watches; None without any."""
        shares = [each.observed for each in self.coverage if each.observed is not None]
        return sum(shares) / len(shares) if shares else None


def summarize(
    events: Iterable[Event],
    gaps: Iterable[Gap],
    watches: Sequence[WatchView],
    checks: Iterable[CheckView],
    *,
    since: datetime | None,
    until: datetime,
) -> Summary:
    """Tell what happened from `since` (None: from the beginning) to `until`, from the *whole* history of events.

    Earlier events are needed to say how long a track was gone. An event belongs to the period in which it was
    confirmed; what is suspected is told as it stands at `until`. Withdrawn events and those that a later
    `retracted` took back never count; that they were taken back is told.
    """
    events = list(events)
    past, checks = _effective(events, until), [c for c in checks if _within(c.started_at, since, until)]
    told = [e for e in past if e.status is Status.CONFIRMED and _within(_moment(e), since, until)]
    suspected = sorted((e for e in past if e.status is Status.SUSPECTED), key=newest_first)
    settled = [e for e in past if e.kind is not EventKind.RETRACTED]
    gone, of_period = absences(settled, until), {e.seq for e in told}
    ended_by = {a.returned.seq: a for a in gone if a.returned}
    recent = [a for a in gone if a.vanished.seq in of_period]
    masses, alone = split(recent)
    return Summary(
        since=since,
        until=until,
        totals=_totals(_found(gone, told, suspected), watches, checks),
        stories=stories(masses),
        lost=lost_rows(a for a in alone if a.returned is None),
        back=tuple(a for a in recent if a.returned),
        returned=tuple(Return(e, ended_by.get(e.seq)) for e in _of(told, EventKind.RETURNED)),
        relinked=tuple(_of(told, EventKind.RELINKED)),
        retracted=_retractions(events, told),
        added=tuple(_of(told, EventKind.ENTRY_ADDED)),
        removed=tuple(_of(told, EventKind.ENTRY_REMOVED)),
        outages=_outages(past, of_period),
        suspected=tuple(suspected),
        coverage=coverage(watches, gaps, checks, since, until),
    )


def _effective(events: Iterable[Event], until: datetime) -> list[Event]:
    """The events that stand at `until`, oldest first: what was taken back is gone, its retraction stays."""
    known = [e for e in events if e.first_missed_at <= until and e.status is not Status.WITHDRAWN]
    taken_back = {e.retracts for e in known if e.kind is EventKind.RETRACTED and e.status is Status.CONFIRMED}
    return sorted((e for e in known if e.seq not in taken_back), key=lambda e: (e.first_missed_at, e.seq))


def _retractions(events: Iterable[Event], told: Iterable[Event]) -> tuple[Retraction, ...]:
    by_seq = {event.seq: event for event in events}
    return tuple(Retraction(e, by_seq.get(e.retracts or 0)) for e in _of(told, EventKind.RETRACTED))


def _within(at: datetime, since: datetime | None, until: datetime) -> bool:
    return at <= until and (since is None or at >= since)


def _moment(event: Event) -> datetime:
    return event.confirmed_at or event.first_missed_at


def _of(events: Iterable[Event], kind: EventKind) -> list[Event]:
    return sorted((e for e in events if e.kind is kind), key=newest_first)


def _outages(past: Iterable[Event], of_period: set[int]) -> tuple[Outage, ...]:
    """Sources lost or back in the period, and those lost before it that are so still; the unreadable first."""
    outages: list[Outage] = []
    open_now: dict[int | None, Event] = {}
    for event in past:
        if event.status is Status.CONFIRMED and event.kind is EventKind.SOURCE_LOST:
            open_now.setdefault(event.watch_id, event)
        elif event.status is Status.CONFIRMED and event.kind is EventKind.SOURCE_BACK:
            outages.append(Outage(open_now.pop(event.watch_id, None), event))
    ended = [o for o in outages if of_period & {e.seq for e in (o.lost, o.back) if e}]
    lasting = [Outage(event, None) for event in open_now.values()]
    return tuple(
        sorted(lasting, key=lambda o: newest_first(o.newest))
        + sorted(ended, key=lambda o: newest_first(o.newest))
    )


def _totals(found: Counter[str], views: Sequence[WatchView], checks: Sequence[CheckView]) -> Totals:
    """The figures: `found` counts what happened, the rest is added up here."""
    states: Counter[str] = Counter()
    for view in views:
        states.update(view.states)
    return Totals(
        watches=len(views),
        entries=sum(view.entries for view in views),
        pairs=sum(states.values()),
        playable=states[State.PLAYABLE.value],
        vanished=found["vanished"],
        back=found["back"],
        earlier=found["earlier"],
        returned=found["returned"],
        relinked=found["relinked"],
        suspected=found["suspected"],
        complete=sum(check.complete for check in checks),
        incomplete=sum(not check.complete for check in checks),
        incomplete_why=tuple(Counter(check.why for check in checks if not check.complete).most_common()),
        calls=sum(check.calls for check in checks),
    )


def _found(gone: Sequence[Absence], told: Iterable[Event], suspected: Iterable[Event]) -> Counter[str]:
    """How many different tracks vanished (and are back since), returned, were relinked, are suspected."""
    told = list(told)
    seqs = {event.seq for event in told}
    vanished = _tracks(a.vanished for a in gone if a.vanished.seq in seqs)
    missing = _tracks(a.vanished for a in gone if a.vanished.seq in seqs and a.returned is None)
    still = _tracks(a.vanished for a in gone if a.returned is None)
    return Counter(
        vanished=len(vanished),
        back=len(vanished - missing),
        earlier=len(still - vanished),
        returned=len(_tracks(_of(told, EventKind.RETURNED))),
        relinked=len(_tracks(_of(told, EventKind.RELINKED))),
        suspected=len(_tracks(suspected)),
    )


def _tracks(events: Iterable[Event]) -> set[str | None]:
    return {event.track_id for event in events}
