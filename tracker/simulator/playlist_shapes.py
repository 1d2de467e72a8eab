"""The JSON of playlists and of their entries, which differ most between the tiers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from tracker.simulator.catalog import Episode, LocalFile
from tracker.simulator.clock import stamp
from tracker.simulator.playlists import Entry, Playlist, User
from tracker.simulator.reply import dumps
from tracker.simulator.shapes import Shape, Shapes

EntryStyle = Literal["item", "track", "both"]


class PlaylistShapes:
    """Writes playlists and entries by means of the catalogue's shapes."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes, self.catalog, self.full = shapes, shapes.world.catalog, shapes.full
        self._by: dict[str, str] = {}

    @property
    def entry_style(self) -> EntryStyle:
        """How entries on the newer `/items` address name their item."""
        return "both" if self.full else "item"

    def entries(
        self, entries: Iterable[Entry], market: str | None, at: datetime, *, style: EntryStyle, episodes: bool
    ) -> list[str]:
        """Write entries as JSON texts; without `episodes` they come as nulls (C) or shaped like tracks (A, B)."""
        return [self._entry(entry, market, at, style, episodes=episodes) for entry in entries]

    def saved_track(self, entry: Entry, market: str | None, at: datetime) -> str:
        """Write one saved track; the key is `track` in every tier."""
        return f'{{"added_at":{_added(entry)},"track":{self._track(entry, market, at)}}}'

    def playlist(self, listing: Playlist, at: datetime) -> Shape:
        """Write a playlist but for its entries."""
        shape: Shape = {
            **self.shapes.reference("playlist", listing.id),
            "collaborative": listing.collaborative,
            "description": listing.description,
            "images": None,
            "name": listing.name,
            "owner": self._user(listing.owner),
            "primary_color": None,
            "public": listing.public,
            "snapshot_id": listing.version_at(at).snapshot_id,
        }
        if self.full:
            shape["followers"] = {"href": None, "total": 3}
        return shape

    def counted(self, listing: Playlist, at: datetime, *, readable: bool) -> Shape:
        """Write a playlist as a list of playlists carries it: with a count where it may be read."""
        count = {
            "href": f"{self.shapes.base}/playlists/{listing.id}/{self.page_key}",
            "total": len(listing.version_at(at).entries),
        }
        keys = self.page_keys if readable else ()
        return {**self.playlist(listing, at), **dict.fromkeys(keys, count)}

    @property
    def page_key(self) -> str:
        """The name of the content in addresses."""
        return "tracks" if self.shapes.tier == "A" else "items"

    @property
    def page_keys(self) -> tuple[str, ...]:
        """The names under which a playlist object holds its content."""
        return {"A": ("tracks",), "B": ("tracks", "items"), "C": ("items",)}[self.shapes.tier]

    def _entry(
        self, entry: Entry, market: str | None, at: datetime, style: EntryStyle, *, episodes: bool
    ) -> str:
        item, by = self._item(entry, market, at, episodes=episodes), entry.added_by
        if item == "null" and entry.item in self.catalog.tracks:
            by = ""
        named = ",".join(f'"{key}":{item}' for key in (("item", "track") if style == "both" else (style,)))
        local = "true" if entry.item in self.catalog.local_files else "false"
        video = "null" if item == "null" else '{"url":null}'
        return (
            f'{{"added_at":{_added(entry)},"added_by":{self._adder(by)},"is_local":{local},{named},'
            f'"primary_color":null,"video_thumbnail":{video}}}'
        )

    def _item(self, entry: Entry, market: str | None, at: datetime, *, episodes: bool) -> str:
        if entry.item in self.catalog.local_files:
            return dumps(self._local(self.catalog.local_files[entry.item]))
        if entry.item in self.catalog.episodes:
            return self._episode(self.catalog.episodes[entry.item], market, whole=episodes)
        return self._track(entry, market, at, listed=True)

    def _track(self, entry: Entry, market: str | None, at: datetime, *, listed: bool = False) -> str:
        look = self.shapes.look(entry.item, market, at)
        return "null" if look.way == "null" else self.shapes.track_text(look, listed=listed)

    def _episode(self, episode: Episode, market: str | None, *, whole: bool) -> str:
        if not whole and not self.full:
            return "null"
        shape: Shape = {
            **self.shapes.reference("episode", episode.id),
            "name": episode.name,
            "duration_ms": episode.duration_ms,
            "explicit": False,
        }
        if market is not None:
            shape["is_playable"] = True
        if self.full:
            shape |= {"episode": True, "track": False}
        show = {**self.shapes.reference("show", episode.show_id), "name": episode.show_name}
        if whole:
            released = {"release_date": episode.release_date.isoformat(), "release_date_precision": "day"}
            return dumps(shape | released | {"images": [], "is_externally_hosted": False, "show": show})
        album = {**show, "album_type": "show", "artists": [], "images": []}
        return dumps(
            shape | {"type": "track", "is_local": False, "artists": [], "album": album, "external_ids": {}}
        )

    def _local(self, file: LocalFile) -> Shape:
        nobody: Shape = {"external_urls": {}, "href": None, "id": None, "type": "artist", "uri": None}
        album: Shape = {
            "album_type": None,
            "artists": [],
            "external_urls": {},
            "href": None,
            "id": None,
            "images": [],
        }
        more: Shape = {"available_markets": [], "popularity": 0} if self.full else {}
        return more | {
            "album": {**album, "name": file.album, "release_date": None, "type": "album", "uri": None},
            "artists": [{**nobody, "name": file.artist}],
            "disc_number": 0,
            "duration_ms": file.seconds * 1000,
            "explicit": False,
            "external_ids": {},
            "external_urls": {},
            "href": None,
            "id": None,
            "is_local": True,
            "name": file.title,
            "track_number": 0,
            "type": "track",
            "uri": file.uri,
        }

    def _user(self, user: User) -> Shape:
        return {**self.shapes.reference("user", user.id), "display_name": user.name}

    def _adder(self, user_id: str) -> str:
        text = self._by.get(user_id)
        if text is None:
            text = self._by[user_id] = dumps(self.shapes.reference("user", user_id))
        return text


def _added(entry: Entry) -> str:
    return f'"{stamp(entry.added_at)}"' if entry.added_at else "null"
