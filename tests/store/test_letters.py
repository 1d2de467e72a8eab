"""Deliveries and letters: written with the event, formed when due, taken by one, sent in order, marked once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.store.looks import draft as look
from tests.store.looks import dump, first_reading, hours, knowledge, record, suspicion, watch_list
from tracker.core.channels import Aside, Channel, Digest, Manner, NewChannel
from tracker.core.decision import Confirm, Withdraw
from tracker.core.errors import UsageError
from tracker.core.letters import KEPT, Failed, Letter, Refused, Sent, SetAside
from tracker.core.notices import Notice, NoticeKind
from tracker.core.watch import Source, Watch
from tracker.store.repository import SqlStore

TRACKS = ("t1", "t2", "t3", "t4")


def add(store: SqlStore, manner: Manner | None = None, name: str = "one") -> Channel:
    """A channel from the beginning on."""
    return store.add_channel(NewChannel("json://example.invalid", name, manner or Manner()), hours(0))


def vanish(store: SqlStore, watch: Watch, *tracks: str, at: float, held: bool = False) -> None:
    """Let tracks be suspected, and confirmed two hours later."""
    record(store, look(watch, at), *(suspicion(track, held=held) for track in tracks))
    known = knowledge(store, watch)
    doubts = [doubt for track in tracks if (doubt := known.standing(track).doubt)]
    record(store, look(watch, at + 2), *(Confirm(doubt.id) for doubt in doubts))


def claim(store: SqlStore, at: float) -> Letter | None:
    """Take the next letter for five minutes."""
    store.form_letters(hours(at))
    return store.claim_letter(hours(at), hours(at) + timedelta(minutes=5))


def taken(store: SqlStore, at: float) -> Letter:
    """Take the next letter; there is one."""
    letter = claim(store, at)
    assert letter is not None
    return letter


def told(letters: Sequence[Letter]) -> list[list[str | None]]:
    """The tracks that letters tell of."""
    return [[event.track_id for event in letter.events] for letter in letters]


@pytest.fixture
def watch(store: SqlStore) -> Watch:
    """A watched album whose tracks are playable."""
    found = watch_list(store)
    first_reading(store, found, TRACKS)
    return found


def test_letters_go_out_one_an_event_in_their_order(store: SqlStore, watch: Watch) -> None:
    """The second is not to be had before the first is sent; nothing is left then."""
    add(store)
    vanish(store, watch, "t1", "t2", at=1)
    first = taken(store, 4)
    assert claim(store, 4) is None
    store.mark_letter(first, Sent(), hours(4), hours(5))
    second = taken(store, 4)
    store.mark_letter(second, Sent(), hours(4), hours(5))
    assert told([first, second]) == [["t1"], ["t2"]]
    assert claim(store, 9) is None
    assert store.channels()[0].waiting == 0


def test_an_incident_is_one_letter(store: SqlStore, watch: Watch) -> None:
    """However many tracks it has."""
    add(store)
    vanish(store, watch, *TRACKS, at=1, held=True)
    assert told([taken(store, 4)]) == [list(TRACKS)]


def test_a_letter_that_failed_waits_and_keeps_its_key(store: SqlStore, watch: Watch) -> None:
    """Those behind it wait along, another channel's do not."""
    add(store)
    vanish(store, watch, "t1", at=1)
    failed = taken(store, 4)
    store.mark_letter(failed, Failed("no answer"), hours(4), hours(6))
    vanish(store, watch, "t2", at=4)
    other = add(store, name="other")
    assert claim(store, 5.9) is None
    vanish(store, watch, "t3", at=3)
    elsewhere = taken(store, 5.9)
    assert (elsewhere.channel, told([elsewhere])) == (other, [["t3"]])
    store.mark_letter(elsewhere, Sent(), hours(5.9), hours(7))
    again = taken(store, 6)
    assert (again.key, again.attempts, told([again])) == (failed.key, 2, [["t1"]])
    assert store.channels()[0].error == "no answer"


def test_a_letter_of_a_dead_process_is_taken_again_under_its_key(store: SqlStore, watch: Watch) -> None:
    """Once its lease is over; what the dead one says after all no longer counts, but that it arrived does."""
    add(store)
    vanish(store, watch, "t1", at=1)
    lost = taken(store, 4)
    assert claim(store, 4.05) is None
    again = taken(store, 4.1)
    assert again.key == lost.key
    store.mark_letter(lost, Failed("late"), hours(5), hours(9))
    store.mark_letter(lost, Refused("late"), hours(5), hours(9))
    assert store.channels()[0].state == "ok"
    store.mark_letter(lost, Sent(), hours(5), hours(9))
    store.mark_letter(again, Failed("the receiver knew it"), hours(5), hours(6))
    assert claim(store, 9) is None


def test_a_refused_letter_stops_its_channel_until_it_goes_on(store: SqlStore, watch: Watch) -> None:
    """What happens meanwhile is kept; afterwards all of it goes out, in order."""
    channel = add(store)
    vanish(store, watch, "t1", at=1)
    store.mark_letter(taken(store, 4), Refused("the channel answered 410"), hours(4), hours(5))
    vanish(store, watch, "t2", at=5)
    assert claim(store, 9) is None
    (view,) = store.channels()
    assert (view.state, view.channel.stopped_why, view.waiting) == ("stopped", "the channel answered 410", 2)
    store.resume_channel(channel.id, hours(10))
    first = taken(store, 10)
    store.mark_letter(first, Sent(), hours(10), hours(11))
    assert told([first, taken(store, 10)]) == [["t1"], ["t2"]]


def test_a_digest_is_one_letter_a_period(store: SqlStore, watch: Watch) -> None:
    """It waits for its hour; START is four in the morning, nine is five hours later."""
    add(store, Manner(Digest.DAILY))
    vanish(store, watch, "t1", at=0.5)
    vanish(store, watch, "t2", at=1.5)
    assert claim(store, 4.9) is None
    vanish(store, watch, "t3", at=10)
    digest = taken(store, 40)
    store.mark_letter(digest, Sent(), hours(40), hours(41))
    assert told([digest, taken(store, 40)]) == [["t1", "t2"], ["t3"]]


def test_only_confirmed_events_of_watches_that_are_not_muted_are_told(store: SqlStore, watch: Watch) -> None:
    """No suspicion, nothing withdrawn, nothing of a muted watch; once it is unmuted, what happens from then on."""
    add(store)
    record(store, look(watch, 1), suspicion("t1"))
    doubt = knowledge(store, watch).standing("t1").doubt
    assert doubt is not None
    record(store, look(watch, 2), Withdraw(doubt.id))
    store.mute(watch.id, hours(2))
    assert [each.muted_at for each in store.all()] == [hours(2)]
    vanish(store, watch, "t2", at=3)
    store.mute(watch.id, None)
    vanish(store, watch, "t3", at=6)
    assert told([taken(store, 9)]) == [["t3"]]


def test_a_notice_goes_to_every_channel_once(store: SqlStore) -> None:
    """Though it stands for long; and a digest does not hold it back."""
    for manner in (Manner(), Manner(Digest.WEEKLY)):
        add(store, manner)
    blind = Notice(NoticeKind.BLIND, "1:DE", "Nothing is seen.")
    for at in (1, 2):
        store.keep_notices([blind], [NoticeKind.BLIND], hours(at))
    letters = [taken(store, 3), taken(store, 3)]
    assert [(letter.notices, letter.channel.id) for letter in letters] == [((blind,), 1), ((blind,), 2)]


def test_a_removed_channel_takes_its_letters_along(store: SqlStore, watch: Watch, database_url: str) -> None:
    """Nothing is left of it, and it cannot be removed twice."""
    channel = add(store)
    vanish(store, watch, "t1", "t2", at=1)
    taken(store, 4)
    store.remove_channel(channel.id)
    rows = dump(database_url)
    assert rows["channel"] == rows["letter"] == rows["delivery"] == []
    with pytest.raises(UsageError):
        store.remove_channel(channel.id)


def test_what_is_forgotten_is_not_told(store: SqlStore, database_url: str) -> None:
    """Letters of the owner's private lists go with them."""
    add(store)
    private = watch_list(store, source=Source.SAVED_TRACKS, ref="")
    first_reading(store, private, TRACKS)
    vanish(store, private, "t1", at=1)
    store.form_letters(hours(4))
    store.forget_login()
    assert dump(database_url)["letter"] == []
    assert claim(store, 5) is None


def test_a_message_set_aside_lets_those_behind_it_pass(store: SqlStore, watch: Watch) -> None:
    """At once; it never goes out again, it is told with its reason, and the channel counts what it refused in a row."""
    channel = add(store)
    vanish(store, watch, "t1", "t2", "t3", at=1)
    poison = taken(store, 4)
    store.mark_letter(poison, SetAside("the channel answered 413"), hours(4), hours(5))
    assert store.channel(channel.id).refusals == 1
    second = taken(store, 4)
    assert (second.channel.refusals, told([second])) == (1, [["t2"]])
    store.mark_letter(second, Sent(), hours(4), hours(5))
    (view,) = store.channels()
    assert view.aside == Aside(1, hours(4), "the channel answered 413")
    assert (view.state, view.waiting, view.last_sent_at, view.channel.refusals) == ("ok", 1, hours(4), 0)
    store.mark_letter(taken(store, 4), SetAside("the channel answered 400"), hours(5), hours(6))
    assert claim(store, 9) is None
    assert store.channels()[0].aside == Aside(2, hours(5), "the channel answered 400")
    store.resume_channel(channel.id, hours(6))
    assert store.channel(channel.id).refusals == 0


def test_setting_aside_is_not_believed_of_who_holds_the_letter_no_longer(
    store: SqlStore, watch: Watch
) -> None:
    """But that it arrived is, even after it was set aside."""
    add(store)
    vanish(store, watch, "t1", at=1)
    lost = taken(store, 4)
    again = taken(store, 4.1)
    store.mark_letter(lost, SetAside("late"), hours(5), hours(9))
    assert store.channels()[0].aside is None
    store.mark_letter(again, SetAside("the channel answered 400"), hours(5), hours(9))
    store.mark_letter(lost, Sent(), hours(6), hours(9))
    (view,) = store.channels()
    assert (view.aside, view.last_sent_at, view.channel.refusals) == (None, hours(6), 0)


def test_what_went_out_is_kept_for_its_time(store: SqlStore, watch: Watch, database_url: str) -> None:
    """Then letters and deliveries go, but for the last that arrived; what waits stays, and nothing is sent again."""
    add(store)
    vanish(store, watch, *TRACKS, at=1)
    for answer in (Sent(), SetAside("the channel answered 413"), Sent()):
        store.mark_letter(taken(store, 4), answer, hours(4), hours(5))
    before = dump(database_url)
    assert store.housekeep(hours(4) + KEPT, 30)["messages"] == 0
    assert store.housekeep(hours(4.1) + KEPT, 30)["messages"] == 2
    after = dump(database_url)
    assert [len(after[table]) for table in ("letter", "delivery", "event")] == [2, 2, len(before["event"])]
    assert set(after["letter"]) < set(before["letter"])
    assert set(after["delivery"]) < set(before["delivery"])
    (view,) = store.channels()
    assert (view.waiting, view.last_sent_at, view.aside) == (1, hours(4), None)
    later = taken(store, 5000)
    assert told([later]) == [["t4"]]
    store.mark_letter(later, Sent(), hours(5000), hours(5001))
    assert claim(store, 9000) is None


def test_no_number_is_given_twice_after_the_pruning(store: SqlStore, watch: Watch) -> None:
    """A receiver that remembers keys would take a new message for an old one."""
    channel = add(store)
    vanish(store, watch, "t1", "t2", at=1)
    keys = []
    for _ in range(2):
        letter = taken(store, 4)
        keys.append(letter.key)
        store.mark_letter(letter, SetAside("the channel answered 413"), hours(4), hours(5))
    assert store.housekeep(hours(5) + KEPT, 30)["messages"] == 2
    vanish(store, watch, "t3", at=6)
    fresh = taken(store, 9)
    assert fresh.key not in keys
    assert fresh.channel.id == channel.id
