"""The owner changes the watch list while a daemon is in the middle of a look: what it brings home late is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.faults.daemons_station import Station, this_moment
from tests.faults.table import Row
from tracker.core.ports import EventFilter
from tracker.store.engine import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.faults.daemons_place import Place
    from tests.faults.table import Scale
    from tracker.core.watch import Watch

HELD_S = 0.3
LEASE_S = 5.0
ORPHANS = {
    "entries": "SELECT count(*) FROM entry e JOIN watch w ON w.id = e.watch_id WHERE w.removed_at IS NOT NULL AND e.ended_at IS NULL",
    "duties": "SELECT count(*) FROM duty WHERE name LIKE 'check:1:%' AND EXISTS (SELECT 1 FROM watch WHERE id = 1 AND removed_at IS NOT NULL)",
    "doubts": "SELECT count(*) FROM doubt d JOIN watch w ON w.id = d.watch_id WHERE w.removed_at IS NOT NULL",
}
"""Rows that a removed watch must not have."""
QUESTIONS = (("playlist", 0), ("playlist_items", 0), ("playlist", 1))
"""The three calls of a look at a list of one page: its version, its page, its version again."""


def remove(made: Station, watch: Watch) -> set[int]:
    """The watch goes; the numbers of the watches that may be looked at from then on."""
    made.app.store.remove(watch.id, this_moment())
    return set()


def remove_and_add(made: Station, watch: Watch) -> set[int]:
    """The watch goes and comes again, which is another watch."""
    remove(made, watch)
    return {made.watch("playlist", watch.ref).id}


def add_another(made: Station, watch: Watch) -> set[int]:
    """Another watch comes."""
    return {watch.id, made.watch("album", made.world.cast.album).id}


def add_again(made: Station, watch: Watch) -> set[int]:
    """The same watch is added with another rhythm."""
    return {made.watch("playlist", watch.ref, every_s=7200).id}


DEEDS: tuple[Callable[[Station, Watch], set[int]], ...] = (remove, remove_and_add, add_another, add_again)


@dataclass(slots=True)
class Score:
    """What came of the cases."""

    cases: int = 0
    observations: int = 0
    missed: int = 0
    duplicated: int = 0
    wrong: int = 0


def interleaved(
    place: Place, scale: Scale, deeds: Iterable[Callable[[Station, Watch], set[int]]] = DEEDS
) -> Row:
    """Every deed at every call of a look, through another connection, as web page and command line have."""
    score = Score()
    for deed in deeds:
        for number, (family, skip) in enumerate(QUESTIONS):
            with place.station(f"{deed.__name__}-{number}") as made:
                _one(made, deed, family, skip, score)
    figures = {name: getattr(score, name) for name in Score.__dataclass_fields__}
    return Row(
        f"watch list written during a look, {place.kind}",
        seed=scale.seed,
        note=f"{score.cases // len(QUESTIONS)} deeds at {len(QUESTIONS)} calls each",
        **figures,
    )


def _one(
    made: Station, deed: Callable[[Station, Watch], set[int]], family: str, skip: int, score: Score
) -> None:
    watch = made.watch("playlist", made.world.cast.own_playlist)
    made.hold_answer(family, HELD_S, skip=skip)
    daemon = made.crowd(1, LEASE_S)[0]
    made.until_asked()
    wanted = deed(made, watch)
    daemon.rounds(3)
    checks = made.app.store.checks(None)
    looked = [check.watch_id for check in checks]
    score.cases += 1
    score.observations += sum(sum(check.observed.values()) for check in checks)
    score.missed += len(wanted - set(looked))
    score.duplicated += len(looked) - len(set(looked)) if deed is not add_again else 0
    score.wrong += len(set(looked) - wanted) + len(made.app.store.events(EventFilter())) + orphans(made)
    score.wrong += len({w.id for w in made.app.store.all()} ^ wanted) + len(daemon.said("crash"))


def orphans(made: Station) -> int:
    """Rows that belong to watches which are gone."""
    with reading(made.app.store._engine) as conn:
        return sum(int(conn.execute(text(query)).scalar_one()) for query in ORPHANS.values())
