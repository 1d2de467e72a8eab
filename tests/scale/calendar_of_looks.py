"""When the invented tracker looked at what: daily, with days on which it could not, and again at suspects."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.scale.size import DAY, END, MARKETS

if TYPE_CHECKING:
    from random import Random

    from tests.scale.size import Size

Where = tuple[int, str]
"""A watch and a market."""
MINUTE = timedelta(minutes=1)
WHYS = ("network", "quota", "budget", "pages:total", "edited while read", "login")


@dataclass(slots=True, eq=False)
class Look:
    """One check; `id` is given once all are known. `seen` counts what a look at suspects observed."""

    watch: int
    market: str
    at: datetime
    way: str
    why: str | None = None
    whole: bool = True
    seen: dict[str, int] = field(default_factory=dict)
    id: int = 0

    @property
    def ended(self) -> datetime:
        """When it was over."""
        return self.at + MINUTE

    @property
    def where(self) -> Where:
        """What was looked at."""
        return self.watch, self.market


class Calendar:
    """All looks: `daily` and of these the `complete` ones, by watch and market in order; and those at suspects."""

    def __init__(self, size: Size, chance: Random) -> None:
        self._size, self._chance = size, chance
        self.again: list[Look] = []
        dark, failed = self._outages(), self._failures()
        self.daily: dict[Where, list[Look]] = {
            where: [self._look(where, day, failed) for day in range(size.days) if day not in dark]
            for where in failed
        }
        self.complete = {where: [k for k in looks if k.why is None] for where, looks in self.daily.items()}
        self._starts = {where: [k.at for k in looks] for where, looks in self.complete.items()}

    def before(self, look: Look, market: str | None = None) -> Look | None:
        """The latest complete look before this one, in its own or another market."""
        where = (look.watch, market or look.market)
        place = bisect_left(self._starts[where], look.at)
        return self.complete[where][place - 1] if place else None

    def after(self, at: datetime, watch: int, market: str) -> Look | None:
        """The first complete look at or after an instant."""
        place = bisect_left(self._starts[watch, market], at)
        found = self.complete[watch, market]
        return found[place] if place < len(found) else None

    def look_again(
        self, first: Look, count: int, tracks: dict[str, int], why: str | None = None
    ) -> list[Look]:
        """So many looks at the suspects of a look, six hours in all, as far as they lie before the end."""
        spacing = timedelta(hours=6) / count
        instants = (first.at + (n + 1) * spacing + MINUTE for n in range(count))
        made = [
            Look(*first.where, at, "single" if n % 2 == 0 else "album", why, whole=False, seen=dict(tracks))
            for n, at in enumerate(instants)
            if at + MINUTE < END
        ]
        self.again += made
        return made

    def number(self) -> list[Look]:
        """All looks in order, each with its number."""
        looks = sorted([k for each in self.daily.values() for k in each] + self.again, key=lambda k: k.at)
        for n, look in enumerate(looks, 1):
            look.id = n
        return looks

    def _look(self, where: Where, day: int, failed: dict[Where, dict[int, str]]) -> Look:
        watch, market = where
        place = MARKETS.index(market)
        turn = watch * 7 % self._size.watches
        at = self._size.begin + day * DAY + turn * (23 * 60 * MINUTE / self._size.watches)
        way = "list" if place == 0 else "album"
        return Look(watch, market, at + place * 3 * MINUTE, way, failed[where].get(day))

    def _outages(self) -> set[int]:
        """The days on which nothing ran: a few times, for longer than two rounds each."""
        begins = [self._size.days * n // 4 for n in (1, 2, 3)]
        return {begin + n for begin in begins for n in range(3 + begin % 4)}

    def _failures(self) -> dict[Where, dict[int, str]]:
        """Runs of one to three days, by watch and market; the last look at one watch failed too."""
        size, chance = self._size, self._chance
        failed: dict[Where, dict[int, str]] = {
            (watch, market): {} for watch in range(1, size.watches + 1) for market in MARKETS
        }
        places = list(failed)
        for _ in range(size.gaps):
            begin, why = chance.randrange(1, size.days - 4), chance.choice(WHYS)
            failed[chance.choice(places)].update({begin + n: why for n in range(chance.randint(1, 3))})
        failed[3, MARKETS[-1]].update(dict.fromkeys(range(size.days - 4, size.days), "refused"))
        failed[5, MARKETS[0]].update(dict.fromkeys(range(size.days - 15, size.days - 10), "source:404"))
        failed[6, MARKETS[0]].update(dict.fromkeys(range(size.days - 5, size.days), "source:404"))
        return failed
