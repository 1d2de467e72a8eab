"""All requests for what is due, market by market; changed, not made anew, when an answer came.

due tracks of each market ──> agenda ──> requests, each once, with the bound
an answer                 ──> answered: only its market and its tracks are looked at
a track falls due         ──> joined: a request that is there already takes it in, or it gets one
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core.planning.bulk import bulk, least
from tracker.core.planning.cover import EFFORT, cover
from tracker.core.planning.requests import PAGE, Kind, Request
from tracker.core.planning.windows import as_requests, lay_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tracker.core.planning.cover import Cover
    from tracker.core.planning.requests import Sources
    from tracker.core.planning.windows import Windows

Key = tuple[str, tuple[str, ...], int]
"""What is asked for: two requests with the same key in one market are the same call."""
# The kind stands in it by its word: an enumeration's own hash is a slow one.


@dataclass(frozen=True, slots=True)
class Part:
    """The requests of one market (None: of all at once), which of them show each due track, and the bound."""

    market: str | None
    requests: Mapping[Key, Request]
    shown_by: Mapping[str, tuple[Key, ...]]
    bound: float

    @property
    def calls(self) -> int:
        """What all requests cost."""
        return sum(request.cost for request in self.requests.values())


@dataclass(frozen=True, slots=True)
class Agenda:
    """The parts of all markets; none of them needs anything of another."""

    parts: tuple[Part, ...]

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request, in each market those first that tell most."""
        parts = [sorted(part.requests.values(), key=lambda each: -len(each.tracks)) for part in self.parts]
        return tuple(request for part in parts for request in part)

    @property
    def calls(self) -> int:
        """What all requests cost."""
        return sum(part.calls for part in self.parts)

    @property
    def bound(self) -> float:
        """So many calls any agenda needs at least."""
        return sum(part.bound for part in self.parts)


def agenda(due: Mapping[str, Collection[str]], sources: Sources, effort: int = EFFORT) -> Agenda:
    """The requests for the due tracks of each market; with batch calls one round for all markets, never a loop."""
    if sources.tier.batches:
        every = dict.fromkeys(track for tracks in due.values() for track in tracks)
        return Agenda((_part(None, bulk(every, sources.seats, None), least(every, sources.seats)),))
    chosen: dict[tuple[tuple[str, ...], bool], tuple[Windows, Cover]] = {}
    parts = []
    for market, tracks in due.items():
        alike = (tuple(tracks), market == sources.home)
        if alike not in chosen:
            windows = lay_out(tracks, sources, home=market == sources.home)
            chosen[alike] = windows, cover(windows, effort)
        parts.append(_asked(market, *chosen[alike], sources))
    return Agenda(tuple(parts))


def answered(before: Agenda, market: str | None, tracks: Collection[str]) -> Agenda:
    """The agenda without these tracks, which were observed, and without the requests that nothing needs any more."""
    return Agenda(tuple(_without(part, tracks) if part.market == market else part for part in before.parts))


def joined(before: Agenda, market: str, tracks: Collection[str], sources: Sources) -> Agenda:
    """The agenda with these tracks too, which fell due."""
    of = None if sources.tier.batches else market
    if not any(part.market == of for part in before.parts):
        return Agenda((*before.parts, *agenda({market: tracks}, sources).parts))
    return Agenda(tuple(_with(part, tracks, sources) if part.market == of else part for part in before.parts))


def _asked(market: str, windows: Windows, chosen: Cover, sources: Sources) -> Part:
    return _part(market, as_requests(windows, chosen.starts, sources, market), chosen.bound)


def _key(request: Request) -> Key:
    return (request.kind.value, request.refs, request.offset)


def _part(market: str | None, requests: Iterable[Request], bound: float) -> Part:
    kept = {_key(request): request for request in requests}
    shown_by: dict[str, tuple[Key, ...]] = {}
    for key, request in kept.items():
        alone = (key,)
        for track in request.tracks:
            others = shown_by.get(track)
            shown_by[track] = alone if others is None else (*others, key)
    return Part(market, kept, shown_by, bound)


def _without(part: Part, tracks: Collection[str]) -> Part:
    """A bound holds for what was due; each request less lowers it by one at most."""
    requests, shown_by = dict(part.requests), dict(part.shown_by)
    gone = {track for track in tracks if track in shown_by}
    touched = dict.fromkeys(key for track in gone for key in shown_by.pop(track))
    for key in touched:
        left = tuple([track for track in requests[key].tracks if track not in gone])
        requests[key] = replace(requests[key], tracks=left)
    for key in sorted(touched, key=lambda each: len(requests[each].tracks)):
        if all(len(shown_by[track]) > 1 for track in requests[key].tracks):
            for track in requests.pop(key).tracks:
                shown_by[track] = tuple(other for other in shown_by[track] if other != key)
    return Part(part.market, requests, shown_by, max(0.0, part.bound - len(gone)))


def _with(part: Part, tracks: Collection[str], sources: Sources) -> Part:
    requests, shown_by = dict(part.requests), dict(part.shown_by)
    new, bound = [track for track in dict.fromkeys(tracks) if track not in shown_by], part.bound
    if part.market is None:
        more = bulk(new, sources.seats, None)
    else:
        new = [track for track in new if not _taken_in(track, requests, shown_by, sources)]
        windows = lay_out(new, sources, home=part.market == sources.home)
        chosen = cover(windows, 0)
        more, bound = as_requests(windows, chosen.starts, sources, part.market), max(bound, chosen.bound)
    for request in more:
        key, old = _key(request), requests.get(_key(request))
        requests[key] = replace(request, tracks=(*old.tracks, *request.tracks)) if old else request
        for track in request.tracks:
            shown_by[track] = (*shown_by.get(track, ()), key)
    return Part(part.market, requests, shown_by, bound)


def _taken_in(
    track: str, requests: dict[Key, Request], shown_by: dict[str, tuple[Key, ...]], sources: Sources
) -> bool:
    """Whether its album is asked for anyway."""
    seat = sources.seats.get(track)
    key = (Kind.ALBUM.value, (seat.album,), 0) if seat else None
    if key is None or key not in requests or (seat and (seat.place or 0) >= PAGE):
        return False
    requests[key] = replace(requests[key], tracks=(*requests[key].tracks, track))
    shown_by[track] = (key,)
    return True
