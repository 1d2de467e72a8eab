"""Deciding, look by look: what becomes an event, and what never may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.past import GONE, START, Past, broken, direct, listing, track, unplayable
from tracker.core.decision import LearnTrack, Reorder
from tracker.core.history import EventKind, State, Status
from tracker.core.items import Item, Kind, Way
from tracker.core.rules import Rules

VANISHED, RETURNED, RELINKED = EventKind.VANISHED, EventKind.RETURNED, EventKind.RELINKED
ABC = (track("a"), track("b"), track("c"))


def watched(*items: Item, **kw: object) -> Past:
    """A past that has seen these items once."""
    past = Past(**kw)  # type: ignore[arg-type]
    past.see(listing(*items))
    return past


def test_first_reading_opens_spells_and_tells_nothing() -> None:
    """What is there when the watching begins is no news."""
    past = watched(*ABC)
    assert {t: target.state for t, (_, target) in past.spells.items()} == dict.fromkeys("abc", State.PLAYABLE)
    assert past.events == {}


def test_unchanged_look_changes_nothing_at_all() -> None:
    """The same answers again make an empty decision, so that the store writes only the check."""
    past = watched(*ABC)
    assert past.see(listing(*ABC)).changes == ()


def test_vanish_is_confirmed_by_three_looks_one_of_them_independent() -> None:
    """Suspected at the first look, confirmed at the third, over six hours, with both edges of doubt."""
    past = watched(*ABC)
    after = listing(track("a"), unplayable("b"), track("c"))
    past.see(after)
    assert past.told(Status.SUSPECTED) == [(VANISHED, "b")]
    past.ask(direct(b=unplayable("b")))
    assert past.told() == []
    past.ask(direct(b=unplayable("b")))
    assert past.told() == [(VANISHED, "b")]
    event = next(iter(past.events.values()))
    assert event.last_seen_at == START + timedelta(hours=24)
    assert event.first_missed_at == START + timedelta(hours=48, seconds=20)
    assert event.checks == (1, 2, 3, 4)
    assert past.spells["b"][1].state is State.UNPLAYABLE


def test_the_same_way_of_asking_never_confirms_alone() -> None:
    """However often the list repeats itself, another way of asking has to agree, and more than once."""
    past = watched(*ABC)
    for _ in range(6):
        past.see(listing(track("a"), unplayable("b"), track("c")))
    past.ask(direct(b=unplayable("b")))
    assert past.told() == []
    past.ask(direct(b=unplayable("b")))
    assert past.told() == [(VANISHED, "b")]


def test_who_was_contradicted_once_needs_twice_the_looks() -> None:
    """After two ways of asking were at odds, three agreeing looks do not suffice any more."""
    past = watched(*ABC)
    grey = listing(track("a"), unplayable("b"), track("c"))
    past.see(grey)
    past.ask(direct(b=track("b")))
    past.see(grey)
    for _ in range(4):
        past.ask(direct(b=unplayable("b")))
    assert past.told() == []
    past.ask(direct(b=unplayable("b")))
    assert past.told() == [(VANISHED, "b")]


def test_one_stale_list_does_not_undo_what_two_ways_agreed_upon() -> None:
    """The doubt is contested and asked about at once, rather than withdrawn and begun anew."""
    past = watched(*ABC)
    past.see(listing(track("a"), unplayable("b"), track("c")))
    past.ask(direct(b=unplayable("b")))
    past.see(listing(*ABC), hours=1)
    assert past.told(Status.WITHDRAWN) == []
    (doubt,) = past.doubts.values()
    assert (doubt.contested, doubt.looks) == (True, ())


def test_three_looks_within_minutes_are_not_enough() -> None:
    """The looks must span the hours of the rule, or a hiccup of minutes could confirm itself."""
    past = watched(*ABC)
    past.see(listing(track("a"), unplayable("b"), track("c")))
    for _ in range(5):
        past.ask(direct(b=unplayable("b")), hours=0.1)
    assert past.told() == []


def test_a_blip_is_withdrawn_and_leaves_the_spell_alone() -> None:
    """The list that raised a suspicion also lays it."""
    past = watched(*ABC)
    spell = past.spells["b"]
    past.see(listing(track("a"), unplayable("b"), track("c")))
    past.see(listing(*ABC))
    assert past.told(Status.WITHDRAWN) == [(VANISHED, "b")]
    assert past.spells["b"] == spell
    assert not past.doubts


def test_list_and_single_track_disagreeing_confirms_nothing() -> None:
    """A list that keeps lying while the track itself plays never makes a vanish, nor a new suspicion a day."""
    past = watched(*ABC)
    for _ in range(10):
        past.see(listing(track("a"), GONE, track("c")))
        past.ask(direct(b=track("b")))
    assert past.told() == []
    assert len(past.events) == 1


def test_null_entry_keeps_its_identity_and_is_not_a_removal() -> None:
    """A null at a known place is that track gone, not an entry taken out and a nameless one put in."""
    past = watched(*ABC)
    past.see(listing(track("a"), GONE, track("c")))
    past.ask(direct(b=GONE))
    past.ask(direct(b=GONE))
    assert past.told() == [(VANISHED, "b")]
    assert [e.title for e in past.entries] == ["Song a", "Song b", "Song c"]


def test_empty_name_is_gone_and_never_overwrites_the_known_one() -> None:
    """A take-down that leaves an object without names must not take the name from the record."""
    past = watched(*ABC)
    husk = Item(Kind.TRACK, "b", playable=True)
    decision = past.see(listing(track("a"), husk, track("c")))
    assert past.told(Status.SUSPECTED) == [(VANISHED, "b")]
    assert not any(isinstance(change, LearnTrack) for change in decision.changes)
    assert past.entries[1].title == "Song b"


def test_own_removal_is_an_edit_and_not_a_vanish() -> None:
    """A new version of the list without the entry is its owner's doing."""
    past = watched(*ABC)
    past.see(listing(track("a"), track("c"), snapshot="v2", times=[0, 2]))
    assert past.told(Status.SUSPECTED) == [(EventKind.ENTRY_REMOVED, "b")]
    past.see(listing(track("a"), track("c"), snapshot="v2", times=[0, 2]))
    assert past.told() == [(EventKind.ENTRY_REMOVED, "b")]
    assert [g.why for g in past.gaps.values()] == ["not watched"]


def test_adding_and_moving_make_no_noise() -> None:
    """A new entry is one event; that all others moved down is none."""
    past = watched(*ABC)
    decision = past.see(listing(track("d"), *ABC, snapshot="v2", times=[9, 0, 1, 2]))
    assert past.told() == [(EventKind.ENTRY_ADDED, "d")]
    assert sum(isinstance(change, Reorder) for change in decision.changes) == 1
    past.see(listing(*reversed(ABC), track("d"), snapshot="v3", times=[2, 1, 0, 9]))
    assert len(past.events) == 1


def test_relink_is_a_relink() -> None:
    """Another id that answers for the same recording at the same place is neither loss nor gain."""
    past = watched(*ABC)
    other = replace(track("b"), id="b2", album="Rooms (Reissue)", album_id="a2")
    past.see(listing(track("a"), other, track("c")))
    past.ask(direct(b=other))
    past.ask(direct(b=other))
    assert past.told() == [(RELINKED, "b")]
    assert past.spells["b"][1].via == "b2"
    assert past.see(listing(track("a"), other, track("c"))).changes == ()


def test_relink_is_recognised_although_the_owner_edited_the_list() -> None:
    """Without the same version, the time of adding and the recording tell that it is the same entry."""
    past = watched(*ABC)
    other = replace(track("b"), id="b2")
    past.see(listing(other, track("c"), snapshot="v2", times=[1, 2]))
    assert past.told(Status.SUSPECTED) == [(EventKind.ENTRY_REMOVED, "a"), (RELINKED, "b")]


def test_a_third_thing_takes_the_place_of_the_second() -> None:
    """A relink suspected as one id and seen as another starts anew, with the old state's own last sighting."""
    past = watched(*ABC)
    for other in ("b2", "b3"):
        past.see(listing(track("a"), replace(track("b"), id=other), track("c")))
    assert past.told(Status.WITHDRAWN) == past.told(Status.SUSPECTED) == [(RELINKED, "b")]
    (doubt,) = past.doubts.values()
    assert doubt.target.via == "b3"
    assert doubt.last_seen is not None
    assert doubt.last_seen.check_id == 1


def test_greyed_out_and_gone_are_one_absence() -> None:
    """Which of the two an answer shows depends on how one asks, so they agree with each other."""
    past = watched(*ABC)
    past.see(listing(track("a"), GONE, track("c")))
    past.ask(direct(b=unplayable("b")))
    past.ask(direct(b=unplayable("b")))
    assert past.told() == [(VANISHED, "b")]
    assert past.see(listing(track("a"), unplayable("b"), track("c"))).changes == ()


@pytest.mark.parametrize("reason", ["product", "explicit", "payment_required", "something new"])
def test_account_reasons_never_make_a_vanish(reason: str) -> None:
    """What the account may not play says nothing of the catalogue: the track has a gap, with its cause."""
    past = watched(*ABC)
    for _ in range(6):
        past.see(listing(track("a"), unplayable("b", reason), track("c")))
    assert past.events == {}
    assert [g.track_id for g in past.gaps.values()] == ["b"]
    past.see(listing(*ABC))
    assert not past.gaps
    assert past.spells["b"][1].state is State.PLAYABLE


def test_missing_field_is_unknown_for_every_track() -> None:
    """An API that stops saying what is playable has said nothing."""
    past = watched(*ABC)
    decision = past.see(listing(*(replace(t, playable=None) for t in ABC)))
    assert decision.observed == {"unknown": 3}
    assert past.events == {}


def test_incomplete_reading_opens_one_gap_and_changes_no_state() -> None:
    """Failed looks make one gap from the last complete look to the next, whatever they seemed to show."""
    past = watched(*ABC)
    before = dict(past.spells)
    past.see(broken("pages:short"))
    past.see(broken("pages:short"))
    assert len(past.gaps) == 1
    assert past.spells == before
    past.see(listing(*ABC))
    assert not past.gaps
    assert past.past_gaps[0].since == START + timedelta(hours=24)


def test_a_time_when_nothing_ran_is_a_gap() -> None:
    """Days without any check are told as such by the first check after them."""
    past = watched(*ABC)
    past.see(listing(*ABC), hours=24 * 9)
    assert [g.why for g in past.past_gaps] == ["not running"]


def test_older_version_of_the_list_is_not_believed() -> None:
    """A stale answer must not undo an edit that was already seen."""
    past = watched(*ABC)
    past.see(listing(*ABC, track("d"), snapshot="v2"))
    decision = past.see(listing(*ABC, snapshot="v1"))
    assert (decision.complete, decision.why) == (False, "older version")
    assert len(past.entries) == 4


@pytest.mark.parametrize("snapshot", ["v1", "v2", None])
def test_an_empty_answer_changes_nothing(snapshot: str | None) -> None:
    """A list that is suddenly empty is what a failing server shows; nothing is removed and nothing vanishes."""
    past = watched(*ABC)
    decision = past.see(listing(snapshot=snapshot))
    assert (decision.complete, decision.why) == (False, "empty answer")
    assert (len(past.entries), past.events) == (3, {})


def test_one_version_cannot_have_two_contents() -> None:
    """Fewer or other entries under the same snapshot are not an edit, but an answer that contradicts itself."""
    past = watched(*ABC)
    for odd in (listing(track("a"), track("c"), times=[0, 2]), listing(*ABC, track("d"))):
        assert past.see(odd).why == "version contradicts"
    assert (len(past.entries), past.events) == (3, {})


def test_mass_flip_is_held_and_confirmed_as_one() -> None:
    """Many alike changes at once wait for twice the looks and for a sample, then all come true together."""
    names = [f"{n:02}" for n in range(40)]
    past = watched(*map(track, names))
    after = [unplayable(n) if n < "10" else track(n) for n in names]
    past.see(listing(*after))
    for n in range(4):
        past.see(listing(*after), hours=3, way=Way.PAGES if n % 2 else Way.LIST)
    assert past.told() == []
    past.see(listing(*after), hours=3, way=Way.PAGES)
    past.ask(direct(**{n: unplayable(n) for n in ("00", "04", "09")}), hours=0)
    assert past.told() == [], (
        "the same list cut otherwise is no other way of asking, and a sample is not the whole"
    )
    past.see(listing(*after), hours=0, way=Way.PAGES)
    assert past.told() == [(VANISHED, n) for n in names[:10]]
    assert all(event.held for event in past.events.values())


def test_a_mass_flip_of_the_list_alone_is_never_believed() -> None:
    """Each time enough looks at the list agree a sample contradicts them, and all of them count anew."""
    names = [f"{n:02}" for n in range(40)]
    past = watched(*map(track, names))
    after = [unplayable(n) if n < "10" else track(n) for n in names]
    for _ in range(5):
        for _ in range(7):
            past.see(listing(*after), hours=3)
        past.ask(direct(**{n: track(n) for n in ("00", "04", "09")}), hours=0)
        assert past.told() == []
        assert {doubt.looks for doubt in past.doubts.values()} == {()}


def test_few_suspects_asked_singly_are_not_taken_for_a_mass() -> None:
    """That all of six suspects agree is no mass flip: the list has two hundred tracks."""
    names = [f"{n:03}" for n in range(200)]
    past = watched(*map(track, names))
    past.see(listing(*(unplayable(n) if n < "006" else track(n) for n in names)))
    answers = direct(**{n: unplayable(n) for n in names[:6]})
    past.ask(answers)
    past.ask(answers)
    assert len(past.told()) == 6
    assert not any(event.held for event in past.events.values())


def test_first_sight_of_an_unplayable_track_is_confirmed_without_an_event() -> None:
    """What was never seen playable cannot vanish; and it does not return because its first look was a lie."""
    past = watched(track("a"), unplayable("b"))
    assert "b" not in past.spells
    past.see(listing(track("a"), track("b")))
    assert past.spells["b"][1].state is State.PLAYABLE
    assert past.events == {}


def test_lost_source_is_confirmed_and_its_tracks_are_left_alone() -> None:
    """A list that turns private is one event of the list; its tracks are unseen, not gone."""
    past = watched(*ABC)
    for hours in (24, 3, 3, 3, 3, 3):
        assert past.told() == []
        past.lose(hours=hours)
    assert past.told() == [(EventKind.SOURCE_LOST, None)]
    assert all(target.state is State.PLAYABLE for _, target in past.spells.values())
    for hours in (24, 3, 3, 3, 3, 3):
        past.see(listing(*ABC), hours=hours)
    assert past.told() == [(EventKind.SOURCE_LOST, None), (EventKind.SOURCE_BACK, None)]


def test_a_source_that_was_never_read_is_not_lost() -> None:
    """A foreign list that refuses from the first look on is a gap, and no event."""
    past = Past()
    for _ in range(4):
        past.lose(403)
    assert past.events == {}
    assert [gap.why for gap in past.gaps.values()] == ["source:403"]


def test_local_files_and_episodes_are_entries_without_availability() -> None:
    """They keep their place, so that positions stay true, and have no state."""
    local = Item(Kind.LOCAL, title="Basement Take", artists=("Home Band",), duration_ms=127_000)
    episode = Item(Kind.EPISODE, "e1", title="Episode 12", playable=True)
    past = watched(track("a"), local, episode, track("b"))
    assert len(past.entries) == 4
    decision = past.see(listing(track("a"), local, episode, track("b"), snapshot="v2"))
    assert decision.observed == {"playable": 2, "ignored": 2}
    assert past.events == {}


def test_duplicates_are_two_entries_and_one_track() -> None:
    """Taking out one of two equal entries removes one entry and loses sight of nothing."""
    past = watched(track("a"), track("b"), track("a"))
    for _ in range(2):
        past.see(listing(track("b"), track("a"), snapshot="v2", times=[1, 2]))
    assert past.told() == [(EventKind.ENTRY_REMOVED, "a")]
    assert not past.gaps


def test_two_places_that_contradict_each_other_say_nothing() -> None:
    """The same track shown playable and not in one reading is unknown."""
    past = watched(track("a"), track("b"), track("a"))
    decision = past.see(listing(unplayable("a"), track("b"), track("a")))
    assert decision.observed == {"playable": 1, "unknown": 1}
    assert past.events == {}


def test_single_look_needed_by_the_rules_confirms_at_once() -> None:
    """An owner who asks for one look and no hours gets an event at that look's re-look at the latest."""
    past = watched(*ABC, rules=Rules(looks=1, hours=0))
    past.see(listing(track("a"), unplayable("b"), track("c")))
    past.ask(direct(b=unplayable("b")))
    assert past.told() == [(VANISHED, "b")]
