"""What only the JSON API lists: entries with their states, mass changes, checks and gaps; its lists come in parts.

Every function returns plain dicts, as `tracker.core.jsonform` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from tracker.core.jsonform import Json, gap_json, meaning_json, time_json
from tracker.core.links import track_link

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tracker.core.history import Gap
    from tracker.core.incidents import Meaning
    from tracker.core.views import CheckView, NameView

T = TypeVar("T")
MOST = 500
"""So many things one answer holds at most."""
USUAL = 100


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a list in the order of its numbers; `next` is what to ask `after` for the rest, None at its end."""

    items: tuple[T, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class StateView:
    """What a track was last seen as in one market, and between which instants that began (UTC)."""

    market: str
    state: str
    via: str | None
    reason: str | None
    last_before: datetime | None
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class EntryView:
    """A place that a watch holds now; `added_at` is the service's word for when it came into the list."""

    id: int
    track_id: str
    isrc: str | None
    name: NameView | None
    added_at: datetime | None
    states: tuple[StateView, ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Changes that belong together, and how many of its events stand in which status; `watch_id` None: of several watches."""

    id: int
    watch_id: int | None
    market: str
    kind: str | None
    opened_at: datetime
    events: dict[str, int]
    meaning: Meaning | None = None


def part_json(part: Part[T], form: Callable[[T], Json]) -> Json:
    """A part of a list, each thing in its form."""
    return {"items": [form(item) for item in part.items], "next": part.next}


def entry_json(entry: EntryView) -> Json:
    """One place of a watch, with the state of its track by market; a market never seen is left out."""
    return {
        "entry": entry.id,
        "track": {
            "id": entry.track_id,
            "isrc": entry.isrc,
            "title": entry.name.title if entry.name else None,
            "artists": list(entry.name.artists) if entry.name else [],
            "name_origin": entry.name.origin if entry.name else None,
            "link": track_link(entry.track_id),
        },
        "added_at": time_json(entry.added_at),
        "markets": {state.market: _state_json(state) for state in entry.states},
    }


def _state_json(state: StateView) -> Json:
    return {
        "state": state.state,
        "via": state.via,
        "reason": state.reason,
        "last_before": time_json(state.last_before),
        "first_seen": time_json(state.first_seen),
    }


def incident_json(incident: IncidentView) -> Json:
    """One incident; its events are those of `/api/events` with its number."""
    return {
        "incident": incident.id,
        "watch": incident.watch_id,
        "market": incident.market,
        "kind": incident.kind,
        "opened_at": time_json(incident.opened_at),
        "shared": meaning_json(incident.meaning),
        "events": {
            status: incident.events.get(status, 0) for status in ("suspected", "confirmed", "withdrawn")
        },
    }


def check_view_json(check: CheckView) -> Json:
    """One check on record: `why` is null for a complete one; states that were not met are left out."""
    return {
        "check": check.id,
        "watch": check.watch_id,
        "market": check.market,
        "way": check.way,
        "started_at": time_json(check.started_at),
        "ended_at": time_json(check.ended_at),
        "complete": check.complete,
        "why": check.why,
        "calls": check.calls,
        "observed": dict(check.observed),
    }


def listed_gap_json(gap: Gap) -> Json:
    """One gap with its number; `track` is null where a whole watch was not observed."""
    return {"gap": gap.id, "watch": gap.watch_id, "track": gap.track_id} | (gap_json(gap) or {})
