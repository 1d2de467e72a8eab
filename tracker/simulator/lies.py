"""Kinds of faults that answer truly, but to another question: of another time, market, page, or world.

They all hold at once, and each may last: what a lie says depends on the call and its moment alone, so that every
endpoint tells the same lie. All answers stay whole and consistent: nothing about them shows that they are wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tracker.simulator.clock import aware
from tracker.simulator.reply import Call, Reply
from tracker.simulator.standing import PLAYABLE, Standing, Way
from tracker.simulator.turn import Kinds, Turn
from tracker.simulator.world import World

SHOWN: Mapping[str, Way | None] = {
    "playable": None,
    "unplayable": "unplayable",
    "null": "null",
    "empty": "empty",
    "missing": "missing",
}


def _lie(turn: Turn, *, track: str, shown: str = "unplayable", via: str | None = None) -> Reply:
    """One track is shown as `playable` (by way of the id `via`, if given), `unplayable`, `null`, `empty` or `missing`."""
    return turn.truth(_telling(turn.call, {track: Standing(SHOWN[shown], via=via)}))


def _lies(
    turn: Turn,
    *,
    seed: int = 7,
    chance: float = 0.05,
    lasting: int = 1,
    every_h: float = 3.0,
    playlist: str | None = None,
) -> Reply:
    """In every span of `every_h` hours, with this chance, a lie of one track begins that lasts so many spans.

    The track is chosen among those of a playlist (None: of the catalogue). What is playable is shown as gone or
    as another pressing of the same recording, and what is not as playable.
    """
    span = int((turn.call.now - turn.world.start) / timedelta(hours=every_h))
    told: dict[str, Standing] = {}
    for begun in range(max(0, span - lasting + 1), span + 1):
        luck = Random(f"{seed}:{begun}")
        if luck.random() < chance:
            told |= _falsehood(turn.world, turn.call, playlist, luck)
    return turn.truth(_telling(turn.call, told))


def _flap(turn: Turn, *, track: str, via: str, every_h: float = 3.0) -> Reply:
    """A track answers by way of another id in every second span of so many hours."""
    span = int((turn.call.now - turn.world.start) / timedelta(hours=every_h))
    return turn.truth(_telling(turn.call, {track: Standing(via=via if span % 2 else None)}))


def _stale(turn: Turn, *, hours: float = 24.0, at: str | None = None) -> Reply:
    """A copy answers that lags so many hours behind, or has stood still since the moment `at`."""
    then = aware(datetime.fromisoformat(at)) if at else turn.call.now - timedelta(hours=hours)
    return turn.truth(replace(turn.call, now=then))


def _other_market(turn: Turn, *, market: str) -> Reply:
    """Whatever market was asked for, and whosever country it should be: the answer is for this one."""
    return turn.truth(replace(turn.call, country=market))


def _no_market(turn: Turn) -> Reply:
    """The market is ignored, so nothing is said of what can be played."""
    return turn.truth(_asking(turn.call, market=None))


def _smaller_page(turn: Turn, *, limit: int = 20) -> Reply:
    """Pages hold so many rows at most, and say so."""
    asked = int(turn.call.query.get("limit", limit))
    return turn.truth(_asking(turn.call, limit=str(min(asked, limit))))


def _shifted(turn: Turn, *, by: int = 1, hidden: bool = True) -> Reply:
    """A page begins so many rows later (earlier, if negative) than was asked; `hidden`: it claims the asked offset."""
    asked = turn.call.offset
    reply = turn.truth(_asking(turn.call, offset=str(max(0, asked + by))))
    if not hidden or reply.status != 200:
        return reply
    return replace(reply, body=json.dumps({**json.loads(reply.body), "offset": asked}).encode())


def _telling(call: Call, told: Mapping[str, Standing]) -> Call:
    return replace(call, told={**call.told, **told})


def _asking(call: Call, **changed: str | None) -> Call:
    """The same question with other parameters; None leaves one out."""
    query = {**call.query, **changed}
    return replace(call, query={name: value for name, value in query.items() if value is not None})


def _falsehood(world: World, call: Call, playlist: str | None, luck: Random) -> dict[str, Standing]:
    track = luck.choice(_tracks(world, playlist, call.now))
    if not world.standing(track, world.cast.account_market, call.now).playable:
        return {track: PLAYABLE}
    twins = [
        twin.id for twin in world.catalog.same_recording(world.catalog.tracks[track].isrc) if twin.id != track
    ]
    way = luck.choice(("unplayable", "null", "empty", "missing", *(["via"] if twins else [])))
    return {track: Standing(via=twins[0]) if way == "via" else Standing(SHOWN[way])}


def _tracks(world: World, playlist: str | None, at: datetime) -> Sequence[str]:
    if playlist is None:
        return tuple(world.catalog.tracks)
    entries = world.listing(playlist).version_at(at).entries
    return [entry.item for entry in entries if entry.item in world.catalog.tracks]


LIES: Kinds = {
    "lie": _lie,
    "lies": _lies,
    "flap": _flap,
    "stale": _stale,
    "other_market": _other_market,
    "no_market": _no_market,
    "smaller_page": _smaller_page,
    "shifted": _shifted,
}
