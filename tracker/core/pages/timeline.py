"""A track's spells in one market as bars on a line of time: the state is told by height as well as by colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.core.history import State
from tracker.core.pages.stretches import unobserved
from tracker.core.phrases import MONTHS, count, interval, listed, minute, span
from tracker.core.wording import spell_text, state_text, why_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.core.history import Gap, Target
    from tracker.core.pages.stretches import Holder, Stretch
    from tracker.core.views import SpellView

WIDTH, HEIGHT = 1000, 36
LEAST = 2
"""No bar is narrower: it would not be seen."""
MOST_SPELLS = 150
"""So many of the latest spells are drawn."""
MOST_TICKS = 14
_TALL = {"playable": 30, "relinked": 22, "unplayable": 12, "gone": 6}


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the line in its own units; `kind` is a state, `doubt` or `unobserved`."""

    x: int
    width: int
    height: int
    kind: str
    text: str

    @property
    def y(self) -> int:
        """Bars stand on the ground."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month or a year on the line."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The line of one market; `told` says it in words, `now` what the track is reported as at present."""

    market: str
    now: str
    kind: str
    told: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def timelines(
    spells: Sequence[SpellView], holders: Sequence[Holder], own: Sequence[Gap], now: datetime
) -> tuple[Timeline, ...]:
    """The line of each market, all over the same time: from the first sighting of any to `now`."""
    markets = sorted({spell.market for spell in spells})
    drawn = {market: [s for s in spells if s.market == market][-MOST_SPELLS:] for market in markets}
    start = min((each[0].first_seen for each in drawn.values()), default=now)
    whole = (start, max(now, start + timedelta(minutes=1)))
    return tuple(
        _timeline(market, drawn[market], unobserved(holders, own, market, whole), _gaps(holders, own), whole)
        for market in markets
    )


def kind_of(target: Target) -> str:
    """The word by which a state is drawn: as `relinked` where another id answers."""
    if target.state is State.PLAYABLE and target.via:
        return "relinked"
    return target.state.value


def ticks(whole: Stretch) -> tuple[Tick, ...]:
    """The beginnings of months within it: every one, every third, or of years alone, as many as can be read."""
    first, last = whole[0].astimezone(UTC), whole[1].astimezone(UTC)
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in (1, 3, 12) if months <= MOST_TICKS * step), 12 * (1 + months // 168))
    begins = (
        datetime(*divmod_month(first.year, first.month + n), 1, tzinfo=UTC) for n in range(1, months + 1)
    )
    chosen = (at for at in begins if (at.year * 12 + at.month - 1) % step == 0)
    return tuple(Tick(_place(at, whole), f"{MONTHS[at.month - 1]} {at.year}") for at in chosen)


def divmod_month(year: int, month: int) -> tuple[int, int]:
    """A year and a month that counts on past December, as the calendar has them."""
    return year + (month - 1) // 12, (month - 1) % 12 + 1


def _timeline(
    market: str, spells: list[SpellView], away: Iterable[Stretch], gaps: list[Gap], whole: Stretch
) -> Timeline:
    latest = spells[-1]
    shown = [bar for spell in spells for bar in _bars(spell, whole)]
    hatched = [_bar(part, whole, HEIGHT, "unobserved", _away_text(part, market, gaps)) for part in away]
    return Timeline(
        market=market,
        now=state_text(latest.target),
        kind=kind_of(latest.target),
        told=_told(spells),
        bars=(*shown, *_joined(hatched)),
        ticks=ticks(whole),
    )


def _bars(spell: SpellView, whole: Stretch) -> Iterable[Bar]:
    """The spell as far as it was seen, and the doubt on either side of it."""
    seen = spell.last_seen or spell.first_seen
    kind = kind_of(spell.target)
    yield _bar((spell.first_seen, max(seen, spell.first_seen)), whole, _TALL[kind], kind, spell_text(spell))
    if spell.last_before:
        began = interval(spell.last_before, spell.first_seen)
        yield _bar((spell.last_before, spell.first_seen), whole, HEIGHT, "doubt", f"changed {began}")
    if spell.first_missed is None and seen < whole[1]:
        yield _bar((seen, whole[1]), whole, HEIGHT, "doubt", f"not looked at since {minute(seen)} UTC")


def _bar(part: Stretch, whole: Stretch, height: int, kind: str, text: str) -> Bar:
    x = min(_place(part[0], whole), WIDTH - LEAST)
    return Bar(x, max(LEAST, _place(part[1], whole) - x), height, kind, text)


def _place(at: datetime, whole: Stretch) -> int:
    share = (at - whole[0]) / (whole[1] - whole[0])
    return round(WIDTH * min(1.0, max(0.0, share)))


def _joined(bars: Iterable[Bar]) -> list[Bar]:
    """Bars that would touch, as one: two years of short gaps are no longer than the line."""
    found: list[Bar] = []
    for bar in bars:
        last = found[-1] if found else None
        if last and bar.x <= last.x + last.width:
            width = max(last.width, bar.x + bar.width - last.x)
            found[-1] = Bar(last.x, width, last.height, last.kind, "several times without observation")
        else:
            found.append(bar)
    return found


def _gaps(holders: Iterable[Holder], own: Iterable[Gap]) -> list[Gap]:
    return [*own, *(gap for holder in holders for gap in holder.gaps)]


def _away_text(part: Stretch, market: str, gaps: Iterable[Gap]) -> str:
    """When and why nobody looked; the reason of the first gap that covers its beginning."""
    why = next((gap.why for gap in gaps if gap.market == market and _covers(gap, part[0])), None)
    return f"not observed, {span(*part)}" + (f": {why_text(why)}" if why else "")


def _covers(gap: Gap, at: datetime) -> bool:
    return (gap.since is None or gap.since <= at) and (gap.until is None or at < gap.until)


def _told(spells: Sequence[SpellView]) -> str:
    """The line in words, for those who cannot see it."""
    kinds = [kind_of(spell.target) for spell in spells]
    parts = tuple(f"{kinds.count(kind)} {kind}" for kind in _TALL if kind in kinds)
    return f"{count(len(spells), 'spell')}: {listed(parts)}; now {state_text(spells[-1].target)}"
