"""Sending what is due: letters are formed, taken one by one, sent, and marked with what came of it.

A letter that was sent and not marked, because the process died or nobody knows whether it arrived, is sent again under
the same key. One that never was sent is never marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.letters import Failed, Refused, Sent, SetAside, judged, pause
from tracker.core.messages import compose, trial

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.core.letters import Letter, Outcome
    from tracker.core.ports import Clock, Mailer, Outbox

LEASE = timedelta(minutes=5)
"""A letter is in one process's hands for so long; the longest sending takes less."""
ROUND = 200
"""So many letters go out in one round."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did: letters sent and failed; why channels were stopped and letters set aside."""

    sent: int
    failed: int
    stopped: tuple[str, ...]
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """Everything that sending needs; `chance` draws from 0 to 1."""

    outbox: Outbox
    mailer: Mailer
    clock: Clock
    chance: Callable[[], float]


def deliver(post: Post, most: int = ROUND) -> Delivered:
    """Send what is due, at most so many letters; raises Passing when the program is told to stop."""
    post.outbox.form_letters(post.clock.now())
    sent, failed, stopped, aside = 0, 0, [], []
    for _ in range(most):
        post.clock.sleep(0)
        now = post.clock.now()
        letter = post.outbox.claim_letter(now, now + LEASE)
        if letter is None:
            break
        match _send(post, letter):
            case Sent():
                sent += 1
            case Failed():
                failed += 1
            case Refused(why):
                stopped.append(f"{letter.channel.name} is stopped: {why}")
            case SetAside(why):
                aside.append(f"a message to {letter.channel.name} is set aside: {why}")
    return Delivered(sent, failed, tuple(stopped), tuple(aside))


def try_channel(post: Post, channel_id: int) -> Outcome:
    """Send a test message; where it arrives, a channel that was stopped goes on."""
    channel, now = post.outbox.channel(channel_id), post.clock.now()
    outcome = post.mailer.send(channel, trial(f"test-{channel_id}-{now:%Y%m%d%H%M%S%f}"))
    if isinstance(outcome, Sent):
        post.outbox.resume_channel(channel_id, now)
    return outcome


def _send(post: Post, letter: Letter) -> Outcome:
    answer = post.mailer.send(letter.channel, compose(letter.key, letter.events, letter.notices))
    outcome = judged(answer, letter.channel.refusals)
    now = post.clock.now()
    post.outbox.mark_letter(letter, outcome, now, now + pause(letter.attempts, post.chance()))
    return outcome
