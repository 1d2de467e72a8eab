"""The record as JSON that others may build on: the keys and their order are a promise.

Every function returns plain dicts, lists, strings, numbers, booleans and None. Times are UTC, ISO 8601, with Z.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from tracker.core.history import State
from tracker.core.links import track_link
from tracker.core.planning.ahead import ahead_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.core.decision import Recorded
    from tracker.core.history import Event, Gap
    from tracker.core.incidents import Meaning
    from tracker.core.notices import Notice
    from tracker.core.replacements import Replacement
    from tracker.core.views import BudgetView, NameView, SpellView, TrackView, WatchView

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LoginView:
    """The login as `status` shows it: `state` is none, ok or needs_login; times are UTC, None if there is none."""

    state: str
    authorized_at: datetime | None = None
    expires_at: datetime | None = None


def time_json(at: datetime | None) -> str | None:
    """`2026-05-03T04:00:00Z`; fractions of a second only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def event_json(event: Event) -> Json:
    """One event. `watch` is the watch's id; `track` is null where the watched source itself is meant."""
    return {
        "seq": event.seq,
        "kind": event.kind.value,
        "status": event.status.value,
        "track": _event_track(event),
        "market": event.market,
        "reason": event.reason,
        "via": event.via,
        "watch": event.watch_id,
        "last_seen_at": time_json(event.last_seen_at),
        "first_missed_at": time_json(event.first_missed_at),
        "confirmed_at": time_json(event.confirmed_at),
        "retracts": event.retracts,
        "incident": event.incident,
        "checks": list(event.checks),
    }


def _event_track(event: Event) -> Json | None:
    if event.track_id is None:
        return None
    return {
        "id": event.track_id,
        "isrc": event.isrc,
        "title": event.title,
        "artists": list(event.artists),
        "name_origin": event.name_origin,
        "link": track_link(event.track_id),
    }


def check_json(watch_id: int, market: str, calls: int, recorded: Recorded) -> Json:
    """One finished check: its certificate, what it cost in calls, what it counted and how many events it made."""
    decision = recorded.decision
    return {
        "watch": watch_id,
        "check": recorded.check_id,
        "complete": decision.complete,
        "why": decision.why,
        "calls": calls,
        "observed": dict(decision.observed),
        "suspected": len(recorded.suspected),
        "confirmed": len(recorded.confirmed),
        "market": market,
    }


def track_json(track: TrackView) -> Json:
    """Everything of one track, its spells and events by market."""
    markets = sorted({spell.market for spell in track.spells} | {event.market for event in track.events})
    return {
        "id": track.id,
        "isrc": track.isrc,
        "names": [_name_json(name) for name in track.names],
        "markets": {
            market: {
                "spells": [_spell_json(spell) for spell in track.spells if spell.market == market],
                "events": [event_json(event) for event in track.events if event.market == market],
            }
            for market in markets
        },
        "replacements": [replacement_json(other) for other in track.replacements],
        "offers": _offers_json(track),
        "note": track.note,
    }


def _offers_json(track: TrackView) -> Json:
    """The service's own lists of the track's markets, and where the one that stands says otherwise than looks do."""
    lists = [
        {
            "markets": list(offer.markets),
            "last_before": time_json(offer.before_at),
            "first_seen": time_json(offer.first_at),
            "last_seen": time_json(offer.last_at),
            "stands": offer.stands,
        }
        for offer in track.offers
    ]
    found = [{"market": each.market, "listed": each.listed} for each in track.contradictions]
    return {"lists": lists, "contradictions": found}


def replacement_json(other: Replacement) -> Json:
    """Another id of a recording; `lost_at` null while it stands, `title` null where its name is not kept."""
    return {
        "id": other.other_id,
        "by": other.found_by.value,
        "confidence": other.confidence.value,
        "reasons": list(other.reasons),
        "market": other.market,
        "title": other.title or None,
        "artists": list(other.artists),
        "album": other.album or None,
        "found_at": time_json(other.found_at),
        "looked_at": time_json(other.looked_at),
        "lost_at": time_json(other.lost_at),
    }


def _name_json(name: NameView) -> Json:
    text = f"{name.title} by {', '.join(name.artists)}" if name.artists else name.title
    return {
        "text": text,
        "origin": name.origin,
        "kept_until": time_json(name.kept_until),
        "learnt_at": time_json(name.learnt_at),
        "address": name.address,
    }


def _spell_json(spell: SpellView) -> Json:
    return {
        "state": spell.target.state.value,
        "via": spell.target.via,
        "reason": spell.reason,
        "last_before": time_json(spell.last_before),
        "first_seen": time_json(spell.first_seen),
        "last_seen": time_json(spell.last_seen),
        "first_missed": time_json(spell.first_missed),
        "retracted": spell.retracted,
    }


def gap_json(gap: Gap | None) -> Json | None:
    """A time without observation; `until` null while it lasts. None stays None."""
    if gap is None:
        return None
    return {
        "market": gap.market,
        "since": time_json(gap.since),
        "until": time_json(gap.until),
        "why": gap.why,
    }


def status_json(
    watches: Iterable[WatchView],
    budget: BudgetView,
    login: LoginView,
    *,
    now: datetime,
    told: Sequence[Notice] = (),
    channels: Sequence[Json] = (),
) -> Json:
    """How things stand at `now`; `told` are the notices that stand, some of which mean that something goes unseen.

    `channels` are those that messages go to, as `tracker.core.channels.channel_state_json` tells them.
    """
    return {
        "blind": any(notice.kind.blinding for notice in told),
        "watches": [watch_json(view, now) for view in watches],
        "budget": {
            "per_day": budget.per_day,
            "used_24h": budget.used_24h,
            "parked_until": time_json(budget.parked_until),
            "next": [ahead_json(each) for each in budget.ahead],
        },
        "login": {
            "state": login.state,
            "authorized_at": time_json(login.authorized_at),
            "expires_at": time_json(login.expires_at),
        },
        "notices": [notice_json(notice) for notice in told],
        "channels": list(channels),
    }


def meaning_json(meaning: Meaning | None) -> Json | None:
    """What the members of an incident share, and the decimal logarithm of how likely so many are; null for a mass flip."""
    if meaning is None:
        return None
    return {
        "what": meaning.shared.value,
        "text": meaning.text,
        "chance_log10": meaning.chance,
        "sharing": meaning.sharing,
        "of": meaning.members,
    }


def notice_json(notice: Notice) -> Json:
    """One thing the owner has to be told: its kind, what of it, and a plain line."""
    return {"kind": notice.kind.value, "subject": notice.subject, "text": notice.text}


def watch_json(view: WatchView, now: datetime) -> Json:
    """One watch; `age_s` is the whole seconds since the last complete check began; null if there was none."""
    last = view.last_complete_at
    return {
        "watch": view.watch.id,
        "label": view.watch.label,
        "last_complete_at": time_json(last),
        "age_s": int((now - last).total_seconds()) if last else None,
        "entries": view.entries,
        "markets": list(view.watch.markets),
        "vanished": sum(view.states.get(state.value, 0) for state in State if state.absent),
        "suspected": view.suspected,
        "gap": gap_json(view.gap),
    }
