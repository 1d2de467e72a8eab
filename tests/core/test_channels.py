"""When something may go out: digests and quiet hours by the owner's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.channels import (
    Aside,
    Channel,
    ChannelView,
    Digest,
    Manner,
    Quiet,
    aside_text,
    channel_json,
    channel_state_json,
    due_at,
    parse_quiet,
    parse_zone,
    show_quiet,
    standing_text,
    trouble_text,
)
from tracker.core.errors import UsageError

NIGHT = Quiet(22 * 60, 7 * 60)
instants = st.integers(0, 700 * 86_400).map(lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
minutes = st.integers(0, 1439)


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("manner", "now", "due"),
    [
        (Manner(), "2026-05-03 04:00", "2026-05-03 04:00"),
        (Manner(Digest.DAILY), "2026-05-03 04:00", "2026-05-03 09:00"),
        (Manner(Digest.DAILY), "2026-05-03 09:00", "2026-05-04 09:00"),
        (Manner(Digest.WEEKLY), "2026-05-03 04:00", "2026-05-04 09:00"),  # a Sunday
        (Manner(Digest.WEEKLY), "2026-05-04 09:30", "2026-05-11 09:00"),
        (Manner(Digest.DAILY, zone="Europe/Berlin"), "2026-05-03 04:00", "2026-05-03 07:00"),
        (Manner(quiet=NIGHT), "2026-05-03 23:10", "2026-05-04 07:00"),
        (Manner(quiet=NIGHT), "2026-05-03 06:59", "2026-05-03 07:00"),
        (Manner(quiet=NIGHT), "2026-05-03 07:00", "2026-05-03 07:00"),
        (Manner(quiet=Quiet(12 * 60, 13 * 60)), "2026-05-03 12:30", "2026-05-03 13:00"),
        (
            Manner(quiet=NIGHT, zone="Europe/Berlin"),
            "2026-10-25 00:30",
            "2026-10-25 06:00",
        ),  # the clocks go back
        (Manner(Digest.DAILY, Quiet(8 * 60, 10 * 60)), "2026-05-03 04:00", "2026-05-03 10:00"),
    ],
)
def test_messages_wait_for_their_time(manner: Manner, now: str, due: str) -> None:
    """Digests go out at nine by the owner's clock, weekly ones on Mondays; nothing in quiet hours."""
    assert due_at(manner, at(now)) == at(due)


def test_what_is_urgent_waits_for_quiet_hours_only() -> None:
    """That the tracker is blind is no matter of a weekly digest."""
    manner = Manner(Digest.WEEKLY, NIGHT)
    assert due_at(manner, at("2026-05-03 12:00"), urgent=True) == at("2026-05-03 12:00")
    assert due_at(manner, at("2026-05-03 22:00"), urgent=True) == at("2026-05-04 07:00")


@given(
    instants,
    minutes,
    minutes,
    st.sampled_from(Digest),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"]),
)
def test_nothing_goes_out_before_it_is_told_or_long_after(
    now: datetime, begin: int, end: int, digest: Digest, zone: str
) -> None:
    """Whatever the manner: not before now, and at most a digest and a day later."""
    due = due_at(Manner(digest, Quiet(begin, end), zone), now)
    assert now <= due <= now + timedelta(days=9)


@given(minutes, minutes)
def test_quiet_hours_are_read_as_they_are_written(begin: int, end: int) -> None:
    """And hours without length are none."""
    quiet = Quiet(begin, end)
    if begin == end:
        with pytest.raises(UsageError):
            parse_quiet(show_quiet(quiet))
    else:
        assert parse_quiet(show_quiet(quiet)) == quiet


@pytest.mark.parametrize("text", ["", "22-7", "24:00-07:00", "22:00-07:60", "22:00", "２２:00-07:00"])
def test_other_quiet_hours_are_refused(text: str) -> None:
    """With the way to write them."""
    with pytest.raises(UsageError, match="22:00-07:00"):
        parse_quiet(text)


@pytest.mark.parametrize(
    "text", ["", "Nowhere/City", "../../etc/passwd", "/etc/localtime", "Europe/Berlin\0"]
)
def test_zones_that_are_none_are_refused(text: str) -> None:
    """A name of the list of zones, and no path."""
    with pytest.raises(UsageError):
        parse_zone(text)
    assert parse_zone("Europe/Berlin") == "Europe/Berlin"


def test_the_owner_is_told_of_a_channel_in_trouble() -> None:
    """What is stopped says since when, why and what to do; what fails says that it goes on trying."""
    channel = Channel(3, "json://example.invalid/secret", "phone\x1b[1m", Manner(), at("2026-05-01 04:00"))
    assert trouble_text(ChannelView(channel, 0, None, None)) is None
    failing = trouble_text(ChannelView(channel, 2, "no answer", None))
    assert failing == '"phone[U+001B][1m" fails (no answer) and is tried again, 2 messages waiting.'
    stopped = replace(channel, stopped_at=at("2026-05-03 04:00"), stopped_why="the channel answered 410")
    told = trouble_text(ChannelView(stopped, 1, "the channel answered 410", None))
    assert told is not None
    assert "stopped since 3 May 2026 04:00 UTC (the channel answered 410), 1 message waiting." in told
    assert told.endswith("tracker notify test 3")
    assert "secret" not in failing + told


def test_how_a_channel_stands_is_one_line_for_people_and_one_object_for_programs() -> None:
    """What waits, when it last took a message, and the messages it refused; nothing of its address."""
    channel = Channel(3, "json://example.invalid/secret", "phone", Manner(), at("2026-05-01 04:00"))
    now, aside = at("2026-05-03 04:00"), Aside(2, at("2026-05-02 04:00"), "the channel answered 413")
    view = ChannelView(channel, 1, None, at("2026-05-03 03:00"), aside)
    assert standing_text(view, now) == '"phone" is well, 1 message waiting. Last sent: 1 hour ago.'
    assert "Last sent: never." in standing_text(replace(view, error="no answer", last_sent_at=None), now)
    assert aside_text(aside).startswith(
        "2 messages were refused and set aside, the last on 2 May 2026 04:00 UTC (the channel answered 413)."
    )
    assert aside_text(replace(aside, number=1)).startswith("1 message was refused and set aside on 2 May")
    told = channel_state_json(view)
    assert (told["state"], told["waiting"], told["set_aside"]) == ("ok", 1, 2)
    assert (told["last_sent_at"], told["stopped_at"]) == ("2026-05-03T03:00:00Z", None)
    assert "secret" not in str(told)
    assert told.items() <= channel_json(view, "json://…").items()
