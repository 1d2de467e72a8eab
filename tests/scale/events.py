"""Invented events, spells, doubts and gaps, which speak of looks: their numbers are given once all are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.scale.calendar_of_looks import Look
    from tests.scale.tracks import Track


@dataclass(slots=True, eq=False)
class Mass:
    """A mass change, which began with a look."""

    first: Look
    kind: str
    id: int = 0


@dataclass(slots=True, eq=False)
class Told:
    """An event: told by the look `missed`, settled by the look `settled`; `checks` prove it."""

    kind: str
    status: str
    missed: Look
    track: Track | None = None
    state: str | None = None
    reason: str | None = None
    via: str | None = None
    before: Look | None = None
    settled: Look | None = None
    retracts: Told | None = None
    mass: Mass | None = None
    checks: list[Look] = field(default_factory=list)
    seq: int = 0


@dataclass(slots=True, eq=False)
class Spell:
    """A state that began with the look `first`; `last` and `missed` bound its end."""

    track: Track
    first: Look
    state: str = "playable"
    via: str | None = None
    reason: str | None = None
    before: Look | None = None
    last: Look | None = None
    missed: Look | None = None
    was: Spell | None = None
    told: Told | None = None


@dataclass(slots=True, eq=False)
class Doubted:
    """A change that is still being confirmed at the end."""

    told: Told
    looks: list[Look]


@dataclass(slots=True, eq=False)
class Unseen:
    """A gap of a watch, or of one track, from the look `last` to the look `end`; `since` None: it never began."""

    watch: int
    market: str
    why: str
    last: Look | None
    end: Look | None = None
    track: Track | None = None
    since: datetime | None = None
