"""The JSON that others build on: exact keys in their order, and times in UTC with Z."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from tests.report.sample import END, event, gap, track_id, view
from tracker.core.decision import Decision, Recorded
from tracker.core.history import EventKind, State, Target
from tracker.core.jsonform import LoginView, check_json, event_json, status_json, time_json, track_json
from tracker.core.notices import Notice, NoticeKind
from tracker.core.views import BudgetView, NameView, SpellView, TrackView

AT = datetime(2026, 5, 3, 4, 0, tzinfo=UTC)


def test_an_event_has_exactly_the_promised_keys() -> None:
    """An event's JSON has the promised keys in the promised order, with the watch by its id."""
    assert list(event_json(event(5, reason="market")).items()) == [
        ("seq", 5),
        ("kind", "vanished"),
        ("status", "confirmed"),
        (
            "track",
            {
                "id": track_id(5),
                "isrc": None,
                "title": "Open Window",
                "artists": ["The Inventions"],
                "name_origin": "service",
                "link": f"https://open.spotify.com/track/{track_id(5)}",
            },
        ),
        ("market", "DE"),
        ("reason", "market"),
        ("via", None),
        ("watch", 1),
        ("last_seen_at", "2026-05-03T04:00:00Z"),
        ("first_missed_at", "2026-05-03T05:00:00Z"),
        ("confirmed_at", "2026-05-03T11:00:00Z"),
        ("retracts", None),
        ("incident", None),
        ("checks", [1, 2, 3]),
    ]
    assert list(event_json(event(5))["track"]) == ["id", "isrc", "title", "artists", "name_origin", "link"]


def test_an_event_of_a_source_has_no_track() -> None:
    """Where the watched thing itself is meant, `track` is null."""
    assert event_json(event(5, EventKind.SOURCE_LOST, track_id=None))["track"] is None


def test_times_are_utc_with_z() -> None:
    """Any aware time is written in UTC with Z, and None stays None."""
    assert time_json(AT.astimezone(timezone(timedelta(hours=2)))) == "2026-05-03T04:00:00Z"
    assert time_json(AT + timedelta(milliseconds=5)) == "2026-05-03T04:00:00.005000Z"
    assert time_json(None) is None


def test_a_check_counts_its_events() -> None:
    """A check's JSON carries its certificate, its counts and the number of events it made."""
    decision = Decision((), {"playable": 3}, complete=False, why="network")
    told = check_json(2, "DE", 4, Recorded(9, decision, suspected=(1, 2), confirmed=(3,)))
    assert list(told.items()) == [
        ("watch", 2),
        ("check", 9),
        ("complete", False),
        ("why", "network"),
        ("calls", 4),
        ("observed", {"playable": 3}),
        ("suspected", 2),
        ("confirmed", 1),
        ("market", "DE"),
    ]


def test_a_track_is_told_by_market() -> None:
    """A track's JSON groups spells and events by market."""
    spell = SpellView("US", Target(State.PLAYABLE, "v"), None, None, AT, AT, None)
    name = NameView("Open Window", ("The Inventions", "B"), "Album", "service", AT)
    told = track_json(TrackView("x", "QZ1", (name,), ("W",), (spell,), (event(1),), ()))
    assert list(told) == ["id", "isrc", "names", "markets", "replacements", "offers", "note"]
    assert told["names"] == [
        {
            "text": "Open Window by The Inventions, B",
            "origin": "service",
            "kept_until": "2026-05-03T04:00:00Z",
            "learnt_at": None,
            "address": None,
        }
    ]
    assert list(told["markets"]) == ["DE", "US"]
    assert (told["markets"]["DE"]["spells"], len(told["markets"]["DE"]["events"])) == ([], 1)
    assert told["markets"]["US"]["spells"][0] == {
        "state": "playable",
        "via": "v",
        "reason": None,
        "last_before": None,
        "first_seen": "2026-05-03T04:00:00Z",
        "last_seen": "2026-05-03T04:00:00Z",
        "first_missed": None,
        "retracted": False,
    }
    assert (told["replacements"], told["note"]) == ([], None)


def test_status_has_exactly_the_promised_keys() -> None:
    """Status tells each watch's age and absences, the budget and the login, with the promised keys."""
    blind = replace(view(2), last_complete_at=None, gap=gap(1, AT, None))
    budget, login = BudgetView(400, 12, None, None), LoginView("ok", AT, None)
    warning = Notice(NoticeKind.LOGIN, "30", "The login ends soon.")
    told = status_json([view(1), blind], budget, login, now=END, told=[warning])
    assert list(told) == ["blind", "watches", "budget", "login", "notices", "channels"]
    assert told["blind"] is False
    assert told["notices"] == [{"kind": "login", "subject": "30", "text": "The login ends soon."}]
    gone = Notice(NoticeKind.BLIND, "1:DE", "No complete check.")
    assert status_json([], budget, login, now=END, told=[warning, gone])["blind"] is True
    assert list(told["watches"][0].items()) == [
        ("watch", 1),
        ("label", "Long Evenings"),
        ("last_complete_at", "2026-11-23T04:00:00Z"),
        ("age_s", 8 * 3600),
        ("entries", 36),
        ("markets", ["DE", "US"]),
        ("vanished", 15),
        ("suspected", 0),
        ("gap", None),
    ]
    assert told["watches"][1]["age_s"] is None
    assert told["watches"][1]["gap"] == {
        "market": "DE",
        "since": "2026-05-03T04:00:00Z",
        "until": None,
        "why": "quota",
    }
    assert told["budget"] == {"per_day": 400, "used_24h": 12, "parked_until": None, "next": []}
    assert told["login"] == {"state": "ok", "authorized_at": "2026-05-03T04:00:00Z", "expires_at": None}
    assert json.loads(json.dumps(told)) == told
