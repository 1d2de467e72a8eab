"""Word lists for plainly invented labels, performers, releases and songs."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

LABELS = (
    "Wobbly Gate Recordings",
    "Tin Kettle Sounds",
    "Hollow Acorn Music",
    "Seventh Umbrella",
    "Moss & Lantern",
    "Backwards Clock Discs",
    "Paper Anvil",
    "Sleepy Harbor Tapes",
    "Borrowed Ladder",
    "Little Static Farm",
    "Quiet Elevator",
    "Velvet Turnip",
    "Ninth Doorbell",
    "Granny's Oscillator",
)
_TRAITS = (
    "Amber Borrowed Brittle Clockwork Copper Crooked Distant Drowsy Faded Feathered Folded Frosted Gentle Hollow "
    "Idle Inverted Jagged Knitted Lopsided Marbled Misplaced Narrow Nimble Ornamental Patient Pewter Quilted Restless "
    "Rusty Salted Secondhand Silent Slanted Spare Tangled Threadbare Unlit Upholstered Velvet Wandering Weathered "
    "Whispering Wooden Woolen"
)
_THINGS = (
    "Accordion Almanac Anchors Aprons Attic Balconies Barometer Bellows Bicycles Buttons Candles Carousel Chimneys "
    "Compass Corridor Cupboard Curtains Diagrams Doorway Driftwood Elevator Envelopes Ferries Fountain Galoshes "
    "Gardens Hallway Harbor Hinges Inkwell Kettles Ladders Lanterns Lighthouse Luggage Marmalade Meadow Mirrors "
    "Napkins Orchard Parasol Pendulum Postcards Puddles Quarry Railings Saucers Scaffold Signals Staircase Suitcase "
    "Teacups Telegram Thimbles Tramlines Umbrella Veranda Wallpaper Weathervane Windmill"
)
_GROUPS = (
    "Assembly Brigade Committee Ensemble Institute Library Observatory Orchestra Parade Quartet Society Trio"
)
_TURNS = (
    "After the {b}",
    "All My {b}",
    "Before {a} {b}",
    "Letters to a {a} {b}",
    "No {b} Today",
    "Return of the {b}",
    "Seven {b}",
    "Somebody's {b}",
    "The {a} {b}",
    "Under the {b}",
    "Waiting for {b}",
    "{a} {b}",
    "{a} {b}, Slowly",
    "{b} at Noon",
    "{b} in the Rain",
)


def performer(rng: Random) -> str:
    """Invent a performer."""
    return f"The {rng.choice(_TRAITS.split())} {rng.choice(_THINGS.split())} {rng.choice(_GROUPS.split())}"


def title(rng: Random) -> str:
    """Invent a song or a release."""
    return rng.choice(_TURNS).format(a=rng.choice(_TRAITS.split()), b=rng.choice(_THINGS.split()))


class Namer:
    """Gives invented names, none of them twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def new(self, invent: Callable[[Random], str]) -> str:
        """Invent until the name is new; a number is added when words run out."""
        for _ in range(50):
            name = invent(self._rng)
            if name not in self._used:
                self._used.add(name)
                return name
        name = f"{invent(self._rng)} No. {len(self._used)}"
        self._used.add(name)
        return name
