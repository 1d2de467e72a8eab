"""What the owner is told of the tracker itself: when it is blind, when its login ends, when its clock is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from tracker.core.history import Gap
from tracker.core.notices import Notice, NoticeKind, field_gone, notices
from tracker.core.views import WatchView
from tracker.core.watch import Source, Watch

NOW = datetime(2026, 3, 9, 6, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def view(
    *, every: timedelta = DAY, added: timedelta = 30 * DAY, gap: Gap | None = None, **seen: timedelta
) -> WatchView:
    """A watch in DE and US, added so long ago, and last seen whole in some markets so long ago."""
    watch = Watch(
        4, Source.ALBUM, "ref", "Maps of the Attic", ("DE", "US"), every, NOW - added, NOW + 300 * DAY
    )
    complete = {market: NOW - ago for market, ago in seen.items()}
    return WatchView(watch, None, None, 6, {}, 0, 0, gap, lost=False, complete=complete)


def told(*views: WatchView) -> list[tuple[NoticeKind, str]]:
    """Kind and subject of what is told of these watches now."""
    return [(notice.kind, notice.subject) for notice in notices(views, None, NOW)]


def gap(market: str, why: str) -> Gap:
    """An open gap of the watch."""
    return Gap(1, 4, None, market, NOW - 5 * DAY, None, why)


def test_two_rhythms_without_a_look_make_a_market_blind() -> None:
    """Each market by itself; exactly two rhythms are not too long yet."""
    assert told(view(DE=2 * DAY, US=2 * DAY)) == []
    assert told(view(DE=2 * DAY, US=2 * DAY + timedelta(seconds=1))) == [(NoticeKind.BLIND, "4:US")]


def test_the_rhythm_is_the_watch_s_own() -> None:
    """What is looked at each hour is missed after two, what is looked at each week after a fortnight."""
    assert told(view(every=HOUR, DE=3 * HOUR, US=HOUR)) == [(NoticeKind.BLIND, "4:DE")]
    assert told(view(every=7 * DAY, DE=13 * DAY, US=3 * HOUR)) == []


def test_what_was_never_seen_counts_from_when_it_was_added() -> None:
    """A new watch has two rhythms to be seen; a market that never was is not excused by the others."""
    assert told(view(added=2 * DAY)) == []
    assert told(view(added=3 * DAY)) == [(NoticeKind.BLIND, "4:DE"), (NoticeKind.BLIND, "4:US")]
    assert told(view(DE=HOUR)) == [(NoticeKind.BLIND, "4:US")]


def test_a_look_in_the_future_tells_of_a_wrong_clock() -> None:
    """Beside it nothing would ever look old; a few minutes are another process's clock."""
    assert told(view(DE=-365 * DAY, US=HOUR)) == [(NoticeKind.CLOCK, "4:DE")]
    assert told(view(DE=-timedelta(minutes=4), US=HOUR)) == []


def test_a_watch_of_the_future_tells_of_a_wrong_clock_too() -> None:
    """Added by a clock that was ahead and never seen: by now it would be missed in a year at the earliest."""
    assert told(view(added=-365 * DAY)) == [(NoticeKind.CLOCK, "4:DE"), (NoticeKind.CLOCK, "4:US")]


def test_only_terms_that_will_end_leave_nothing_unobserved() -> None:
    """What will end, what packs no more and dearer calls are warnings, what the account hides is said; all else is blindness."""
    harmless = {NoticeKind.LOGIN, NoticeKind.LAPSE, NoticeKind.HIDDEN, NoticeKind.PACKED, NoticeKind.TIER}
    assert {kind for kind in NoticeKind if not kind.blinding} == harmless


def test_a_paused_watch_is_not_blind_but_lapses_like_any_other() -> None:
    """Nobody looks because its owner wants it so; its term goes on, and one line says how to renew it."""
    idle = view(DE=20 * DAY, US=20 * DAY)
    watch = replace(idle.watch, paused_at=NOW - 20 * DAY, renew_by=NOW + 6 * DAY)
    assert len(told(idle)) == 2
    (notice,) = notices([replace(idle, watch=watch)], None, NOW)
    assert (notice.kind, notice.subject) == (NoticeKind.LAPSE, "4:7")
    assert notice.text == (
        'The watch of "Maps of the Attic" ends on 15 Mar 2026, in 6 days:'
        " renew it by 'tracker watch renew 4', or let it lapse."
    )


@pytest.mark.parametrize(
    ("left", "subject"),
    [
        (31 * DAY, None),
        (30 * DAY, "30"),
        (14 * DAY + HOUR, "30"),
        (14 * DAY, "14"),
        (7 * DAY, "7"),
        (DAY + HOUR, "7"),
        (DAY, "1"),
        (timedelta(minutes=1), "1"),
        (timedelta(0), "0"),
        (-90 * DAY, "0"),
    ],
)
def test_a_login_is_warned_of_once_a_term(left: timedelta, subject: str | None) -> None:
    """The subject stays the same from one term to the next, so that nothing is told twice."""
    found = notices([], NOW + left, NOW)
    assert [(n.kind, n.subject) for n in found] == ([(NoticeKind.LOGIN, subject)] if subject else [])


def test_words() -> None:
    """One plain line each: what, since when, why, and what to do."""
    blind = notices([view(DE=3 * DAY, US=HOUR, gap=gap("DE", "login"))], None, NOW)
    never = notices([view(DE=HOUR, gap=gap("DE", "login"))], None, NOW)
    clock = notices([view(DE=-DAY, US=HOUR)], None, NOW)
    added = notices([view(added=-DAY, DE=HOUR)], None, NOW)
    logins = [notices([], NOW + left, NOW) for left in (30 * DAY, 36 * HOUR, HOUR, -HOUR)]
    assert [notice.text for notice in chain(blind, never, clock, added, *logins)] == [
        'No complete check of "Maps of the Attic" in DE since 06 Mar 2026 06:00 UTC (the login had ended or was missing).',
        'No complete check of "Maps of the Attic" in US ever.',
        'The clock says 09 Mar 2026 06:00 UTC, but "Maps of the Attic" in DE was last checked at 10 Mar 2026 06:00: set the clock.',
        'The clock says 09 Mar 2026 06:00 UTC, but "Maps of the Attic" in US was added at 10 Mar 2026 06:00: set the clock.',
        "The login ends on 08 Apr 2026, in 30 days: run 'tracker login' before.",
        "The login ends on 10 Mar 2026, in 1 day: run 'tracker login' before.",
        "The login ends on 09 Mar 2026, in 1 day: run 'tracker login' before.",
        "The login has ended: run 'tracker login'.",
    ]


def test_a_field_that_is_gone_is_named() -> None:
    """The owner can do nothing about it but take a newer program, and is told so."""
    assert field_gone("is_playable") == Notice(
        NoticeKind.API_CHANGED,
        "is_playable",
        "The API has changed: its answers lack 'is_playable', without which nothing is known. Update this program.",
    )
