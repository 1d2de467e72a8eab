"""Which vanishes belong together: by what they share, by their days, and by how likely that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.core.vanishes import population, vanish
from tracker.core.gathering import gather
from tracker.core.incidents import IMPROBABLE, Shared, Trait

if TYPE_CHECKING:
    from tracker.core.incidents import Gathered, Population, Vanish


def found(
    vanishes: list[Vanish], watched: Population | None = None
) -> list[tuple[Shared, str, tuple[int, ...]]]:
    """What is gathered, as trait and members."""
    told = gather(vanishes, watched or population(vanishes))
    return [(each.trait.shared, each.trait.key, each.members) for each in told]


def one(vanishes: list[Vanish], watched: Population | None = None) -> Gathered:
    """The only incident."""
    (only,) = gather(vanishes, watched or population(vanishes))
    return only


def pulled(first: int = 1, size: int = 6, since: float = 3, until: float = 4, **shared: str) -> list[Vanish]:
    """So many vanishes alike, each of an album and an artist of its own unless said otherwise."""
    plain: list[Vanish] = []
    for n in range(first, first + size):
        own = {"album": f"a{n}", "artist": f"p{n}"} | shared
        plain.append(vanish(n, since, until, shared=own))
    return plain


def test_a_label_that_withdraws_is_one_incident() -> None:
    """Of many albums and artists, found by lists of two rhythms: told once, by the rights line."""
    daily = pulled(1, 6, 3, 4, rights="acorn")
    weekly = pulled(7, 5, 1, 8, rights="acorn")
    told = one([*daily, *weekly])
    assert told.members == tuple(range(1, 12))
    assert (told.trait, told.sharing) == (Trait(Shared.RIGHTS, "acorn"), 11)
    assert (told.since, told.until) == (daily[0].since, daily[0].first_missed_at)
    assert told.chance < -10


def test_an_album_that_goes_is_told_as_that_album() -> None:
    """Although all of it shares a rights line and an artist with much that stays."""
    lost = pulled(rights="acorn", album="attic", artist="inventions")
    watched = population(lost, acorn=80, inventions=30)
    assert found(lost, watched) == [(Shared.ALBUM, "attic", (1, 2, 3, 4, 5, 6))]


def test_of_what_is_shared_alike_the_album_is_told_first() -> None:
    """Where the label has nothing but the album, both are as unlikely; the narrower one says less."""
    lost = pulled(rights="acorn", label="acorn", album="attic", artist="inventions")
    assert found(lost) == [(Shared.ALBUM, "attic", (1, 2, 3, 4, 5, 6))]


def test_two_labels_in_the_same_days_are_two_incidents() -> None:
    """Even with an artist on both."""
    first = [*pulled(1, 4, rights="acorn"), *pulled(5, 2, rights="acorn", artist="inventions")]
    second = [*pulled(7, 2, rights="bramble", artist="inventions"), *pulled(9, 3, rights="bramble")]
    told = found([*first, *second])
    assert sorted(told) == [
        (Shared.RIGHTS, "acorn", (1, 2, 3, 4, 5, 6)),
        (Shared.RIGHTS, "bramble", (7, 8, 9, 10, 11)),
    ]


def test_two_tracks_are_no_incident() -> None:
    """However unlikely they are."""
    assert found(pulled(size=2, rights="acorn")) == []
    assert len(found(pulled(size=3, rights="acorn"))) == 1


def test_a_few_of_very_many_are_no_surprise() -> None:
    """Three of three hundred tracks of a label vanish in a week by themselves; three of four do not."""
    lost = pulled(size=3, since=0, until=7, rights="acorn")
    assert found(lost, population(lost, acorn=300)) == []
    assert one(lost, population(lost, acorn=4)).chance <= IMPROBABLE


def test_other_days_are_no_incident() -> None:
    """The same label on days far apart; each interval is a day."""
    lost = [vanish(n, 4 * n, 4 * n + 1, rights="acorn") for n in range(1, 7)]
    assert found(lost) == []


def test_a_vanish_of_the_label_outside_of_the_days_is_no_member() -> None:
    """A week before, found by a list that is looked at daily."""
    lost = [*pulled(rights="acorn"), vanish(9, 10, 11, rights="acorn")]
    assert one(lost, population(lost, acorn=20)).members == (1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(("since", "member"), [(4.5, True), (5.9, True), (6.1, False)])
def test_days_that_nearly_touch_are_the_same(since: float, member: bool) -> None:
    """Nothing is withdrawn everywhere in one second: two days of slack, and no more."""
    lost = [*pulled(rights="acorn"), vanish(9, since, since + 1, rights="acorn")]
    assert (9 in one(lost).members) is member


def test_where_everything_vanishes_no_trait_tells_why() -> None:
    """A list of which nothing can be played any more is not told as ten labels."""
    lost = [each for n in range(10) for each in pulled(1 + 10 * n, 10, rights=f"label {n}")]
    assert found(lost, population(lost, watched=100)) == []
    assert len(found(lost, population(lost, watched=10_000))) == 10


def test_a_long_blindness_says_nothing_of_days() -> None:
    """Between two looks with more than a month in between anything may have happened on any day."""
    assert found(pulled(since=0, until=32, rights="acorn")) == []


def test_who_is_unknown_joins_by_artist_or_registrant() -> None:
    """Of an album whose rights are not known; but not by what somebody else who vanished then has too."""
    sure = pulled(1, 5, rights="acorn", artist="inventions", code="ZZ001")
    joining = [vanish(6, 3, 4, artist="inventions"), vanish(7, 3, 4, artist="quist", code="ZZ001")]
    strange = [vanish(8, 3, 4, artist="halm"), vanish(9, 3, 4, artist="vael", code="ZZ001", rights="bramble")]
    told = one([*sure, *joining, strange[0]])
    assert (told.members, told.sharing) == ((1, 2, 3, 4, 5, 6, 7), 5)
    assert one([*sure, *joining, *strange]).members == (1, 2, 3, 4, 5, 6)


def test_what_is_unknown_of_the_rest_makes_it_less_certain() -> None:
    """Albums of vanished tracks are read first: of those that were not, some may be of the same label."""
    lost = pulled(size=4, since=0, until=7, rights="acorn")
    all_known = population(lost)
    hardly = replace(all_known, known={Shared.RIGHTS: 8})
    assert one(lost, all_known).chance < -6
    assert hardly.most_having(Trait(Shared.RIGHTS, "acorn"), 4) == 4 + 992 // 2
    assert found(lost, hardly) == []


def test_nothing_is_nothing() -> None:
    """No vanish, no incident; and one whose last sighting is not known is no error."""
    assert found([]) == []
    lost = [replace(each, last_seen_at=None) for each in pulled(rights="acorn")]
    assert one(lost).members == (1, 2, 3, 4, 5, 6)


def test_a_clock_gone_wrong_makes_no_days() -> None:
    """Seen after it was missed: such a vanish is in no incident."""
    lost = [*pulled(rights="acorn"), vanish(9, 4, 3, rights="acorn")]
    assert one(lost).members == (1, 2, 3, 4, 5, 6)
