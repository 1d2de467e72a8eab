"""`python -m tests.incidents.scripted [SEEDS [FIRST]]`: the label withdrawals of the demo's own script, without the network.

What a daily look at one list, a weekly one at another and a weekly one at an album would have confirmed is taken from
the simulator's truth; noise on top: tracks that vanish for themselves, at a stated share a month.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.incidents.score import RECALL, STRANGERS
from tests.incidents.worlds import Song, population_of
from tracker.core.gathering import gather
from tracker.core.incidents import LOOK_BACK, Vanish
from tracker.core.rights import artist_key, rights_key
from tracker.simulator import World, build_world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DAYS, NOISE = 400, 0.02
DAY = timedelta(days=1)


@dataclass
class Scripted:
    """Sums over all seeds: withdrawals of a label, their tracks, what of them is told in their one incident, and strangers."""

    seeds: int = 0
    pulls: int = 0
    good: int = 0
    tracks: int = 0
    told: int = 0
    members: int = 0
    false: int = 0

    def __str__(self) -> str:
        """The figures with their denominators."""
        strangers = self.members - self.told
        return (
            f"{self.seeds} seeds: {self.good} of {self.pulls} withdrawals of a label are one incident with 95 % of its tracks and "
            f"2 % strangers at most; {self.told} of {self.tracks} tracks ({self.told / max(1, self.tracks):.2%}), {strangers} strangers "
            f"of {self.members} members ({strangers / max(1, self.members):.2%}); {self.false} incidents of noise alone."
        )


def scripted(seeds: Iterable[int]) -> Scripted:
    """Live through the demo's script for every seed."""
    total = Scripted()
    for seed in seeds:
        total.seeds += 1
        world = build_world(seed=seed, days=DAYS)
        for market in (world.cast.account_market, world.cast.other_market):
            _count(total, world, market, Random(seed))
    return total


def _count(total: Scripted, world: World, market: str, rng: Random) -> None:
    looks = _looks(world, market)
    songs = {track: _song(world, track) for track in looks}
    gone = _gone(world, market, looks)
    labels = {track: world.catalog.albums[songs[track].album].label for track in songs}
    drawn = defaultdict[tuple[datetime, str], set[str]](set)
    for track, at in gone.items():
        drawn[at, labels[track]].add(track)
    noise = {
        track: world.start + timedelta(days=rng.uniform(1, DAYS - 20))
        for track in sorted(songs.keys() - gone.keys())
        if rng.random() < NOISE * DAYS / 30
    }
    vanishes = list(_vanishes(gone | noise, songs, looks))
    albums = {
        at: Counter(songs[t].album for (moment, _), ts in drawn.items() if moment == at for t in ts)
        for at, _ in drawn
    }
    for (at, _), tracks in sorted(drawn.items()):
        seen = {v.track_id for v in vanishes} & tracks
        if len(seen) < 3 or len(albums[at]) < 2:  # an album that goes alone is no withdrawal of a label
            continue
        near = [v for v in vanishes if at - LOOK_BACK / 2 <= v.first_missed_at <= at + LOOK_BACK / 2]
        told = [
            frozenset(v.track_id for v in near if v.seq in each.members)
            for each in gather(near, population_of(songs.values()))
        ]
        best = max(told, key=lambda members: len(members & seen), default=frozenset())
        hits = len(best & seen)
        total.pulls, total.tracks = total.pulls + 1, total.tracks + len(seen)
        total.told, total.members = total.told + hits, total.members + len(best)
        total.good += hits >= RECALL * len(seen) and len(best) - hits <= STRANGERS * len(best)
        total.false += sum(not members - noise.keys() for members in told)


def _looks(world: World, market: str) -> dict[str, list[datetime]]:
    """When each watched track was looked at in the market."""
    found: dict[str, list[datetime]] = defaultdict(list)
    ends = world.start + DAYS * DAY
    if market == world.cast.account_market:
        for listing, every in ((world.cast.own_playlist, 1), (world.cast.shared_playlist, 7)):
            for at in _moments(world.start, ends, every):
                if world.listing(listing).closed_with(at) is None:
                    for entry in world.listing(listing).version_at(at).entries:
                        if entry.item in world.catalog.tracks:
                            found[entry.item].append(at)
    for track in world.catalog.tracks_of(world.cast.album):
        found[track.id] += _moments(world.start, ends, 7)
    return {track: sorted(moments) for track, moments in found.items()}


def _moments(start: datetime, end: datetime, every: int) -> list[datetime]:
    return [start + n * DAY for n in range(0, (end - start).days, every)]


def _song(world: World, track_id: str) -> Song:
    track = world.catalog.tracks[track_id]
    album = world.catalog.albums[track.album_id]
    artist = artist_key(world.catalog.artists[track.artist_ids[0]].name) or ""
    line = f"℗ {album.release_date.year} {album.label}"
    return Song(track_id, album.id, artist, 0, rights_key([("P", line)]), None, track.isrc[:5])


def _gone(world: World, market: str, looks: dict[str, list[datetime]]) -> dict[str, datetime]:
    """When a watched track that was playable went, by the simulator's truth; the first time alone."""
    found: dict[str, datetime] = {}
    playable: dict[str, bool] = {}
    for row in world.truth(world.start + DAYS * DAY, [market]).availability:
        before = playable.get(row.track_id, True)
        if row.state == "absent" and before and row.since > world.start and row.track_id in looks:
            found.setdefault(row.track_id, row.since)
        playable[row.track_id] = row.state == "playable"
    return found


def _vanishes(
    gone: dict[str, datetime], songs: dict[str, Song], looks: dict[str, list[datetime]]
) -> Iterator[Vanish]:
    for seq, (track, at) in enumerate(sorted(gone.items()), 1):
        before = [each for each in looks[track] if each < at]
        after = [each for each in looks[track] if each >= at]
        if before and after and after[0] - before[-1] <= LOOK_BACK:
            yield Vanish(seq, track, 1, before[-1], after[0], songs[track].traits, songs[track].registrant)


if __name__ == "__main__":
    count, first = (*map(int, sys.argv[1:3]), *(100, 1)[len(sys.argv[1:3]) :])
    sys.stdout.write(f"{scripted(range(first, first + count))}\n")
