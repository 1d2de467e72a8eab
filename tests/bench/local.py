"""The work between two calls: reading a page, and finding which place of a long list is which entry."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from tracker.core.items import Item, Kind, Place
from tracker.core.known import KnownEntry
from tracker.core.matching import match
from tracker.net.reply import Reply, json_object
from tracker.simulator.demo_world import build_world
from tracker.simulator.playlist_shapes import PlaylistShapes
from tracker.simulator.playlists import Entry
from tracker.simulator.shapes import Shapes
from tracker.spotify.parse import parse_page, parse_place
from tracker.spotify.shapes import EntryPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.simulator.playlist_shapes import EntryStyle
    from tracker.simulator.shapes import Tier

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def seconds(work: Callable[[], object], times: int) -> float:
    """CPU seconds of one run, the median of so many."""
    found = []
    for _ in range(times):
        start = process_time()
        work()
        found.append(process_time() - start)
    return median(found)


def edits(entries: int = 10_000) -> dict[str, list[int]]:
    """What a list of so many entries holds now, by what was done to it."""
    shuffled = list(range(entries))
    Random(1).shuffle(shuffled)
    edited = [*range(20, entries), *range(10, 20)]
    return {"unchanged": list(range(entries)), "10 gone, 10 moved": edited, "shuffled": shuffled}


def diff_seconds(now: Sequence[int], entries: int = 10_000) -> float:
    """Match a list of so many entries with what it holds now."""
    known = [_entry(n) for n in range(entries)]
    places = [_place(position, n) for position, n in enumerate(now)]
    return seconds(lambda: match(known, places, same_version=False), 25)


def parse_ratio(body: bytes, times: int = 101) -> tuple[float, float]:
    """Seconds from the bytes of a page to its places, and those of `json.loads` alone: medians, each in turn with the other."""
    whole, bare = [], []
    for _ in range(times):
        whole.append(seconds(lambda: places_of(body), 1))
        bare.append(seconds(lambda: json.loads(body), 1))
    return median(whole), median(bare)


def places_of(body: bytes) -> list[Place]:
    """All that is done with the bytes of a page: decoded, made sure of, and read."""
    reply = Reply(200, {"content-type": "application/json"}, body)
    return [parse_place(row, n) for n, row in enumerate(parse_page(json_object(reply, EntryPage), 0).rows)]


def pages() -> dict[str, bytes]:
    """A page of fifty in three sizes: as the simulator gives it now, with pictures and addresses, and of old."""
    return {
        "the simulator's newest tier": simulated("C", "item", "DE"),
        "the same with pictures and more addresses": json.dumps(_page()).encode(),
        "the simulator's oldest tier, with the markets of each track and album": simulated(
            "A", "track", None
        ),
    }


def simulated(tier: Tier, style: EntryStyle, market: str | None) -> bytes:
    """A page of the simulated catalogue's first tracks; without a market each names all of its own."""
    world = build_world()
    shapes = PlaylistShapes(Shapes(world, tier, "http://127.0.0.1:8899/v1"))
    held = [Entry(track, BEGIN, world.listener.id) for track in list(world.catalog.tracks)[:50]]
    rows = ",".join(shapes.entries(held, market, world.start, style=style, episodes=True))
    return f'{{"href":"","limit":50,"next":null,"offset":0,"previous":null,"total":50,"items":[{rows}]}}'.encode()


def _item(n: int) -> Item:
    name = f"invented{n:014d}"
    return Item(Kind.TRACK, name, title=f"Song {n}", artists=("A Band",), isrc=f"XX{n:010d}")


def _place(position: int, n: int) -> Place:
    return Place(position, _item(n), BEGIN + timedelta(minutes=n))


def _entry(n: int) -> KnownEntry:
    item = _item(n)
    entry = KnownEntry(n, f"invented{n:014d}", frozenset({f"invented{n:014d}"}), BEGIN + timedelta(minutes=n))
    return replace(entry, isrc=item.isrc, title=item.title, artists=item.artists)


def _page() -> dict[str, object]:
    """A page as the newest tier gives it without `fields`: about two kilobytes an entry."""
    rows = [{"added_at": "2026-01-01T00:00:00Z", "is_local": False, "item": _track(n)} for n in range(50)]
    return {"offset": 0, "limit": 50, "total": 50, "next": None, "items": rows}


def _track(n: int) -> dict[str, object]:
    name = f"invented{n:014d}"
    artists = [_named("artist", n)]
    images = [
        {"url": f"https://pictures.example/{n}/{size}", "height": size, "width": size}
        for size in (640, 300, 64)
    ]
    album = {
        **_named("album", n),
        "artists": artists,
        "images": images,
        "release_date": "2020-01-01",
        "total_tracks": 9,
    }
    return {
        **_named("track", n), "id": name, "album": album, "artists": artists, "disc_number": 1, "track_number": 1,
        "duration_ms": 200_000, "explicit": False, "external_ids": {"isrc": f"XX{n:010d}"}, "is_playable": True,
        "is_local": False,
    }  # fmt: skip


def _named(kind: str, n: int) -> dict[str, object]:
    name = f"{kind}{n:016d}"
    address = {"service": f"https://open.example/{kind}/{name}"}
    return {"type": kind, "id": name, "name": f"{kind} {n}", "href": f"https://api.example/{kind}s/{name}",
            "uri": f"service:{kind}:{name}", "external_urls": address}  # fmt: skip
