"""Incidents on record: gathered over all watches, told under lasting numbers, written only where they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, update
from sqlmodel import col

from tests.store.looks import dump, hours, watch_list
from tests.store.lost import DAY, NOW, Lost
from tracker.core.incidents import Shared
from tracker.store.engine import writing
from tracker.store.pages.incidents import incident_page, incidents_leaf
from tracker.store.tables import DoubtRow, NameRow, ReleaseRow
from tracker.usecases.gathering import gather_incidents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.watch import Watch
    from tracker.store.repository import SqlStore

ACORN, BRAMBLE = "Hollow Acorn", "Bramble Tapes"


@pytest.fixture
def lost(database_url: str) -> Iterator[Lost]:
    """Another hand in the same record."""
    hand = Lost(database_url)
    yield hand
    hand.engine.dispose()


@pytest.fixture
def watches(store: SqlStore, lost: Lost) -> tuple[Watch, Watch]:
    """Two watches: of a firm's two albums each holds one, and each has a hundred tracks of nobody else's."""
    first, second = watch_list(store, ref="one"), watch_list(store, ref="two")
    lost.hold(first, ["t1", "t2", "t3"], album="attic", owner=ACORN, artist="Quist")
    lost.hold(second, ["t4", "t5", "t6"], album="cellar", owner=ACORN, artist="Halm")
    for watch in (first, second):
        for n in range(20):
            lost.hold(
                watch, [f"{watch.id}.{n}.{i}" for i in range(5)], album=f"{watch.id}.{n}", owner=f"Firm {n}"
            )
    return first, second


def pulled(lost: Lost, watches: tuple[Watch, Watch]) -> list[int]:
    """Both albums are withdrawn within a day; the second watch is looked at weekly."""
    first, second = watches
    return lost.lose(first, ["t1", "t2", "t3"], 10) + lost.lose(second, ["t4", "t5", "t6"], 13, every=7)


def test_a_withdrawal_over_two_watches_is_one_incident(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """With what it shares and how likely it is; of no single watch."""
    seqs = pulled(lost, watches)
    alone = lost.lose(watches[0], ["1.1.1"], 10)
    assert gather_incidents(store.incidents, NOW) == 1
    ((number, watch, shared, chance),) = lost.incidents()
    assert lost.told() == {number: seqs, None: alone}
    assert (watch, shared) == (None, "rights")
    assert chance is not None
    assert -20 < chance < -5
    meaning = store.meanings()[number]
    assert (meaning.shared, meaning.text, meaning.sharing, meaning.members) == (
        Shared.RIGHTS,
        f"℗ {ACORN}",
        6,
        6,
    )


def test_what_is_told_is_not_written_again(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch], database_url: str
) -> None:
    """Neither by the same process, which knows that nothing is new, nor by one that has to look."""
    from tracker.store.gathering import SqlIncidents

    pulled(lost, watches)
    gather_incidents(store.incidents, NOW)
    before = dump(database_url)
    assert gather_incidents(store.incidents, NOW) == 0
    assert gather_incidents(SqlIncidents(lost.engine), NOW) == 0
    assert dump(database_url) == before


def test_an_incident_that_grows_keeps_its_number(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """Told of one album first; when the weekly list is looked at it is the whole label."""
    first, second = watches
    early = lost.lose(first, ["t1", "t2", "t3"], 10)
    gather_incidents(store.incidents, NOW)
    ((number, watch, shared, _),) = lost.incidents()
    assert (watch, shared) == (first.id, "album")
    late = lost.lose(second, ["t4", "t5", "t6"], 13, every=7)
    gather_incidents(store.incidents, NOW)
    assert [(n, w, s) for n, w, s, _ in lost.incidents()] == [(number, None, "rights")]
    assert lost.told() == {number: early + late}


def test_two_incidents_that_are_one_take_the_older_number(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """The rights line of one album is learnt later; the younger number is given to nobody else."""
    with writing(lost.engine) as conn:
        conn.execute(
            update(ReleaseRow)
            .where(col(ReleaseRow.album_id) == "cellar")
            .values(rights_key=None, label_key=None)
        )
    seqs = pulled(lost, watches)
    gather_incidents(store.incidents, NOW)
    assert [shared for _, _, shared, _ in lost.incidents()] == ["album", "album"]
    older = min(number for number, *_ in lost.incidents())
    from tracker.core.rights import Release

    store.releases.keep([Release("cellar", (("P", f"(P) 2020 {ACORN} Ltd."),))], NOW)
    gather_incidents(store.incidents, NOW)
    assert [(number, shared) for number, _, shared, _ in lost.incidents()] == [(older, "rights")]
    assert lost.told() == {older: seqs}
    assert lost.incident(watches[0]) > older + 1


def test_a_mass_flip_that_is_a_withdrawal_keeps_its_number(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """It was told as that before anything was known of rights."""
    seqs = pulled(lost, watches)
    number = lost.incident(watches[0], seqs[:3])
    gather_incidents(store.incidents, NOW)
    assert lost.told() == {number: seqs}


def test_who_was_in_the_mass_flip_by_accident_stays_in_it(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """The withdrawal is told under a number of its own."""
    seqs, alone = pulled(lost, watches), lost.lose(watches[0], ["1.1.1"], 10)
    number = lost.incident(watches[0], seqs[:3] + alone)
    gather_incidents(store.incidents, NOW)
    told = lost.told()
    assert told.pop(number) == alone
    assert list(told.values()) == [seqs]


def test_a_mass_flip_that_still_holds_doubts_is_left_alone(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """Its number is what the doubts are held by."""
    seqs = pulled(lost, watches)
    number = lost.incident(watches[0], seqs[:3])
    doubt = {
        "watch_id": watches[0].id,
        "track_id": "1.1.1",
        "market": "DE",
        "state": "gone",
        "missed_check": 1,
    }
    doubt |= {"missed_at": NOW, "looks": [], "way": "list", "next_look_at": NOW, "held": number}
    with writing(lost.engine) as conn:
        conn.execute(insert(DoubtRow).values(**doubt, independent=False, contested=False))
    gather_incidents(store.incidents, NOW)
    assert number in {row[0] for row in lost.incidents()}
    assert number not in lost.told()


def test_what_was_taken_back_or_is_old_or_was_edited_is_no_part_of_it(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """Retracted vanishes, vanishes of another month, entries taken out, and those still suspected."""
    first, second = watches
    seqs = lost.lose(first, ["t1", "t2"], 10) + lost.lose(second, ["t4"], 13, every=7)
    back = lost.lose(second, ["t5"], 13, every=7)
    lost.lose(second, ["t5"], 14, kind="retracted", retracts=back[0])
    lost.lose(second, ["t6"], 13, every=7, kind="entry_removed")
    lost.lose(first, ["t3"], 10, status="suspected", confirmed_at=None)
    gather_incidents(store.incidents, NOW)
    told = lost.told()
    told.pop(None)
    assert list(told.values()) == [seqs]
    assert gather_incidents(store.incidents, hours(60 * DAY)) == 0


def test_another_market_is_another_incident(store: SqlStore, lost: Lost) -> None:
    """The same tracks gone in two markets are told twice, each with its own chance."""
    watch = watch_list(store, "DE", "US", ref="both")
    lost.hold(watch, [f"t{n}" for n in range(4)], album="attic", owner=ACORN)
    lost.hold(watch, [f"o{n}" for n in range(90)], album="other", owner=BRAMBLE)
    here = lost.lose(watch, [f"t{n}" for n in range(4)], 10)
    there = lost.lose(watch, [f"t{n}" for n in range(4)], 10, market="US")
    assert gather_incidents(store.incidents, NOW) == 2
    assert sorted(lost.told().values()) == [here, there]


def test_its_words_go_with_the_names_and_it_stays(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """The keys remain, and so do the members and the chance."""
    seqs = pulled(lost, watches)
    gather_incidents(store.incidents, NOW)
    with writing(lost.engine) as conn:
        conn.execute(update(ReleaseRow).values(rights=None, label=None))
        conn.execute(NameRow.__table__.delete())  # type: ignore[attr-defined]
    (meaning,) = store.meanings().values()
    assert (meaning.text, meaning.sharing) == (None, 6)
    assert gather_incidents(store.incidents, NOW) == 0
    assert list(lost.told().values()) == [seqs]


def test_the_page_shows_an_incident_of_several_watches(
    store: SqlStore, lost: Lost, watches: tuple[Watch, Watch]
) -> None:
    """It is in the list and has a page, although no single watch is its own; what all have left is no incident."""
    pulled(lost, watches)
    lost.incident(watches[0])
    gather_incidents(store.incidents, NOW)
    (shown,), total = store.ask(incidents_leaf, 1)
    assert (total, shown.members, shown.watches, shown.watch_id, shown.address) == (1, 6, 2, None, None)
    assert shown.found is not None
    assert shown.found.startswith(f'They share the rights line "℗ {ACORN}": about 1 in 10^')
    page = store.ask(incident_page, shown.id, 1)
    assert page is not None
    assert len(page.members) == 6


def test_disconnecting_leaves_no_empty_incident(store: SqlStore, lost: Lost) -> None:
    """One that only the login's lists had goes with them; of others the rest stays."""
    from tracker.core.watch import Source

    mine = watch_list(store, source=Source.PLAYLIST, ref="mine")
    other = watch_list(store, source=Source.PLAYLIST, ref="other")
    lost.hold(mine, ["t1", "t2", "t3"], album="attic", owner=ACORN)
    lost.hold(other, ["t4", "t5", "t6"], album="cellar", owner=ACORN)
    lost.hold(other, [f"o{n}" for n in range(90)], album="other", owner=BRAMBLE)
    pulled(lost, (mine, other))
    gather_incidents(store.incidents, NOW)
    assert [watch for _, watch, _, _ in lost.incidents()] == [None]
    store.forget_login()
    assert lost.incidents() == []
    assert lost.told() == {}
