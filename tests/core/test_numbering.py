"""Numbers of incidents: they stay with what they told of, and nobody leaves one but for a better one."""

from __future__ import annotations

from dataclasses import replace

from tests.core.vanishes import day, vanish
from tracker.core.incidents import Gathered, Shared, Trait
from tracker.core.numbering import Retold, Told, emptied, retell

ACORN, ATTIC = Trait(Shared.RIGHTS, "acorn"), Trait(Shared.ALBUM, "attic")


def gathered(*members: int, trait: Trait = ACORN, chance: float = -9.0) -> Gathered:
    """An incident that was found."""
    return Gathered(trait, members, len(members), day(3), day(4), chance)


def told(
    number: int, *members: int, trait: Trait | None = ACORN, watch: int | None = 1, held: bool = False
) -> Told:
    """An incident that stands on record."""
    return Told(number, trait, frozenset(members), held, -9.0 if trait else None, watch)


def retold(
    found: list[Gathered], *standing: Told, watches: dict[int, int] | None = None
) -> tuple[Retold, ...]:
    """What has to be written, with vanishes that are told as the standing ones say."""
    of = {seq: each.number for each in standing for seq in each.members}
    seqs = {seq for each in found for seq in each.members} | of.keys()
    vanishes = {n: vanish(n, 3, 4, watch=(watches or {}).get(n, 1), told=of.get(n)) for n in seqs}
    return retell(found, vanishes, {each.number: each for each in standing})


def test_what_is_new_gets_a_new_number() -> None:
    """With all of its members, its watch and the day of the first."""
    (change,) = retold([gathered(1, 2, 3)])
    assert (change.number, change.moved, change.anew) == (None, (1, 2, 3), True)
    assert (change.watch_id, change.opened_at) == (1, day(4))


def test_what_is_told_already_is_not_written_again() -> None:
    """The usual case."""
    assert retold([gathered(1, 2, 3)], told(5, 1, 2, 3)) == ()


def test_what_grows_keeps_its_number() -> None:
    """And what it shares is written anew, as it may have become something wider."""
    (change,) = retold([gathered(1, 2, 3, 4, 5)], told(5, 1, 2, 3, trait=ATTIC))
    assert (change.number, change.moved, change.anew) == (5, (4, 5), True)


def test_two_that_turn_out_to_be_one_are_the_older_number() -> None:
    """Two albums that were told singly, and a label now: nothing is left of the younger."""
    standing = told(5, 1, 2, 3, trait=ATTIC), told(7, 4, 5, 6, trait=Trait(Shared.ALBUM, "cellar"))
    changes = retold([gathered(1, 2, 3, 4, 5, 6)], *standing)
    assert [(each.number, each.moved) for each in changes] == [(5, (4, 5, 6))]
    assert emptied({each.number: each for each in standing}, changes) == (7,)


def test_a_mass_flip_gives_its_number_if_all_of_it_is_the_incident() -> None:
    """It was told under that number before anything was known of rights."""
    (change,) = retold([gathered(1, 2, 3, 4)], told(5, 1, 2, 3, trait=None))
    assert (change.number, change.moved) == (5, (4,))


def test_a_mass_flip_with_strangers_keeps_its_number_and_them() -> None:
    """Or they would be told to share what they do not."""
    standing = told(5, 1, 2, 3, 9, trait=None)
    changes = retold([gathered(1, 2, 3)], standing)
    assert [(each.number, each.moved) for each in changes] == [(None, (1, 2, 3))]
    assert emptied({5: standing}, changes) == ()


def test_a_mass_flip_that_still_holds_doubts_keeps_its_number() -> None:
    """Its doubts go by that number, and their events will come under it."""
    standing = told(5, 1, 2, 3, trait=None, held=True)
    changes = retold([gathered(1, 2, 3)], standing)
    assert [each.number for each in changes] == [None]
    assert emptied({5: standing}, changes) == ()


def test_one_number_is_told_of_one_incident_only() -> None:
    """A mass flip in which two labels were: neither is all of it."""
    standing = told(5, 1, 2, 3, 4, 5, 6, trait=ATTIC)
    changes = retold([gathered(1, 2, 3), gathered(4, 5, 6, trait=Trait(Shared.RIGHTS, "bramble"))], standing)
    assert [(each.number, each.moved) for each in changes] == [(None, (4, 5, 6))]


def test_less_of_it_changes_nothing_of_what_was_said() -> None:
    """The oldest members are a month old by now, and a part is no better evidence than the whole."""
    fewer = gathered(3, 4, 5, chance=-4.0)
    assert retold([fewer], told(5, 1, 2, 3, 4, 5)) == ()
    (change,) = retold([replace(fewer, members=(3, 4, 5, 6))], told(5, 1, 2, 3, 4, 5))
    assert (change.number, change.moved, change.anew) == (5, (6,), False)


def test_it_is_of_a_watch_only_while_all_of_it_is() -> None:
    """A second list makes it one of none; who was in it before and is not found now may be of any."""
    (change,) = retold([gathered(1, 2, 3, 4)], told(5, 1, 2, 3), watches={4: 2})
    assert (change.number, change.watch_id, change.rehomed) == (5, None, True)
    (change,) = retold([gathered(3, 4, 5, 6)], told(5, 1, 2, 3, 4, 5), watches={6: 2})
    assert (change.watch_id, change.rehomed, change.anew) == (None, True, False)
