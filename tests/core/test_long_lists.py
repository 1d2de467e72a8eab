"""Ten thousand entries: an edit tells of what was edited, and of nothing else."""

from __future__ import annotations

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


def test_ten_removed_and_ten_moved_make_ten_removals() -> None:
    """That 9,980 entries moved up, and ten of them to the end, is no news."""
    kept = [*range(20, LONG), *range(10, 20)]
    reading = listing(*(ITEMS[n] for n in kept), snapshot="v2", times=kept)
    decision = decide_list(long_past(), reading, LOOK, Rules())
    told = [change for change in decision.changes if isinstance(change, TOLD)]
    assert [type(change) for change in told] == [RemoveEntry] * 10
    assert {change.track_id for change in told if isinstance(change, RemoveEntry)} == set(NAMES[:10])
