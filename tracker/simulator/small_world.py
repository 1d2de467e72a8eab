"""A world of one album and five short lists, for tests that script its life themselves."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.simulator.cast import Cast
from tracker.simulator.world import World

SMALL_START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def small_world(tracks: int = 6, *, start: datetime = SMALL_START, seed: int = 7) -> World:
    """Build a world whose own list holds `tracks` tracks of one album; nothing ever happens in it by itself.

    The other lists hold the first track. `cast.track` is a single that stands in no list.
    """
    world = World(start, seed=seed)
    artist = world.add_artist("The Paper Compass")
    album = world.add_album("Maps of the Attic", [artist.id])
    single = world.add_album("Lodestone", [artist.id], album_type="single")
    items = [world.add_track(album_id=album.id).id for _ in range(tracks)]
    friend = world.add_user("A Friend")
    stranger = world.add_user("A Stranger")
    service = world.add_user("The Service")
    world.cast = Cast(
        own_playlist=world.add_playlist("Attic", items),
        shared_playlist=world.add_playlist(
            "Kitchen",
            items[:1],
            friend,
            collaborative=True,
            followed=True,
            members=frozenset({world.listener.id}),
        ),
        foreign_playlist=world.add_playlist("Elsewhere", items[:1], stranger, followed=True),
        private_playlist=world.add_playlist("Diary", items[:1], stranger, public=False, private=True),
        editorial_playlist=world.add_playlist(
            "Fresh Things", items[:1], service, editorial=True, followed=True
        ),
        album=album.id,
        artist=artist.id,
        track=world.add_track("Lodestone", single.id).id,
    )
    return world
