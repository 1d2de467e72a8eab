"""Kinds of faults that bend what only the older tiers answer: rows for many ids at once, and lists of markets."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tracker.simulator.bending import Object, bend, objects
from tracker.simulator.turn import Kinds

BATCHES = ("tracks", "albums", "artists")


def _batch_rows(data: Object, _: Random, *, how: str = "swapped", other: str = "") -> None:
    """Rows that are not those of the ids: the last one `missing`, one too `many`, the first two `swapped`.

    Or `foreign`: the first one is of the id `other`.
    """
    for rows in (rows for name in BATCHES if isinstance(rows := data.get(name), list)):
        if how == "missing":
            del rows[-1:]
        elif how == "many":
            rows.append(None)
        elif how == "swapped":
            rows[:2] = rows[1::-1]
        elif how == "foreign":
            rows[0] = {**rows[0], "id": other}


def _offered(data: Object, _: Random, *, track: str, markets: Sequence[str] = ()) -> None:
    """A track's list of markets is this one, wherever it can be played."""
    for found in objects(data):
        if found.get("id") == track and "available_markets" in found:
            found["available_markets"] = list(markets)


BATCH_BENDS: Kinds = {"batch_rows": bend(_batch_rows), "offered": bend(_offered)}
