"""Letters: messages on their way, what can come of sending one, and when it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from tracker.core.channels import Channel
    from tracker.core.history import Event
    from tracker.core.notices import Notice

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
DOUBLINGS = 9
"""After so many doublings the longest pause is reached."""
JITTER = 0.2
"""A pause is drawn longer by up to this share, so that many channels do not knock at once."""
PERMANENT = frozenset({401, 403, 404, 410})
"""Answers that will not change by themselves: a key that is not accepted, an address that is no more."""
REFUSALS = 4
"""The hundreds of the answers that a request is refused with."""
PASSING = frozenset({407, 408, 425, 429})
"""Answers of the same kind that speak of the way or the moment, and not of the message."""
IN_A_ROW = 3
"""So many messages refused one after the other speak of the channel, and no longer of the messages."""
KEPT = timedelta(days=90)
"""So long what went out is kept: a season back one can see what was sent and what was refused. The events stay for good."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel has accepted the message."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not arrive, or nobody knows whether it did: it is sent again, under the same key."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It will not arrive however often it is sent: the channel stops until its owner sees to it."""

    why: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """This very message is refused and always will be: it is not sent again, and those after it go on."""

    why: str


Outcome = Sent | Failed | Refused | SetAside


@dataclass(frozen=True, slots=True)
class Letter:
    """A message taken to be sent: what it tells, to whom, under which key, for the how manyth time.

    `epoch` is the number of this taking: a later one has another.
    """

    id: int
    key: str
    channel: Channel
    attempts: int
    epoch: int
    events: tuple[Event, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that is due: `incident` of its event, and the period of the digest it belongs to, if any."""

    id: int
    incident: int | None
    period: Hashable | None


def grouped(waiting: Iterable[Waiting]) -> list[list[int]]:
    """Which deliveries of one channel go out as one letter, by their ids, in the order of each group's first.

    A digest holds all of its period, an incident all of its events; everything else goes by itself.
    """
    groups: dict[tuple[str, Hashable], list[int]] = {}
    for each in waiting:
        if each.period is not None:
            key: tuple[str, Hashable] = ("period", each.period)
        elif each.incident is not None:
            key = ("incident", each.incident)
        else:
            key = ("one", each.id)
        groups.setdefault(key, []).append(each.id)
    return list(groups.values())


def key_of(home: str, channel_id: int, delivery_id: int) -> str:
    """The key of the letter whose first delivery that is: the same at each repeat, and in a restored record."""
    return f"{home[:12]}-{channel_id}-{delivery_id}"


def pause(attempts: int, chance: float) -> timedelta:
    """How long to wait after the `attempts`-th failure; `chance` is drawn from 0 to 1."""
    usual = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(max(attempts, 1) - 1, DOUBLINGS))
    return timedelta(seconds=usual.total_seconds() * (1 + JITTER * chance))


def outcome_of_status(status: int) -> Outcome:
    """What an HTTP answer that is no success means."""
    told = f"the channel answered {status}"
    if status in PERMANENT:
        return Refused(told)
    if status // 100 == REFUSALS and status not in PASSING:
        return SetAside(told)
    return Failed(told)


def judged(outcome: Outcome, refusals: int) -> Outcome:
    """What is made of an outcome on a channel that set aside `refusals` messages since it last took one.

    A channel that takes none stops with the message still waiting: else all would be set aside, one by one.
    """
    if isinstance(outcome, SetAside) and refusals + 1 >= IN_A_ROW:
        return Refused(f"{outcome.why}, to {refusals + 1} messages in a row")
    return outcome
