"""The packed list: full pages of like rate, few moves, and whatever its owner did to it is mended."""

from __future__ import annotations

from math import ceil
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tracker.core.planning.packing import FULL, Make, Put, Repacking, Take, applied, emptied, foretold, repack


def drawn(seed: int, tracks: int) -> dict[str, float]:
    """Visit rates of invented tracks, widely spread."""
    chance = Random(seed)
    return {f"t{n}": chance.lognormvariate(0, 1) for n in range(tracks)}


def written(plan: Repacking, held: list[list[str] | None]) -> list[list[str]]:
    """What the lists hold after the edits; no write may be too large, and the plan must have said so."""
    assert all(0 < len(edit.tracks) <= 100 for edit in plan.edits if not isinstance(edit, Make))
    after = applied(held, plan.edits)
    assert [list(tracks) for tracks in plan.lists] == after
    return after


def test_a_page_shows_fifty_tracks_of_like_rate() -> None:
    """At least 49 pairs a call, and within every page the rates must be close."""
    rates = drawn(1, 5_000)
    plan = repack([], rates)
    (held,) = written(plan, [])
    assert len(held) / plan.calls >= 49
    assert plan.writes == 1 + ceil(5_000 / 100)
    pages = [held[first : first + 50] for first in range(0, len(held), 50)]
    wide = [max(map(rates.__getitem__, page)) / min(map(rates.__getitem__, page)) for page in pages]
    assert sorted(wide)[len(wide) * 9 // 10] < 1.3


def test_one_that_leaves_and_one_that_joins_are_two_writes() -> None:
    """Nothing else may move: every other track keeps its order."""
    rates = drawn(2, 1_000)
    held = [list(tracks) for tracks in repack([], rates).lists]
    del rates["t7"]
    rates["new"] = rates["t500"]
    plan = repack(held, rates)
    (after,) = written(plan, [*held])
    assert [type(edit) for edit in plan.edits] == [Take, Put]
    assert (plan.joined, plan.left, plan.moved) == (1, 1, 0)
    assert abs(after.index("new") - after.index("t500")) < 3
    assert [track for track in after if track != "new"] == [track for track in held[0] if track != "t7"]


def test_a_track_moves_only_when_its_rate_is_far_off() -> None:
    """A fifth more is no reason to write; twenty times as much is."""
    rates = drawn(3, 1_000)
    held = [list(tracks) for tracks in repack([], rates).lists]
    assert repack(held, {**rates, "t5": rates["t5"] * 1.2}).writes == 0
    assert repack(held, {**rates, "t5": rates["t5"] * 20}).moved == 1


@given(st.integers(0, 500))
def test_whatever_its_owner_did_is_mended(seed: int) -> None:
    """Entries deleted, doubled, shuffled or put in by hand, and whole lists deleted: afterwards each track is in once."""
    chance, rates = Random(seed), drawn(seed, 160)
    names = sorted(rates)
    held: list[list[str] | None] = []
    for first in range(0, 160, 80):
        tracks = names[first : first + 80]
        if chance.random() < 0.5:
            chance.shuffle(tracks)
        del tracks[: chance.randint(0, 20)]
        tracks += chance.choices([*tracks, "stranger"], k=chance.randint(0, 5))
        held.append(None if chance.random() < 0.3 else tracks)
    after = written(repack(held, rates), held)
    assert sorted(track for tracks in after for track in tracks) == sorted(rates)
    assert written(repack(after, rates), [*after]) is not None


def test_what_is_as_it_should_be_is_not_written() -> None:
    """A second packing right after the first must find nothing to do, and say so."""
    rates = drawn(4, 300)
    again = repack(repack([], rates).lists, rates)
    assert again.edits == ()
    assert "nothing is written" in foretold(again, 300)


def test_a_list_never_gets_too_long() -> None:
    """What does not fit into a list goes to another one."""
    rates = drawn(5, 10_400)
    plan = repack([list(rates)[:9_990]], dict.fromkeys(rates, 1.0))
    assert max(map(len, written(plan, [list(rates)[:9_990]]))) <= FULL
    assert sum(map(len, plan.lists)) == 10_400
    assert any(isinstance(edit, Make) for edit in plan.edits)


def test_it_is_told_before_and_can_be_undone() -> None:
    """The sentence must name what is written, its price and its use; undoing leaves the lists empty."""
    plan = repack([], drawn(6, 120))
    assert foretold(plan, before=80) == (
        "In lists of its own the tracker makes 1 private list and adds 120 tracks; it touches no other list. "
        "That costs 3 calls once; a look then costs 3 calls instead of 80."
    )
    assert applied(plan.lists, emptied(plan.lists).edits) == [[]]
