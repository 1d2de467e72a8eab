"""Channels: where messages go, in which manner, and when something that is told now may go out there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.core.errors import UsageError
from tracker.core.jsonform import time_json
from tracker.core.phrases import age, count, minute, quoted, visible

DIGEST_HOUR = 9
"""The local hour at which digests go out; weekly ones on Mondays."""
DAY, WEEK = timedelta(days=1), 7


class Digest(StrEnum):
    """How events are gathered."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Quiet:
    """The minutes of the local day between which nothing goes out; they may span midnight."""

    begin: int
    end: int

    def holds(self, minute: int) -> bool:
        """Whether a minute of the day is quiet."""
        if self.begin <= self.end:
            return self.begin <= minute < self.end
        return minute >= self.begin or minute < self.end


@dataclass(frozen=True, slots=True)
class Manner:
    """How a channel wants its messages. `zone` is an IANA name.

    `private`: its owner allows it to be on a private address. `edits`: it wants the owner's own edits too.
    """

    digest: Digest = Digest.AT_ONCE
    quiet: Quiet | None = None
    zone: str = "UTC"
    private: bool = False
    edits: bool = False


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel before it has an id. `url` holds secrets: it is shown masked only."""

    url: str
    name: str
    manner: Manner


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel; `stopped_why` says why nothing goes out there until a test message arrives again.

    `refusals`: so many messages were set aside there since it last took one.
    """

    id: int
    url: str
    name: str
    manner: Manner
    added_at: datetime
    stopped_at: datetime | None = None
    stopped_why: str | None = None
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """The messages that a channel refused and that are on record still: how many, when the last one was, and why."""

    number: int
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel with the number of letters and deliveries that wait, and what its oldest letter met last."""

    channel: Channel
    waiting: int
    error: str | None
    last_sent_at: datetime | None
    aside: Aside | None = None

    @property
    def state(self) -> str:
        """`stopped`, `failing` (its oldest letter did not go out at its last try) or `ok`."""
        if self.channel.stopped_at:
            return "stopped"
        return "failing" if self.error else "ok"


def trouble_text(view: ChannelView) -> str | None:
    """What the owner has to know of a channel, in one line; None if all is well."""
    channel, waiting = view.channel, f"{count(view.waiting, 'message')} waiting"
    name = quoted(channel.name)
    if channel.stopped_at:
        why = visible(channel.stopped_why or "no reason recorded")
        return f"{name} is stopped since {minute(channel.stopped_at)} UTC ({why}), {waiting}. Try it: tracker notify test {channel.id}"
    return f"{name} fails ({visible(view.error)}) and is tried again, {waiting}." if view.error else None


def standing_text(view: ChannelView, now: datetime) -> str:
    """How a channel stands, in one line: its trouble, or that there is none; and when it last took a message."""
    well = f"{quoted(view.channel.name)} is well, {count(view.waiting, 'message')} waiting."
    return f"{trouble_text(view) or well} Last sent: {age(view.last_sent_at, now)}."


def aside_text(aside: Aside) -> str:
    """What the owner has to know of messages that were set aside."""
    were = "message was" if aside.number == 1 else "messages were"
    last = "" if aside.number == 1 else ", the last"
    return (
        f"{aside.number:,} {were} refused and set aside{last} on {minute(aside.at)} UTC ({visible(aside.why)}). "
        "What they told is in the history."
    )


def channel_state_json(view: ChannelView) -> dict[str, Any]:
    """How a channel stands, for programs; nothing of its address."""
    aside = view.aside
    return {
        "channel": view.channel.id,
        "name": view.channel.name,
        "state": view.state,
        "why": view.channel.stopped_why or view.error,
        "waiting": view.waiting,
        "last_sent_at": time_json(view.last_sent_at),
        "stopped_at": time_json(view.channel.stopped_at),
        "set_aside": aside.number if aside else 0,
        "set_aside_at": time_json(aside.at) if aside else None,
        "set_aside_why": aside.why if aside else None,
    }


def channel_json(view: ChannelView, address: str) -> dict[str, Any]:
    """A channel for programs; `address` without its secrets."""
    channel, manner, state = view.channel, view.channel.manner, channel_state_json(view)
    return {
        "channel": channel.id,
        "name": channel.name,
        "address": address,
        "state": view.state,
        "why": channel.stopped_why or view.error,
        "waiting": view.waiting,
        "last_sent_at": time_json(view.last_sent_at),
        "digest": manner.digest.value,
        "quiet": show_quiet(manner.quiet) if manner.quiet else None,
        "zone": manner.zone,
        "private": manner.private,
        "edits": manner.edits,
        **{key: told for key, told in state.items() if key.startswith(("set_aside", "stopped"))},
    }


def due_at(manner: Manner, now: datetime, *, urgent: bool = False) -> datetime:
    """When something told at `now` may go out (UTC): after the digest's term and the quiet hours.

    What is `urgent` (the tracker's own health) waits for quiet hours only.
    """
    zone = ZoneInfo(manner.zone)
    at = now.astimezone(zone)
    if not urgent and manner.digest is not Digest.AT_ONCE:
        at = _next_digest(at, weekly=manner.digest is Digest.WEEKLY)
    if manner.quiet and manner.quiet.holds(at.hour * 60 + at.minute):
        at = _after(at, time(*divmod(manner.quiet.end, 60)))
    return at.astimezone(UTC)


def _next_digest(at: datetime, *, weekly: bool) -> datetime:
    following = _after(at, time(DIGEST_HOUR))
    return following + DAY * ((WEEK - following.weekday()) % WEEK if weekly else 0)


def _after(at: datetime, clock: time) -> datetime:
    """The next instant after `at` at which local clocks show `clock`."""
    today = at.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today > at else today + DAY


def parse_quiet(text: str) -> Quiet:
    """Read `22:00-07:00`; raise UsageError for anything else."""
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text.strip(), re.ASCII)
    if not match or match[1] + match[2] == match[3] + match[4]:
        raise UsageError(f"'{text}' are no quiet hours: write them as 22:00-07:00.")
    return Quiet(int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4]))


def show_quiet(quiet: Quiet) -> str:
    """Write quiet hours the way `parse_quiet` reads them."""
    return "-".join(f"{at // 60:02}:{at % 60:02}" for at in (quiet.begin, quiet.end))


def parse_zone(text: str) -> str:
    """A time zone's IANA name, such as Europe/Berlin; raise UsageError if there is no such zone."""
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"'{text}' is no time zone: write it as Europe/Berlin.") from None
