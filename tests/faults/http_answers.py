"""Rows A1 to A4: answers with status 200 that are not the truth, once or for some rounds."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from tests.faults.http_bench import CALLS, PAGES, POSITIONS, Shop, Trial, at, shop, some
from tests.faults.http_masses import masses
from tracker.simulator import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.faults.table import Row, Scale

ITEMS = "playlist_items"
NEEDED = ("items", "total", "item", "offset", "is_playable", "name", "type", "id")
"""Fields that a look cannot do without, or that would change what it sees if they were gone."""
FIELDS = (
    *NEEDED,
    "limit",
    "next",
    "artists",
    "album",
    "external_ids",
    "is_local",
    "added_at",
    "duration_ms",
    "restrictions",
)
TYPES: Sequence[object] = (None, 7, "other", [], {}, -1)
MOST_CALLS = 3 * CALLS + 1
"""A list that does not hold still is read three times at most."""


def answers(scale: Scale) -> Iterable[Row]:
    """All rows of this module."""
    with shop() as lent:
        yield lent.tried(some(_nulls(), scale, 2)).row("A1 nulls", scale)
        yield lent.tried(some(_empties(), scale, 3)).row("A2 empty, shorter", scale)
        yield lent.tried(some(_pagings(), scale, 2)).row("A3 paging", scale)
        yield _edited(lent, scale)
        yield lent.tried(some(_fields(), scale, 3)).row("A4 fields gone, renamed, retyped", scale)
        yield from masses(lent, scale)


def _nulls() -> Sequence[Trial]:
    """One or more places of a page hold nothing for one or two rounds: said by the list alone."""
    places: Sequence[Sequence[int] | None] = ([0], [4], [9], [0, 9], [3, 4, 5], None)
    nulls = [
        Trial(
            f"null {where} {positions}",
            [at(where, kind="null_items", given={"positions": positions, "row": row})],
            expect="any",
            rounds=rounds,
        )
        for where, positions, row, rounds in product(PAGES, places, (False, True), (1, 2))
    ]
    return [
        *nulls,
        *(Trial(f"blank {where}", [at(where, kind="blank_names")], expect="any") for where in PAGES),
    ]


def _empties() -> Sequence[Trial]:
    """A page or the whole list without rows, with a total that fits or not; and a list that ends too early.

    With another version at each question, the shorter list is in itself without contradiction.
    """
    kinds = ("empty_items", "no_items", "empty_object", "short_page", "wrong_shape")
    bare = [
        # The rows that a short page lacks are asked for with the next one, and only the last one has no next.
        Trial(
            f"{kind} {where}",
            [at(where, kind=kind)],
            "any" if kind == "short_page" else "gap",
            most_calls=MOST_CALLS,
        )
        for where, kind in product(PAGES, kinds)
    ]
    version = Fault(family="playlist", kind="snapshot", times=None)
    news = Fault(family="playlist", kind="snapshot", times=None, given={"value": "ANOTHER"})
    ends = [
        Trial(
            f"shorter by {by}",
            [Fault(family=ITEMS, kind="shorter", times=None, given={"by": by}), *more],
            expect="any" if more else "gap",
            rounds=rounds,
        )
        for by, more, rounds in product((1, 10, 60, 109), ((), (version,), (news,)), (1, 2))
    ]
    nothing = [
        Trial("no rows at all", [Fault(family=ITEMS, kind="no_items", times=None)], rounds=n)
        for n in (1, 2, 4)
    ]
    return [*bare, *ends, *nothing]


def _pagings() -> Sequence[Trial]:
    """Wrong totals, wrong words about the next page, and pages that begin elsewhere than they say."""
    kinds: list[tuple[str, dict[str, object]]] = [("next_null", {}), ("next_loop", {})]
    kinds += [("wrong_total", {"by": by}) for by in (-60, -1, 1, 60)]
    kinds += [("shifted", {"by": by, "hidden": hidden}) for by in (-7, -1, 1, 7) for hidden in (True, False)]
    harmless = {("next_null", "page 2"), ("next_loop", "page 0"), ("next_loop", "page 1")}
    still = {("shifted", "page 0", -7), ("shifted", "page 0", -1)}
    return [
        Trial(
            f"{kind} {given} {where}",
            [at(where, kind=kind, given=given)],
            expect="any" if (kind, where) in harmless or (kind, where, given.get("by")) in still else "gap",
        )
        for where, (kind, given) in product(PAGES, kinds)
    ]


def _edited(lent: Shop, scale: Scale) -> Row:
    """The owner really moves an entry between two calls of a look, once or at every call."""
    made = lent.bench()
    playlist = made.life.world.cast.own_playlist
    moves = [(0, 105), (105, 0), (49, 50), (60, 10)]
    for where, move in some(list(product(POSITIONS, moves)), scale, 1):
        given = {"playlist": playlist, "move": list(move)}
        made.run(Trial(f"{move} at {where}", [at(where, kind="edit", times=1, given=given)], expect="whole"))
    restless = Fault(
        kind="edit", times=None, path="/playlists/", given={"playlist": playlist, "move": [0, 105]}
    )
    made.run(Trial("edited at every call", [restless]))
    return made.tally.row("A3 edited while read", scale)


def _fields() -> Sequence[Trial]:
    """A field is gone, has another name or another type, in every answer or on one page, for two rounds."""
    bends: list[tuple[str, dict[str, object]]] = [("field_gone", {"name": name}) for name in FIELDS]
    bends += [("field_renamed", {"name": name, "to": f"new_{name}"}) for name in FIELDS]
    bends += [
        ("field_renamed", {"name": "items", "to": "tracks"}),
        ("field_renamed", {"name": "item", "to": "track"}),
    ]
    bends += [("field_type", {"name": name, "value": value}) for name in NEEDED for value in TYPES]
    everywhere = [Fault(kind=kind, times=None, given=given) for kind, given in bends]
    one_page = [at("page 1", kind="field_gone", given={"name": name}) for name in NEEDED]
    return [Trial(f"{f.kind} {f.given}", [f], "any", rounds=2) for f in (*everywhere, *one_page)]
