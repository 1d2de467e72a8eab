"""Worlds with a real life of their own: tracks vanish, return and are linked anew, and the owner edits the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tracker.simulator import World, small_world
from tracker.simulator.catalog import Episode, LocalFile

if TYPE_CHECKING:
    from tracker.simulator.standing import Way

POLL = timedelta(hours=3)
"""One regular check of the list."""
LONG = 13
"""A change that lasts so many rounds, and so much before the end, has to be told."""
WAYS: tuple[Way, ...] = ("unplayable", "null", "empty", "missing")


@dataclass(frozen=True, slots=True)
class Scene:
    """A world, the list that is watched in it, and for how many rounds."""

    world: World
    playlist: str
    polls: int

    def moment(self, poll: float) -> datetime:
        """The moment so many rounds after the start."""
        return self.world.start + poll * POLL

    @property
    def end(self) -> datetime:
        """The end of the last round."""
        return self.moment(self.polls)


def live_world(tracks: int, polls: int, rng: Random) -> Scene:
    """A list of so many tracks, an eighth of which really change over time; it also holds what is no track."""
    world = small_world(2, seed=rng.randrange(10**6))
    album = world.add_album("Procession", [world.cast.artist])
    items = [world.add_track(album_id=album.id).id for _ in range(tracks)]
    playlist = world.add_playlist("Procession", [*items[:5], *_no_tracks(world), items[0], *items[5:]])
    scene = Scene(world, playlist, polls)
    roles = rng.sample(items, len(items))
    cuts = [tracks // 8, tracks // 6, tracks // 5, tracks // 3]
    long, short, linked, away = (roles[a:b] for a, b in zip([0, *cuts], cuts, strict=False))
    for track in long:
        _vanish(scene, track, rng, LONG, polls)
    for track in short:
        _vanish(scene, track, rng, 1, 4)
    for track in linked:
        _link(scene, track, _twin(world, track), rng)
    for track in away:
        world.take_down(track, world.start, ["FR"])
        _twin(world, track)
    _edits(scene, set(roles[cuts[-1] :]), rng)
    return scene


def _vanish(scene: Scene, track: str, rng: Random, least: int, most: int) -> None:
    """The track goes in one of the four ways, and comes back after so many rounds if the time suffices."""
    gone = 1 + rng.random() * (scene.polls - LONG - 3)
    back = gone + least + rng.random() * (most - least)
    scene.world.take_down(track, scene.moment(gone), way=rng.choice(WAYS))
    if back < scene.polls:
        scene.world.restore(track, scene.moment(back))


def _link(scene: Scene, track: str, twin: str, rng: Random) -> None:
    """Another pressing answers for the track; in half of the cases the track answers for itself again later."""
    away = 1 + rng.random() * (scene.polls - LONG - 3)
    back = away + LONG + rng.random() * scene.polls
    scene.world.relink(track, twin, scene.moment(away))
    if back < scene.polls and rng.random() < 0.5:
        scene.world.restore(track, scene.moment(back))


def _twin(world: World, track_id: str) -> str:
    """Another pressing of the same recording."""
    track = world.catalog.tracks[track_id]
    artists, name = track.artist_ids, f"{track.name} (Anniversary Pressing)"
    album = world.add_album(name, artists, album_type="single", release_date=date(2021, 3, 4))
    made = world.add_track(
        track.name, album.id, isrc_code=track.isrc, artist_ids=artists, duration_ms=track.duration_ms
    )
    return made.id


def twins_of(world: World, track: str) -> list[str]:
    """The ids of the other pressings of a track's recording."""
    isrc = world.catalog.tracks[track].isrc
    return [twin.id for twin in world.catalog.same_recording(isrc) if twin.id != track]


def _edits(scene: Scene, filler: set[str], rng: Random) -> None:
    """Once in some twenty rounds the owner removes one to three tracks, adds as many, and moves one."""
    world, playlist = scene.world, scene.playlist
    for poll in sorted(1 + rng.random() * (scene.polls - 2) for _ in range(max(1, scene.polls // 20))):
        at = scene.moment(poll)
        entries = world.listing(playlist).version_at(at).entries
        free = [place for place, entry in enumerate(entries) if entry.item in filler]
        removed = rng.sample(free, min(len(free), rng.randint(1, 3)))
        added = [world.add_track().id for _ in removed]
        left = len(entries) - len(removed)
        way = (rng.randrange(left), rng.randrange(left))
        world.edit_playlist(playlist, at, remove=removed, add=added, move=way, position=rng.randrange(left))


def _no_tracks(world: World) -> list[str]:
    """A local file and an episode: what may stand in a list without being a track of the catalogue."""
    file = LocalFile(
        "spotify:local:Attic+Band:Tapes:First+Take:127", "Attic Band", "Tapes", "First Take", 127
    )
    show, aired = world.ids.next("show"), date(2025, 1, 2)
    episode = Episode(world.ids.next("episode"), "Episode 3", show, "Radio Nowhere", 1_800_000, aired)
    world.catalog.local_files[file.uri] = file
    world.catalog.episodes[episode.id] = episode
    return [file.uri, episode.id]
