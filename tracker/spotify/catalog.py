"""The catalogue port: which reader, which token, for which watch."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.core.errors import Refused, SourceLost
from tracker.core.items import ListPage, ListVersion, Reading, Way
from tracker.core.known import KnownEntry
from tracker.core.plan import PAGE
from tracker.core.ports import Described
from tracker.core.rights import Release
from tracker.core.watch import Source, Watch
from tracker.spotify import endpoints
from tracker.spotify.albums import AlbumReader
from tracker.spotify.artists import ArtistReader
from tracker.spotify.canary import Canary, Known
from tracker.spotify.door import Door
from tracker.spotify.endpoints import OTHER_PAGE, Ask, Auth
from tracker.spotify.parse import parse_album, parse_item
from tracker.spotify.payloads import name_in
from tracker.spotify.playlists import PlaylistReader
from tracker.spotify.saved import SavedReader
from tracker.spotify.tracks import TrackReader
from tracker.spotify.whose import Whose

SAVED_LABELS = {Source.SAVED_TRACKS: "Saved tracks", Source.SAVED_ALBUMS: "Saved albums"}


class ServiceCatalog:
    """Implements `tracker.core.ports.Catalog` on the Web API.

    Lists need the owner's token, which sees them as `account_market` only; everything else takes the app's
    own token where there is one, because that alone obeys `market`. Where nobody told the account's market
    (None), the market that is asked for is taken for it.
    """

    def __init__(self, door: Door, account_market: str | None, canaries: Known = lambda _: ()) -> None:
        """Keep the door; `canaries` tells ids of tracks that should answer in a market."""
        self._door, self._whose = door, Whose(door, account_market)
        self._canary = Canary(door, canaries)
        self._sent_before = door.sent

    def read(self, watch: Watch, market: str, way: Way, before: ListVersion | None = None) -> Reading:
        """All places of a watched source as `market` sees them; PAGES cuts the same list at other places."""
        if before is not None:
            return self._list(watch.ref, market).read(known=before)
        if watch.source.needs_login:
            return self._own(watch.source, watch.ref, market, OTHER_PAGE if way is Way.PAGES else PAGE)
        auth = self._whose.for_market(market)
        if watch.source is Source.ALBUM:
            albums = AlbumReader(self._canary, market, auth)
            return albums.pages(watch.ref) if way is Way.PAGES else albums.read(watch.ref)
        if watch.source is Source.ARTIST:
            return ArtistReader(self._canary, watch.ref, market, auth).read()
        entry = KnownEntry(id=0, track_id=watch.ref, answers=frozenset({watch.ref}))
        return TrackReader(self._canary, market, auth).singles([entry])

    def version(self, ref: str, market: str) -> ListVersion:
        """A playlist's version and name."""
        return self._list(ref, market).version()

    def page(self, ref: str, market: str, offset: int) -> ListPage:
        """One page of a playlist."""
        return self._list(ref, market).page(offset)

    def singles(self, entries: Sequence[KnownEntry], market: str) -> Reading:
        """Every entry's track by its own id; incomplete with why `canary` if 404s cannot be believed."""
        return TrackReader(self._canary, market, self._whose.for_market(market)).singles(entries)

    def albums(self, entries: Sequence[KnownEntry], market: str) -> Reading:
        """The same through the albums that hold the tracks, where that is cheaper."""
        return TrackReader(self._canary, market, self._whose.for_market(market)).albums(entries)

    def describe(self, source: Source, ref: str, market: str) -> Described:
        """A source's name and size; raises SourceLost if there is none under this id, or it cannot be read."""
        if source in SAVED_LABELS:
            return Described(SAVED_LABELS[source], SavedReader(self._door, self._canary, market).size(source))
        if source is Source.PLAYLIST:
            reader = PlaylistReader(self._door, self._canary, ref, market)
            head = reader.head()
            return Described(head.name or f"playlist {ref}", reader.size(head))
        return self._described(source, ref, market, self._whose.for_market(market))

    def release(self, album_id: str, market: str) -> Release:
        """What an album tells of its rights and its label; nothing, if it answers 404."""
        reader = AlbumReader(self._canary, market, self._whose.for_market(market))
        album = reader.find(album_id)
        return album.release(album_id) if album else Release(album_id)

    def calls(self) -> int:
        """How many calls the present thread has sent since this catalogue was made."""
        return self._door.sent - self._sent_before

    def _list(self, ref: str, market: str) -> PlaylistReader:
        self._must_be_home(market)
        return PlaylistReader(self._door, self._canary, ref, market)

    def _must_be_home(self, market: str) -> None:
        if self._whose.foreign(market):
            message = f"Lists are seen as the account's own market {self._whose.account_market} only, not as {market}."
            raise Refused(message, why="market")

    def _own(self, source: Source, ref: str, market: str, limit: int) -> Reading:
        if source is Source.PLAYLIST:
            return self._list(ref, market).read(limit)
        self._must_be_home(market)
        saved = SavedReader(self._door, self._canary, market)
        return saved.tracks(limit) if source is Source.SAVED_TRACKS else saved.albums(limit)

    def _described(self, source: Source, ref: str, market: str, auth: Auth) -> Described:
        asks: dict[Source, Ask] = {
            Source.ALBUM: endpoints.album(ref, market, auth),
            Source.ARTIST: endpoints.artist(ref, auth),
            Source.TRACK: endpoints.track(ref, market, auth),
        }
        answer = self._canary.get(asks[source])
        if answer.status != 200:
            raise SourceLost(f"There is no {source.value} {ref} that this app can see.", status=answer.status)
        if source is Source.TRACK:
            item = parse_item(answer.body)
            name = ": ".join(part for part in (", ".join(item.artists), item.title) if part)
            return Described(name or f"track {ref}", 1)
        size = parse_album(answer.body).page.total if source is Source.ALBUM else None
        return Described(name_in(answer.body) or f"{source.value} {ref}", size)
