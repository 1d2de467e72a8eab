"""What happens in the model world: takedowns and returns, relinks, and the owner's own edits of the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tests.core.past import GONE, unplayable
from tests.faults.world_model import POLL, Real, Song, Turn, World
from tracker.core.history import EventKind

SHARE = 0.3
"""So much of the list goes in a mass takedown."""
SHORT, LONG = 8, 13
"""An absence is short up to so many polls, and lasts from so many on."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often what happens, each a probability a poll; `mass` is the probability of one in a world's life."""

    takedown: float = 0.07
    flicker: float = 0.02
    relink: float = 0.03
    added: float = 0.03
    removed: float = 0.025
    moved: float = 0.02
    mass: float = 0.25

    def turns(self) -> tuple[tuple[float, Turn], ...]:
        """The turns of a world, each with its probability a poll."""
        return (
            (self.takedown, take_down), (self.flicker, flicker), (self.relink, relink),
            (self.added, add), (self.removed, remove), (self.moved, move),
        )  # fmt: skip


def schedule_mass(world: World, rates: Rates, polls: int) -> None:
    """Perhaps let a third of the list go at once, early enough for the rest of `polls` to tell."""
    if world.rng.random() < rates.mass:
        world.later[world.rng.randrange(polls // 8, polls // 2)].append(mass_take_down)


def take_down(world: World, at: datetime) -> None:
    """A track goes and stays away: for good, or for two days and more."""
    back_in = world.rng.randrange(LONG + 4, 8 * LONG) if world.rng.random() < 0.5 else None
    vanish(world, world.any_song(), at, back_in)


def flicker(world: World, at: datetime) -> None:
    """A track goes for a short while only, perhaps between two polls."""
    vanish(world, world.any_song(), at, world.rng.randint(1, SHORT))


def mass_take_down(world: World, at: datetime) -> None:
    """Very many tracks of the list go at the same moment; half of the time they all come back later."""
    names = world.rng.sample([name for name, _ in world.rows], round(SHARE * len(world.rows)))
    group = world.poll
    for name in names:
        vanish(world, world.songs[name], at, None, group)
    if world.rng.random() < 0.5:
        world.later[world.poll + 4 * LONG].append(partial(_mass_return, names))


def _mass_return(names: list[str], world: World, at: datetime) -> None:
    group = world.poll
    for name in names:
        give_back(world, world.songs[name], at, group)


def vanish(world: World, song: Song, at: datetime, back_in: int | None, group: int | None = None) -> None:
    """A track can no longer be played; it returns after `back_in` polls, if a number is given."""
    if song.absent is not None:
        return
    song.absent = world.rng.choice((unplayable(song.name), GONE))
    world.note(EventKind.VANISHED, song, at, group)
    if back_in is not None:
        world.later[world.poll + back_in].append(lambda later, when: give_back(later, song, when))


def give_back(world: World, song: Song, at: datetime, group: int | None = None) -> None:
    """A track can be played again; one that is not in the list stays what it is."""
    if song.absent is None or song.name in {name for name, _ in world.away}:
        return
    song.absent = None
    world.note(EventKind.RETURNED, song, at, group)


def relink(world: World, at: datetime) -> None:
    """From now on another id answers for a track, or its own again."""
    song = world.any_song()
    if song.absent is not None or (song.latest and at - song.latest.at < LONG * POLL):
        return
    song.other = world.rng.choice(song.others())
    world.note(EventKind.RELINKED, song, at)


def add(world: World, at: datetime) -> None:
    """The owner puts in a new track; or one taken out long ago, which may have vanished in the meantime."""
    song = _old_song(world, at) if world.rng.random() < 0.5 else None
    song = song or world.new_song()
    if song.latest:  # what it was when it was taken out, or became since, can be seen (again) from now on
        song.latest.visible, song.latest.hidden = at, None
    world.rows.append((song.name, at))
    _edit(world, EventKind.ENTRY_ADDED, song, at)


def remove(world: World, at: datetime) -> None:
    """The owner takes a track out: what it was cannot be seen any more."""
    name, _ = world.rows.pop(world.rng.randrange(len(world.rows)))
    song = world.songs[name]
    if song.latest:
        song.latest.hidden = at
    world.away.append((name, world.poll))
    _edit(world, EventKind.ENTRY_REMOVED, song, at)


def move(world: World, at: datetime) -> None:
    """The owner drags a track to another place, which is no event."""
    row = world.rows.pop(world.rng.randrange(len(world.rows)))
    world.rows.insert(world.rng.randrange(len(world.rows)), row)
    world.edited()


def _old_song(world: World, at: datetime) -> Song | None:
    if not world.away or world.poll - world.away[0][1] < LONG:
        return None
    song = world.songs[world.away.pop(0)[0]]
    if world.rng.random() < 0.5:
        vanish(world, song, at - POLL, None)
    if song.absent is not None:  # nobody can put a null into a list
        song.absent = unplayable(song.name)
    return song


def _edit(world: World, kind: EventKind, song: Song, at: datetime) -> None:
    edits = (real for real in reversed(world.reals) if real.track == song.name and real.kind in _EDITS)
    if earlier := next(edits, None):
        earlier.until = at
    world.reals.append(Real(kind, song.name, at, at))
    world.edited()


_EDITS = {EventKind.ENTRY_ADDED, EventKind.ENTRY_REMOVED}
