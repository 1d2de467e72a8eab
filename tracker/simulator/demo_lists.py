"""The demo's lists as they are on the first day, and the cast that names them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from tracker.simulator.cast import Cast
from tracker.simulator.catalog import Episode, LocalFile
from tracker.simulator.demo_roles import Roles
from tracker.simulator.ids import IdMaker
from tracker.simulator.playlists import Entry, Playlist, User
from tracker.simulator.world import World

OWN_ENTRIES, SHARED_ENTRIES = 48, 40
BEFORE_DATES = datetime(1970, 1, 1, tzinfo=UTC)


def fill_lists(world: World, roles: Roles, rng: Random) -> Cast:
    """Open all lists and give the cast."""
    friend, stranger = world.add_user("Marlow Quince"), world.add_user("Somebody Else")
    service = world.add_user("The Service")
    shared = _mixed(
        rng, [*roles.leaving_all[5:10], *roles.leaving_de[4:8], roles.null[3]], roles, SHARED_ENTRIES
    )
    filler = rng.sample(roles.filler, 120)
    cast = Cast(
        own_playlist=world.add_playlist("Long Evenings", _own_entries(world, roles, rng)),
        shared_playlist=world.add_playlist(
            "Kitchen Radio",
            _dated(world, shared, rng, [friend, world.listener]),
            friend,
            collaborative=True,
            followed=True,
            members=frozenset({world.listener.id}),
        ),
        foreign_playlist=world.add_playlist("Rainy Commute", filler[:25], stranger, followed=True),
        private_playlist=world.add_playlist(
            "Not for You", filler[25:35], stranger, private=True, public=False
        ),
        editorial_playlist=world.add_playlist(
            "Fresh This Week", filler[35:65], service, editorial=True, followed=True
        ),
        album=roles.watched_album.id,
        artist=roles.watched_artist,
        track=roles.filler[0],
    )
    world.saved_tracks = _library(world, world.saved_tracks, [*roles.leaving_de[8:11], *filler[65:92]], rng)
    albums = [roles.watched_album.id, roles.linked_album.id, roles.orphaned_album.id]
    world.saved_albums = _library(world, world.saved_albums, albums, rng)
    return cast


def _own_entries(world: World, roles: Roles, rng: Random) -> list[Entry]:
    files = [
        LocalFile(
            "spotify:local:Garage+Band+of+Two:Demos:First+Take:127",
            "Garage Band of Two",
            "Demos",
            "First Take",
            127,
        ),
        LocalFile("spotify:local:::Field+Recording:64", "", "", "Field Recording", 64),
    ]
    world.catalog.local_files |= {file.uri: file for file in files}
    episode = _episode(world.ids)
    world.catalog.episodes[episode.id] = episode
    # What is not a track, and the duplicate, come on top of the mixed tracks.
    items = _mixed(rng, roles.scripted(), roles, OWN_ENTRIES - 4)
    for item in (*(file.uri for file in files), episode.id, items[5]):
        items.insert(rng.randrange(12, len(items)), item)
    return _dated(world, items, rng, [world.listener])


def _mixed(rng: Random, scripted: Sequence[str], roles: Roles, size: int) -> list[str]:
    # The first filler track stays out of every list: it is the one to look at alone.
    items = [*scripted, *rng.sample(roles.filler[1:], size - len(scripted))]
    rng.shuffle(items)
    return items


def _dated(world: World, items: Sequence[str], rng: Random, adders: Sequence[User]) -> list[Entry]:
    """Give each item a day of its own, but two no date, two the oldest one, and four the same second."""
    at, dates = world.start - timedelta(days=15 * len(items)), []
    for _ in items:
        at += timedelta(days=rng.randint(1, 14), seconds=rng.randrange(86_400))
        dates.append(at)
    known: list[datetime | None] = [None, None, BEFORE_DATES, BEFORE_DATES, *dates[4:]]
    known[20:24] = [dates[20]] * 4
    return [Entry(item, when, rng.choice(adders).id) for item, when in zip(items, known, strict=True)]


def _library(world: World, empty: Playlist, items: Sequence[str], rng: Random) -> Playlist:
    at, entries = world.start - timedelta(days=15 * len(items)), []
    for item in items:
        at += timedelta(days=rng.randint(1, 14), seconds=rng.randrange(86_400))
        entries.append(Entry(item, at, world.listener.id))
    return Playlist(empty.id, empty.name, empty.owner, world.start, tuple(entries))


def _episode(ids: IdMaker) -> Episode:
    show = ids.next("show")
    return Episode(
        ids.next("episode"), "Episode 12: Static", show, "Radio Nowhere", 1_800_000, date(2025, 1, 2)
    )
