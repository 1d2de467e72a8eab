"""The summary's logic: what counts, what cancels what, how things are grouped, and how well it was watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.report.sample import END, START, check, event, gap, track_id, view
from tracker.core.history import EventKind, Status
from tracker.core.summary import Summary, summarize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.history import Event, Gap
    from tracker.core.views import CheckView, WatchView

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MAY = datetime(2026, 5, 3, 4, 0, tzinfo=UTC)


def told(
    events: Iterable[Event] = (),
    gaps: Iterable[Gap] = (),
    watches: tuple[WatchView, ...] = (),
    checks: Iterable[CheckView] = (),
    since: datetime | None = None,
) -> Summary:
    """The summary of a few events up to the end of the sample's time."""
    return summarize(events, gaps, watches, checks, since=since, until=END)


def later(days: float, **other: Any) -> dict[str, Any]:
    """The times of an event that happened so many days after 3 May 2026."""
    seen = MAY + days * DAY
    times = {"last_seen_at": seen, "first_missed_at": seen + HOUR, "confirmed_at": seen + 7 * HOUR}
    return {**times, **other}


def test_a_return_cancels_a_vanish_in_its_own_market_only() -> None:
    """A track back in one market is still missing in the other."""
    one = track_id(1)
    events = [
        event(1, track_id=one),
        event(2, track_id=one, market="US"),
        event(3, EventKind.RETURNED, track_id=one, **later(9)),
    ]
    summary = told(events)
    assert [[a.vanished.market for a in lost.absences] for lost in summary.lost] == [["US"]]
    assert [a.vanished.seq for a in summary.back] == [1]
    assert (summary.totals.vanished, summary.totals.back, summary.totals.returned) == (1, 0, 1)


def test_a_track_missing_in_several_markets_is_one_row_and_comes_first() -> None:
    """The markets of one track share a row, and rows with more markets stand before newer ones."""
    events = [
        event(1, track_id="t"),
        event(2, track_id="t", market="US"),
        event(3, track_id="u", **later(30)),
    ]
    summary = told(events)
    assert [(lost.newest.track_id, len(lost.absences)) for lost in summary.lost] == [("t", 2), ("u", 1)]


def test_gone_back_gone_is_missing_since_the_second_vanish() -> None:
    """After a return, a second vanish opens an absence of its own."""
    events = [
        event(1, track_id="t"),
        event(2, EventKind.RETURNED, track_id="t", **later(5)),
        event(3, track_id="t", **later(9)),
    ]
    summary = told(events)
    assert [lost.newest.seq for lost in summary.lost] == [3]
    assert (summary.totals.vanished, summary.totals.back) == (1, 0)


def test_a_second_vanish_without_a_return_does_not_move_the_first() -> None:
    """A track reported missing twice in a row is missing since the first report."""
    events = [event(1, track_id="t"), event(2, track_id="t", **later(9))]
    assert [lost.newest.seq for lost in told(events).lost] == [1]


def test_a_suspected_return_does_not_end_an_absence() -> None:
    """Only a confirmed return says that a track is back."""
    events = [
        event(1, track_id="t"),
        event(2, EventKind.RETURNED, track_id="t", **later(9, status=Status.SUSPECTED, confirmed_at=None)),
    ]
    summary = told(events)
    assert ([lost.newest.seq for lost in summary.lost], summary.back) == ([1], ())


def test_a_withdrawn_retraction_takes_nothing_back() -> None:
    """A retraction that was itself withdrawn leaves the earlier report standing."""
    taken_back = event(2, EventKind.RETRACTED, retracts=1, **later(1, status=Status.WITHDRAWN))
    assert [lost.newest.seq for lost in told([event(1), taken_back]).lost] == [1]


def test_a_suspected_retraction_takes_nothing_back_yet() -> None:
    """The report stands until the retraction is confirmed; that it is in doubt is told."""
    taken_back = event(
        2, EventKind.RETRACTED, retracts=1, **later(1, status=Status.SUSPECTED, confirmed_at=None)
    )
    summary = told([event(1), taken_back])
    assert [lost.newest.seq for lost in summary.lost] == [1]
    assert [each.seq for each in summary.suspected] == [2]
    assert summary.retracted == ()


def test_how_long_a_track_was_gone_has_both_bounds() -> None:
    """The least is from first missed to last missed, the most from last seen to seen again."""
    events = [event(1, track_id="t"), event(2, EventKind.RETURNED, track_id="t", **later(10))]
    (back,) = told(events).returned
    assert back.absence is not None
    assert (back.absence.at_least, back.absence.at_most) == (10 * DAY - HOUR, 10 * DAY + HOUR)


def test_an_absence_without_a_sighting_before_has_no_upper_bound() -> None:
    """Where the track was never seen playable before, nobody knows how long it is gone at most."""
    (lost,) = told([event(1, last_seen_at=None)]).lost
    assert lost.absences[0].at_most is None
    assert lost.absences[0].at_least == END - MAY - HOUR


@pytest.mark.parametrize(
    "kind", [EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED, EventKind.SOURCE_LOST]
)
def test_withdrawn_and_retracted_events_never_count(kind: EventKind) -> None:
    """Neither a withdrawn event nor one that a later event took back is counted; that it was taken back is told."""
    events = [
        event(1, kind, status=Status.WITHDRAWN, confirmed_at=None),
        event(2, kind),
        event(3, EventKind.RETRACTED, retracts=2, **later(1)),
    ]
    summary = told(events)
    assert [(each.event.seq, each.told and each.told.seq) for each in summary.retracted] == [(3, 2)]
    assert not replace(summary, retracted=()).eventful
    assert (summary.totals.vanished, summary.totals.returned, summary.totals.relinked) == (0, 0, 0)
    assert told(events[:2]).eventful  # the event counted before it was taken back


def test_a_retracted_return_leaves_the_track_missing() -> None:
    """Taking back a return brings the vanish back into the report."""
    events = [
        event(1, track_id="t"),
        event(2, EventKind.RETURNED, track_id="t", **later(3)),
        event(3, EventKind.RETRACTED, track_id="t", retracts=2, **later(4)),
    ]
    assert [lost.newest.seq for lost in told(events).lost] == [1]
    assert told(events[:2]).lost == ()


def test_a_mass_change_is_one_story_with_its_members() -> None:
    """Members of an incident are told once, in the story, with the widest interval and the count of those back."""
    fall = [event(n, incident=7, **later(n / 24)) for n in (1, 2, 3)]
    back = event(9, EventKind.RETURNED, track_id=track_id(2), **later(20))
    summary = told([*fall, back, event(4, **later(1))])
    (story,) = summary.stories
    assert ({lost.newest.seq for lost in story.lost}, story.back) == ({1, 3}, 1)
    assert (story.last_seen_at, story.first_missed_at) == (MAY + HOUR, MAY + 4 * HOUR)
    assert [lost.newest.seq for lost in summary.lost] == [4]


def test_an_incident_of_one_is_a_row_and_a_healed_one_no_story() -> None:
    """A mass change left with one member stands as a row; one whose members are all back is not told as missing."""
    healed = [event(n, incident=7) for n in (1, 2)]
    back = [event(n + 10, EventKind.RETURNED, track_id=track_id(n), **later(20)) for n in (1, 2)]
    summary = told([*healed, *back, event(5, incident=8)])
    assert summary.stories == ()
    assert [lost.newest.seq for lost in summary.lost] == [5]
    assert told(healed).stories != ()


def test_larger_stories_come_first() -> None:
    """Of two mass changes the one with more tracks still missing stands first."""
    events = [event(n, incident=1) for n in (1, 2)] + [event(n, incident=2) for n in (3, 4, 5)]
    assert [story.incident for story in told(events).stories] == [2, 1]


def test_suspected_events_stand_apart() -> None:
    """What is only suspected is told as such and counted nowhere else."""
    summary = told([event(1, status=Status.SUSPECTED, confirmed_at=None)])
    assert ([e.seq for e in summary.suspected], summary.lost) == ([1], ())
    assert (summary.totals.suspected, summary.totals.vanished) == (1, 0)


def test_the_period_holds_what_was_confirmed_in_it() -> None:
    """Earlier events only lend their history: they give a return its length, and count as still missing."""
    events = [
        event(1, track_id="t"),
        event(2, EventKind.RETURNED, track_id="t", **later(40)),
        event(3, track_id="u"),
        event(4, track_id="v", **later(41)),
        event(5, EventKind.ENTRY_ADDED),
        event(6, **later(400)),
    ]
    summary = told(events, since=MAY + 30 * DAY)
    assert [lost.newest.track_id for lost in summary.lost] == ["v"]
    assert summary.totals.earlier == 1
    assert summary.returned[0].absence is not None
    assert summary.added == ()


def test_a_source_still_lost_is_told_in_every_period() -> None:
    """An outage is paired with its end; one that goes on is told even if it began before the period."""
    lost = event(1, EventKind.SOURCE_LOST, track_id=None, watch_id=1)
    other = event(2, EventKind.SOURCE_LOST, track_id=None, watch_id=2)
    back = event(3, EventKind.SOURCE_BACK, track_id=None, watch_id=2, **later(5))
    summary = told([lost, other, back], since=MAY + 30 * DAY)
    assert [(o.lost and o.lost.seq, o.back and o.back.seq) for o in summary.outages] == [(1, None)]
    whole = told([lost, other, back])
    assert [(o.lost and o.lost.seq, o.back and o.back.seq) for o in whole.outages] == [(1, None), (2, 3)]


def test_edits_and_relinks_have_their_own_sections() -> None:
    """The owner's edits are rows of their own and never a vanish; so are relinks."""
    kinds = (EventKind.ENTRY_ADDED, EventKind.ENTRY_REMOVED, EventKind.RELINKED)
    summary = told([event(n, kind) for n, kind in enumerate(kinds, 1)])
    assert [[e.seq for e in part] for part in (summary.added, summary.removed, summary.relinked)] == [
        [1],
        [2],
        [3],
    ]
    assert summary.lost == ()


def test_the_share_observed_counts_overlapping_gaps_once() -> None:
    """Two overlapping gaps in one of two markets take their union away, from that market only."""
    length = END - START
    gaps = [gap(1, START, START + length / 4), gap(2, START + length / 8, START + length / 2)]
    (each,) = told(gaps=gaps, watches=(view(1),)).coverage
    assert each.observed == pytest.approx(0.75)
    (both,) = told(gaps=[replace(g, market="") for g in gaps], watches=(view(1),)).coverage
    assert both.observed == pytest.approx(0.5)


def test_gaps_are_clipped_and_those_of_others_ignored() -> None:
    """Gaps of another watch, of one track, or outside the period do not count; an open one runs to the end."""
    ignored = [gap(1, START, None, watch_id=2), gap(2, START, None, track_id="t"), gap(3, MAY, START)]
    running = gap(4, END - (END - START) / 2, None)
    one_market = view(1, markets=("DE",))
    (each,) = told(gaps=[*ignored, running], watches=(one_market,)).coverage
    assert each.observed == pytest.approx(0.5)
    assert [g.id for g in each.gaps] == [4]
    (clean,) = told(gaps=ignored, watches=(one_market,)).coverage
    assert clean.observed == 1


def test_a_watch_never_completely_seen_was_not_observed() -> None:
    """Without one complete check the share is nought, whatever gaps are on record, and that watch stands first."""
    new = replace(view(2), last_complete_at=None)
    assert [(each.view.watch.id, each.observed) for each in told(watches=(view(1), new)).coverage] == [
        (2, 0.0),
        (1, 1.0),
    ]


def test_totals_add_up() -> None:
    """Entries, pairs, playable share, checks with their reasons and calls are sums over watches and checks."""
    checks = [check(1, END - DAY), check(2, END - HOUR, complete=False, why="network"), check(3, MAY)]
    totals = told(watches=(view(1), view(2)), checks=checks, since=START).totals
    assert (totals.watches, totals.entries, totals.pairs, totals.playable) == (2, 72, 144, 114)
    assert (totals.complete, totals.incomplete, totals.calls) == (1, 1, 8)
    assert totals.incomplete_why == (("network", 1),)
    assert totals.playable_share == pytest.approx(114 / 144)


def test_an_empty_record_is_no_good_news() -> None:
    """Without watches, or without a complete check, the summary says so instead of counting zeros as health."""
    nothing, blind = told(), told(watches=(replace(view(1), last_complete_at=None, states={}),))
    assert (nothing.unwatched, nothing.unobserved) == (True, True)
    assert (blind.unwatched, blind.unobserved) == (False, True)
    assert blind.totals.playable_share is None
    assert not told(watches=(view(1),)).unobserved


@pytest.mark.parametrize("days,observed", [(1, 1.0), (2, 1.0), (10, 0.9)])
def test_a_silence_that_no_gap_tells_of_yet_is_not_called_observed(days: float, observed: float) -> None:
    """Where the program was off, only the next check writes the gap; until then the report says it from what it sees."""
    watch = replace(view().watch, added_at=END - 100 * DAY, markets=("DE",))
    dark = view(watch=watch, complete={"DE": END - days * DAY}, last_complete_at=END - days * DAY)
    (seen,) = told(watches=(dark,)).coverage
    assert seen.observed == pytest.approx(observed)
    assert [gap.why for gap in seen.gaps] == ["not running"] * (days > 2)


def test_a_silence_that_a_gap_tells_of_is_told_once() -> None:
    """Neither the known gap nor the pause of a watch is counted twice."""
    watch = replace(view().watch, added_at=END - 100 * DAY, markets=("DE",))
    dark = view(watch=watch, complete={"DE": END - 10 * DAY}, last_complete_at=END - 10 * DAY)
    known = gap(1, END - 10 * DAY, None)
    (seen,) = told(gaps=(known,), watches=(dark,)).coverage
    assert seen.gaps == (known,)
    assert seen.observed == pytest.approx(0.9)
