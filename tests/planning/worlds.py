"""Invented worlds: tracks in rights lines, each with a rate that nobody tells, and the days on which each flips."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEVER = 1e-12
_HOUR = 1 / 24


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of world: the law of the rates with its spread, flips a day and track, and the share that comes in bursts."""

    name: str
    law: str
    spread: float
    mean: float = 0.01
    bursts: float = 0.0


KINDS = (
    Kind("lognormal 2", "lognormal", 2.0),
    Kind("lognormal 2.5", "lognormal", 2.5),
    Kind("gamma 0.1", "gamma", 0.1),
    Kind("gamma 0.3", "gamma", 0.3),
    Kind("rare", "lognormal", 2.0, mean=0.001),
    Kind("bursts 60 %", "lognormal", 2.0, bursts=0.6),
    Kind("bursts 90 %", "lognormal", 2.0, bursts=0.9),
    Kind("rare bursts 90 %", "lognormal", 2.0, mean=0.001, bursts=0.9),
)


@dataclass(frozen=True, slots=True)
class World:
    """One world: the true rate of each track, its rights line, the tracks of each line, and every flip, in days."""

    rates: list[float]
    line_of: list[int]
    members: list[list[int]]
    flips: list[list[float]]


def invented(kind: Kind, tracks: int, days: float, seed: int) -> World:
    """A world of that kind; the same seed gives the same one."""
    chance = Random(f"{kind.name} {tracks} {seed}")
    own = [rate * (1 - kind.bursts) for rate in _rates(kind, tracks, chance)]
    line_of = _lines(tracks, chance)
    members: list[list[int]] = [[] for _ in range(max(line_of) + 1)]
    for track, line in enumerate(line_of):
        members[line].append(track)
    flips = [list(_singly(rate, days, chance)) for rate in own]
    if kind.bursts:
        for track, at in _together(kind, members, days, chance):
            flips[track].append(at)
        for each in flips:
            each.sort()
    return World([rate + kind.mean * kind.bursts for rate in own], line_of, members, flips)


def _rates(kind: Kind, tracks: int, chance: Random) -> Iterator[float]:
    for _ in range(tracks):
        if kind.law == "gamma":
            yield chance.gammavariate(kind.spread, kind.mean / kind.spread)
        else:
            yield chance.lognormvariate(log(kind.mean) - kind.spread**2 / 2, kind.spread)


def _lines(tracks: int, chance: Random) -> list[int]:
    """Rights lines of about fifty tracks, few of them large (Pareto 1.5), none above a fifth of all; rates know nothing of them."""
    lines: list[int] = []
    number = 0
    while len(lines) < tracks:
        size = min(int(17 * chance.paretovariate(1.5)), tracks - len(lines), tracks // 5)
        lines += [number] * max(1, size)
        number += 1
    chance.shuffle(lines)
    return lines


def _singly(rate: float, days: float, chance: Random) -> Iterator[float]:
    at = chance.expovariate(rate) if rate > _NEVER else days
    while at < days:
        yield at
        at += chance.expovariate(rate)


def _together(
    kind: Kind, members: list[list[int]], days: float, chance: Random
) -> Iterator[tuple[int, float]]:
    """Bursts: any line, equally likely, loses (or gets back) 20 to 100 % of its tracks within the hour."""
    tracks = sum(map(len, members))
    a_burst = 0.6 * tracks / len(members)
    every = a_burst / (tracks * kind.mean * kind.bursts)
    at = chance.expovariate(1 / every)
    while at < days:
        share = chance.uniform(0.2, 1)
        for track in chance.choices(members)[0]:
            if chance.random() < share:
                yield track, at + chance.random() * _HOUR
        at += chance.expovariate(1 / every)
