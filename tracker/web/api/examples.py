"""One invented answer for each question, made by the functions that make the real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tracker.core.channels import Channel, ChannelView, Manner, channel_state_json
from tracker.core.history import Event, EventKind, Gap, State, Status, Target
from tracker.core.incidents import Meaning, Shared
from tracker.core.items import Way
from tracker.core.jsonform import LoginView, event_json, status_json, track_json, watch_json
from tracker.core.offers import Offer
from tracker.core.pages import api as forms
from tracker.core.pages.api import EntryView, IncidentView, Part, StateView
from tracker.core.planning.ahead import Ahead
from tracker.core.replacements import Confidence, FoundBy, Replacement
from tracker.core.views import BudgetView, CheckView, NameView, SpellView, TrackView, WatchView
from tracker.core.watch import TERM, Source, Watch

SEEN = datetime(2026, 5, 3, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MISSED, NOW = SEEN + DAY, SEEN + 2 * DAY
TRACK = "1InventedTrack00000000"
EVENT = Event(
    seq=17,
    kind=EventKind.VANISHED,
    status=Status.CONFIRMED,
    market="DE",
    watch_id=1,
    watch_label="Long Evenings",
    track_id=TRACK,
    title="Closed Door",
    artists=("The Inventions",),
    name_origin="service",
    isrc="QZABC2100002",
    reason="market",
    via=None,
    last_seen_at=SEEN,
    first_missed_at=MISSED,
    confirmed_at=MISSED + timedelta(hours=6),
    retracts=None,
    incident=None,
    checks=(41, 42, 43, 44),
)
GAP = Gap(3, 1, None, "US", SEEN, None, "quota")
CHANNEL = ChannelView(Channel(1, "json://hook.example", "phone", Manner(), SEEN), 0, None, MISSED)
NAME = NameView("Closed Door", ("The Inventions",), "Made Up", "service", None)
WATCH = WatchView(
    watch=Watch(
        1, Source.PLAYLIST, "0InventedList000000000", "Long Evenings", ("DE", "US"), DAY, SEEN, SEEN + TERM
    ),
    last_complete_at=MISSED,
    due_at=MISSED + DAY,
    entries=36,
    states={"playable": 71, "unplayable": 1},
    suspected=0,
    held=0,
    gap=GAP,
    lost=False,
)
CHECK = CheckView(
    44, 1, "DE", Way.SINGLE, MISSED, MISSED + timedelta(seconds=20), True, None, 1, {"unplayable": 1}
)
SPELL = SpellView("DE", Target(State.UNPLAYABLE), "market", SEEN, MISSED, NOW, None)
STATE = StateView("DE", "unplayable", None, "market", SEEN, MISSED)
OTHER = Replacement(
    track_id=TRACK,
    market="DE",
    other_id="2InventedTrack00000000",
    found_by=FoundBy.ISRC,
    confidence=Confidence.CERTAIN,
    reasons=("same ISRC QZABC2100002", "same title", "same artists", "duration differs by 0.4 s"),
    found_at=NOW,
    looked_at=NOW,
    title="Closed Door",
    artists=("The Inventions",),
    album="Made Up (Reissue)",
)
OFFER = Offer(TRACK, ("AT", "DE", "FR"), None, SEEN, NOW, stands=True)
SHARED = Meaning(Shared.RIGHTS, "℗ Hollow Acorn Music", -12.4, 11, 11)
EXAMPLES = {
    "events": forms.part_json(Part((EVENT,), 17), event_json),
    "incidents": forms.part_json(
        Part((IncidentView(2, None, "DE", "vanished", MISSED, {"confirmed": 11}, SHARED),), None),
        forms.incident_json,
    ),
    "entries": forms.part_json(
        Part((EntryView(5, TRACK, EVENT.isrc, NAME, SEEN, (STATE,)),), None), forms.entry_json
    ),
    "checks": forms.part_json(Part((CHECK,), None), forms.check_view_json),
    "gaps": forms.part_json(Part((GAP,), None), forms.listed_gap_json),
    "watches": {"items": [watch_json(replace(WATCH, gap=None), NOW)]},
    "track": track_json(
        TrackView(
            TRACK,
            EVENT.isrc,
            (NAME,),
            ("Long Evenings",),
            (SPELL,),
            (EVENT,),
            (),
            replacements=(OTHER,),
            offers=(OFFER,),
        )
    ),
    "status": status_json(
        [WATCH],
        BudgetView(400, 36, None, None, (Ahead(MISSED + DAY, WATCH.watch, "DE", 3),)),
        LoginView("ok", SEEN, SEEN + 180 * DAY),
        now=NOW,
        channels=[channel_state_json(CHANNEL)],
    ),
}
"""By the name of the question."""
