"""Learning durable names: the most pressing tracks are looked up at MusicBrainz, a few at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tracker.core.errors import Parked, Passing
from tracker.core.openname import By, Outcome, conclude, learnt, put_off

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tracker.core.openname import Conclusion, Lookups, OpenNames, Unnamed
    from tracker.core.ports import Clock

T = TypeVar("T")
ROUND = 20
"""So many questions are asked in one round; at one a second it is over well within a minute."""
MOST_LINKS = 50
"""Pages asked for in one question: twice as many are allowed, but an address of that length is not read everywhere."""
MOST_TRACKS = 200
"""Tracks read for one round; many of them share an ISRC, or go together by link."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Everything that naming needs; `beat` is called before each question and raises where the work is not ours."""

    names: OpenNames
    lookups: Lookups
    clock: Clock
    beat: Callable[[], None]


@dataclass(slots=True)
class Named:
    """What a round did: questions asked, tracks by outcome, and why and until when it stopped."""

    asked: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    stopped: str = ""
    until: datetime | None = None
    more: bool = False


def name_tracks(naming: Naming, most: int = ROUND) -> Named:
    """Ask for the tracks that are due, with at most so many questions; what was learnt is kept at once.

    By ISRC first, one question for all tracks that share it; then by link those whose ISRC leads nowhere. A refusal
    ends the round: `until` says when to go on, and no track is lost by it.
    """
    done = Named()
    due = naming.lookups.unnamed(naming.clock.now(), MOST_TRACKS)
    try:
        linked = _by_isrc(naming, done, due, most - 1)
        _by_links(naming, done, linked, most)
    except Parked as pause:
        done.stopped, done.until = str(pause), pause.until
    except Passing as failure:
        done.stopped = "" if failure.why == "stopped" else str(failure)
    done.more = len(due) > sum(done.outcomes.values())
    return done


def _by_isrc(naming: Naming, done: Named, due: Sequence[Unnamed], most: int) -> list[Unnamed]:
    """Ask by ISRC; the tracks that are to be asked for by link: those without one, and those it knows nothing of."""
    linked = [track for track in due if track.code is None]
    sharing: dict[str, list[Unnamed]] = {}
    for track in due:
        if track.code:
            sharing.setdefault(track.code, []).append(track)
    for code, tracks in list(sharing.items())[:most]:
        recordings = _asked(naming, done, tracks, partial(naming.names.by_isrc, code))
        concluded = {track: conclude(recordings, track.duration_ms, By.ISRC) for track in tracks}
        linked += [track for track, each in concluded.items() if each.outcome is Outcome.NONE]
        _keep(naming, done, {t: each for t, each in concluded.items() if each.outcome is not Outcome.NONE})
    return linked


def _by_links(naming: Naming, done: Named, linked: Sequence[Unnamed], most: int) -> None:
    """Ask by the links to the tracks' pages, many in one question."""
    for start in range(0, len(linked), MOST_LINKS):
        if done.asked >= most:
            return
        tracks = linked[start : start + MOST_LINKS]
        ids = [track.track_id for track in tracks]
        found = _asked(naming, done, tracks, partial(naming.names.by_links, ids))
        _keep(naming, done, {t: conclude(found.get(t.track_id, ()), t.duration_ms, By.LINK) for t in tracks})


def _asked(naming: Naming, done: Named, tracks: Sequence[Unnamed], question: Callable[[], T]) -> T:
    """The answer; tracks whose answer cannot be read are put off, so that the next round begins with others."""
    naming.beat()
    try:
        answer = question()
    except Passing as failure:
        if failure.why == "unreadable":
            now = naming.clock.now()
            naming.lookups.keep([put_off(track, now) for track in tracks], now)
        raise
    done.asked += 1
    return answer


def _keep(naming: Naming, done: Named, concluded: Mapping[Unnamed, Conclusion]) -> None:
    now = naming.clock.now()
    naming.lookups.keep([learnt(track, each, now) for track, each in concluded.items()], now)
    for each in concluded.values():
        done.outcomes[each.outcome] += 1
