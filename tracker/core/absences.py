"""Tracks that are missing, or were: a vanish paired with its return, told by track and by mass change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.history import EventKind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.core.history import Event
    from tracker.core.incidents import Meaning


@dataclass(frozen=True, slots=True)
class Absence:
    """One track missing in one market: its `vanished` event, and the `returned` one that ended it, if any.

    `until` is the end of the report's period, to which a track still missing has been missing at least.
    """

    vanished: Event
    returned: Event | None
    until: datetime

    @property
    def at_least(self) -> timedelta:
        """From the first look without the track to the last one (to `until` while it is missing)."""
        last = (self.returned.last_seen_at or self.vanished.first_missed_at) if self.returned else self.until
        return max(timedelta(0), last - self.vanished.first_missed_at)

    @property
    def at_most(self) -> timedelta | None:
        """From the last look with the track before it to the first one after; None if it was never seen before."""
        if self.vanished.last_seen_at is None:
            return None
        return (self.returned.first_missed_at if self.returned else self.until) - self.vanished.last_seen_at


@dataclass(frozen=True, slots=True)
class Lost:
    """One track that is missing, and its absences: one for each market, the newest first."""

    absences: tuple[Absence, ...]

    @property
    def newest(self) -> Event:
        """The event that names the track."""
        return self.absences[0].vanished


@dataclass(frozen=True, slots=True)
class Story:
    """Tracks that vanished together; `back` counts those that returned since, `watches` where they came up.

    `meaning` is what they were found to share; None for a mass change of one watch. `watch_label` is that of the only
    watch, or empty.
    """

    incident: int
    watch_label: str
    market: str
    lost: tuple[Lost, ...]
    back: int
    last_seen_at: datetime | None
    first_missed_at: datetime
    watches: int = 1
    meaning: Meaning | None = None


def newest_first(event: Event) -> tuple[float, int]:
    """A sorting key: the latest first, equals in the order of their numbers."""
    return (-event.first_missed_at.timestamp(), event.seq)


def absences(past: Iterable[Event], until: datetime) -> list[Absence]:
    """Pair each confirmed vanish with the confirmed return that ended it, by track and market."""
    done: list[Absence] = []
    open_now: dict[tuple[str | None, str], Event] = {}
    for event in past:
        key = (event.track_id, event.market)
        if event.status is not Status.CONFIRMED:
            continue
        if event.kind is EventKind.VANISHED:
            open_now.setdefault(key, event)
        elif event.kind is EventKind.RETURNED and key in open_now:
            done.append(Absence(open_now.pop(key), event, until))
    done += [Absence(event, None, until) for event in open_now.values()]
    return sorted(done, key=lambda a: newest_first(a.vanished))


def lost_rows(missing: Iterable[Absence]) -> tuple[Lost, ...]:
    """One row a track; those missing in the most markets first, then the newest."""
    rows: dict[str | None, list[Absence]] = defaultdict(list)
    for absence in missing:
        rows[absence.vanished.track_id].append(absence)
    return tuple(sorted((Lost(tuple(r)) for r in rows.values()), key=lambda row: -len(row.absences)))


def split(recent: Iterable[Absence]) -> tuple[dict[int, list[Absence]], list[Absence]]:
    """The absences by mass change, and those that stand alone (or whose mass change has no other member)."""
    members: dict[int, list[Absence]] = defaultdict(list)
    alone: list[Absence] = []
    for absence in recent:
        if absence.vanished.incident is None:
            alone.append(absence)
        else:
            members[absence.vanished.incident].append(absence)
    masses = {incident: group for incident, group in members.items() if len(group) > 1}
    alone += [a for incident, group in members.items() if incident not in masses for a in group]
    return masses, sorted(alone, key=lambda a: newest_first(a.vanished))


def stories(masses: dict[int, list[Absence]]) -> tuple[Story, ...]:
    """The incidents of which something is still missing, the largest first."""
    stories = [_story(incident, group) for incident, group in masses.items()]
    return tuple(sorted((s for s in stories if s.lost), key=lambda s: (-len(s.lost), s.incident)))


def with_meanings(told: Iterable[Story], meanings: Mapping[int, Meaning]) -> tuple[Story, ...]:
    """The same stories with what their members were found to share."""
    return tuple(replace(story, meaning=meanings.get(story.incident)) for story in told)


def _story(incident: int, group: list[Absence]) -> Story:
    first = group[0].vanished
    watches = {(a.vanished.watch_id, a.vanished.watch_label) for a in group}
    lost = lost_rows(a for a in group if a.returned is None)
    seen = [a.vanished.last_seen_at for a in group if a.vanished.last_seen_at]
    return Story(
        incident=incident,
        watch_label=first.watch_label if len(watches) == 1 else "",
        market=first.market,
        lost=lost,
        back=len({a.vanished.track_id for a in group}) - len(lost),
        last_seen_at=min(seen) if len(seen) == len(group) else None,
        first_missed_at=max(a.vanished.first_missed_at for a in group),
        watches=len(watches),
    )
