"""Counting the calls of a day anew for other rhythms: the same as planning anew, where nothing is to be chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tests.bench.collections import HOME
from tracker.core.planning.forecast import calls_per_day
from tracker.core.planning.requests import Held, Seat, Sources, Tier
from tracker.core.planning.sharing import share
from tracker.core.planning.watched import Watched

DAY = timedelta(days=1)
ALBUMS = 40


def invented(seed: int) -> tuple[list[Watched], Sources]:
    """Eight watches of tracks on albums of three, in up to three markets, at three rhythms."""
    chance = Random(seed)
    tracks = [f"t{n}" for n in range(3 * ALBUMS)]
    watched = [
        Watched(
            number,
            f"Watch {number}",
            chance.choice((DAY / 4, DAY, 7 * DAY)),
            tuple(chance.sample((HOME, "XB", "XC"), chance.randint(1, 3))),
            tuple(chance.sample(tracks, 20)),
            frame=chance.randint(0, 2),
        )
        for number in range(8)
    ]
    return watched, Sources(HOME, (), {track: Seat(track, 0) for track in tracks})


@pytest.mark.parametrize("seed", range(8))
def test_a_slower_watch_saves_what_planning_anew_would_save(seed: int) -> None:
    """Each track is a call, so the calls are the same whoever plans; only how often they are made changes."""
    watched, sources = invented(seed)
    sharing = share(watched, sources)
    needed = calls_per_day(watched, sources)
    assert sharing.per_day == pytest.approx(needed)
    for number, each in enumerate(sharing.watched):
        for times, saving in zip((2, 30), sharing.saved_by_slowing(number, (2, 30)), strict=True):
            slower = [replace(w, every=w.every * times) if w is each else w for w in watched]
            assert calls_per_day(slower, sources) == pytest.approx(needed - saving)


@pytest.mark.parametrize("seed", range(8))
def test_a_market_less_saves_what_planning_anew_would_save(seed: int) -> None:
    """A watch whose first market it is keeps it."""
    watched, sources = invented(seed)
    sharing = share(watched, sources)
    for market in ("XB", "XC"):
        fewer = [
            replace(w, markets=(w.markets[0], *(m for m in w.markets[1:] if m != market))) for w in watched
        ]
        saving = sharing.saved_without(market)
        assert calls_per_day(fewer, sources) == pytest.approx(sharing.per_day - saving)


def test_packing_is_counted_rhythm_by_rhythm() -> None:
    """Sixty fast tracks and sixty slow ones on as many albums: two pages each instead of sixty calls."""
    tracks = tuple(f"t{n}" for n in range(120))
    sources = Sources(HOME, (), {track: Seat(track, 0) for track in tracks})
    fast = Watched(1, "Fast", DAY / 2, (HOME,), tracks[:60])
    slow = Watched(2, "Slow", DAY, (HOME,), tracks)
    sharing = share([slow, fast], sources)
    assert sharing.per_day == 60 * 2 + 60
    assert sharing.saved_by_packing() == 58 * 2 + 58
    packed = replace(sources, lists=(Held("p", tracks[:60]), Held("q", tracks[60:])))
    assert calls_per_day([slow, fast], packed) == 2 * 2 + 2


def test_with_batch_calls_each_market_is_asked_for_itself() -> None:
    """Whether a track plays is a question of one market; a call asks it of fifty tracks, and no list is cheaper."""
    watched, sources = invented(1)
    batched = replace(sources, tier=Tier.B)
    everywhere = [replace(w, markets=(HOME, "XB", "XC"), frame=0) for w in watched]
    here = share([replace(w, markets=(HOME,)) for w in everywhere], batched)
    sharing = share(everywhere, batched)
    assert sharing.per_day == pytest.approx(3 * here.per_day)
    assert sharing.saved_without("XB") == pytest.approx(here.per_day)
    assert here.saved_by_packing() == 0


def test_packing_counts_what_is_read_apart_and_that_it_is_read_once_a_week() -> None:
    """Forty albums read for themselves each day are forty calls; packed, their 120 tracks are three, and the forty once a week."""
    tracks = [f"t{n}" for n in range(120)]
    albums = [
        Watched(n, "Album", DAY, (HOME,), tuple(tracks[3 * n : 3 * n + 3]), 1, 1, apart=True, packable=True)
        for n in range(40)
    ]
    assert share(albums, Sources(HOME)).saved_by_packing() == pytest.approx(40 - 3 - 40 / 7)
    saved = [replace(each, packable=False) for each in albums]
    assert share(saved, Sources(HOME)).saved_by_packing() == 0


def test_nothing_watched_needs_nothing() -> None:
    """Also a watch that holds nothing yet costs its frame alone."""
    assert share([], Sources(HOME)).per_day == 0
    assert share([Watched(1, "Empty", DAY, (HOME,), (), frame=1)], Sources(HOME)).per_day == 1
