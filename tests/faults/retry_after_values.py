"""Values of `Retry-After`, each with the seconds that follow from it; nothing here is computed by the product."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from random import Random

DAY_S = 86_400
NONSENSE = ("", "soon", "-5", "-0.5", "1e9", "+-5", "\u0667", "\uff17", "7s", "0x10", "NaN", "inf", "7;8", "\xa0", "--",
            "9" * 19 + " days", "Mon, 02 Mar 99999 06:01:00 GMT", "Mon, 02 Mar 2026 06:01:00 +99999999999999",
            "Mon, 32 Feb 2026 06:01:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "1 Jan 1 1:1:1 +2300")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """What a 429 said, and how many seconds nothing may be sent after it; None: what a value without sense gets."""

    text: str | None
    seconds: float | None
    quota: bool

    @property
    def pause(self) -> timedelta:
        """The pause that follows."""
        default = 3600 if self.quota else 30
        return timedelta(seconds=default if self.seconds is None else self.seconds)


def values(count: int, now: Callable[[], datetime], rng: Random) -> Iterator[Value]:
    """So many values, all the nonsense first; dates are told from the moment at which each is taken."""
    for n in range(count):
        kind = _KINDS[n % len(_KINDS)]
        text, seconds = (NONSENSE[n], None) if n < len(NONSENSE) else kind(rng, now())
        yield Value(text, seconds, quota=rng.random() < 0.3)


Told = tuple[str | None, float | None]


def _number(rng: Random, _now: datetime) -> Told:
    seconds = rng.choice([rng.randint(1, DAY_S), rng.randint(1, 120), rng.randint(DAY_S, 7 * DAY_S)])
    return rng.choice([str(seconds), f" {seconds} ", f"{seconds:030d}", f"{seconds}.000"]), seconds


def _fraction(rng: Random, _now: datetime) -> Told:
    tenths = rng.randint(11, 9_999)
    return f"{tenths / 10}", tenths / 10


def _nothing(rng: Random, _now: datetime) -> Told:
    return rng.choice([(None, None), ("0", 1), ("0.2", 1), *((text, None) for text in NONSENSE)])


def _endless(rng: Random, _now: datetime) -> Told:
    return rng.choice([str(10**12), "9" * 400, str(7 * DAY_S + 1), "604800.5"]), DAY_S


def _date(rng: Random, now: datetime) -> Told:
    seconds = rng.randint(1, DAY_S)
    at = now + timedelta(seconds=seconds)
    zone = timezone(timedelta(hours=rng.randint(-12, 12), minutes=rng.choice([0, 30])))
    forms = (
        format_datetime(at, usegmt=True),
        format_datetime(at.astimezone(zone)),
        at.strftime("%A, %d-%b-%y %H:%M:%S GMT"),
        at.strftime("%a %b %d %H:%M:%S %Y"),
    )
    return rng.choice(forms), seconds


def _past(rng: Random, now: datetime) -> Told:
    return format_datetime(now - timedelta(seconds=rng.randint(1, 10**8)), usegmt=True), None


def _several(rng: Random, now: datetime) -> Told:
    """Two headers of the same name arrive as one, joined by a comma."""
    (one, first), (other, second) = (
        rng.choice([_number, _date])(rng, now),
        rng.choice([_number, _date])(rng, now),
    )
    return f"{one}, {other}", max(first or 0, second or 0)


_KINDS = (_number, _number, _date, _fraction, _nothing, _nothing, _past, _several, _endless)
