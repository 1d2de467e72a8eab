"""Kinds of faults that bend what the true answer says of the tracks: nulls, lost names, fields lost or changed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tracker.simulator.bending import Object, bend, objects, pages, rows
from tracker.simulator.turn import Kinds

OBJECTS = ("item", "track")


def _null_items(
    data: Object,
    chance: Random,
    *,
    share: float = 1.0,
    positions: Sequence[int] | None = None,
    row: bool = False,
) -> None:
    """Nulls in the place of objects: at these positions of the page, else of a random `share` of the rows.

    `row` makes the whole row null, and not only the object in it.
    """
    for page in pages(data):
        found = rows(page)
        for place in _chosen(len(found), chance, share, positions):
            found[place] = None if row else _emptied(found[place])


def _null_one(data: Object, chance: Random) -> None:
    """A null in the place of one object of each page, chosen by chance."""
    for page in pages(data):
        found = rows(page)
        if found:
            place = chance.randrange(len(found))
            found[place] = _emptied(found[place])


def _blank_names(
    data: Object, chance: Random, *, share: float = 1.0, positions: Sequence[int] | None = None
) -> None:
    """Objects whose own and artists' names are empty: at these positions of the page, else of a random `share`."""
    for page in pages(data):
        found = rows(page)
        for place in _chosen(len(found), chance, share, positions):
            for shown in _shown(found[place]):
                shown |= {"name": "", "artists": [{"name": ""}]}


def _wrong_shape(data: Object, _: Random) -> None:
    """Rows that are no objects."""
    for page in pages(data):
        page["items"] = ["not an object", 7, []]


def _missing_is_playable(data: Object, _: Random) -> None:
    """Nothing says whether anything can be played."""
    for found in objects(data):
        found.pop("is_playable", None)
        found.pop("restrictions", None)


def _all_unplayable(data: Object, _: Random, *, reason: str = "market") -> None:
    """Nothing can be played, for this reason."""
    for found in objects(data):
        if "is_playable" in found:
            found |= {"is_playable": False, "restrictions": {"reason": reason}}


def _field_gone(data: Object, _: Random, *, name: str) -> None:
    """A field is missing wherever it was."""
    for found in objects(data):
        found.pop(name, None)


def _field_renamed(data: Object, _: Random, *, name: str, to: str) -> None:
    """A field has another name wherever it was."""
    for found in objects(data):
        if name in found:
            found[to] = found.pop(name)


def _field_type(data: Object, _: Random, *, name: str, value: object) -> None:
    """A field has another value, perhaps of another type, wherever it was."""
    for found in objects(data):
        if name in found:
            found[name] = value


def _chosen(count: int, chance: Random, share: float, positions: Sequence[int] | None) -> list[int]:
    if positions is not None:
        return [place for place in positions if place < count]
    return [place for place in range(count) if chance.random() < share]


def _emptied(row: object) -> object:
    keys = [key for key in OBJECTS if isinstance(row, dict) and key in row]
    return {**row, **dict.fromkeys(keys)} if keys and isinstance(row, dict) else None


def _shown(row: object) -> list[Object]:
    """The objects that a row shows: itself, or what it holds."""
    if not isinstance(row, dict):
        return []
    held = [row[key] for key in OBJECTS if isinstance(row.get(key), dict)]
    return held or [row]


ROW_BENDS: Kinds = {
    edit.__name__[1:]: bend(edit)
    for edit in (
        _null_items,
        _null_one,
        _blank_names,
        _wrong_shape,
        _missing_is_playable,
        _all_unplayable,
        _field_gone,
        _field_renamed,
        _field_type,
    )
}
