"""Invented worlds: labels, artists and albums, lists that are looked at daily or weekly, and what vanishes in a month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tracker.core.incidents import Population, Shared, Trait, Vanish
from tracker.core.rights import name_key, rights_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

START = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = 30
LATEST = datetime(9999, 1, 1, tzinfo=UTC)
WORDS = "Acorn Bramble Cinder Dapple Ember Fathom Gravel Hollow Inkwell Juniper Kettle Lantern Marrow Nettle".split()
MISSED = 0.03
"""The share of checks that failed."""
UNKNOWN_RIGHTS = 0.05
"""The share of albums that say nothing of their rights."""
FOREIGN_CODE = 0.1
"""The share of albums whose recordings somebody else registered."""


@dataclass(frozen=True)
class Song:
    """A track with all that it may share; `of` is its label's number."""

    id: str
    album: str
    artist: str
    of: int
    rights: str | None
    label: str | None
    registrant: str

    @property
    def traits(self) -> tuple[Trait, ...]:
        """What the tracker knows of it."""
        found = [Trait(Shared.ALBUM, self.album), Trait(Shared.ARTIST, self.artist)]
        found += [Trait(Shared.RIGHTS, self.rights)] if self.rights else []
        return tuple(found + ([Trait(Shared.LABEL, self.label)] if self.label else []))


@dataclass(frozen=True)
class Pull:
    """What a label withdrew: the watched tracks of it, from `at` on."""

    label: int
    at: datetime
    tracks: frozenset[str]


@dataclass(frozen=True)
class Month:
    """A month on record: what is watched, what vanished, and what of that a label withdrew."""

    population: Population
    vanishes: tuple[Vanish, ...]
    pulls: tuple[Pull, ...]


def month(seed: int, *, pulls: bool = True) -> Month:
    """An invented month; without `pulls` everything in it vanished for itself."""
    rng = Random(seed)
    songs = _catalogue(rng)
    looks = _looks(rng, songs)
    watched = {song.id: song for song in songs if song.id in looks}
    drawn = _pulls(rng, list(watched.values())) if pulls else ()
    gone = _noise(rng, watched)
    for pull in drawn:
        late = timedelta(days=rng.choice((0, 0, 0, 0, 1.5)))
        for track in sorted(pull.tracks):
            gone[track] = min(gone.get(track, LATEST), pull.at + late * rng.random())
    drawn = tuple(replace(p, tracks=frozenset(t for t in p.tracks if gone[t] >= p.at)) for p in drawn)
    told = [
        v
        for seq, (track, at) in enumerate(sorted(gone.items()), 1)
        if (v := _vanish(seq, watched[track], at, looks))
    ]
    return Month(population_of(watched.values()), tuple(told), drawn)


def population_of(songs: Iterable[Song]) -> Population:
    """The figures of what is watched."""
    songs = list(songs)
    having = Counter(trait for song in songs for trait in song.traits)
    known = Counter(trait.shared for song in songs for trait in song.traits)
    return Population(len(songs), having, known, sum(number >= 3 for number in having.values()))


def _catalogue(rng: Random) -> list[Song]:
    tells_labels = rng.random() < 0.5
    songs: list[Song] = []
    firms = rng.randint(12, 25)
    for label in range(firms):
        for artist in range(1 + int(rng.paretovariate(0.9)) % 12):
            shared_with = rng.randrange(firms) if rng.random() < 0.1 else label
            for album in range(rng.randint(1, 4)):
                owner = label if album % 2 == 0 else shared_with
                songs += _album(
                    rng,
                    owner,
                    f"artist {label}.{artist}",
                    f"album {label}.{artist}.{album}",
                    tells_labels=tells_labels,
                )
    return songs


def _album(rng: Random, owner: int, artist: str, album: str, *, tells_labels: bool) -> list[Song]:
    name = f"{WORDS[owner % len(WORDS)]} {WORDS[(owner * 5 + 3) % len(WORDS)]} {'Music' if owner % 2 else 'Tapes'} {owner}"
    line = rng.choice(
        ("℗ {} {}", "(P) {} {} Ltd.", "℗ {} {} under exclusive license to Paper Moon Distribution", "{} {}")
    )
    unknown = rng.random() < UNKNOWN_RIGHTS
    rights = None if unknown else rights_key([("P", line.format(rng.randint(1999, 2025), name))])
    code = f"ZZ{owner:03d}" if rng.random() > FOREIGN_CODE else f"ZZ{rng.randint(500, 999)}"
    label = name_key(name) if tells_labels else None
    return [
        Song(f"{album}.{n}", album, artist, owner, rights, label, code) for n in range(rng.randint(1, 13))
    ]


def _looks(rng: Random, songs: Sequence[Song]) -> dict[str, list[datetime]]:
    """When each watched track was looked at: several lists, each in its rhythm; some overlap."""
    found: dict[str, list[datetime]] = {}
    for _ in range(rng.randint(3, 6)):
        every = timedelta(days=rng.choice((1, 1, 7)))
        at = START - timedelta(days=10) + every * rng.random()
        moments = []
        while at < START + timedelta(days=DAYS + 8):
            moments += [at] if rng.random() > MISSED else []
            at += every
        for song in rng.sample(songs, min(len(songs), rng.randint(80, 600))):
            found.setdefault(song.id, []).extend(moments)
    return {track: sorted(moments) for track, moments in found.items()}


def _noise(rng: Random, watched: dict[str, Song]) -> dict[str, datetime]:
    monthly = rng.choice((0.003, 0.01, 0.03))
    return {
        track: START + timedelta(days=DAYS * rng.random())
        for track in sorted(watched)
        if rng.random() < monthly
    }


def _pulls(rng: Random, watched: Sequence[Song]) -> tuple[Pull, ...]:
    by_label = Counter(song.of for song in watched)
    able = [
        label
        for label, number in sorted(by_label.items())
        if 4 <= number <= 220 and number < len(watched) / 3
    ]
    chosen = rng.sample(able, min(len(able), rng.randint(2, 4)))
    same_days = START + timedelta(days=rng.uniform(4, 24))
    drawn = []
    for place, label in enumerate(chosen):
        at = (
            same_days + timedelta(hours=rng.uniform(0, 30))
            if place < 2
            else START + timedelta(days=rng.uniform(4, 24))
        )
        those = [song.id for song in watched if song.of == label]
        share = rng.choice((1.0, rng.uniform(0.6, 1.0)))
        size = min(200, max(3, round(share * len(those))))
        drawn.append(Pull(label, at, frozenset(rng.sample(those, size))))
    return tuple(drawn)


def _vanish(seq: int, song: Song, at: datetime, looks: dict[str, list[datetime]]) -> Vanish | None:
    before = [each for each in looks[song.id] if each < at]
    after = [each for each in looks[song.id] if each >= at]
    if not before or not after:
        return None
    return Vanish(seq, song.id, 1, before[-1], after[0], song.traits, song.registrant)
