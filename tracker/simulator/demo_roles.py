"""Who plays which part in the demo's life: labels, albums and tracks chosen from its catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from tracker.simulator.catalog import Album, Track
from tracker.simulator.demo_catalog import VARIOUS, DemoCatalog


@dataclass(slots=True)
class Roles:
    """The parts; tracks are ids. `filler` are tracks to which nothing ever happens."""

    label_leaving_de: str
    label_leaving_all: str
    watched_album: Album
    watched_artist: str
    linked_album: Album
    orphaned_album: Album
    linked_album_tracks: list[str] = field(default_factory=list)
    orphaned_album_tracks: list[str] = field(default_factory=list)
    leaving_de: list[str] = field(default_factory=list)
    leaving_all: list[str] = field(default_factory=list)
    unplayable: list[str] = field(default_factory=list)
    null: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    dead_before: list[str] = field(default_factory=list)
    flipping: list[tuple[str, str]] = field(default_factory=list)
    filler: list[str] = field(default_factory=list)

    def scripted(self) -> list[str]:
        """Give the tracks of the own list to which something happens, three of each re-issued album included."""
        reissued = [*self.linked_album_tracks, *self.orphaned_album_tracks]
        single = [*self.unplayable, *self.null, *self.empty, *self.missing, *self.dead_before]
        flipping = [track_id for track_id, _ in self.flipping]
        return [*self.leaving_de[:6], *self.leaving_all[:8], *single, *flipping, *reissued]


def choose_roles(made: DemoCatalog, rng: Random) -> Roles:
    """Give out the parts so that no label, album or track has two."""
    sizes = Counter(album.label for album in made.albums)
    ranked = sorted(sizes, key=lambda label: (-sizes[label], label))
    quiet = [album for album in made.albums if album.label not in ranked[1:3]]
    artist = _artist_with(made, 5, {made.label_of[album.artist_ids[0]] for album in quiet})
    apart = [album for album in quiet if artist not in album.artist_ids]
    watched = min(apart, key=lambda album: (abs(12 - len(_tracks(made, album))), album.id))
    apart.remove(watched)
    linked, orphaned = rng.sample(apart, 2)
    roles = Roles(ranked[2], ranked[1], watched, artist, linked, orphaned)
    _choose_tracks(made, rng, roles, [album for album in apart if album not in (linked, orphaned)])
    return roles


def _choose_tracks(made: DemoCatalog, rng: Random, roles: Roles, quiet: list[Album]) -> None:
    roles.leaving_de = _shuffled(rng, _of_label(made, roles.label_leaving_de))
    roles.leaving_all = _shuffled(rng, _of_label(made, roles.label_leaving_all))
    roles.linked_album_tracks = [track.id for track in _tracks(made, roles.linked_album)[:3]]
    roles.orphaned_album_tracks = [track.id for track in _tracks(made, roles.orphaned_album)[:3]]
    pool = _shuffled(rng, (track.id for album in quiet for track in _tracks(made, album)))
    twins = [(track_id, twin) for track_id in pool for twin in _twins(made, track_id)[:1]][:2]
    roles.flipping = twins
    busy = {track_id for pair in twins for track_id in pair}
    rest = iter([track_id for track_id in pool if track_id not in busy])
    roles.unplayable = _take(rest, 4)
    roles.null, roles.empty, roles.missing = _take(rest, 4), _take(rest, 2), _take(rest, 2)
    roles.dead_before = _take(rest, 2)
    roles.filler = list(rest)


def _artist_with(made: DemoCatalog, releases: int, labels: set[str]) -> str:
    catalog = made.world.catalog
    known = [
        artist.id
        for artist in catalog.artists.values()
        if artist.name != VARIOUS and made.label_of[artist.id] in labels
    ]
    return min(known, key=lambda artist_id: (abs(releases - len(catalog.albums_of(artist_id))), artist_id))


def _of_label(made: DemoCatalog, label: str) -> Iterator[str]:
    return (track.id for album in made.albums if album.label == label for track in _tracks(made, album))


def _twins(made: DemoCatalog, track_id: str) -> list[str]:
    recording = made.world.catalog.tracks[track_id].isrc
    return [track.id for track in made.world.catalog.same_recording(recording) if track.id != track_id]


def _tracks(made: DemoCatalog, album: Album) -> tuple[Track, ...]:
    return made.world.catalog.tracks_of(album.id)


def _shuffled(rng: Random, items: Iterable[str]) -> list[str]:
    return rng.sample(found := list(items), len(found))


def _take(items: Iterator[str], count: int) -> list[str]:
    return [next(items) for _ in range(count)]
