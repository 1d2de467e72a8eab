"""The record in plain English: what was reported, between which instants, and never why it should be so.

Everything that comes from outside (names, labels, reasons) passes `visible` here, so that each line this module
makes is safe to print. A cause is never stated; the service's own reason code is quoted as it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.history import EventKind, State, Status
from tracker.core.names import NAMELESS, is_catalogue, is_local
from tracker.core.phrases import count, interval, listed, minute, quoted, span, visible

if TYPE_CHECKING:
    from tracker.core.history import Doubt, Event, Gap, Target
    from tracker.core.views import SpellView
    from tracker.core.watch import Watch

__all__ = [
    "absence_text",
    "count",
    "doubt_text",
    "gap_text",
    "happening",
    "headline",
    "in_market",
    "interval",
    "kind_text",
    "lost_text",
    "paragraph",
    "reason_text",
    "short_id",
    "spell_text",
    "state_text",
    "subject",
    "sureness",
    "track_name",
    "why_text",
]

_SHOWN_OF_ID = 8
_SUSPECTED, _HELD = "suspected, being looked at again", "part of a mass change, being confirmed"

_WHY = {
    "quota": "the service's quota of calls was used up",
    "rate": "the service asked for a pause between calls",
    "budget": "the daily budget of calls was used up",
    "login": "the login had ended or was missing",
    "network": "the network or the service did not answer",
    "edited while read": "the list was being edited while it was read",
    "older version": "the service answered with an older version of the list",
    "empty answer": "the service answered with nothing where there was something",
    "shown twice": "the service showed parts of two versions of the list together",
    "version contradicts": "the service answered with another list under the same version",
    "stopped": "the program was ended meanwhile",
    "canary": "a track known to answer did not answer either",
    "source": "the watched list or release could not be read",
    "not running": "the tracker was not running",
    "not watched": "it was in no watched list",
    "paused": "the watch was paused",
    "unreadable": "the answer could not be read",
    "empty": "the answer was empty",
    "ambiguous null": "an entry without an object could have been any of several tracks",
    "conflict": "two places of one answer contradicted each other",
    "unknown": "the answer did not say",
    "error": "the answer was an error",
    "refused": "the service refused the request",
    "premium": "the service wants the app's owner to have a Premium subscription",
    "allowlist": "the account is not on the app's list of users",
    "scope": "the login does not cover this list",
    "request": "the service did not accept the request",
    "withdrawn": "the service has withdrawn this kind of question",
    "needs-secret": "another market needs an app with a client secret",
}
_WHY_ABOUT = {
    "pages": "the pages of the answer did not fit together ({})",
    "shape": "the answer had an unexpected shape ({})",
    "source": "the watched list or release could not be read (status {})",
    "field": "the answer lacked a field ({})",
    "kind": "the place held something that is no track ({})",
    "account": "the answer spoke of the account, not of the catalogue ({})",
    "reason": "the service gave a reason unknown to this program ({})",
}
_STATES = {
    State.PLAYABLE: "playable",
    State.UNPLAYABLE: "greyed out",
    State.GONE: "no object any more",
    State.UNKNOWN: "unknown",
}


def short_id(track_id: str) -> str:
    """The beginning of an id, where it stands in for a name that is not known."""
    shown = visible(track_id)
    return shown if len(shown) <= _SHOWN_OF_ID + 1 else f"{shown[:_SHOWN_OF_ID]}…"


def track_name(title: str | None, artists: tuple[str, ...], track_id: str | None) -> str:
    """`"Title" by A and B`; without a title, what the id tells."""
    known = tuple(visible(artist) for artist in artists if artist.strip())
    if title and title.strip():
        named = f"{quoted(title)} by {listed(known)}" if known else quoted(title)
        return f"{named} ({kind_text(track_id)})" if track_id and kind_text(track_id) else named
    if track_id is None or track_id == NAMELESS:
        return "an entry without an object (no name known)"
    if kind := kind_text(track_id):
        return f"{kind} {short_id(track_id.partition(':')[2])} (no name known)"
    return f"track {short_id(track_id)} (no name known)"


def kind_text(track_id: str) -> str:
    """What an entry is that is no track of the catalogue; empty for a track, and for a place without an object."""
    if is_catalogue(track_id) or track_id == NAMELESS:
        return ""
    return "local file" if is_local(track_id) else "episode"


def subject(event: Event) -> str:
    """What an event is about: the track, or the watched thing itself."""
    if event.track_id is None and not event.title:
        return quoted(event.watch_label) if event.watch_label.strip() else "a watched source (no name known)"
    return track_name(event.title, event.artists, event.track_id)


def reason_text(reason: str | None) -> str:
    """The service's reason code, quoted; it is the service's word and no explanation of ours."""
    return f"reason given: {visible(reason)}" if reason and reason.strip() else "no reason given"


def why_text(why: str | None) -> str:
    """Why something was not observed, from the short word in the record; unknown words are shown as they are."""
    if not why or not why.strip():
        return "no reason recorded"
    head, _, about = why.partition(":")
    if about and head in _WHY_ABOUT:
        return _WHY_ABOUT[head].format(visible(about))
    return _WHY.get(why, visible(why))


def state_text(target: Target) -> str:
    """What a track is: playable (perhaps by another id), greyed out, or without an object."""
    if target.state is State.PLAYABLE and target.via:
        return f"playable, answered by another id ({visible(target.via)})"
    return _STATES[target.state]


def in_market(market: str) -> str:
    """` in DE`, or nothing where no market matters."""
    return f" in {visible(market)}" if market else ""


_HAPPENING = {
    EventKind.VANISHED: "no longer reported as playable{place}",
    EventKind.RETURNED: "reported as playable again{place}",
    EventKind.RELINKED: "now answered by {other}{place}",
    EventKind.ENTRY_ADDED: "added to {label} by an edit of the list",
    EventKind.ENTRY_REMOVED: "taken out of {label} by an edit of the list",
    EventKind.SOURCE_LOST: "can no longer be read",
    EventKind.SOURCE_BACK: "can be read again",
    EventKind.RETRACTED: "an earlier report{place} is taken back (event {retracts})",
}


def happening(event: Event) -> str:
    """What an event says, without its subject and without how sure it is: `no longer reported as playable in DE`."""
    return _HAPPENING[event.kind].format(
        place=in_market(event.market),
        other="another id" if event.via else "its own id again",
        label=quoted(event.watch_label) if event.watch_label.strip() else "the list",
        retracts=event.retracts,
    )


def sureness(event: Event) -> str:
    """How sure an event is, to stand in brackets; empty for a confirmed one."""
    if event.status is Status.WITHDRAWN:
        return "withdrawn: later looks did not agree"
    if event.status is Status.CONFIRMED:
        return ""
    return _SUSPECTED if event.incident is None else _HELD


def headline(event: Event) -> str:
    """One line: `"Open Window" by The Inventions: no longer reported as playable in DE`."""
    sure = sureness(event)
    return f"{subject(event)}: {happening(event)}{f' ({sure})' if sure else ''}"


def paragraph(event: Event) -> str:
    """The same in full: what, when, the reason code as given, and on what evidence."""
    parts = [f"{subject(event)}: {happening(event)}."]
    parts.append(f"When: {interval(event.last_seen_at, event.first_missed_at)}.")
    if event.kind is EventKind.VANISHED:
        parts.append(f"{_capital(absence_text(event))}.")
    if event.kind is EventKind.RELINKED and event.via:
        parts.append(f"The id that answers is {visible(event.via)}.")
    return " ".join([*parts, _evidence(event)])


def absence_text(event: Event) -> str:
    """How an absent track was answered for: `greyed out, reason given: market`, or `no object any more`."""
    if event.state is State.GONE:
        return "no object any more"
    shown = "greyed out, " if event.state or (event.reason and event.reason.strip()) else ""
    return f"{shown}{reason_text(event.reason)}"


def _evidence(event: Event) -> str:
    checks = f"{count(len(event.checks), 'check')} on record"
    if event.status is not Status.CONFIRMED:
        return f"{_capital(sureness(event))}; {checks}."
    at = f" {minute(event.confirmed_at)} UTC" if event.confirmed_at else ""
    return f"Confirmed{at}, {checks}."


def spell_text(spell: SpellView) -> str:
    """One spell in a line: the state, where, how it began and how it ended."""
    reason = f", {reason_text(spell.reason)}" if spell.target.state is State.UNPLAYABLE else ""
    began = f"began {interval(spell.last_before, spell.first_seen)}"
    if spell.last_before is None:
        began = interval(None, spell.first_seen)
    ended = f"ended {interval(spell.last_seen, spell.first_missed)}" if spell.first_missed else "goes on"
    if spell.first_missed and spell.last_seen is None:
        ended = f"over by {minute(spell.first_missed)} UTC"
    back = " (taken back)" if spell.retracted else ""
    return f"{state_text(spell.target)}{in_market(spell.market)}{reason}: {began}; {ended}{back}"


def lost_text(watch: Watch) -> str:
    """A watched source that is confirmed to be lost: what stays, and what its owner can do."""
    return (
        f"Lost: {quoted(watch.label)} can no longer be read (private, or deleted). Its entries and history are kept; "
        f"`tracker watch keep {watch.id}` watches its last known tracks as a list."
    )


def gap_text(gap: Gap) -> str:
    """A time without observation, and why: `DE, 3 May 2026 04:00 to 5 May 06:00 UTC: …`."""
    where = f"{visible(gap.market)}, " if gap.market else ""
    return f"{where}{span(gap.since, gap.until)}: {why_text(gap.why)}"


def doubt_text(doubt: Doubt) -> str:
    """A change that is being confirmed: what is suspected, since when, and how many looks agree."""
    looks = count(len(doubt.looks), "look")
    state = _SUSPECTED if doubt.held is None else _HELD
    since = interval(doubt.last_seen.at if doubt.last_seen else None, doubt.first_missed.at)
    return f"{state_text(doubt.target)}{in_market(doubt.market)} ({state}): {since}; {looks} so far"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
