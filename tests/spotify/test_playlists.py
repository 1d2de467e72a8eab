"""Reading playlists whole, in all tiers, with everything that can stand in them or go wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.spotify.rig import START, entry, rigged, watch
from tracker.core.errors import Passing, Refused, SourceLost
from tracker.core.items import COMPLETE, Kind, Way
from tracker.core.watch import Source
from tracker.simulator import World, small_world
from tracker.simulator.shapes import Tier
from tracker.spotify.catalog import ServiceCatalog

BEFORE = START - timedelta(days=1)


def own(world: World) -> str:
    """The id of the account's own list."""
    return world.cast.own_playlist


@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_every_tier_reads_alike(tier: Tier) -> None:
    """Both names of an entry's object lead to the same reading."""
    with rigged(tier=tier) as rig:
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        entries = rig.world.listing(own(rig.world)).version_at(START).entries
        assert reading.certificate == COMPLETE
        assert [p.item.id for p in reading.places] == [e.item for e in entries]
        assert [p.added_at for p in reading.places] == [e.added_at for e in entries]
        assert all(p.item.playable and p.item.isrc for p in reading.places)
        assert (reading.label, reading.snapshot) == (
            "Attic",
            rig.world.listing(own(rig.world)).version_at(START).snapshot_id,
        )


@pytest.mark.parametrize(("way", "calls", "size"), [(Way.LIST, 22, 50), (Way.PAGES, 24, 47)])
def test_a_thousand_entries_cost_what_was_promised(way: Way, calls: int, size: int) -> None:
    """1,000 entries cost 2 + 20 calls (2 + 22 when cut otherwise), and both ways show the same."""
    world = small_world()
    big = world.big_playlist(1000)
    with rigged(world) as rig:
        reading = rig.catalog.read(watch(Source.PLAYLIST, big), "DE", way)
        assert reading.certificate == COMPLETE
        assert len(reading.places) == 1000
        assert [p.position for p in reading.places] == list(range(1000))
        assert rig.catalog.calls() == rig.asked() == calls
        assert f"limit={size}" in rig.app.state.ledger.calls[1].query


@pytest.mark.parametrize("way", ["unplayable", "null", "empty", "missing"])
def test_the_ways_to_be_dead_keep_their_place(way: str) -> None:
    """A dead track stands where it stood, and is told as what it is, never as playable."""
    world = small_world()
    dead = world.listing(own(world)).version_at(START).entries[2].item
    world.take_down(dead, BEFORE, way=way)  # type: ignore[arg-type]
    with rigged(world) as rig:
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(world)), "DE", Way.LIST)
        item = reading.places[2].item
        assert len(reading.places) == 6
        assert item.playable is not True or item.nameless
        assert (item.kind is Kind.NOTHING) == (way == "null")
        assert item.nameless == (way == "empty")
        if way == "unplayable":
            assert (item.id, item.playable, item.reason) == (dead, False, "market")


@pytest.mark.parametrize(("tier", "told"), [("A", True), ("C", False)])
def test_a_relinked_entry_answers_by_the_other_id(tier: Tier, told: bool) -> None:
    """The answering id is kept, and the stored one where the tier still tells it."""
    world = small_world()
    old, new = (e.item for e in world.listing(own(world)).version_at(START).entries[:2])
    world.relink(old, new, BEFORE)
    with rigged(world, tier=tier) as rig:
        item = rig.catalog.read(watch(Source.PLAYLIST, own(world)), "DE", Way.LIST).places[0].item
        assert (item.id, item.playable) == (new, True)
        assert item.linked_from == (old if told else None)


def test_a_foreign_list_is_lost_with_the_way_out_told() -> None:
    """In tier C a foreign list's 403 says that the API does not offer it, and what to do."""
    with rigged() as rig, pytest.raises(SourceLost, match="of your own") as lost:
        rig.catalog.read(watch(Source.PLAYLIST, rig.world.cast.foreign_playlist), "DE", Way.LIST)
    assert lost.value.status == 403


def test_a_403_on_an_own_list_is_no_foreign_list() -> None:
    """A readable list whose entries answer 403 is lost too, but not called foreign."""
    with rigged() as rig:
        rig.fault(family="playlist_items", status=403)
        with pytest.raises(SourceLost) as lost:
            rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert "of your own" not in str(lost.value)


def test_a_404_is_believed_while_the_account_answers() -> None:
    """A deleted or private list is lost if GET /me answers, and only then."""
    with rigged() as rig:
        gone = watch(Source.PLAYLIST, rig.world.cast.private_playlist)
        with pytest.raises(SourceLost) as lost:
            rig.catalog.read(gone, "DE", Way.LIST)
        assert (lost.value.status, rig.asked("me")) == (404, 1)
        rig.fault(family="me", status=404)
        with pytest.raises(Passing) as passing:
            rig.catalog.read(gone, "DE", Way.LIST)
        assert passing.value.why == "canary"


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("empty_items", "pages:empty"),
        ("wrong_total", "pages:short"),
        ("short_page", "pages:short"),
    ],
)
def test_pages_that_contradict_themselves_are_incomplete(kind: str, why: str) -> None:
    """A list that keeps contradicting itself is read three times and certified incomplete."""
    with rigged() as rig:
        rig.fault(family="playlist_items", kind=kind, times=None)
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert (reading.certificate.complete, reading.certificate.why) == (False, why)
        assert rig.asked("playlist_items") == 3


def test_a_list_that_contradicts_itself_once_is_read_again() -> None:
    """One bad page costs one more reading, not the check."""
    with rigged() as rig:
        rig.fault(family="playlist_items", kind="short_page", times=1)
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert reading.certificate == COMPLETE
        assert len(reading.places) == 6
        assert rig.asked() == 5


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("empty_object", "shape:total"),
        ("wrong_shape", "shape:entry"),
        ("truncate", "unreadable"),
    ],
)
def test_an_unreadable_page_is_no_reading(kind: str, why: str) -> None:
    """A page without its shape raises and says which field; nothing of it is used."""
    with rigged() as rig:
        rig.fault(family="playlist_items", kind=kind)
        with pytest.raises(Passing) as passing:
            rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert passing.value.why == why


def test_a_missing_is_playable_is_unknown() -> None:
    """Where the answer does not say, nothing is said."""
    with rigged() as rig:
        rig.fault(family="playlist_items", kind="missing_is_playable")
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert [p.item.playable for p in reading.places] == [None] * 6


def moving(snapshots: list[str]) -> dict[str, object]:
    """A fault that answers the next reading of a list's version with the next of these."""
    body = f'{{"snapshot_id":"{snapshots.pop(0)}","name":"Attic","items":{{"total":6}}}}'
    return {"family": "playlist", "status": 200, "body": body}


def test_a_version_that_always_moves_is_settled_by_two_equal_readings() -> None:
    """A list whose version changes with every request is complete once two readings are equal."""
    with rigged() as rig:
        for fault in [moving([f"s{n}"]) for n in range(4)]:
            rig.fault(**fault)
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert reading.certificate == COMPLETE
        assert (rig.asked("playlist"), rig.asked("playlist_items")) == (3, 2)


def test_a_list_without_version_is_settled_by_two_equal_readings() -> None:
    """No version proves nothing, so it does not count as an equal one."""
    with rigged() as rig:
        for _ in range(4):
            rig.fault(family="playlist", status=200, body='{"name":"Attic"}')
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert (reading.certificate, reading.snapshot) == (COMPLETE, None)
        assert rig.asked("playlist_items") == 2


def test_a_list_edited_during_every_reading_is_incomplete() -> None:
    """Three readings that all differ, under versions that all differ, are no reading."""
    with rigged() as rig:
        for fault in [moving([f"s{n}"]) for n in range(4)]:
            rig.fault(**fault)
        for gone in (1, 2):
            rig.fault(family="playlist_items", status=200, body=page_without(rig.world, gone), skip=0)
        reading = rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST)
        assert (reading.certificate.complete, reading.certificate.why) == (False, "edited while read")
        assert rig.asked("playlist_items") == 3


def page_without(world: World, count: int) -> str:
    """A consistent page of the own list with fewer entries."""
    ids = [e.item for e in world.listing(own(world)).version_at(START).entries][count:]
    rows = ",".join(f'{{"added_at":null,"item":{{"type":"track","id":"{i}","name":"x"}}}}' for i in ids)
    return f'{{"offset":0,"limit":50,"total":{len(ids)},"next":null,"items":[{rows}]}}'


def test_another_market_is_refused_for_lists() -> None:
    """The owner's token sees its own market only, so a list is never read as another one."""
    with rigged() as rig:
        with pytest.raises(Refused) as refused:
            rig.catalog.read(watch(Source.PLAYLIST, own(rig.world)), "US", Way.LIST)
        assert (refused.value.why, rig.asked()) == ("market", 0)


def test_an_account_market_that_nobody_told_refuses_nothing() -> None:
    """Where the account's market is not known, the one that is asked for is taken for it."""
    with rigged(auths=("user",)) as rig:
        catalog = ServiceCatalog(rig.door, None)
        assert catalog.read(watch(Source.PLAYLIST, own(rig.world)), "DE", Way.LIST).certificate == COMPLETE
        assert catalog.singles([entry(rig.world.cast.track)], "DE").certificate == COMPLETE


def test_a_filter_that_takes_the_version_away_is_not_used_again() -> None:
    """Where `fields` brings no version, the whole answer is asked for: one call more, not twice the pages."""
    with rigged() as rig:
        ref = rig.world.big_playlist(1000)
        rig.fault(family="playlist", kind="empty_object", times=1)
        reading = rig.catalog.read(watch(Source.PLAYLIST, ref), "DE", Way.LIST)
        assert (reading.certificate, len(reading.places), rig.asked()) == (COMPLETE, 1000, 23)
