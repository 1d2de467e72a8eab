"""Answers to core values (pure): only the fields named here ever get any further.

A playlist entry names its object `item`, or `track` in the older tiers; the presence of the key counts, since
its value may rightly be null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.core.items import NOTHING, Item, Kind, Place
from tracker.core.offers import Listed, as_listed
from tracker.core.replacements import Candidate
from tracker.core.rights import LONGEST, Release
from tracker.core.titles import is_nobody
from tracker.spotify.payloads import (
    Object,
    clean,
    count_in,
    ident,
    isrc,
    moment,
    name_in,
    names_in,
    object_in,
    part,
    rows_in,
    text,
    whole,
    wrong,
)

_TRACK = Kind.TRACK  # Python 3.11 takes as long to find a member of an enumeration as to read two fields
MOST_LINES = 8
"""More rights lines than any release was seen to have."""
_MARKET = re.compile(r"[A-Z]{2}")
MOST_MARKETS = 676
"""There are no more codes of two letters."""
MOST_ROWS = 1000
"""No page was ever asked to hold a tenth of this."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of anything: where it says it begins, the total it claims, whether it says that more follow.

    `limit` is the most rows that it says it may have, None where it does not say.
    """

    offset: int
    total: int
    more: bool
    rows: tuple[object, ...]
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A playlist without its entries; `readable` if the answer spoke of entries at all, `total` how many it said."""

    name: str | None
    snapshot: str | None
    readable: bool
    total: int | None = None


@dataclass(frozen=True, slots=True)
class AlbumHit:
    """A release without its tracks; `compilation` if it gathers songs of many."""

    id: str
    name: str
    artists: tuple[str, ...]
    compilation: bool


@dataclass(frozen=True, slots=True)
class Album:
    """An album and the first page of its tracks; and whose it is, as far as the answer tells."""

    id: str | None
    name: str
    page: Page
    rights: tuple[tuple[str, str], ...] = ()
    label: str | None = None

    def release(self, ref: str) -> Release:
        """What it tells of itself, as the album `ref`."""
        return Release(ref, self.rights, self.label)

    @property
    def empty(self) -> bool:
        """Whether it shows no tracks: a total of none above tracks that are there is a contradiction, not that."""
        return not self.page.total and not self.page.rows


def parse_page(body: object, asked: int) -> Page:
    """A page of rows; `asked` is the offset that was asked for, taken where the page names none."""
    source = object_in(body, "page")
    offset = count_in(source, "offset") if "offset" in source else asked
    total, rows = count_in(source, "total"), rows_in(source, "items")
    if len(rows) > MOST_ROWS:
        raise wrong("items")
    more, limit = source.get("next") is not None, whole(source.get("limit"), least=1)
    return Page(offset, total, more, tuple(rows), limit)


def parse_head(body: Object) -> Head:
    """A playlist's version and name; either may be missing."""
    parts = [part(body, key) for key in ("items", "tracks") if isinstance(body.get(key), dict)]
    totals = [total for each in parts if (total := whole(each.get("total"))) is not None]
    return Head(
        text(body.get("name")), text(body.get("snapshot_id")), bool(parts), totals[0] if totals else None
    )


def parse_place(row: object, position: int) -> Place:
    """One entry of a playlist or of the saved tracks; a null entry is a place with nothing."""
    if row is None:
        return Place(position, NOTHING)
    entry = object_in(row, "entry")
    if "item" not in entry and "track" not in entry:
        raise wrong("item")
    item = parse_item(entry["item"] if "item" in entry else entry["track"])
    if entry.get("is_local") is True and item.kind is _TRACK:
        item = replace(item, kind=Kind.LOCAL)
    return Place(position, item, moment(entry.get("added_at")))


def parse_item(value: object) -> Item:
    """A track, episode or local file; null is nothing. An object without a name raises: it proves no absence."""
    if value is None:
        return NOTHING
    source = object_in(value, "item")
    album = part(source, "album")
    playable = source.get("is_playable")
    return Item(  # in the order of its fields: by their names it takes a third longer
        _kind(source),
        ident(source.get("id")),
        ident(part(source, "linked_from").get("id")) if "linked_from" in source else None,
        name_in(source),
        names_in(source, "artists"),
        ident(album.get("id")),
        text(album.get("name")) or "",
        isrc(source),
        whole(source.get("duration_ms")),
        whole(source.get("disc_number"), 1),
        whole(source.get("track_number"), 1),
        playable if isinstance(playable, bool) else None,
        text(part(source, "restrictions").get("reason")) if "restrictions" in source else None,
    )


def _kind(source: Object) -> Kind:
    """Older tiers shape an episode like a track and mark it so; whatever is no track is spoken word."""
    if source.get("is_local") is True:
        return Kind.LOCAL
    spoken = source.get("type", "track") != "track" or source.get("episode") is True
    return Kind.EPISODE if spoken else _TRACK


def parse_album(body: object) -> Album:
    """An album with its embedded tracks; an empty name is the mark of a take-down."""
    source = object_in(body, "album")
    page = parse_page(source.get("tracks"), 0)
    return Album(ident(source.get("id")), name_in(source), page, _rights(source), text(source.get("label")))


def _rights(source: Object) -> tuple[tuple[str, str], ...]:
    """The rights lines, which only describe: one that is not of its shape is left out."""
    lines = source.get("copyrights")
    rows = [row for row in lines[:MOST_LINES] if isinstance(row, dict)] if isinstance(lines, list) else []
    told = [(text(row.get("type")) or "", text(row.get("text"))) for row in rows]
    return tuple((kind[:1], line[:LONGEST]) for kind, line in told if line)


def parse_saved_album(row: object) -> tuple[datetime | None, Album | None]:
    """When an album was saved, and the album; (None, None) for a null in its place."""
    if row is None:
        return None, None
    entry = object_in(row, "entry")
    if "album" not in entry:
        raise wrong("album")
    added_at, album = moment(entry.get("added_at")), entry["album"]
    if album is None:
        return added_at, None
    parsed = parse_album(album)
    if parsed.id is None:  # an album whose id cannot be read is no album that is not there
        raise wrong("id")
    return added_at, parsed


def parse_album_track(row: object, album_id: str | None, album: str) -> Item:
    """A track as its album lists it: the short form names neither album nor recording."""
    item = parse_item(row)
    if item.kind is Kind.NOTHING or item.album_id:
        return item
    return replace(item, album_id=album_id, album=clean(album))


def parse_album_id(row: object) -> str:
    """The id of one release in an artist's list."""
    found = ident(object_in(row, "album").get("id"))
    if found is None:
        raise wrong("id")
    return found


def parse_hits(body: object, kind: str) -> tuple[object, ...]:
    """The rows of a search for one kind (`tracks`, `albums`); the nulls among them are no hits."""
    page = object_in(object_in(body, kind).get(kind), kind)
    rows = rows_in(page, "items")
    if len(rows) > MOST_ROWS:
        raise wrong("items")
    return tuple(row for row in rows if row is not None)


def parse_markets(source: Object) -> Listed | None:
    """A track's list of markets, which may be empty; None where there is none, or not only of codes."""
    codes = source.get("available_markets")
    if not isinstance(codes, list) or len(codes) > MOST_MARKETS:
        return None
    told = [code for code in codes if isinstance(code, str) and _MARKET.fullmatch(code)]
    return as_listed(told) if len(told) == len(codes) else None


def parse_candidate(row: object) -> Candidate:
    """A track that was found, and whether its album gathers songs of many."""
    album = part(object_in(row, "item"), "album")
    gathered = album.get("album_type") == "compilation" or any(map(is_nobody, names_in(album, "artists")))
    return Candidate(parse_item(row), compilation=gathered)


def parse_album_hit(row: object) -> AlbumHit:
    """A release as a search or a list of releases shows it."""
    source = object_in(row, "album")
    found = ident(source.get("id"))
    if found is None:
        raise wrong("id")
    gathered = source.get("album_type") == "compilation"
    return AlbumHit(found, name_in(source), names_in(source, "artists"), compilation=gathered)


def parse_account(body: Mapping[str, object]) -> str:
    """Who is logged in: the stable account id, or the older user id where there is none."""
    found = text(body.get("account_id")) or text(body.get("id"))
    if found is None:
        raise wrong("account_id")
    return found


def track_key(item: Item, album_id: str | None = None) -> str | None:
    """The name of a track's place on its album: `disc-number`, after the album's id where several are read."""
    if item.disc is None or item.number is None:
        return None
    place = f"{item.disc}-{item.number}"
    return f"{album_id}-{place}" if album_id else place
