"""The report as one JSON object, in ASCII, so that no name can steer the terminal it is shown in.

Events are the objects of `tracker events --json`; lengths of time are whole seconds, null where unbounded.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.core.jsonform import (
    Json,
    event_json,
    gap_json,
    meaning_json,
    notice_json,
    replacement_json,
    time_json,
)
from tracker.core.links import track_link
from tracker.report.figures import ATTRIBUTION, INDEPENDENCE
from tracker.report.rows import source_address

if TYPE_CHECKING:
    from tracker.core.absences import Absence, Lost, Story
    from tracker.core.coverage import Coverage
    from tracker.core.summary import Outage, Return, Summary, Totals
    from tracker.report.rows import Lives


def json_report(summary: Summary) -> str:
    """Write a summary as indented JSON with a newline at its end."""
    told: Json = {
        "since": time_json(summary.since),
        "until": time_json(summary.until),
        "unwatched": summary.unwatched,
        "unobserved": summary.unobserved,
        "observed": summary.observed,
        "totals": _totals(summary.totals),
        "incidents": [_story(story, summary.lives) for story in summary.stories],
        "vanished": [_lost(lost, summary.lives) for lost in summary.lost],
        "sources": [_outage(outage) for outage in summary.outages],
        "suspected": [event_json(event) for event in summary.suspected],
        "returned": [_return(each) for each in summary.returned],
        "back": [_absence(absence) for absence in summary.back],
        "relinked": [event_json(event) for event in summary.relinked],
        "retracted": [event_json(each.event) for each in summary.retracted],
        "removed": [event_json(event) for event in summary.removed],
        "added": [event_json(event) for event in summary.added],
        "notices": [notice_json(notice) for notice in summary.notices],
        "coverage": [_coverage(each) for each in summary.coverage],
        "attribution": f"{ATTRIBUTION} {INDEPENDENCE}",
    }
    return json.dumps(told, indent=2) + "\n"


def _totals(totals: Totals) -> Json:
    return {
        "watches": totals.watches,
        "entries": totals.entries,
        "pairs": totals.pairs,
        "playable": totals.playable,
        "vanished": totals.vanished,
        "back": totals.back,
        "earlier": totals.earlier,
        "returned": totals.returned,
        "relinked": totals.relinked,
        "suspected": totals.suspected,
        "checks_complete": totals.complete,
        "checks_incomplete": totals.incomplete,
        "incomplete_why": [{"why": why, "checks": n} for why, n in totals.incomplete_why],
        "calls": totals.calls,
    }


def _lost(lost: Lost, lives: Lives) -> Json:
    return {
        "track": lost.newest.track_id,
        "link": track_link(lost.newest.track_id),
        "absences": [_absence(absence) for absence in lost.absences],
        "replacements": [replacement_json(other) for other in lives.get(lost.newest.track_id or "", ())],
    }


def _absence(absence: Absence) -> Json:
    return {
        "vanished": event_json(absence.vanished),
        "returned": event_json(absence.returned) if absence.returned else None,
        "gone_at_least_s": int(absence.at_least.total_seconds()),
        "gone_at_most_s": int(absence.at_most.total_seconds()) if absence.at_most is not None else None,
    }


def _story(story: Story, lives: Lives) -> Json:
    return {
        "incident": story.incident,
        "watch": story.watch_label,
        "watches": story.watches,
        "market": story.market,
        "last_seen_at": time_json(story.last_seen_at),
        "first_missed_at": time_json(story.first_missed_at),
        "back": story.back,
        "shared": meaning_json(story.meaning),
        "vanished": [_lost(lost, lives) for lost in story.lost],
    }


def _return(told: Return) -> Json:
    return {
        "event": event_json(told.event),
        "link": track_link(told.event.track_id),
        "absence": _absence(told.absence) if told.absence else None,
    }


def _outage(outage: Outage) -> Json:
    return {
        "lost": event_json(outage.lost) if outage.lost else None,
        "back": event_json(outage.back) if outage.back else None,
    }


def _coverage(each: Coverage) -> Json:
    return {
        "watch": each.view.watch.id,
        "label": each.view.watch.label,
        "link": source_address(each.view.watch),
        "markets": list(each.view.watch.markets),
        "start": time_json(each.start),
        "end": time_json(each.end),
        "observed": each.observed,
        "checks_complete": sum(check.complete for check in each.checks),
        "checks_incomplete": sum(not check.complete for check in each.checks),
        "gaps": [gap_json(gap) for gap in each.gaps],
    }
