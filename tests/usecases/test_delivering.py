"""A round of sending: what is due goes out, what comes of it is written down."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.store.looks import START
from tracker.core.channels import Channel, Manner, NewChannel
from tracker.core.errors import Passing
from tracker.core.letters import Failed, Outcome, Refused, Sent, SetAside
from tracker.core.messages import Message
from tracker.core.notices import Notice, NoticeKind
from tracker.store.repository import SqlStore, open_store
from tracker.usecases.delivering import Delivered, Post, deliver, try_channel


@dataclass
class Hands:
    """A clock, and a way out that answers as it is told and keeps what it was given."""

    at: datetime = START
    outcome: Outcome = field(default_factory=Sent)
    given: list[tuple[int, str]] = field(default_factory=list)
    ending: bool = False

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        if self.ending:
            raise Passing("The program is ending.", why="stopped")

    def send(self, channel: Channel, message: Message) -> Outcome:
        self.given.append((channel.id, message.key))
        return self.outcome


def told(store: SqlStore, *subjects: str) -> None:
    """Notices are the shortest way to something that is due."""
    notices = [Notice(NoticeKind.LOGIN, subject, f"Notice {subject}.") for subject in subjects]
    store.keep_notices(notices, [NoticeKind.LOGIN], START)


def opened(path: Path) -> tuple[SqlStore, Hands, Post]:
    """A record with one channel, and the hands that send."""
    store = open_store(f"sqlite:///{path / 'tracker.db'}", durable=False)
    store.add_channel(NewChannel("json://example.invalid", "mine", Manner()), START)
    hands = Hands()
    return store, hands, Post(store, hands, hands, lambda: 0.0)


def test_everything_due_is_sent_once(tmp_path: Path) -> None:
    """And nothing a second time."""
    store, hands, post = opened(tmp_path)
    with closing(store):
        told(store, "1", "7", "30")
        assert deliver(post) == Delivered(3, 0, ())
        assert deliver(post) == Delivered(0, 0, ())
    assert len({key for _, key in hands.given}) == 3


def test_a_failure_is_tried_again_after_longer_and_longer_pauses(tmp_path: Path) -> None:
    """A minute, then two; always under the same key."""
    store, hands, post = opened(tmp_path)
    hands.outcome = Failed("no answer")
    with closing(store):
        told(store, "1")
        tries = []
        for minute in range(8):
            hands.at = START + timedelta(minutes=minute)
            tries.append(deliver(post).failed)
    assert tries == [1, 1, 0, 1, 0, 0, 0, 1]
    assert len(set(hands.given)) == 1


def test_a_refusal_stops_the_channel_and_a_test_that_arrives_sets_it_going(tmp_path: Path) -> None:
    """What waited goes out then; a test that does not arrive changes nothing."""
    store, hands, post = opened(tmp_path)
    hands.outcome = Refused("the channel answered 404")
    with closing(store):
        told(store, "1")
        assert deliver(post) == Delivered(0, 0, ("mine is stopped: the channel answered 404",))
        assert try_channel(post, 1) == hands.outcome
        assert deliver(post) == Delivered(0, 0, ())
        hands.outcome = Sent()
        assert try_channel(post, 1) == Sent()
        assert deliver(post) == Delivered(1, 0, ())


def test_a_round_ends_when_the_program_does(tmp_path: Path) -> None:
    """Before the next letter is taken."""
    store, hands, post = opened(tmp_path)
    hands.ending = True
    with closing(store):
        told(store, "1")
        with pytest.raises(Passing):
            deliver(post)
        hands.ending = False
        assert deliver(post).sent == 1


def test_a_message_that_is_always_refused_blocks_none_behind_it(tmp_path: Path) -> None:
    """It is sent once; of ten one after the other, the nine others arrive in the same round."""
    store, hands, post = opened(tmp_path)

    class Picky(Hands):
        """Refuses the third message, whenever it comes."""

        def send(self, channel: Channel, message: Message) -> Outcome:
            super().send(channel, message)
            return SetAside("the channel answered 413") if "Notice 3." in message.title else Sent()

    hands = Picky()
    with closing(store):
        told(store, *map(str, range(10)))
        done = deliver(replace(post, mailer=hands))
        assert done == Delivered(9, 0, (), ("a message to mine is set aside: the channel answered 413",))
        assert deliver(replace(post, mailer=hands)) == Delivered(0, 0, ())
        assert store.channels()[0].waiting == 0
    assert len(hands.given) == 10


def test_a_channel_that_refuses_every_message_stops_before_all_are_set_aside(tmp_path: Path) -> None:
    """The third waits with all behind it; once a test arrives, they are tried anew."""
    store, hands, post = opened(tmp_path)
    hands.outcome = SetAside("the channel answered 400")
    with closing(store):
        told(store, *map(str, range(9)))
        done = deliver(post)
        assert done.stopped == ("mine is stopped: the channel answered 400, to 3 messages in a row",)
        assert (len(done.aside), store.channels()[0].waiting) == (2, 7)
        hands.outcome = Sent()
        try_channel(post, 1)
        assert deliver(post).sent == 7
