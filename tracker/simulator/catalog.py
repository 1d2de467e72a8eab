"""The invented catalogue: artists, albums, tracks, episodes and local files, with their indexes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Artist:
    """A performer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Album:
    """A release; `appears_at` is None when it was there from the beginning."""

    id: str
    name: str
    album_type: str
    artist_ids: tuple[str, ...]
    label: str
    release_date: date
    upc: str
    appears_at: datetime | None = None

    def exists(self, at: datetime) -> bool:
        """Whether the release is in the catalogue at a moment."""
        return self.appears_at is None or self.appears_at <= at


@dataclass(frozen=True, slots=True)
class Track:
    """One place of one recording on one album; the ISRC names the recording. Duration in milliseconds."""

    id: str
    name: str
    isrc: str
    album_id: str
    artist_ids: tuple[str, ...]
    duration_ms: int
    track_number: int
    disc_number: int = 1
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class Episode:
    """One instalment of a show; it may stand in a playlist. Duration in milliseconds."""

    id: str
    name: str
    show_id: str
    show_name: str
    duration_ms: int
    release_date: date


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file on the listener's disk that stands in a playlist; it has a uri and no id. Duration in seconds."""

    uri: str
    artist: str
    album: str
    title: str
    seconds: int


class Catalog:
    """Everything that can be looked up, by id and by the indexes that the service needs."""

    def __init__(self) -> None:
        self.artists: dict[str, Artist] = {}
        self.albums: dict[str, Album] = {}
        self.tracks: dict[str, Track] = {}
        self.episodes: dict[str, Episode] = {}
        self.local_files: dict[str, LocalFile] = {}
        self._on_album: dict[str, tuple[str, ...]] = {}
        self._by_isrc: dict[str, tuple[str, ...]] = {}
        self._by_artist: dict[str, tuple[str, ...]] = {}

    def add_album(self, album: Album) -> Album:
        """Put a release into the catalogue; KeyError if an artist of it is unknown."""
        for artist_id in album.artist_ids:
            artist = self.artists[artist_id]
            self._by_artist[artist.id] = (*self._by_artist.get(artist.id, ()), album.id)
        self.albums[album.id] = album
        return album

    def add_track(self, track: Track) -> Track:
        """Put a track onto its album; KeyError if the album is unknown."""
        album = self.albums[track.album_id]
        self._on_album[album.id] = (*self._on_album.get(album.id, ()), track.id)
        self._by_isrc[track.isrc] = (*self._by_isrc.get(track.isrc, ()), track.id)
        self.tracks[track.id] = track
        return track

    def tracks_of(self, album_id: str) -> tuple[Track, ...]:
        """Give the tracks of an album in album order."""
        return tuple(self.tracks[track_id] for track_id in self._on_album.get(album_id, ()))

    def albums_of(self, artist_id: str) -> tuple[Album, ...]:
        """Give the releases on which the artist is named, newest first."""
        albums = [self.albums[album_id] for album_id in self._by_artist.get(artist_id, ())]
        return tuple(sorted(albums, key=lambda album: (album.release_date, album.id), reverse=True))

    def same_recording(self, isrc: str) -> tuple[Track, ...]:
        """Give every track that carries the recording code."""
        return tuple(self.tracks[track_id] for track_id in self._by_isrc.get(isrc, ()))

    def holds(self, item: str) -> bool:
        """Whether an item may stand in a list: a track, an episode, an album or a local file."""
        return any(item in known for known in (self.tracks, self.episodes, self.local_files, self.albums))
