"""The JSON of catalogue objects in the three tiers; tracks are written once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Literal, NamedTuple

from tracker.simulator.catalog import Album, Artist, Track
from tracker.simulator.ids import digest
from tracker.simulator.reply import dumps
from tracker.simulator.standing import Reason, Standing, Way
from tracker.simulator.world import World

Tier = Literal["A", "B", "C"]
Shape = dict[str, object]
GONE: tuple[Way, ...] = ("null", "missing")


class Look(NamedTuple):
    """What a look at a track meets: the id that answers, how it stands, and for A and B where it is open."""

    answers: str
    linked_from: str | None
    way: Way | None
    reason: Reason
    market: str | None
    open_markets: tuple[str, ...] | None = None
    album_markets: tuple[str, ...] | None = None


class Shapes:
    """Writes objects for one tier and one address of the data side (`base`, without a closing slash)."""

    def __init__(self, world: World, tier: Tier, base: str) -> None:
        self.world, self.tier, self.base = world, tier, base
        self.full = tier != "C"
        self._tracks: dict[tuple[Look, bool], str] = {}
        self._album_tracks: dict[Look, str] = {}
        self.told: Mapping[str, Standing] = {}

    def telling(self, told: Mapping[str, Standing]) -> Shapes:
        """Give a writer that shows these tracks so, however they stand, and shares all that was written."""
        other = copy(self)
        other.told = told
        return other

    def look(self, track_id: str, market: str | None, at: datetime) -> Look:
        """Look at a known track; without a market nothing is linked."""
        world, standing = self.world, self.told.get(track_id) or self.world.standing(track_id, market, at)
        via = standing.via
        linked_from = track_id if via else None
        if market is not None or not self.full:
            return Look(via or track_id, linked_from, standing.way, standing.reason, market)
        album = world.catalog.albums[world.catalog.tracks[track_id].album_id]
        open_markets = world.timeline.open_markets(track_id, at)
        return Look(
            track_id, None, standing.way, standing.reason, None, open_markets, self._album_markets(album, at)
        )

    def track_text(self, look: Look, *, listed: bool = False) -> str:
        """Write a whole track; `listed` adds what only playlist entries of the older tiers carry."""
        key = (look, listed)
        text = self._tracks.get(key)
        if text is None:
            text = self._tracks[key] = dumps(self._track(look, listed=listed))
        return text

    def album_track_text(self, look: Look) -> str:
        """Write a track as an album lists it: without its album and its recording code."""
        text = self._album_tracks.get(look)
        if text is None:
            text = self._album_tracks[look] = dumps(self._album_track(look))
        return text

    def album_reference(self, album: Album, markets: tuple[str, ...] | None = None) -> Shape:
        """Write an album as tracks and lists of albums carry it."""
        shape: Shape = {
            "album_type": album.album_type,
            "artists": [self.artist_reference(artist_id) for artist_id in album.artist_ids],
            **self.reference("album", album.id),
            "images": [],
            "name": album.name,
            "release_date": album.release_date.isoformat(),
            "release_date_precision": "day",
            "total_tracks": len(self.world.catalog.tracks_of(album.id)),
        }
        if markets is not None:
            shape["available_markets"] = list(markets)
        return shape

    def album(self, album: Album, market: str | None, at: datetime) -> Shape:
        """Write a whole album but for its tracks."""
        open_markets = self._album_markets(album, at) if self.full and market is None else None
        year = album.release_date.year
        shape = {
            **self.album_reference(album, open_markets),
            "copyrights": [
                {"text": f"© {year} {album.label}", "type": "C"},
                {"text": f"℗ {year} {album.label}", "type": "P"},
            ],
            "external_ids": {"upc": album.upc},
            "genres": [],
        }
        if self.full:
            shape |= {"label": album.label, "popularity": _popularity(album.id)}
        return shape

    def artist(self, artist: Artist) -> Shape:
        """Write a whole artist."""
        shape: Shape = {**self.artist_reference(artist.id), "genres": [], "images": []}
        if self.full:
            popularity = _popularity(artist.id)
            shape |= {"popularity": popularity, "followers": {"href": None, "total": popularity * 137}}
        return shape

    def artist_reference(self, artist_id: str) -> Shape:
        """Write an artist as tracks and albums carry it."""
        return {**self.reference("artist", artist_id), "name": self.world.catalog.artists[artist_id].name}

    def reference(self, kind: str, ident: str) -> Shape:
        """Write what every object carries: its id, kind and addresses."""
        return {
            "external_urls": {"spotify": f"https://open.spotify.com/{kind}/{ident}"},
            "href": f"{self.base}/{kind}s/{ident}",
            "id": ident,
            "type": kind,
            "uri": f"spotify:{kind}:{ident}",
        }

    def album_looks(self, album: Album, market: str | None, at: datetime) -> list[Look]:
        """Look at all tracks of an album that are still listed on it."""
        looks = (self.look(track.id, market, at) for track in self.world.catalog.tracks_of(album.id))
        return [look for look in looks if look.way not in GONE]

    def _track(self, look: Look, *, listed: bool) -> Shape:
        track = self.world.catalog.tracks[look.answers]
        album = self.album_reference(self.world.catalog.albums[track.album_id], look.album_markets)
        if look.way == "empty":
            album = _nameless(album)
        shape: Shape = {"album": album, **self._album_track(look), "external_ids": _external_ids(track, look)}
        if self.full:
            shape["popularity"] = _popularity(track.id) if look.way is None else 0
        if self.full and listed:
            shape |= {"episode": False, "track": True}
        return shape

    def _album_track(self, look: Look) -> Shape:
        track = self.world.catalog.tracks[look.answers]
        shape: Shape = {
            "artists": [self.artist_reference(artist_id) for artist_id in track.artist_ids],
            "disc_number": track.disc_number,
            "duration_ms": track.duration_ms,
            "explicit": track.explicit,
            **self.reference("track", track.id),
            "is_local": False,
            "name": track.name,
            "preview_url": None,
            "track_number": track.track_number,
        }
        if look.open_markets is not None:
            shape["available_markets"] = list(look.open_markets)
        if look.market is not None:
            shape["is_playable"] = look.way is None
        if look.market is not None and look.way in ("unplayable", "missing"):
            shape["restrictions"] = {"reason": look.reason}
        if look.linked_from and self.full:
            shape["linked_from"] = self.reference("track", look.linked_from)
        return _nameless(shape) if look.way == "empty" else shape

    def _album_markets(self, album: Album, at: datetime) -> tuple[str, ...]:
        timeline = self.world.timeline
        found: set[str] = set()
        for track in self.world.catalog.tracks_of(album.id):
            open_markets = timeline.open_markets(track.id, at)
            if open_markets is timeline.markets:
                return timeline.markets
            found.update(open_markets)
        return tuple(sorted(found))


def _nameless(shape: Shape) -> Shape:
    artist: Shape = {"external_urls": {}, "href": None, "id": None, "name": "", "type": "artist", "uri": None}
    return {**shape, "name": "", "artists": [artist]}


def _external_ids(track: Track, look: Look) -> Shape:
    return {} if look.way == "empty" else {"isrc": track.isrc}


def _popularity(ident: str) -> int:
    return digest("popularity", ident, size=1)[0] % 90
