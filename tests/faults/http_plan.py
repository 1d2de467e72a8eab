"""A random mix of faults over the rounds of a scene, written as a plan for the simulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tracker.simulator import Fault

if TYPE_CHECKING:
    from tests.faults.http_world import Scene

FAULTY = 0.29
"""The share of rounds with a fault besides the lies."""
LYING = 0.05
"""The share of rounds in which one track, chosen by chance, is lied about for that round, by every endpoint."""
ITEMS = "playlist_items"
OFFLINE = "http://127.0.0.1:1/elsewhere"

Draft = dict[str, object]
Maker = Callable[[Random], Draft]


def _of(kind: str, family: str = ITEMS, **given: object) -> Draft:
    return {"kind": kind, "family": family, "given": given}


def _status(status: int, family: str = "*", **traits: object) -> Draft:
    return {"status": status, "family": family, "path": "/v1/", **traits}


def _wait(rng: Random) -> Mapping[str, str]:
    """Times to wait that make sense, or none."""
    words = ("1", "30", "3600", "14400", "-5", "soon", "999999999999", "")
    text = rng.choice(words[:6]) if rng.random() < 0.9 else rng.choice(words)
    return {"retry-after": text} if text else {}


MIX: Mapping[str, Maker] = {
    "N3 reset": lambda rng: _of("reset", sent=rng.choice((None, 0, 1, 0.5, -1)), chunked=rng.random() < 0.5),
    "N4 cut": lambda _: _of("cut"),
    "N4 truncated": lambda _: _of("truncate"),
    "N5 server error": lambda rng: _status(rng.choice((500, 502, 503, 504))),
    "N6 too many requests": lambda rng: _status(429, headers=_wait(rng), times=1),
    "N7 quota": lambda rng: {
        **_of("quota", "*", retry_after=rng.choice(("600", "7200"))),
        "path": "/v1/",
        "times": 1,
    },
    "N8 portal": lambda rng: {**_of("html", "*", claims_json=rng.random() < 0.5), "path": "/v1/"},
    "N8 bomb": lambda _: {**_of("bomb", megabytes=9), "times": 1},
    "N10 redirect": lambda _: {**_of("redirect", "*", to=OFFLINE), "path": "/v1/"},
    "A1 null items": lambda rng: _of("null_items", share=rng.choice((0.1, 1.0)), row=rng.random() < 0.3),
    "A1 one null": lambda _: _of("null_one"),
    "A1 blank names": lambda rng: _of("blank_names", share=rng.choice((0.1, 1.0))),
    "A2 empty": lambda rng: _of(rng.choice(("empty_items", "no_items", "empty_object"))),
    "A2 shorter": lambda rng: {**_of("shorter", by=rng.randint(1, 60)), "page": None},
    "A2 short page": lambda _: _of("short_page"),
    "A3 total": lambda rng: _of("wrong_total", by=rng.choice((-3, -1, 1, 7))),
    "A3 next": lambda rng: _of(rng.choice(("next_null", "next_loop"))),
    "A3 shifted": lambda rng: _of("shifted", by=rng.choice((-2, -1, 1, 2)), hidden=rng.random() < 0.5),
    "A4 field gone": lambda rng: _of(
        "field_gone", name=rng.choice(("is_playable", "item", "items", "total", "id"))
    ),
    "A4 field renamed": lambda rng: (
        _of("field_renamed", name="items", to="entries")
        if rng.random() < 0.5
        else _of("field_renamed", name="item", to="track")
    ),
    "A4 field type": lambda rng: _of(
        "field_type", name=rng.choice(("is_playable", "total", "items", "name", "id")), value="other"
    ),
    "A4 wrong shape": lambda _: _of("wrong_shape"),
    "A5 nothing playable": lambda _: _of("all_unplayable", "*"),
    "A7 stale": lambda rng: _of("stale", "*", hours=rng.choice((2.0, 6.0, 30.0, 200.0))),
    "A8 version": lambda rng: _of("snapshot", "playlist", value=rng.choice((None, "FROZEN"))),
    "A9 market": lambda rng: (
        _of(rng.choice(("no_market",)), "*") if rng.random() < 0.5 else _of("other_market", "*", market="FR")
    ),
    "A12 list closed": lambda rng: _status(rng.choice((403, 404)), rng.choice((ITEMS, "playlist"))),
    "A12 nothing there": lambda _: _status(404),
    "A13 token refused": lambda _: _status(401, times=1),
    "A14 login ended": lambda _: _of("invalid_grant", "token"),
    "A14 accounts down": lambda _: {"family": "token", "status": 503},
    "A17 smaller pages": lambda rng: _of("smaller_page", limit=rng.randint(1, 49)),
}
WHOLE_ROUND = {"A2 shorter", "A5 nothing playable", "A7 stale", "A9 market", "A14 login ended"}
"""Faults that would not be themselves if they struck some calls of a round only."""


def mixed_plan(scene: Scene, rng: Random) -> list[Fault]:
    """The lies, and for each faulty round one fault of the mix, which ends with the round at the latest."""
    lies = Fault(kind="lies", times=None, given=_lies(scene, rng))
    faulty = [poll for poll in range(1, scene.polls) if rng.random() < FAULTY]
    return [lies, *(_fault(scene, poll, rng) for poll in faulty)]


def _lies(scene: Scene, rng: Random) -> Draft:
    return {"seed": rng.randrange(10**9), "chance": LYING, "lasting": 1, "playlist": scene.playlist}


def _fault(scene: Scene, poll: int, rng: Random) -> Fault:
    """One fault: in half of the cases on one page only, and in half of the cases gone after one or a few calls."""
    name = rng.choice(sorted(MIX))
    traits: Draft = {"times": None, **MIX[name](rng)}
    if name not in WHOLE_ROUND:
        if traits["family"] == ITEMS and rng.random() < 0.5:
            traits["page"] = rng.randrange(4)
        if traits["times"] is None and rng.random() < 0.5:
            traits["times"] = rng.randint(1, 6)
    # A look may begin a moment before its round, never a moment after the round's end.
    since = scene.moment(poll) - timedelta(minutes=1)
    return Fault(since=since, until=scene.moment(poll + 1) - timedelta(minutes=1), **traits)  # type: ignore[arg-type]
