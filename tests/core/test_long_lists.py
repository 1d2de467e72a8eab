"""Ten thousand entries: an edit tells of what was edited, and of nothing else."""

from __future__ import annotations

from functools import cache

from tests.core.past import START, WATCH, added, listing, track
from tracker.core.decide import decide_list
from tracker.core.decision import AddEntry, Agree, CloseSpell, OpenSpell, RemoveEntry, Suspect
from tracker.core.history import Sighting, Spell, State, Target
from tracker.core.items import Way
from tracker.core.known import Known, KnownEntry, Look, Standing
from tracker.core.rules import Rules

LONG = 10_000
NAMES = [f"{n:05}" for n in range(LONG)]
ITEMS = [track(name) for name in NAMES]
BEFORE = Sighting(1, START)
LOOK = Look(2, START, START, Way.LIST)
TOLD = (AddEntry, RemoveEntry, OpenSpell, CloseSpell, Suspect, Agree)


@cache
def long_past() -> Known:
    """Ten thousand playable tracks, seen once."""
    entries = tuple(
        KnownEntry(
            n, name, frozenset({name}), added(n), isrc=item.isrc, title=item.title, artists=item.artists,
            album=item.album, album_id=item.album_id, disc=1, number=1, duration_ms=item.duration_ms,
        )
        for n, (name, item) in enumerate(zip(NAMES, ITEMS, strict=True))
    )  # fmt: skip
    playable = Target(State.PLAYABLE)
    standings = {name: Standing(Spell(n, playable), last_seen=BEFORE) for n, name in enumerate(NAMES)}
    return Known(WATCH, "DE", entries, "v1", standings, last_complete=BEFORE)


def told(kept: list[int]) -> list[object]:
    """The kinds of news that the list's new version makes, whose places are these old ones."""
    reading = listing(*(ITEMS[n] for n in kept), snapshot="v2", times=kept)
    decision = decide_list(long_past(), reading, LOOK, Rules())
    return [type(change) for change in decision.changes if isinstance(change, TOLD)]


def test_ten_removed_make_ten_removals() -> None:
    """That 9,990 entries moved up is no news."""
    assert told(list(range(10, LONG))) == [RemoveEntry] * 10


def test_ten_moved_make_no_news() -> None:
    """The order of a list is its owner's business."""
    assert told([*range(10, LONG), *range(10)]) == []
