"""The replacements that were found, held against the simulator's own catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.history import EventKind, Status
from tracker.core.ports import EventFilter
from tracker.core.replacements import Confidence

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.simulator import World
    from tracker.simulator.catalog import Track
    from tracker.store.repository import SqlStore


@dataclass(frozen=True, slots=True)
class Replaced:
    """Of the missing recordings that play elsewhere, those found by ISRC and those not; and what was found wrongly.

    Pairs of track and market; `wrong` are called certain and are none; `unsure` and `unsure_wrong` count what is likely,
    `stale` what is certain and has stopped playing since it was looked at.
    """

    found: tuple[tuple[str, str], ...]
    overlooked: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]
    missing: int
    unsure: int
    unsure_wrong: int
    stale: int

    def __str__(self) -> str:
        """One line for the end of the demo."""
        exist = len(self.found) + len(self.overlooked)
        told = (
            f"Replacements: of {self.missing} missing recordings {exist} play under another id; {len(self.found)} of {exist} "
            f"were found by ISRC, {len(self.wrong)} wrong"
        )
        told = f"{told}; {self.unsure} more called likely, {self.unsure_wrong} of them wrong"
        return f"{told}; {self.stale} stopped playing since the last look." if self.stale else f"{told}."


def held_against_catalogue(world: World, store: SqlStore, now: datetime) -> Replaced:
    """Compare what stands in the record with what truly plays, for each confirmed vanish that lasts."""
    missing = sorted(_missing(world, store, now))
    standing = store.replacements.standing({track_id for track_id, _ in missing})
    found: list[tuple[str, str]] = []
    overlooked: list[tuple[str, str]] = []
    wrong: list[tuple[str, str]] = []
    unsure = unsure_wrong = stale = 0
    for track_id, market in missing:
        others = {other.id for other in _playing(world, track_id, market, now)}
        told = [each for each in standing.get(track_id, []) if each.market == market]
        certain = {each.other_id for each in told if each.confidence is Confidence.CERTAIN}
        likely = {each.other_id for each in told if each.confidence is Confidence.LIKELY}
        if others:
            (found if certain & others else overlooked).append((track_id, market))
        wrong += [(track_id, market)] if certain - _same(world, track_id) else []
        stale += len((certain & _same(world, track_id)) - others)
        unsure, unsure_wrong = unsure + len(likely), unsure_wrong + len(likely - _same(world, track_id))
    return Replaced(tuple(found), tuple(overlooked), tuple(wrong), len(missing), unsure, unsure_wrong, stale)


def _missing(world: World, store: SqlStore, now: datetime) -> set[tuple[str, str]]:
    """What the record says has vanished and what truly cannot be played now."""
    told = store.events(EventFilter(kind=EventKind.VANISHED, status=Status.CONFIRMED))
    pairs = {(event.track_id, event.market) for event in told if event.track_id in world.catalog.tracks}
    return {(i, market) for i, market in pairs if i and not world.timeline.standing(i, market, now).playable}


def _same(world: World, track_id: str) -> set[str]:
    catalog = world.catalog
    return {each.id for each in catalog.same_recording(catalog.tracks[track_id].isrc)} - {track_id}


def _playing(world: World, track_id: str, market: str, now: datetime) -> list[Track]:
    """The other pressings of a recording that the market plays under their own ids."""
    catalog = world.catalog
    others = [catalog.tracks[other] for other in _same(world, track_id)]
    return [
        other
        for other in others
        if catalog.albums[other.album_id].exists(now)
        and (standing := world.timeline.standing(other.id, market, now)).playable
        and standing.via is None
    ]
