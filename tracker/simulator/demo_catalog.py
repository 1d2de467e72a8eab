"""The demo's catalogue: 14 labels, 60 artists and 160 releases on which recordings appear again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tracker.simulator.catalog import Album, Track
from tracker.simulator.ids import digest, isrc
from tracker.simulator.names import LABELS, Namer, performer, title
from tracker.simulator.world import World

ARTISTS, ALBUMS, SINGLES, REISSUES, COMPILATIONS = 60, 80, 50, 18, 12
VARIOUS = "Various Artists"


@dataclass(frozen=True, slots=True)
class Recording:
    """What is the same wherever a song appears."""

    name: str
    isrc: str
    artist_ids: tuple[str, ...]
    duration_ms: int
    explicit: bool


class DemoCatalog:
    """Fills a world; the first labels are the big ones."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world, self._rng, self._names = world, rng, Namer(rng)
        self.label_of: dict[str, str] = {}
        self.albums: list[Album] = []

    def fill(self) -> None:
        """Invent the artists, then albums, singles, reissues and compilations."""
        self._artists()
        artists = list(self.label_of)
        for number in range(ALBUMS):
            artist_id = artists[number] if number < ARTISTS else self._rng.choice(artists)
            self.albums.append(self._album(artist_id))
        chosen = self._rng.sample(self.albums, SINGLES + REISSUES)
        for album in chosen[:SINGLES]:
            self._single(album)
        for album in chosen[SINGLES:]:
            self._reissue(album)
        self._compilations()

    def copy(self, track: Track, album: Album) -> Track:
        """Put the recording of a track onto another release, under a new id."""
        recording = Recording(track.name, track.isrc, track.artist_ids, track.duration_ms, track.explicit)
        return self._press(recording, album)

    def _artists(self) -> None:
        weights = [1 / (rank + 1) ** 1.1 for rank in range(len(LABELS))]
        for number in range(ARTISTS):
            artist = self.world.add_artist(self._names.new(performer))
            some = number < len(LABELS)
            self.label_of[artist.id] = LABELS[number] if some else self._rng.choices(LABELS, weights)[0]

    def _album(self, artist_id: str) -> Album:
        released = date(2009, 1, 9) + timedelta(weeks=self._rng.randrange(800))
        album = self._release(
            self._names.new(title), [artist_id], self.label_of[artist_id], "album", released
        )
        for _ in range(self._rng.randint(8, 13)):
            self._press(self._recording(album), album)
        return album

    def _single(self, album: Album) -> None:
        lead = self._rng.choice(self.world.catalog.tracks_of(album.id))
        released = album.release_date - timedelta(weeks=self._rng.randint(3, 12))
        single = self._release(lead.name, album.artist_ids, album.label, "single", released)
        self.copy(lead, single)
        self._press(self._recording(single), single)

    def _reissue(self, album: Album) -> None:
        released = album.release_date + timedelta(weeks=52 * self._rng.choice((1, 2)))
        name = f"{album.name} (Anniversary Edition)"
        again = self._release(name, album.artist_ids, album.label, "album", released)
        for track in self.world.catalog.tracks_of(album.id):
            self.copy(track, again)
        self._press(self._recording(again), again)

    def _compilations(self) -> None:
        various = self.world.add_artist(VARIOUS)
        for number in range(COMPILATIONS):
            label = LABELS[number % 6]
            pool = [track for album in self.albums if album.label == label for track in self._tracks(album)]
            name = f"{label}: {self._names.new(title)}"
            sampler = self._release(name, [various.id], label, "compilation", date(2025, 3, 7))
            for track in self._rng.sample(pool, min(14, len(pool))):
                self.copy(track, sampler)

    def _release(
        self, name: str, artist_ids: list[str] | tuple[str, ...], label: str, kind: str, on: date
    ) -> Album:
        return self.world.add_album(name, artist_ids, label=label, album_type=kind, release_date=on)

    def _recording(self, album: Album) -> Recording:
        number = self.world.ids.number("recording")
        guests = self._rng.sample(list(self.label_of), 1) if self._rng.random() < 0.08 else []
        artist_ids = tuple(dict.fromkeys([*album.artist_ids, *guests]))
        registrant = f"S{LABELS.index(album.label) + 10}"
        code = isrc(registrant, album.release_date.year, number)
        length = self._rng.randint(120_000, 380_000)
        return Recording(self._names.new(title), code, artist_ids, length, self._rng.random() < 0.06)

    def _press(self, recording: Recording, album: Album) -> Track:
        # Pressings of one recording differ by less than a second.
        length = recording.duration_ms + digest(album.id, recording.isrc, size=1)[0] * 3
        return self.world.add_track(
            recording.name,
            album.id,
            isrc_code=recording.isrc,
            artist_ids=recording.artist_ids,
            duration_ms=length,
            explicit=recording.explicit,
        )

    def _tracks(self, album: Album) -> tuple[Track, ...]:
        return self.world.catalog.tracks_of(album.id)
