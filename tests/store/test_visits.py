"""What the record tells of looks, flips and vanishes, on each kind of database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from tests.store.looks import draft, first_reading, hours, record, watch_list
from tracker.core.decision import Decision
from tracker.core.items import Purpose, Way
from tracker.core.planning.rates import Looks
from tracker.core.ports import NewWatch
from tracker.core.rights import Release
from tracker.store.engine import writing
from tracker.store.tables import EventRow, IncidentRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.history import EventKind
    from tracker.core.planning.looked import Pair
    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore


def pairs(store: SqlStore, settled: float = 10_000, **chosen: str) -> dict[str, Pair]:
    """The pairs of the market DE by track."""
    return {pair.track_id: pair for pair in store.visits.pairs("DE", hours(settled), **chosen)}


def tell(store: SqlStore, watch: Watch, track: str, kind: EventKind | str, at: float, **more: object) -> int:
    """Put an event on record, confirmed unless said otherwise: last seen a day before, first missed at `at`."""
    values = {
        "kind": kind,
        "status": "confirmed",
        "market": "DE",
        "watch_id": watch.id,
        "track_id": track,
        "last_seen_at": hours(at - 24),
        "first_missed_at": hours(at),
        "checks": [],
    }
    with writing(store._engine) as conn:
        number: int = conn.execute(
            insert(EventRow).values(**(values | more)).returning(EventRow.__table__.c.seq)  # type: ignore[attr-defined]
        ).scalar_one()
    return number


def partial(store: SqlStore, watch: Watch, at: float, tracks: Iterable[str], purpose: Purpose) -> None:
    """Record a complete look at some tracks."""
    seen = tuple(tracks)

    told = Decision((), {"playable": len(seen)}, complete=True, told=seen)
    look = draft(watch, at, way=Way.ALBUM, purpose=purpose)
    store.record(look, frozenset(seen), lambda _known, _look: told)


@pytest.fixture
def watch(store: SqlStore) -> Watch:
    """An album of two tracks that was looked at four times, a day apart."""
    found = watch_list(store)
    first_reading(store, found, ["t1", "t2"])
    for day in (1, 2, 3):
        record(store, draft(found, 24 * day))
    return found


def test_complete_checks_count_for_all_that_the_watch_holds(store: SqlStore, watch: Watch) -> None:
    """Three gaps of a day; an incomplete look is none."""
    record(store, draft(watch, 100), complete=False, why="canary")
    found = pairs(store)
    assert set(found) == {"t1", "t2"}
    assert found["t1"].looks == Looks(quiet=3, quiet_days=3.0)
    assert found["t1"].demanded == 1.0
    assert (found["t1"].first, found["t1"].last) == (hours(0), hours(72))


def test_partial_looks_count_for_the_tracks_that_they_saw(store: SqlStore, watch: Watch) -> None:
    """A visit to one track makes one more look at it, and none at its neighbour."""
    partial(store, watch, 96, ["t1"], Purpose.VISIT)
    found = pairs(store)
    assert found["t1"].looks == Looks(quiet=4, quiet_days=4.0)
    assert found["t2"].looks == Looks(quiet=3, quiet_days=3.0)


def test_a_track_of_two_watches_has_the_looks_of_both(store: SqlStore, watch: Watch) -> None:
    """It is visited under the first of them, and the faster rhythm counts."""
    other = watch_list(store, ref="album2")
    store.add(NewWatch(other.source, other.ref, other.label, other.markets, 12 * 3600), hours(0))
    first_reading(store, other, ["t2"], at=12)
    found = pairs(store)["t2"]
    assert (found.watch_id, found.demanded, found.looks.quiet) == (watch.id, 2.0, 4)


def test_confirmed_flips_are_changed_looks(store: SqlStore, watch: Watch) -> None:
    """A vanish and a return; what was taken back, only suspected, or is still held back counts for nothing."""
    tell(store, watch, "t1", "vanished", 24)
    tell(store, watch, "t1", "returned", 48)
    wrong = tell(store, watch, "t2", "vanished", 24)
    tell(store, watch, "t2", "retracted", 48, retracts=wrong)
    tell(store, watch, "t2", "vanished", 48, status="suspected")
    tell(store, watch, "t2", "vanished", 72)
    found = pairs(store, settled=60)
    assert found["t1"].looks == Looks(1, 1.0, 2, 2.0)
    assert found["t2"].looks.changed == 0
    assert pairs(store)["t2"].looks.changed == 1


def test_an_incident_counts_once_for_its_line(store: SqlStore, watch: Watch) -> None:
    """Two tracks vanished together: no flip of their own, one burst of their rights line."""
    store.releases.keep([Release("album1", (("P", "℗ 2020 Withered Oak"),))], hours(0))
    with writing(store._engine) as conn:
        incident = IncidentRow.__table__  # type: ignore[attr-defined]
        conn.execute(insert(incident).values(id=1, market="DE", opened_at=hours(24)))
    for track in ("t1", "t2"):
        tell(store, watch, track, "vanished", 24, incident=1)
    found = pairs(store)
    assert [(pair.looks.changed, pair.bursts) for pair in found.values()] == [(0, 1), (0, 1)]
    assert len({pair.line for pair in found.values()}) == 1
    line = found["t1"].line
    assert line not in {None, "album1"}
    assert set(pairs(store, line=line or "")) == {"t1", "t2"}
    assert pairs(store, line="album1") == {}
    assert set(pairs(store, track_id="t2")) == {"t2"}


def test_hits_are_vanishes_that_stand(store: SqlStore, watch: Watch) -> None:
    """With when the look began that missed them; neither withdrawn nor taken back nor denied nor long past."""
    tell(store, watch, "t1", "vanished", 72 + 1 / 60, status="suspected", checks=[3, 4])
    tell(store, watch, "t2", "vanished", 71, status="withdrawn")
    back = tell(store, watch, "t2", "vanished", 70)
    tell(store, watch, "t2", "retracted", 71, retracts=back)
    tell(store, watch, "t2", "vanished", 10)
    (hit,) = store.visits.hits(hours(24))
    assert (hit.track_id, hit.line, hit.began, hit.missed_at - hit.began) == (
        "t1",
        "album1",
        hours(72),
        timedelta(minutes=1),
    )


def test_calls_are_told_by_purpose_and_time(store: SqlStore, watch: Watch) -> None:
    """The last day alone; and of looks at siblings those that saw some track."""
    partial(store, watch, 96, ["t1"], Purpose.SIBLING)
    partial(store, watch, 97, ["t2"], Purpose.VISIT)
    assert store.visits.spent(hours(72)) == {Purpose.RHYTHM: 1, Purpose.SIBLING: 1, Purpose.VISIT: 1}
    assert store.visits.probed("DE", hours(72), {"t1"}) == 1
    assert store.visits.probed("DE", hours(72), {"t2"}) == 0
    assert store.visits.probed("DE", hours(97), {"t1"}) == 0


def test_paused_and_removed_watches_tell_nothing(store: SqlStore, watch: Watch) -> None:
    """What its owner has laid by is not visited."""
    store.tending.pause(watch.id, hours(80))
    assert pairs(store) == {}
    store.tending.resume(watch.id, hours(81))
    assert set(pairs(store)) == {"t1", "t2"}
    store.remove(watch.id, hours(82))
    assert pairs(store) == {}


def test_the_last_look_of_any_kind_is_told(store: SqlStore, watch: Watch) -> None:
    """A visit counts as well as a whole check."""
    partial(store, watch, 96, ["t1"], Purpose.VISIT)
    assert store.visits.seen("DE", {"t1", "t2"}) == {"t1": hours(96), "t2": hours(72)}
