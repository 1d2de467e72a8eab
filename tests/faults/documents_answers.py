"""The true answers of the simulated service, asked for once and kept, one of which is put in another's place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from tests.spotify.rig import START
from tracker.net.http import Params, Sender
from tracker.net.reply import Reply
from tracker.simulator import SimClock, World, create_app, running, small_world
from tracker.simulator.cast import SAVED_ALBUMS, SAVED_TRACKS
from tracker.simulator.catalog import Episode, LocalFile
from tracker.simulator.shapes import Tier
from tracker.spotify.endpoints import Ask
from tracker.spotify.verdict import Answer, judge

Key = tuple[str, tuple[tuple[str, str], ...]]
"""One question: its path and its parameters."""
SMALL = {"limit": "2"}
"""Pages are smaller than asked for, as a server may choose, so that few tracks fill several."""


class Answers(Sender):
    """Sends what was never asked before; everything else is answered from memory."""

    def __init__(self, api_url: str, token: str) -> None:
        super().__init__(api_url)
        self._token = token
        self._kept: dict[Key, Reply] = {}
        self._instead: tuple[Key, Reply, bool] | None = None
        self._judged: dict[Key, Answer] = {}
        self.asked: list[Key] = []
        self.short = False

    def begin(
        self,
        key: Key | None = None,
        instead: Reply | None = None,
        *,
        always: bool = False,
        short: bool = False,
    ) -> None:
        """Start a look in which `instead` answers a question the first time it is asked, or `always`.

        With `short`, a look may read true answers only once, and leave out what is there for patience.
        """
        self.asked, self.short = [], short
        self._instead = (key, instead, always) if key and instead else None

    def plain(self, ask: Ask) -> Answer | None:
        """What a reply of status 200 amounts to; true ones are read only once. None if patience is asked for."""
        key = ask.path, ask.params
        if self._instead and self._instead[0] == key:
            return (
                _plain(self.send(ask.path, dict(ask.params), "")) if self._instead[1].status == 200 else None
            )
        if key not in self._judged and (read := _plain(self.true(key))):
            self._judged[key] = read
        return self._judged.get(key)

    def send(self, path: str, params: Params, token: str | None = None) -> Reply:
        """The answer from memory, from the service, or what was put in its place."""
        key = path, tuple(dict(params).items())
        self.asked.append(key)
        if self._instead and self._instead[0] == key:
            _, reply, always = self._instead
            self._instead = self._instead if always else None
            return reply
        return self.true(key)

    def true(self, key: Key) -> Reply:
        """What the service really says."""
        if key not in self._kept:
            path, params = key[0], dict(key[1])
            asked = params | SMALL if "limit" in params else params
            reply = super().send(path, asked, self._token)
            self._kept[key] = replace(reply, headers=dict(reply.headers))
        return self._kept[key]


def _plain(reply: Reply) -> Answer | None:
    verdict = judge(reply, START)
    return verdict if isinstance(verdict, Answer) and verdict.status == 200 else None


@contextmanager
def answers(tier: Tier) -> Iterator[tuple[World, Answers]]:
    """A small world with everything in it, and its answers in the shapes of one tier."""
    world = varied_world()
    app = create_app(world, SimClock(world.start), tier=tier)
    with running(app) as address:
        made = Answers(f"{address}/v1", app.state.accounts.issue_user_token())
        try:
            yield world, made
        finally:
            made.close()


def varied_world() -> World:
    """Four playable tracks in every kind of list, with an episode and a local file among them."""
    world = small_world(4)
    catalog, cast = world.catalog, world.cast
    tracks = [track.id for track in catalog.tracks_of(cast.album)]
    episode = Episode(
        world.ids.next("episode"), "Attics", world.ids.next("show"), "Roof Talk", 1_800_000, date(2026, 1, 5)
    )
    file = LocalFile(
        "spotify:local:The+Paper+Compass:Attic+Demos:Rain+on+Slates:180",
        "The Paper Compass",
        "Attic Demos",
        "Rain on Slates",
        180,
    )
    catalog.episodes[episode.id] = episode
    catalog.local_files[file.uri] = file
    world.edit_playlist(cast.own_playlist, world.start, add=[episode.id, file.uri])
    world.edit_playlist(SAVED_TRACKS, world.start, add=tracks)
    world.edit_playlist(SAVED_ALBUMS, world.start, add=[cast.album, catalog.tracks[cast.track].album_id])
    return world
