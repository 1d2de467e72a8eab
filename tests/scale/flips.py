"""What happened to tracks of one watch: some vanished, returned or were relinked, a few at a time or in masses."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.scale.calendar_of_looks import MINUTE
from tests.scale.events import Doubted, Mass, Spell, Told
from tests.scale.size import END, MARKETS
from tests.scale.tracks import code

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from tests.scale.calendar_of_looks import Calendar, Look, Where
    from tests.scale.lists import Held
    from tests.scale.tracks import Track

STEADY = timedelta(days=3)
"""A track that has just changed is left alone, or its next change would be a retraction."""
REGRET = timedelta(hours=36)
IN_MARKET, A_DAY = 0.7, 6.3
"""How likely a market shares in a day's changes, and how many events such a day brings."""
HOURS = timedelta(hours=6)


class Flips:
    """Lives through the changes of one watch; `chains` holds every spell of the tracks that changed, in order."""

    def __init__(self, calendar: Calendar, watch: Held, chance: Random) -> None:
        self.told: list[Told] = []
        self.doubted: list[Doubted] = []
        self.masses: list[Mass] = []
        self.chains: dict[tuple[Track, str], list[Spell]] = {}
        self.steps: dict[Where, list[tuple[datetime, str, int]]] = defaultdict(list)
        self._calendar, self._watch, self._chance = calendar, watch, chance
        self._absent: dict[str, list[Track]] = {market: [] for market in MARKETS}
        self._busy: set[Look] = set()

    def live(self, events: float, masses: int) -> None:
        """Let about so many events happen, beside so many mass changes."""
        home = self._calendar.complete[self._watch.id, MARKETS[0]]
        mass_days = set(self._chance.sample(range(1, len(home)), min(masses, len(home) - 1)))
        for number, look in enumerate(home[1:], 1):
            if number in mass_days:
                self._mass(self._chance.choice(MARKETS), look)
            if self._chance.random() < events / A_DAY / len(home) or END - look.at < HOURS:
                self._ordinary(look)

    def _ordinary(self, home: Look) -> None:
        """Up to five tracks beside each other change alike, in some of the markets."""
        size, roll = self._chance.randint(1, 5), self._chance.random()
        start = self._chance.randrange(max(1, len(self._watch.settled) - size))
        for market in MARKETS:
            look = self._calendar.after(home.at, self._watch.id, market)
            if look is None or look in self._busy or self._chance.random() > IN_MARKET:
                continue
            self._busy.add(look)
            if roll < 0.38 and self._absent[market]:
                chosen = self._chance.sample(self._absent[market], min(size, len(self._absent[market])))
                self._change(look, "returned", [t for t in chosen if self._steady(t, look)])
            else:
                near = self._playable(self._watch.settled[start : start + size], look)
                self._change(look, "relinked" if roll > 0.9 else "vanished", near)

    def _mass(self, market: str, home: Look) -> None:
        """More tracks than anybody takes out one by one vanish together; as many may be back weeks later."""
        look = self._calendar.after(home.at, self._watch.id, market)
        able = self._playable(self._watch.settled, look) if look else []
        least = min(50, max(6, len(self._watch.places) // 20 + 1))
        if look is None or look in self._busy or len(able) < least:
            return
        self._busy.add(look)
        chosen = self._chance.sample(able, min(len(able), self._chance.randint(least, max(least, 300))))
        self._change(look, "vanished", chosen, mass=True)
        back = self._calendar.after(
            look.at + timedelta(days=self._chance.randint(5, 90)), self._watch.id, market
        )
        if back and back not in self._busy and self._chance.random() < 0.5:
            self._busy.add(back)
            gone = [t for t in chosen if self._spell(t, market).state != "playable" and self._steady(t, back)]
            self._change(back, "returned", gone, mass=len(gone) >= least)

    def _playable(self, tracks: list[Track], look: Look) -> list[Track]:
        spells = ((track, self._spell(track, look.market)) for track in tracks)
        return [t for t, spell in spells if spell.state == "playable" and self._steady(t, look)]

    def _steady(self, track: Track, look: Look) -> bool:
        return self._spell(track, look.market).first.at + STEADY < look.at

    def _spell(self, track: Track, market: str) -> Spell:
        chain = self.chains.get((track, market))
        return chain[-1] if chain else Spell(track, self._calendar.daily[self._watch.id, market][0])

    def _change(self, look: Look, kind: str, tracks: list[Track], *, mass: bool = False) -> None:
        """The tracks change alike; further looks agree, or do not, or lie beyond the end."""
        if not tracks or (before := self._calendar.before(look)) is None:
            return
        state, reason = self._met(kind)
        needed, roll = 5 if mass else 2, self._chance.random()
        again = self._calendar.look_again(look, needed, {"playable" if roll < 0.06 else state: len(tracks)})
        group = Mass(look, kind) if mass else None
        self.masses += [group] if group else []
        events = [Told(kind, "suspected", look, t, state, reason, before=before, mass=group) for t in tracks]
        for told in events:
            told.checks = [before, look]
            told.via = self._other_id(told, kind)
        self.told += events
        if len(again) < needed:
            self.doubted += [Doubted(told, [look, *again]) for told in events]
            self.steps[look.where] += self._moves(events, look)
        elif roll < 0.06:
            for told in events:
                told.status = "withdrawn"
        else:
            self._confirm(events, again)
            if roll > 0.94 and not mass:
                self._retract(events)

    def _met(self, kind: str) -> tuple[str, str | None]:
        if kind != "vanished":
            return "playable", None
        if self._chance.random() < 0.2:
            return "gone", None
        return "unplayable", "market" if self._chance.random() < 0.7 else None

    def _other_id(self, told: Told, kind: str) -> str | None:
        if kind != "relinked" or told.track is None:
            return None
        return None if self._spell(told.track, told.missed.market).via else code(self._chance)

    def _confirm(self, events: list[Told], again: list[Look]) -> None:
        look = events[0].missed
        self.steps[look.where] += self._moves(events, look)
        for told in events:
            told.status, told.settled = "confirmed", again[-1]
            told.checks = [*told.checks, *again]
            self._turn(told)

    def _moves(self, events: list[Told], look: Look) -> list[tuple[datetime, str, int]]:
        old = [self._spell(told.track, look.market).state for told in events if told.track]
        new = [told.state or "" for told in events]
        return [(look.at, state, -1) for state in old] + [(look.at, state, 1) for state in new]

    def _turn(self, told: Told) -> None:
        """One spell ends and the next begins."""
        look, track = told.missed, told.track
        if track is None or told.before is None or told.state is None:
            return
        old = self._spell(track, look.market)
        chain = self.chains.setdefault((track, look.market), [old])
        old.last, old.missed = told.before, look
        by = None if told.retracts else told
        chain.append(
            Spell(track, look, told.state, told.via, told.reason, before=told.before, was=old, told=by)
        )
        absent = self._absent[look.market]
        if told.state == "playable" and old.state != "playable":
            absent.remove(track)
        elif told.state != "playable" and old.state == "playable":
            absent.append(track)

    def _retract(self, events: list[Told]) -> None:
        """The next look finds everything as it was before: that was a mistake."""
        first = events[0].missed
        look = self._calendar.after(first.at + MINUTE, *first.where)
        if look is None or look in self._busy or look.at - first.at > REGRET:
            return
        self._busy.add(look)
        back = [self._undone(told, look) for told in events]
        again = self._calendar.look_again(look, 2, {back[0].state or "": len(back)})
        self.told += back
        if len(again) == 2:
            self._confirm(back, again)
        else:
            self.doubted += [Doubted(told, [look, *again]) for told in back]
            self.steps[look.where] += self._moves(back, look)

    def _undone(self, told: Told, look: Look) -> Told:
        track = told.track
        if track is None:
            raise ValueError("only changes of tracks are taken back so")
        was = self.chains[track, look.market][-2]
        made = Told("retracted", "suspected", look, track, was.state, was.reason, was.via)
        made.before, made.retracts = told.missed, told
        made.checks = [told.missed, look]
        return made
