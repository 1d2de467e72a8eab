"""What the owners did to their lists: tracks came and went, and some had never gone after all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.scale.calendar_of_looks import MINUTE
from tests.scale.events import Spell, Told, Unseen
from tests.scale.lists import Place
from tests.scale.size import MARKETS

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from tests.scale.calendar_of_looks import Calendar, Look, Where
    from tests.scale.lists import Held
    from tests.scale.tracks import Track

HOME = MARKETS[0]
REMOVED = 0.004
"""The share of places that were taken out."""
PLAYABLE = "playable"


class Edits:
    """Fills the lists, edits them, and keeps what came of it: events, first states, gaps of tracks.

    `steps` are the changes of what looks count: instant, state, and by how much.
    """

    def __init__(self, calendar: Calendar, lists: list[Held], chance: Random) -> None:
        self.told: list[Told] = []
        self.spells: list[Spell] = []
        self.unseen: list[Unseen] = []
        self.steps: dict[Where, list[tuple[datetime, str, int]]] = defaultdict(list)
        self._calendar, self._chance = calendar, chance
        shared = {track.id for each in lists for track in each.borrowed}
        for each in lists:
            self._fill(each, shared)
        for each in lists:
            if each.edited:
                self._edit(each)

    def _fill(self, watch: Held, shared: set[str]) -> None:
        first, late = self._calendar.daily[watch.id, HOME][0], set(watch.late)
        begun = [track for track in watch.own if track not in late]
        watch.places = [Place(track, first) for track in [*begun, *watch.borrowed]]
        watch.settled = [track for track in begun if track.kind == "track" and track.id not in shared]
        counted = sum(place.track.kind == "track" for place in watch.places)
        for market in MARKETS:
            start = self._calendar.daily[watch.id, market][0]
            self.steps[watch.id, market].append((start.at, PLAYABLE, counted))
            if market == HOME and counted < len(watch.places):
                self.steps[watch.id, market].append((start.at, "ignored", len(watch.places) - counted))

    def _edit(self, watch: Held) -> None:
        looks = self._calendar.complete[watch.id, HOME]
        for track in watch.late:
            self._add(watch, track, self._chance.choice(looks[1:]))
        begun = [place for place in watch.places if place.first is looks[0]]
        steady = set(watch.settled) | set(watch.borrowed)
        chosen = self._chance.sample(begun, 1 + int(len(begun) * REMOVED))
        for place in chosen:
            if place.track in steady:
                self._take_out(watch, place, self._chance.randrange(1, len(looks)))
        gone = {place.track for place in chosen}
        watch.settled = [track for track in watch.settled if track not in gone]
        watch.places.sort(key=lambda place: place.first.at)

    def _add(self, watch: Held, track: Track, look: Look) -> None:
        before = self._calendar.before(look)
        checks = [k for k in (before, look) if k]
        self.told.append(
            Told("entry_added", "confirmed", look, track, before=before, settled=look, checks=checks)
        )
        watch.places.append(Place(track, look))
        watch.changed.append(look)
        for market in MARKETS:
            if first := self._calendar.after(look.at, watch.id, market):
                self.spells.append(Spell(track, first))
                self.steps[first.where].append((first.at, PLAYABLE, 1))

    def _take_out(self, watch: Held, place: Place, number: int) -> None:
        """Missed by the look of that number, and again by the next one; or back by then, or a day later."""
        looks, roll = self._calendar.complete[watch.id, HOME], self._chance.random()
        look, before, after = looks[number], looks[number - 1], looks[number + 1 : number + 3]
        told = Told("entry_removed", "suspected", look, place.track, before=before, checks=[before, look])
        back: Look | None = None
        if after and roll < 0.1:
            told.status, back = "withdrawn", after[0]
        elif after:
            told.status, told.settled, told.checks = "confirmed", after[0], [before, look, after[0]]
            if len(after) > 1 and roll < 0.2:
                back = after[1]
        self.told.append(told)
        if back is None:
            place.last, place.ended, place.removal = before, look.ended, told
        elif told.status == "confirmed":
            self._take_back(told, back)
        watch.changed += [look] if back is None else [look, back]
        self._leave(watch, place.track, look, back)

    def _take_back(self, told: Told, look: Look) -> None:
        back = Told("retracted", "confirmed", look, told.track, settled=look, retracts=told, checks=[look])
        self.told.append(back)

    def _leave(self, watch: Held, track: Track, look: Look, back: Look | None) -> None:
        """The track is no longer observed, unless another watch holds it, until it is back."""
        elsewhere = track in set(watch.borrowed)
        for market in MARKETS:
            self.steps[watch.id, market].append((look.at, PLAYABLE, -1))
            end = self._calendar.after(back.at, watch.id, market) if back else None
            if end:
                self.steps[watch.id, market].append((end.at, PLAYABLE, 1))
            last = self._calendar.before(look, market)
            if last and not elsewhere:
                gap = Unseen(watch.id, market, "not watched", last, end, track, last.at)
                self.unseen.append(gap)


def blind_times(calendar: Calendar) -> list[Unseen]:
    """The gaps of watches that follow from their daily looks, as the program would have noted them."""
    return [gap for where in calendar.daily for gap in _of(where, calendar.daily[where])]


def _of(where: Where, looks: list[Look]) -> list[Unseen]:
    gaps: list[Unseen] = []
    last, gap = None, None
    for look in looks:
        if look.why is not None:
            if gap is None:
                gap = Unseen(*where, look.why, last, since=last.at if last else look.at)
                gaps.append(gap)
            continue
        if gap is not None:
            gap.end, gap = look, None
        elif last and look.at - last.at > 2 * 24 * 60 * MINUTE:
            gaps.append(Unseen(*where, "not running", last, look, since=last.at))
        last = look
    return gaps
