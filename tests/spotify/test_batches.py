"""Asking for many at once: what it saves, what of an answer is believed, and how it ends when the service refuses it."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.spotify.rig import START, Rig, entry, known, long_album, rigged
from tracker.core.errors import Passing, Refused, UsageError
from tracker.core.items import COMPLETE, NOTHING
from tracker.core.planning.batched import batched_calls, seats_of, unbatched_calls
from tracker.core.planning.bulk import least
from tracker.core.planning.requests import Tier
from tracker.core.tiers import Remembered
from tracker.simulator import World, small_world
from tracker.spotify import endpoints
from tracker.spotify.batches import Batches
from tracker.spotify.catalog import ServiceCatalog

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.known import KnownEntry

BEFORE = START - timedelta(days=1)
DAY = timedelta(days=1)
UNKNOWN_ID = "7" * 22


class Memory:
    """The tier in memory, and how often it was written."""

    def __init__(self, seen: Remembered | None = None) -> None:
        self.seen, self.written = seen, 0

    def remembered(self) -> Remembered | None:
        return self.seen

    def remembered_tier(self) -> Tier | None:
        return self.seen.tier if self.seen else None

    def keep(self, tier: Tier, now: datetime) -> None:
        self.seen, self.written = Remembered(tier, now), self.written + 1


def catalog(rig: Rig, memory: Memory) -> ServiceCatalog:
    """The catalogue with leave to ask for many."""
    return ServiceCatalog(rig.door, "DE", batches=Batches(rig.door, memory, rig.clock))


def full_world(albums: int, seed: int = 6) -> World:
    """A world with so many more albums, most of them of one or two tracks."""
    world, luck = small_world(), Random(seed)
    for number in range(albums):
        album = world.add_album(f"Shelf {number}", [world.cast.artist])
        for _ in range(luck.choice((1, 1, 1, 2, 2, 3, 5, 12))):
            world.add_track(album_id=album.id)
    return world


def everything(world: World) -> list[KnownEntry]:
    """All tracks of the world, as a record would hold them, in an order of their own."""
    entries = [each for album in world.catalog.albums for each in known(world, album)]
    Random(6).shuffle(entries)
    return entries


def answers(world: World, entries: list[KnownEntry], tier: Tier) -> tuple[list[object], dict[str, int]]:
    """What every place shows, and the calls by family."""
    with rigged(world, tier=tier.value) as rig:
        reading = catalog(rig, Memory()).albums(entries, "DE")
        assert reading.certificate == COMPLETE
        shown = [(p.key, p.item.playable, p.item.id, p.item.kind) for p in reading.places]
        return list(shown), dict(rig.app.state.ledger.by_family)


def test_a_catalogue_costs_no_more_than_the_bounds() -> None:
    """Seed 6: the answers are those of single calls, for at most n/50 calls and 1.02 times the bound by albums."""
    world = full_world(230)
    entries = everything(world)
    by_one, dear = answers(world, entries, Tier.C)
    by_many, cheap = answers(world, entries, Tier.A)
    spent = sum(cheap.values())
    bound = least([each.track_id for each in entries], seats_of(entries))
    assert by_many == by_one
    assert cheap.keys() <= {"tracks", "albums"}
    assert spent == batched_calls(entries) <= ceil(len(entries) / 50)
    assert spent <= ceil(1.02 * bound)
    assert sum(dear.values()) == unbatched_calls(entries) + 1  # the one that was refused
    assert spent * 10 < sum(dear.values())


def test_gone_relinked_and_greyed_out_tracks_are_told_as_singly() -> None:
    """Whatever has become of a track, many at once say the same of it as a question of its own."""
    world = small_world()
    ids = [each.track_id for each in known(world, long_album(world, 60))]
    world.take_down(ids[1], BEFORE)
    world.relink(ids[2], ids[30], BEFORE)
    world.take_down(ids[3], BEFORE, way="empty")
    world.take_down(ids[4], BEFORE, way="missing")
    with rigged(world, tier="A") as rig:
        batched = catalog(rig, Memory())
        entries = [entry(i) for i in ids]
        many, single = batched.albums(entries, "DE"), batched.singles(entries, "DE")
        assert (many.places, many.certificate) == (single.places, COMPLETE)
        assert many.places[4].item == NOTHING
        assert rig.asked("tracks") == 2


def test_what_an_album_hides_is_asked_by_track() -> None:
    """A track that left its album is no guess: one more call for all such tracks tells of them."""
    world = full_world(30)
    entries = everything(world)
    for lost in entries[::40]:
        world.take_down(lost.track_id, BEFORE, way="missing")
    with rigged(world, tier="B") as rig:
        reading = catalog(rig, Memory()).albums(entries, "DE")
        gone = [place.key for place in reading.places if place.item == NOTHING]
        assert (reading.certificate, gone) == (COMPLETE, [each.track_id for each in entries[::40]])
        assert rig.asked("track") == 1  # the canary
        assert rig.asked() <= batched_calls(entries) + 2


def test_nulls_are_not_believed_when_nothing_else_answers() -> None:
    """A batch answered with nulls alone is no sign of life either: the look is incomplete."""
    entries = [entry(f"{n:022}") for n in range(5)]
    with rigged(tier="A", auths=("app",)) as rig:
        reading = catalog(rig, Memory()).albums(entries, "DE")
        assert (reading.certificate.complete, reading.certificate.why) == (False, "canary")
        assert rig.asked() == rig.asked("tracks") == 1


@pytest.mark.parametrize("how", ["missing", "many", "swapped", "foreign"])
def test_rows_out_of_place_are_asked_for_singly(how: str) -> None:
    """Another number, another order, another track: nothing is guessed, not even beside it a null."""
    world = small_world()
    ids = [each.track_id for each in known(world, long_album(world, 9))]
    world.take_down(ids[4], BEFORE, way="null")
    with rigged(world, tier="A") as rig:
        rig.fault(family="tracks", kind="batch_rows", given={"how": how, "other": world.cast.track})
        reading = catalog(rig, Memory()).albums([entry(i) for i in ids], "DE")
        assert reading.certificate == COMPLETE
        assert [place.item.id for place in reading.places] == [i if i != ids[4] else None for i in ids]
        singly = {call.path[-22:] for call in rig.app.state.ledger.calls if call.family == "track"}
        assert ids[4] in singly
        assert singly >= (set(ids) if how in {"missing", "many"} else {ids[0], ids[4]})


# --- the tier ----------------------------------------------------------------------------------------------------


def test_in_tier_c_one_call_a_day_finds_out() -> None:
    """The refused call is the question; until a day later nobody asks again, and no look is lost by it."""
    world, memory = small_world(), Memory()
    entries = [entry(each.track_id) for each in known(world, world.cast.album)]
    with rigged(world, tier="C") as rig:
        asking = catalog(rig, memory)
        for _ in range(3):
            assert asking.albums(entries, "DE").certificate == COMPLETE
        assert (rig.asked("tracks"), rig.asked("track"), memory.written) == (1, 18, 1)
        memory.seen = Remembered(Tier.C, START - timedelta(hours=23))
        asking.albums(entries, "DE")
        assert rig.asked("tracks") == 1
        memory.seen = Remembered(Tier.C, START - timedelta(hours=25))
        asking.albums(entries, "DE")
        assert (rig.asked("tracks"), memory.written, memory.remembered_tier()) == (2, 2, Tier.C)


def test_few_tracks_are_no_reason_to_find_out() -> None:
    """Three tracks in one call save two calls; the question may cost one."""
    world, memory = small_world(), Memory()
    few = [entry(each.track_id) for each in known(world, world.cast.album)[:3]]
    with rigged(world, tier="A") as rig:
        asking = catalog(rig, memory)
        asking.albums(few, "DE")
        assert (rig.asked("tracks"), memory.seen) == (0, None)
        memory.seen = Remembered(Tier.B, START)
        asking.albums(few, "DE")
        assert (rig.asked("tracks"), memory.written) == (1, 0)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_tier_that_is_lost_in_the_midst_loses_no_look(status: int) -> None:
    """The second batch is refused: what the first told is kept, the rest is asked singly in the same look."""
    world, memory = small_world(), Memory(Remembered(Tier.B, START))
    ids = [each.track_id for each in known(world, long_album(world, 60))]
    world.take_down(ids[55], BEFORE)
    with rigged(world, tier="A") as rig:
        rig.fault(family="tracks", status=status, skip=1, times=None)
        asking = catalog(rig, memory)
        reading = asking.albums([entry(i) for i in ids], "DE")
        assert reading.certificate == COMPLETE
        assert [p.key for p in reading.places if p.item.playable is not True] == [ids[55]]
        assert (rig.asked("tracks"), rig.asked("track")) == (2, 10)
        assert memory.remembered_tier() is Tier.C
        asking.albums([entry(i) for i in ids[:10]], "DE")
        assert rig.asked("tracks") == 2


@pytest.mark.parametrize(
    ("traits", "failure"),
    [
        ({"status": 503, "times": None}, Passing),
        ({"kind": "html"}, Passing),
        ({"kind": "field_gone", "given": {"name": "tracks"}}, Passing),
    ],
    ids=["stumble", "web page", "no list"],
)
def test_what_is_no_refusal_changes_no_tier(traits: dict[str, object], failure: type[Exception]) -> None:
    """A stumble, some proxy's page, an answer without its list: the look failed, and nothing follows for the tier."""
    memory = Memory(Remembered(Tier.B, START))
    with rigged(tier="A") as rig:
        rig.fault(family="tracks", **traits)
        with pytest.raises(failure):
            catalog(rig, memory).albums([entry(f"{n:022}") for n in range(5)], "DE")
        assert memory.seen == Remembered(Tier.B, START)


def test_one_id_that_the_service_dislikes_spoils_its_batch_only() -> None:
    """A 400 for all fifty tells nothing of them: they are asked singly, and the tier stays what it was."""
    world, memory = small_world(), Memory(Remembered(Tier.B, START))
    entries = [entry(each.track_id) for each in known(world, world.cast.album)]
    with rigged(world, tier="A") as rig:
        rig.fault(family="tracks", status=400)
        assert catalog(rig, memory).albums(entries, "DE").certificate == COMPLETE
        assert (rig.asked("track"), memory.seen) == (6, Remembered(Tier.B, START))


def test_a_refusal_that_concerns_the_account_is_no_tier() -> None:
    """A lapsed subscription refuses everything with the same status; it says so, and no tier is written."""
    memory = Memory(Remembered(Tier.B, START))
    with rigged(tier="A") as rig:
        rig.fault(family="tracks", status=403, body='{"error":{"status":403,"message":"Premium required"}}')
        with pytest.raises(Refused, match="Premium"):
            catalog(rig, memory).albums([entry(f"{n:022}") for n in range(5)], "DE")
        assert memory.written == 0


def test_what_albums_tell_of_their_rights_is_kept() -> None:
    """An album that came with others is as good a source as one that came alone."""
    world = full_world(30)
    with rigged(world, tier="A") as rig:
        reading = catalog(rig, Memory()).albums(everything(world), "DE")
        assert rig.asked("albums") > 0
        assert {release.label for release in reading.releases} == {"Kettle & Stone"}


@pytest.mark.parametrize("ids", [[], ["4" * 22] * 51, ["4" * 21], ["4" * 22, "../me"], ["4" * 22 + ",x"]])
def test_only_so_many_ids_and_nothing_else_are_asked_for(ids: list[str]) -> None:
    """From 1 to 50 ids: what is none of them enters no question."""
    with pytest.raises(UsageError):
        endpoints.tracks(ids, "DE", "app")


def test_a_day_old_memory_is_refreshed_by_the_way() -> None:
    """What still works is written down once a day at most."""
    world, memory = small_world(), Memory(Remembered(Tier.B, START - 2 * DAY))
    entries = [entry(each.track_id) for each in known(world, world.cast.album)]
    with rigged(world, tier="A") as rig:
        asking = catalog(rig, memory)
        asking.albums(entries, "DE")
        asking.albums(entries, "DE")
        assert (memory.seen, memory.written) == (Remembered(Tier.B, START), 1)
