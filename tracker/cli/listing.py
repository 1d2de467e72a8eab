"""`tracker status`, `events` and `show`: what is known, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.cli.when import parse_since
from tracker.core.channels import aside_text, channel_state_json, standing_text
from tracker.core.errors import UsageError
from tracker.core.history import EventKind, Status
from tracker.core.imports.past import past_json, past_text
from tracker.core.jsonform import event_json, status_json, track_json
from tracker.core.links import ATTRIBUTION, item_address, parse_link
from tracker.core.markets import parse_markets
from tracker.core.offers import contradiction_text, offer_text
from tracker.core.openname import origin_text, tally_text
from tracker.core.phrases import age, count, day, interval, minute
from tracker.core.planning.ahead import ahead_text
from tracker.core.replacements import found_text, sureness_text
from tracker.core.watch import Source
from tracker.core.wording import gap_text, headline, lost_text, reason_text, spell_text, track_name, why_text

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.planning.looked import Pair
    from tracker.core.views import BudgetView, TrackView, WatchView
    from tracker.wiring import App

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Since = Annotated[str | None, typer.Option("--since", help="A date (2026-05-01) or an age (30d).")]
Market = Annotated[str | None, typer.Option("--market", "-m", help="Two-letter country code.")]
BLIND = 3


def status(json: Json = False) -> None:
    """Show how things stand.

    The last complete check of each watch, gaps, suspects, budget and login. Exit code 3 when a watch goes
    unobserved.
    """
    from tracker.usecases.telling import standing, with_next

    with opened() as tracker:
        now, login = tracker.clock.now(), tracker.login_view()
        state = standing(tracker.store, now, tracker.limits, login.expires_at)
        channels, budget = tracker.store.channels(), with_next(state.budget, tracker.store)
        if json:
            ways = [channel_state_json(view) for view in channels]
            told = status_json(state.watches, budget, login, now=now, told=state.notices, channels=ways)
            output.json_lines([told])
        else:
            headings = ("no.", "name", "last complete check", "tracks", "not playable", "suspected", "gap")
            rows = [_status_row(view, age(view.last_complete_at, now)) for view in state.watches]
            output.table(headings, rows, "Nothing is watched yet: `tracker watch add LINK`.")
            for view in state.watches:
                if view.lost:
                    output.say(lost_text(view.watch))
            _say_budget(budget, now)
            ends = f", ends {login.expires_at:%d %b %Y}" if login.expires_at else ""
            output.say(f"Login: {login.state.replace('_', ' ')}{ends}.")
            output.say(f"Names: {tally_text(tracker.naming_tally())}.")
            for notice in state.notices:
                output.say(f"{'BLIND' if notice.kind.blinding else 'Note'}: {notice.text}")
            for channel in channels:
                output.say(f"Messages: {standing_text(channel, now)}")
                if channel.aside:
                    output.say(f"Messages: {aside_text(channel.aside)}")
    raise typer.Exit(BLIND if state.blind else 0)


def _say_budget(budget: BudgetView, now: datetime) -> None:
    """What was used, until when nothing may be sent, and what is asked next."""
    output.say(f"Budget: {budget.used_24h} of {count(budget.per_day, 'call')} in the last 24 hours.")
    if budget.parked_until:
        output.say(f"No calls until {minute(budget.parked_until)} UTC: {why_text(budget.parked_why)}.")
    for each in budget.ahead:
        output.say(f"Next: {ahead_text(each, now)}.")


def _status_row(view: WatchView, aged: str) -> tuple[object, ...]:
    absent = sum(view.states.get(state, 0) for state in ("unplayable", "gone"))
    suspected = f"{view.suspected} ({view.held} held)" if view.held else view.suspected
    return (
        view.watch.id,
        f"{view.watch.label} (paused)" if view.watch.paused_at else view.watch.label,
        aged,
        view.entries,
        absent,
        suspected,
        gap_text(view.gap) if view.gap else "-",
    )


def events(
    since: Since = None,
    kind: Annotated[EventKind | None, typer.Option("--kind", help="Only this kind.")] = None,
    status: Annotated[Status | None, typer.Option("--status", help="Only these.")] = None,
    market: Market = None,
    json: Json = False,
) -> None:
    """List the history, oldest first."""
    from tracker.core.ports import EventFilter

    chosen = parse_markets([market])[0] if market else None
    with opened() as tracker:
        wanted = EventFilter(parse_since(since, tracker.clock.now()), kind, status, chosen)
        found = tracker.store.events(wanted)
        if json:
            output.json_lines(event_json(event) for event in found)
            return
        rows = [(e.seq, e.status, headline(e), interval(e.last_seen_at, e.first_missed_at)) for e in found]
        output.table(("no.", "status", "what", "when"), rows, "No such events.")
        if rows:
            output.say(ATTRIBUTION)


def show(
    track: Annotated[str, typer.Argument(help="A link, URI or id of a track.")], json: Json = False
) -> None:
    """Show all that is known of one track."""
    from tracker.core.planning.told import rate_json, rate_text

    track_id = parse_link(track if ":" in track or "/" in track else f"track:{track}").ref
    with opened() as tracker:
        view = tracker.store.track(track_id)
        if view is None:
            raise UsageError(f"{track_id} is not on record: no watch has held this track.")
        past, pairs = tracker.store.imports.past(track_id), _pairs(tracker, view)
        if json:
            more = {"imported": [past_json(each) for each in past], "rates": [*map(rate_json, pairs)]}
            output.json_lines([track_json(view) | more])
        else:
            _print_track(view)
            for pair in pairs:
                output.say(f"  {pair.market}: {rate_text(pair)}")
            for each in past:
                output.say(f"  imported, no evidence: {past_text(each)}")


def _pairs(tracker: App, view: TrackView) -> list[Pair]:
    """What the looks at a track came to, in each market where it is watched."""
    markets, now = dict.fromkeys(spell.market for spell in view.spells), tracker.clock.now()
    return [p for market in markets for p in tracker.store.visits.pairs(market, now, track_id=view.id)]


def _print_track(view: TrackView) -> None:
    for name in view.names:
        output.say(f"{track_name(name.title, name.artists, view.id)} ({origin_text(name)})")
        if name.address:
            output.say(f"  the recording at MusicBrainz: {name.address}")
    if not view.names:
        output.say(track_name(None, (), view.id))
    output.say(f"  {item_address(Source.TRACK, view.id)}" + (f"  ISRC {view.isrc}" if view.isrc else ""))
    output.say(f"  watched in: {', '.join(view.watches) or 'no watch any more'}")
    for spell in view.spells:
        output.say(f"  {spell.market}: {spell_text(spell)}")
    for event in view.events:
        when = interval(event.last_seen_at, event.first_missed_at)
        output.say(f"  {event.seq}. {headline(event)}, {when}, {reason_text(event.reason)} ({event.status})")
    for gap in view.gaps:
        output.say(f"  gap: {gap_text(gap)}")
    for offer in view.offers[-1:]:
        output.say(f"  {offer_text(offer)}")
    for contradiction in view.contradictions:
        output.say(f"    {contradiction_text(contradiction)}")
    _print_replacements(view)
    output.say(ATTRIBUTION)


def _print_replacements(view: TrackView) -> None:
    """Other ids of the recording; what is certain and what is merely likely are told apart."""
    for other in view.replacements:
        called = track_name(other.title, other.artists, other.other_id)
        output.say(
            f"  elsewhere in {other.market}: {sureness_text(other.found_by, other.confidence)}: {called}"
        )
        output.say(f"    {item_address(Source.TRACK, other.other_id)}  {found_text(other)}")
        output.say(f"    because: {'; '.join(other.reasons)}")
    for search in view.searches:
        again = f", again on {day(search.next_at)} or later" if search.next_at else ""
        output.say(f"  searched in {search.market}: {count(search.tries, 'time')}{again}")
    if (view.replacements or view.searches) and view.isrc:
        output.say(f"  to find it elsewhere: https://musicbrainz.org/isrc/{view.isrc}")
