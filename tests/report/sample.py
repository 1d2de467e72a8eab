"""An invented record, rich in what reports must cope with: 60 tracks, 3 watches, mass changes, gaps, odd names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.core.history import Event, EventKind, Gap, Status
from tracker.core.summary import Summary, summarize
from tracker.core.views import CheckView, WatchView
from tracker.core.watch import TERM, Source, Watch

START = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
END = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

TITLES = (
    "Open Window", "Closed Door", "Same Song", "Second Floor", "Paper Boats", "The Long Way Down to the Harbour",
    "Tin Roof", "A Letter Never Sent", "Blue Hour", "Northbound", "Half a Moon", "Glass Garden", "Low Tide",
    "Seven Lamps", "The Orchard", "Wintering", "Copper Wire", "Small Hours", "Salt", "Fernweh",
)  # fmt: skip
ARTISTS = (
    ("The Inventions",), ("Marla Quist",), ("Juniper & the Dials",), ("Otto Vael", "Sini Halm"),
    ("Nobody's Orchestra",), ("Ada Brink", "The Inventions", "Tomas Oru"),
)  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "*x* _y_ `z` | [a](http://example.invalid) www.example.invalid",
    "=1+1 | # not a heading",
    "red \x1b[31malert\x1b[0m \x9b2J\x07",
    "flipped \u202egnp.exe\u202c\u2028next line\r\n# heading",
    "{{ 7 * 7 }}{% raw %}&lt;b&gt;",
    "Unbroken" * 30,
)


def track_id(n: int) -> str:
    """An id of the right shape, plainly made up."""
    return f"{n % 8}Invented{n:013d}"


def event(seq: int, kind: EventKind = EventKind.VANISHED, **other: Any) -> Event:
    """A confirmed event of track `seq` in DE on 3 May 2026; everything can be said otherwise."""
    plain = Event(
        seq=seq,
        kind=kind,
        status=Status.CONFIRMED,
        market="DE",
        watch_id=1,
        watch_label="Long Evenings",
        track_id=track_id(seq),
        title="Open Window",
        artists=("The Inventions",),
        name_origin="service",
        isrc=None,
        reason=None,
        via=None,
        last_seen_at=datetime(2026, 5, 3, 4, 0, tzinfo=UTC),
        first_missed_at=datetime(2026, 5, 3, 5, 0, tzinfo=UTC),
        confirmed_at=datetime(2026, 5, 3, 11, 0, tzinfo=UTC),
        retracts=None,
        incident=None,
        checks=(1, 2, 3),
    )
    return replace(plain, **other)


def view(number: int = 1, **other: Any) -> WatchView:
    """A healthy playlist watch of two markets; fields of the watch and of the view can be said otherwise."""
    plain = Watch(
        number,
        Source.PLAYLIST,
        track_id(900 + number),
        "Long Evenings",
        ("DE", "US"),
        DAY,
        START,
        START + TERM,
    )
    of_watch = {key: other.pop(key) for key in list(other) if hasattr(plain, key)}
    shown = WatchView(
        watch=replace(plain, **of_watch),
        last_complete_at=END - 8 * HOUR,
        due_at=END + 16 * HOUR,
        entries=36,
        states={"playable": 57, "unplayable": 10, "gone": 5},
        suspected=0,
        held=0,
        gap=None,
        lost=False,
    )
    return replace(shown, **other)


def check(number: int, at: datetime, **other: Any) -> CheckView:
    """A complete check of watch 1 in DE that took a minute and four calls."""
    plain = CheckView(number, 1, "DE", "list", at, at + timedelta(minutes=1), True, None, 4, {"playable": 36})
    return replace(plain, **other)


def gap(number: int, since: datetime | None, until: datetime | None, **other: Any) -> Gap:
    """A gap of watch 1 in DE because of the quota."""
    return replace(Gap(number, 1, None, "DE", since, until, "quota"), **other)


@dataclass(frozen=True, slots=True)
class Sample:
    """The invented record, ready to be summarized."""

    events: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    watches: tuple[WatchView, ...]
    checks: tuple[CheckView, ...]

    def summary(self, since: datetime | None = START) -> Summary:
        """The summary of the whole record."""
        return summarize(self.events, self.gaps, self.watches, self.checks, since=since, until=END)


def sample() -> Sample:
    """Build the record; the same every time."""
    events = [*_mass(), *_singles(), *_hostile(), *_returns(), *_lists(), *_sources(), *_open()]
    numbered = tuple(replace(each, checks=(each.seq, each.seq + 1)) for each in events)
    return Sample(numbered, _gaps(), _watches(), _checks())


def _at(seq: int, track: int, day: float, kind: EventKind = EventKind.VANISHED, **other: Any) -> Event:
    """An event `day` days after the start, seen first five hours later and confirmed after ten."""
    seen = START + day * DAY
    names = {
        "track_id": track_id(track),
        "title": TITLES[track % len(TITLES)],
        "artists": ARTISTS[track % len(ARTISTS)],
    }
    times = {"last_seen_at": seen, "first_missed_at": seen + 5 * HOUR, "confirmed_at": seen + 15 * HOUR}
    return event(seq, kind, **{**names, **times, **other})


def _mass() -> list[Event]:
    fall = [_at(n, n, 32 + n / 100, incident=1, reason="market") for n in range(1, 10)]
    back = [_at(90 + n, n, 60, EventKind.RETURNED) for n in (2, 5)]
    other = [
        _at(20 + n, 20 + n, 51, incident=2, market="US", watch_id=3, watch_label="Harbour Lights")
        for n in range(4)
    ]
    return [*fall, *back, *other]


def _singles() -> list[Event]:
    return [
        _at(30, 30, 12, reason="market"),
        _at(31, 30, 13.5, market="US", reason="market"),
        _at(32, 31, 70, title=None, artists=(), name_origin=None),
        _at(33, 32, 74, name_origin="musicbrainz"),
        _at(34, 33, 20, last_seen_at=None),
        _at(35, 34, 40),
        _at(36, 34, 45, EventKind.RETRACTED, retracts=35),
        _at(37, 35, 41, status=Status.WITHDRAWN, confirmed_at=None),
    ]


def _hostile() -> list[Event]:
    hostile: dict[str, Any] = {
        "watch_label": HOSTILE[0],
        "market": "<b>",
        "reason": "<i>x</i>\x1b[1m",
        "name_origin": "<u>\x1b",
    }
    falls = [_at(40 + n, 40 + n, 76, title=text, artists=(text, "Plain")) for n, text in enumerate(HOSTILE)]
    return [
        *falls,
        _at(49, 49, 77, title=HOSTILE[1], via='"><b>', **hostile),
        _at(50, 50, 77.1, track_id='"><b>', title=""),
    ]


def _returns() -> list[Event]:
    return [
        _at(51, 51, 10),
        _at(52, 51, 33, EventKind.RETURNED),
        _at(53, 52, 55, EventKind.RETURNED, market="US"),
        _at(54, 53, 48, EventKind.RELINKED, via=track_id(800)),
        _at(55, 54, 66, EventKind.RELINKED, via=None),
    ]


def _lists() -> list[Event]:
    added = [_at(60 + n, 55 + n, 25, EventKind.ENTRY_ADDED) for n in range(3)]
    removed = [_at(64 + n, 12 + n, 26, EventKind.ENTRY_REMOVED) for n in range(4)]
    local: dict[str, Any] = {"track_id": "local:Otto Vael/Demo <b>/200", "title": "Demo <b>"}
    return [*added, *removed, _at(68, 59, 26, EventKind.ENTRY_REMOVED, **local)]


def _sources() -> list[Event]:
    source = {
        "track_id": None,
        "title": None,
        "artists": (),
        "watch_id": 2,
        "watch_label": "Kitchen Radio",
        "market": "",
    }
    return [_at(70, 0, 44, EventKind.SOURCE_LOST, **source), _at(71, 0, 58, EventKind.SOURCE_BACK, **source)]


def _open() -> list[Event]:
    waiting: dict[str, Any] = {"status": Status.SUSPECTED, "confirmed_at": None}
    held = [_at(80 + n, 10 + n, 83, market="US", incident=3, **waiting) for n in range(3)]
    return [
        _at(75, 18, 82.5, reason="market", **waiting),
        _at(76, 19, 82, EventKind.RETURNED, **waiting),
        *held,
    ]


def _watches() -> tuple[WatchView, ...]:
    states = {"playable": 22, "gone": 2}
    return (
        view(1),
        view(2, label="Kitchen Radio", markets=("DE",), entries=12, states={"playable": 12}),
        view(
            3,
            source=Source.ALBUM,
            label="Harbour Lights",
            entries=12,
            states=states,
            added_at=START + 20 * DAY,
        ),
    )


def _gaps() -> tuple[Gap, ...]:
    off = [
        gap(n, START + 17.2 * DAY, START + 19 * DAY, watch_id=n, market="", why="not running") for n in (1, 2)
    ]
    return (
        *off,
        gap(5, START + 66 * DAY, START + 68.1 * DAY),
        gap(6, START + 44 * DAY, START + 58 * DAY, watch_id=2, why="source:404"),
        gap(7, START + 81 * DAY, None, watch_id=3, market="US", why="<b>odd</b>\x1b"),
    )


def _checks() -> tuple[CheckView, ...]:
    checks: list[CheckView] = []
    for day in range(84):
        for watch, market in ((1, "DE"), (1, "US"), (2, "DE"), (3, "DE"), (3, "US")):
            done = _check(day, watch, market, 1000 + len(checks))
            checks += [done] if done else []
    return tuple(checks)


def _check(day: int, watch: int, market: str, number: int) -> CheckView | None:
    at = START + day * DAY
    if day == 18 or (watch == 3 and day < 20) or (watch == 1 and day == 67):
        return None
    if watch == 2 and 44 <= day < 58:
        return check(number, at, watch_id=2, complete=False, why="source:404")
    if (watch, day) in {(1, 29), (3, 47), (3, 48)}:
        return check(number, at, watch_id=watch, market=market, complete=False, why="network")
    return check(number, at, watch_id=watch, market=market)
