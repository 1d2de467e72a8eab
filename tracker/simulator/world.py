"""The simulated outside world: a catalogue, lists and their scripted life, all a function of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Unpack

from tracker.simulator.cast import SAVED_ALBUMS, SAVED_TRACKS, Cast
from tracker.simulator.catalog import Album, Artist, Catalog, Track
from tracker.simulator.clock import aware
from tracker.simulator.ids import IdMaker, ean, isrc
from tracker.simulator.markets import MARKETS
from tracker.simulator.playlists import Closure, Edit, Entry, Playlist, Traits, User
from tracker.simulator.standing import PLAYABLE, Change, Reason, Standing, Timeline, Way
from tracker.simulator.truth import Truth, read_truth


class World:
    """Build one with `build_world` or `small_world`, then change it through the methods below.

    Every change carries the moment from which it holds, so the clock may be moved both ways. All moments are
    aware datetimes; a naive one is a ValueError, an unknown id a KeyError.
    """

    cast: Cast

    def __init__(self, start: datetime, *, seed: int = 7, listener: str = "The Listener") -> None:
        self.start = aware(start)
        self.ids = IdMaker(seed)
        self.catalog = Catalog()
        self.markets = MARKETS
        self.timeline = Timeline(MARKETS)
        self.users: dict[str, User] = {}
        self.listener = self.add_user(listener)
        self.playlists: dict[str, Playlist] = {}
        self.saved_tracks = self._library(SAVED_TRACKS)
        self.saved_albums = self._library(SAVED_ALBUMS)

    # --- building -----------------------------------------------------------------------------------------

    def add_user(self, name: str) -> User:
        """Open another account."""
        user = User(name.lower().replace(" ", "_"), name)
        self.users[user.id] = user
        return user

    def add_artist(self, name: str) -> Artist:
        """Put an artist into the catalogue."""
        artist = Artist(self.ids.next("artist"), name)
        self.catalog.artists[artist.id] = artist
        return artist

    def add_album(
        self,
        name: str,
        artist_ids: Sequence[str],
        *,
        label: str = "Kettle & Stone",
        album_type: str = "album",
        release_date: date = date(2019, 5, 17),
        appears_at: datetime | None = None,
    ) -> Album:
        """Put an empty release into the catalogue; it and its tracks answer 404 before `appears_at`."""
        upc = ean(self.ids.number("upc"))
        appears = aware(appears_at) if appears_at else None
        album = Album(
            self.ids.next("album"), name, album_type, tuple(artist_ids), label, release_date, upc, appears
        )
        return self.catalog.add_album(album)

    def add_track(
        self,
        name: str = "",
        album_id: str = "",
        *,
        isrc_code: str = "",
        artist_ids: Sequence[str] = (),
        duration_ms: int = 200_000,
        explicit: bool = False,
    ) -> Track:
        """Put a track at the end of an album (the first one if none is named); what is not given is invented."""
        album = self.catalog.albums[album_id or next(iter(self.catalog.albums))]
        number = self.ids.number("track-number")
        track = Track(
            id=self.ids.next("track"),
            name=name or f"Song No. {number}",
            isrc=isrc_code or isrc("SIM", album.release_date.year, number),
            album_id=album.id,
            artist_ids=tuple(artist_ids) or album.artist_ids,
            duration_ms=duration_ms,
            track_number=len(self.catalog.tracks_of(album.id)) + 1,
            explicit=explicit,
        )
        return self.catalog.add_track(track)

    def add_playlist(
        self, name: str, items: Iterable[str | Entry], owner: User | None = None, **traits: Unpack[Traits]
    ) -> str:
        """Open a list and give its id; a plain id becomes an entry added on a day of its own before the start."""
        by = owner or self.listener
        entries = tuple(self._entry(place, item, by) for place, item in enumerate(items))
        listing = Playlist(self.ids.next("playlist"), name, by, self.start, entries, **traits)
        self.playlists[listing.id] = listing
        return listing.id

    def big_playlist(self, size: int) -> str:
        """Open an own list of `size` new tracks, twelve to an album; give its id."""
        artist = self.add_artist("The Long Procession")
        items: list[str] = []
        while len(items) < size:
            album = self.add_album(f"Procession, Part {len(items) // 12 + 1}", [artist.id])
            items += [self.add_track(album_id=album.id).id for _ in range(min(12, size - len(items)))]
        return self.add_playlist(f"{size} Songs", items)

    def entry(self, item: str, *, days_before: int, by: User | None = None) -> Entry:
        """Make an entry that was added so many days before the start."""
        return Entry(item, self.start - timedelta(days=days_before), (by or self.listener).id)

    # --- life ---------------------------------------------------------------------------------------------

    def take_down(
        self,
        track_id: str,
        at: datetime,
        markets: Iterable[str] | None = None,
        way: Way = "unplayable",
        reason: Reason = "market",
    ) -> None:
        """Make a track unavailable from a moment on, in some markets or (None) in all."""
        self._change(track_id, at, markets, Standing(way, reason))

    def restore(self, track_id: str, at: datetime, markets: Iterable[str] | None = None) -> None:
        """Make a track playable again under its own id; this also ends a link."""
        self._change(track_id, at, markets, PLAYABLE)

    def relink(self, old: str, new: str, at: datetime, markets: Iterable[str] | None = None) -> None:
        """Let the new id answer for the old one from a moment on, as long as the new one can be played."""
        self._change(old, at, markets, Standing(via=self.catalog.tracks[new].id))

    def edit_playlist(
        self,
        playlist_id: str,
        at: datetime,
        *,
        remove: Iterable[int] = (),
        add: Iterable[str] = (),
        move: tuple[int, int] | None = None,
        position: int | None = None,
    ) -> None:
        """Let the owner change a list: removals by position, then a move, then additions (at the end or `position`)."""
        listing, items = self.listing(playlist_id), tuple(add)
        for item in items:
            self._require(item)
        listing.edit(Edit(aware(at), listing.owner.id, tuple(remove), move, items, position))

    def make_private(
        self, playlist_id: str, at: datetime, until: datetime | None = None, status: int = 404
    ) -> None:
        """Shut everyone but the owner out: 404 hides the list, 403 only its content."""
        if status not in (403, 404):
            raise ValueError(f"a closed list answers 403 or 404, not {status}")
        self.playlists[playlist_id].close(Closure(aware(at), aware(until) if until else None, status))

    # --- reading ------------------------------------------------------------------------------------------

    def listing(self, playlist_id: str) -> Playlist:
        """Give a playlist, or the saved tracks or albums under their names; KeyError if there is none."""
        library = {SAVED_TRACKS: self.saved_tracks, SAVED_ALBUMS: self.saved_albums}
        return library.get(playlist_id) or self.playlists[playlist_id]

    def listings(self) -> tuple[Playlist, ...]:
        """Give every list of the world, the libraries included."""
        return (*self.playlists.values(), self.saved_tracks, self.saved_albums)

    def standing(self, track_id: str, market: str | None, at: datetime) -> Standing:
        """Tell how a known track stands at a moment; without a market, how the object itself stands."""
        if not self.catalog.albums[self.catalog.tracks[track_id].album_id].exists(at):
            return Standing("missing")
        if market is None:
            return self.timeline.object_state(track_id, at)
        return self.timeline.standing(track_id, market, at)

    def truth(self, until: datetime, markets: Iterable[str] | None = None) -> Truth:
        """Tell what really happened up to a moment, for the cast's two markets unless others are named."""
        chosen = tuple(markets) if markets is not None else (self.cast.account_market, self.cast.other_market)
        return read_truth(self, aware(until), chosen)

    # --- inside -------------------------------------------------------------------------------------------

    def _change(self, track_id: str, at: datetime, markets: Iterable[str] | None, standing: Standing) -> None:
        track = self.catalog.tracks[track_id]
        where = None if markets is None else frozenset(markets)
        self.timeline.add(track.id, Change(aware(at), where, standing))

    def _library(self, name: str) -> Playlist:
        return Playlist(name, name, self.listener, self.start, ())

    def _entry(self, place: int, item: str | Entry, by: User) -> Entry:
        entry = item if isinstance(item, Entry) else self.entry(item, days_before=900 - place, by=by)
        self._require(entry.item)
        return entry

    def _require(self, item: str) -> None:
        if not self.catalog.holds(item):
            raise KeyError(item)
