"""A whole invented record: lists, looks and everything that came of them, numbered as the tracker would have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from tests.scale.calendar_of_looks import Calendar
from tests.scale.edits import Edits, blind_times
from tests.scale.flips import Flips
from tests.scale.lists import invented_lists
from tests.scale.sources import outages

if TYPE_CHECKING:
    from datetime import datetime

    from tests.scale.calendar_of_looks import Look, Where
    from tests.scale.events import Doubted, Mass, Spell, Told, Unseen
    from tests.scale.lists import Held, Place
    from tests.scale.size import Size
    from tests.scale.tracks import Track


@dataclass(slots=True)
class Invented:
    """Everything that there is; `chains` has the spells of tracks that changed, `begun` those of late ones."""

    size: Size
    lists: list[Held]
    looks: list[Look]
    calendar: Calendar
    told: list[Told]
    doubted: list[Doubted]
    masses: list[Mass]
    unseen: list[Unseen]
    chains: dict[tuple[Track, str], list[Spell]]
    begun: list[Spell]
    steps: dict[Where, list[tuple[datetime, str, int]]]


def invent(size: Size) -> Invented:
    """The record of that size and seed; the same one at every call."""
    chance = Random(size.seed)
    calendar, lists = Calendar(size, chance), invented_lists(size, chance)
    edits = Edits(calendar, lists, chance)
    lives = _lives(size, calendar, lists, len(size_of_events := edits.told), chance)
    lost, in_doubt = outages(calendar)
    made = Invented(
        size=size,
        lists=lists,
        looks=calendar.number(),
        calendar=calendar,
        told=[*size_of_events, *lost, *(told for life in lives for told in life.told)],
        doubted=[*in_doubt, *(each for life in lives for each in life.doubted)],
        masses=[mass for life in lives for mass in life.masses],
        unseen=[*blind_times(calendar), *edits.unseen],
        chains={pair: chain for life in lives for pair, chain in life.chains.items()},
        begun=edits.spells,
        steps=edits.steps,
    )
    for life in lives:
        for where, steps in life.steps.items():
            made.steps[where] += steps
    _number(made)
    return made


def _lives(size: Size, calendar: Calendar, lists: list[Held], told: int, chance: Random) -> list[Flips]:
    """Each watch has its share of the events, and the longer ones of the mass changes."""
    settled = sum(len(watch.settled) for watch in lists)
    masses = _spread(size.incidents, lists, chance)
    lives = []
    for watch in lists:
        life = Flips(calendar, watch, chance)
        life.live((size.events - told) * 0.7 * len(watch.settled) / settled, masses[watch.id])
        lives.append(life)
    return lives


def _spread(incidents: int, lists: list[Held], chance: Random) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for _ in range(incidents):
        found[chance.choice(lists).id] += 1
    return found


def _number(made: Invented) -> None:
    """Give numbers in the order in which things were found."""
    made.told.sort(key=lambda told: told.missed.id)
    made.masses.sort(key=lambda mass: mass.first.id)
    made.unseen.sort(key=lambda gap: gap.last.id if gap.last else 0)
    for seq, told in enumerate(made.told, 1):
        told.seq = seq
    for number, mass in enumerate(made.masses, 1):
        mass.id = number
    places: list[Place] = [place for watch in made.lists for place in watch.places]
    places.sort(key=lambda place: place.first.id)
    for number, place in zip(count(1), places, strict=False):
        place.id = number
