"""Invented tracks: ten to an album, with names that nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_letters, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

ON_ALBUM = 10
FIRST = "Open Paper Silver Quiet Second Hollow Winter Borrowed Glass Little Northern Green Folded Empty Late".split()
SECOND = "Window Lantern Harbor Map Attic Staircase Orchard Signal Kettle Bridge Letter Garden Engine Mirror".split()
LAST = "for Nobody,in August,at Noon,of the Moths,(Reprise),without Keys,under Snow,– Live in the Shed,,,,".split(
    ","
)
PEOPLE = "Inventions Cardboard Choir Ledger Sisters Tin Weather Ünreal Ensemble Café Nowhere 紙の月 Moth Bureau".split()


@dataclass(slots=True, eq=False)
class Track:
    """One track of the invented catalogue, `kind` as the record has it."""

    id: str
    title: str
    artists: tuple[str, ...]
    album_id: str
    album: str
    number: int
    duration_ms: int
    isrc: str
    kind: str = "track"


def invented(count: int, chance: Random) -> list[Track]:
    """So many tracks, album by album."""
    tracks: list[Track] = []
    while len(tracks) < count:
        tracks += _album(len(tracks), min(ON_ALBUM, count - len(tracks)), chance)
    return tracks


def code(chance: Random) -> str:
    """22 letters and digits, as the service names things."""
    return "".join(chance.choices(ascii_letters + digits, k=22))


def no_tracks(chance: Random, number: int) -> list[Track]:
    """A local file and an episode: places of a list that have no availability."""
    words = _words(chance)
    local = f"local:The Tin Weather/{words}/{180 + number}"
    return [
        Track(local, words, ("The Tin Weather",), "", "", 1, (180 + number) * 1000, "", "local"),
        Track(f"episode:{code(chance)}", f"Talk {number}", (), "", "", 1, 1_800_000, "", "episode"),
    ]


def _album(begin: int, size: int, chance: Random) -> list[Track]:
    album_id, album = code(chance), _words(chance)
    artists = tuple(
        f"The {chance.choice(PEOPLE)} {chance.choice(PEOPLE)}" for _ in range(1 + (begin % 7 == 0))
    )
    return [
        Track(
            id=code(chance),
            title=_words(chance),
            artists=artists,
            album_id=album_id,
            album=album,
            number=n + 1,
            duration_ms=chance.randrange(60_000, 400_000),
            isrc=f"XX{begin + n:010d}",
        )
        for n in range(size)
    ]


def _words(chance: Random) -> str:
    return f"{chance.choice(FIRST)} {chance.choice(SECOND)} {chance.choice(LAST)}".strip()
