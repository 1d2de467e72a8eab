"""What the demo says of replacements is held against the simulator's catalogue, and the comparison can fail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import searches
from tests.living import living
from tracker.core.items import Item, Kind
from tracker.core.replacements import Confidence, Found, FoundBy, Lost, Verdict
from tracker.demo import story
from tracker.demo.replaced import held_against_catalogue
from tracker.simulator import small_world

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", [7, 3])
def test_all_that_live_on_are_found_by_isrc_and_none_is_wrong(seed: int) -> None:
    """Whatever is missing at the end and plays under another id was found, among concerts, remixes and covers."""
    with story.demo(40, seed) as shown:
        story.begin(shown)
        story.live(shown, lambda _: None)
        held = held_against_catalogue(shown.world, shown.app.store, shown.clock.now())
        assert (held.overlooked, held.wrong, held.unsure_wrong) == ((), (), 0), str(held)
        assert len(held.found) >= 3
        assert held.missing > len(held.found)


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    """What was not found is overlooked, and another recording that is called certain is wrong."""
    world = small_world()
    lost, stranger, *_ = world.catalog.tracks_of(world.cast.album)
    again = world.add_album("Sampler", lost.artist_ids[:1])
    world.add_track(lost.name, again.id, isrc_code=lost.isrc)
    with living(world, tmp_path) as life:
        watch = life.watch(f"album:{world.cast.album}")
        life.check(watch)
        world.take_down(lost.id, life.sim.now(), ["DE"])
        life.check(watch, hours=1)
        life.confirm()
        store, pair = life.app.store, (lost.id, "DE")
        assert held_against_catalogue(world, store, life.sim.now()).overlooked == (pair,)
        item = Item(Kind.TRACK, id=stranger.id, title=stranger.name, playable=True)
        false = Found(item, Verdict(FoundBy.ISRC, Confidence.CERTAIN, ()))
        store.replacements.keep(Lost(lost.id, "DE"), [false], life.sim.now())
        held = held_against_catalogue(world, store, life.sim.now())
        assert (held.found, held.overlooked, held.wrong) == ((), (pair,), (pair,))
        assert str(held).startswith(
            "Replacements: of 1 missing recordings 1 play under another id; 0 of 1 were found"
        )
        store.replacements.looked(stranger.id, "DE", plays=False, now=life.sim.now())
        life.sim.advance(timedelta(minutes=20))
        searches.work(life.app)
        assert held_against_catalogue(world, store, life.sim.now()).found == (pair,)
