"""Small parts of sentences: names in quotes, numbers with nouns, instants, intervals and lengths of time."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JOINERS = {"\u200c", "\u200d"}  # they build letters and emoji, and cannot reorder or hide a line
_UNITS = (("year", 365 * 86400), ("month", 30 * 86400), ("week", 7 * 86400), ("day", 86400), ("hour", 3600))


def visible(text: str) -> str:
    """`text` with every character that could steer a terminal, reorder or hide a line written out: [U+202E]."""
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    harmless = char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return char if harmless else f"[U+{ord(char):04X}]"


def count(n: int, noun: str) -> str:
    """A number with its noun: `1 track`, `2 tracks`, `1,200 entries`."""
    if n == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{n:,} {noun[:-1]}ies"
    return f"{n:,} {noun}{'es' if noun.endswith(('ch', 'sh', 's', 'x')) else 's'}"


def listed(parts: tuple[str, ...]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def quoted(name: str) -> str:
    """A name in quotes, whole, with its invisible characters made visible."""
    return f'"{visible(name)}"'


def day(at: datetime) -> str:
    """`3 May 2026`, in UTC."""
    at = at.astimezone(UTC)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def minute(at: datetime) -> str:
    """`3 May 2026 04:00`, in UTC, the minute not rounded."""
    return f"{day(at)} {at.astimezone(UTC):%H:%M}"


def interval(last_seen: datetime | None, first_missed: datetime | None) -> str:
    """Between which two instants something changed; shortened where they share year, day or minute.

    `last_seen` None: it was so from the beginning. `first_missed` None: it has not changed since.
    """
    if first_missed is None:
        return f"unchanged since {minute(last_seen)} UTC" if last_seen else "never observed"
    if last_seen is None:
        return f"already so when watching began (first seen so {minute(first_missed)} UTC)"
    begin, end = last_seen.astimezone(UTC), first_missed.astimezone(UTC)
    if minute(begin) == minute(end):
        return f"at {minute(begin)} UTC"
    return f"between {minute(begin)} and {_rest(begin, end)} UTC"


def _rest(begin: datetime, end: datetime) -> str:
    """The later instant, without what the earlier one has already said."""
    if begin.date() == end.date():
        return f"{end:%H:%M}"
    return f"{end.day} {MONTHS[end.month - 1]} {end:%H:%M}" if begin.year == end.year else minute(end)


def days(last_seen: datetime | None, first_missed: datetime) -> str:
    """The days between which something changed, for who has no room for the minutes: `10 to 11 Apr 2026`."""
    end = first_missed.astimezone(UTC)
    if last_seen is None:
        return f"by {day(end)}"
    begin = last_seen.astimezone(UTC)
    if begin.date() == end.date():
        return day(end)
    if begin.year != end.year:
        return f"{day(begin)} to {day(end)}"
    if begin.month != end.month:
        return f"{begin.day} {MONTHS[begin.month - 1]} to {day(end)}"
    return f"{begin.day} to {day(end)}"


def span(since: datetime | None, until: datetime | None) -> str:
    """A time from one instant to another; None: from the beginning, or until now."""
    if since is None:
        return f"from the beginning to {minute(until)} UTC" if until else "from the beginning until now"
    if until is None:
        return f"{minute(since)} UTC until now"
    return f"{minute(since)} to {_rest(since.astimezone(UTC), until.astimezone(UTC))} UTC"


def period(since: datetime | None, until: datetime) -> str:
    """The time that a report speaks of."""
    if since is None:
        return f"from the beginning to {day(until)}"
    return day(until) if day(since) == day(until) else f"{day(since)} to {day(until)}"


def lasting(length: timedelta) -> str:
    """A length of time in the largest unit of which there are at least two (or one, of hours)."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in _UNITS:
        if seconds >= 2 * size:
            return count(seconds // size, unit)
    return "1 hour" if seconds >= _UNITS[-1][1] else "less than an hour"


def between(at_least: timedelta, at_most: timedelta | None) -> str:
    """A length of time known by its bounds: `3 to 4 days`; `at_most` None: it was never seen before.

    Bounds that lie within a tenth of each other are one length, and `about` says so.
    """
    low = lasting(max(timedelta(0), at_least))
    if at_most is None:
        return f"at least {low}"
    high = lasting(at_most)
    if low == high:
        return low
    if at_most - at_least < at_most / 10:
        return f"about {high}"
    if low.split()[-1].rstrip("s") == high.split()[-1].rstrip("s") and low[0].isdigit():
        return f"{low.split()[0]} to {high}"
    return f"{low} to {high}"


def age(at: datetime | None, now: datetime) -> str:
    """How long ago something was: `5 minutes ago`, `3 hours ago`, `never`."""
    if at is None:
        return "never"
    minutes = int((now - at).total_seconds()) // 60
    if minutes < 1:
        return "just now"
    return f"{count(minutes, 'minute')} ago" if minutes < 60 else f"{lasting(now - at)} ago"
