"""Coming back: as carefully as going, and once."""

from __future__ import annotations

from dataclasses import replace

from tests.core.past import Past, direct, listing, track, unplayable
from tracker.core.history import EventKind, State, Status
from tracker.core.items import Way

VANISHED, RETURNED = EventKind.VANISHED, EventKind.RETURNED
ABC = (track("a"), track("b"), track("c"))


def without_b() -> Past:
    """A past in which the second of three tracks is known to have vanished."""
    past = Past()
    past.see(listing(*ABC))
    past.see(listing(track("a"), unplayable("b"), track("c")))
    past.ask(direct(b=unplayable("b")))
    past.ask(direct(b=unplayable("b")))
    return past


def test_return_is_confirmed_as_carefully_as_the_vanish() -> None:
    """One playable answer does not bring a track back; three do, and the old spell is kept."""
    past = without_b()
    past.see(listing(*ABC), hours=48)
    assert past.told(Status.SUSPECTED) == [(RETURNED, "b")]
    past.ask(direct(b=track("b")))
    past.ask(direct(b=track("b")))
    assert past.told() == [(VANISHED, "b"), (RETURNED, "b")]
    assert [target.state for _, target in past.closed] == [State.PLAYABLE, State.UNPLAYABLE]


def test_a_track_is_back_although_the_ways_of_asking_name_another_id() -> None:
    """The list shows it under one id and the track itself under another, for good: it is told once, as it says itself."""
    past = without_b()
    linked = replace(track("b"), id="b2")
    past.see(listing(track("a"), linked, track("c")), hours=48)
    past.ask(direct(b=track("b")))
    past.ask(direct(b=track("b")))
    for _ in range(3):
        past.see(listing(track("a"), linked, track("c")))
        past.ask(direct(b=track("b")))
    assert past.told() == [(VANISHED, "b"), (RETURNED, "b")]
    assert past.spells["b"][1].via is None


def test_an_id_that_the_list_named_once_is_not_told() -> None:
    """The list's first answer was wrong about the id: the track is back under its own."""
    past = without_b()
    past.see(listing(track("a"), replace(track("b"), id="b2"), track("c")), hours=48)
    past.ask(direct(b=track("b")))
    past.ask(direct(b=track("b")))
    past.see(listing(*ABC))
    past.ask(direct(b=track("b")))
    past.ask(direct(b=track("b")))
    assert past.told() == [(VANISHED, "b"), (RETURNED, "b")]
    assert past.spells["b"][1].via is None


def test_another_id_of_the_same_list_is_no_agreement() -> None:
    """Two looks at the list that name two ids agree upon nothing."""
    past = without_b()
    for n, way in ((2, Way.LIST), (3, Way.LIST), (4, Way.LIST)):
        past.see(listing(track("a"), replace(track("b"), id=f"b{n}"), track("c")), way=way)
    assert past.told() == [(VANISHED, "b")]
