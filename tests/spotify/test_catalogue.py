"""Asking for tracks, singly and through their albums; which token is used; what a source is called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.spotify.rig import START, entry, known, long_album, rigged, watch
from tracker.core.errors import LoginNeeded, Refused, SourceLost
from tracker.core.items import COMPLETE, NOTHING, Kind, Way
from tracker.core.known import KnownEntry
from tracker.core.watch import Source
from tracker.simulator import World, small_world
from tracker.simulator.shapes import Tier
from tracker.spotify.catalog import ServiceCatalog

BEFORE = START - timedelta(days=1)
UNKNOWN_ID = "7" * 22


# --- single tracks ------------------------------------------------------------------------------------------


def own_ids(world: World) -> list[str]:
    """The tracks of the own list."""
    return [e.item for e in world.listing(world.cast.own_playlist).version_at(START).entries]


@pytest.mark.parametrize("tier", ["A", "C"])
def test_singles_are_keyed_by_the_id_that_was_asked(tier: Tier) -> None:
    """Playable, unplayable, relinked, empty and gone each keep their own key and order."""
    world = small_world()
    ids = own_ids(world)
    world.take_down(ids[1], BEFORE)
    world.relink(ids[2], ids[0], BEFORE)
    world.take_down(ids[3], BEFORE, way="empty")
    world.take_down(ids[4], BEFORE, way="missing")
    with rigged(world, tier=tier) as rig:
        reading = rig.catalog.singles([entry(i) for i in ids], "DE")
        assert reading.certificate == COMPLETE
        assert [(p.position, p.key) for p in reading.places] == list(enumerate(ids))
        items = [p.item for p in reading.places]
        assert [i.playable for i in items[:3]] == [True, False, True]
        assert (items[2].id, items[2].linked_from) == (ids[0], ids[2] if tier == "A" else None)
        assert items[3].nameless
        assert items[4] == NOTHING
        assert rig.catalog.calls() == len(ids) + 1


def test_the_canary_of_tracks_is_a_track_of_this_round() -> None:
    """Tracks can fall silent while albums answer, so an album seen last is no canary for a track."""
    world = small_world()
    entries = known(world, world.cast.album)
    with rigged(world, auths=("app",)) as rig:
        rig.fault(family="track", status=404, times=None)
        reading = rig.catalog.albums([*entries, entry(UNKNOWN_ID)], "DE")
        assert (reading.certificate.complete, reading.certificate.why) == (False, "canary")
        assert rig.asked("track") == 2


def test_a_canary_that_fell_silent_is_not_asked_again() -> None:
    """A track that was known to be there and is not any more proves nothing for ever; the account then has to."""
    with rigged(auths=("user",)) as rig:
        rig.catalog.singles([entry(rig.world.cast.track)], "DE")
        rig.world.take_down(rig.world.cast.track, BEFORE, way="missing")
        assert rig.catalog.singles([entry(UNKNOWN_ID)], "DE").certificate.why == "canary"
        assert rig.catalog.singles([entry(UNKNOWN_ID)], "DE").certificate == COMPLETE
        assert rig.asked("me") == 1


def test_the_same_track_is_asked_once() -> None:
    """Two entries of one track cost one call."""
    with rigged() as rig:
        ident = own_ids(rig.world)[0]
        reading = rig.catalog.singles([entry(ident), entry(ident)], "DE")
        assert (len(reading.places), rig.asked()) == (2, 1)


def test_404s_are_not_believed_if_nothing_answers() -> None:
    """A whole account at 404 proves nothing: neither with a canary that falls silent nor without any."""
    with rigged(auths=("app",)) as rig:
        ids = own_ids(rig.world)
        rig.fault(family="track", status=404, times=None)
        silent = rig.catalog.singles([entry(i) for i in ids], "DE")
        assert (silent.certificate.complete, silent.certificate.why) == (False, "canary")
        rig.app.state.faults.clear()
        rig.fault(family="track", status=404, skip=1, times=None)
        falls_silent = rig.catalog.singles([entry(i) for i in ids], "DE")
        assert (falls_silent.certificate.complete, falls_silent.certificate.why) == (False, "canary")


def test_a_lone_404_is_believed_if_the_account_or_an_earlier_track_answers() -> None:
    """With the owner's token GET /me sings; with the app's, a track that answered before."""
    with rigged(auths=("user",)) as rig:
        assert rig.catalog.singles([entry(UNKNOWN_ID)], "DE").certificate == COMPLETE
        assert rig.asked("me") == 1
    with rigged(auths=("app",)) as rig:
        rig.catalog.singles([entry(rig.world.cast.track)], "DE")
        assert rig.catalog.singles([entry(UNKNOWN_ID)], "DE").certificate == COMPLETE
        assert rig.catalog.calls() == 3


def test_a_lone_404_is_believed_if_a_track_answers_that_answered_lately() -> None:
    """With nothing of this round to ask, the record's own tracks are asked, until one answers."""
    with rigged(auths=("app",)) as rig:
        ids = own_ids(rig.world)
        rig.world.take_down(ids[0], BEFORE, way="missing")
        catalog, lone = ServiceCatalog(rig.door, "DE", lambda _: ids[:3]), [entry(UNKNOWN_ID)]
        assert catalog.singles(lone, "DE").certificate == COMPLETE
        assert [call.path[-22:] for call in rig.app.state.ledger.calls] == [UNKNOWN_ID, *ids[:2]]
        rig.fault(family="track", status=404, times=None)
        assert catalog.albums(lone, "DE").certificate.why == "canary"


def test_a_watched_track_is_a_reading_of_one() -> None:
    """A track is watched by its own id, which is its key."""
    with rigged() as rig:
        reading = rig.catalog.read(watch(Source.TRACK, rig.world.cast.track), "US", Way.SINGLE)
        assert [(p.key, p.item.playable) for p in reading.places] == [(rig.world.cast.track, True)]


# --- through albums -----------------------------------------------------------------------------------------


def albums(world: World, entries: Sequence[KnownEntry], market: str = "DE") -> tuple[list[object], int]:
    """What asking through albums gives: (key, playable) of each place, and the calls it cost."""
    with rigged(world) as rig:
        reading = rig.catalog.albums(entries, market)
        assert reading.certificate == COMPLETE
        return [
            (p.key, p.item.playable if p.item.kind is Kind.TRACK else None) for p in reading.places
        ], rig.asked()


def test_tracks_of_one_album_cost_one_call() -> None:
    """Six tracks of one album cost one call, in the order of the entries."""
    world = small_world()
    entries = known(world, world.cast.album)[::-1]
    assert albums(world, entries) == ([(e.track_id, True) for e in entries], 1)


def test_a_lone_track_is_asked_singly() -> None:
    """One track of an album, or a track whose album is not known, is asked by its id."""
    world = small_world()
    entries = [known(world, world.cast.album)[0], entry(world.cast.track)]
    assert albums(world, entries) == ([(e.track_id, True) for e in entries], 2)
    with rigged(world) as rig:
        rig.catalog.albums(entries, "DE")
        assert (rig.asked("track"), rig.asked("album")) == (2, 0)


def test_the_older_tiers_tell_who_is_relinked() -> None:
    """In tiers A and B a relinked track is known on its album by the id it stands for, whatever its names."""
    world = small_world()
    entries = known(world, world.cast.album)
    stranger = world.add_track("Something Else", world.add_album("Elsewhere", [world.cast.artist]).id)
    world.relink(entries[0].track_id, stranger.id, BEFORE)
    with rigged(world, tier="A") as rig:
        item = rig.catalog.albums(entries, "DE").places[0].item
        assert (item.id, item.linked_from, rig.asked()) == (stranger.id, entries[0].track_id, 1)


def test_further_pages_are_read_only_for_those_who_stand_there() -> None:
    """The first 50 tracks come with the album; the rest costs a call only if somebody is missing."""
    world = small_world()
    entries = known(world, long_album(world, 70))
    assert albums(world, entries[:2])[1] == 1
    assert albums(world, [entries[0], entries[-1]])[1] == 2


def test_another_market_shows_its_own_state() -> None:
    """With the app's token `market` is obeyed."""
    world = small_world()
    entries = known(world, world.cast.album)
    world.take_down(entries[2].track_id, BEFORE, markets=["US"])
    assert albums(world, entries, "US")[0][2] == (entries[2].track_id, False)
    assert albums(world, entries, "DE")[0][2] == (entries[2].track_id, True)


def test_who_left_the_album_is_asked_singly() -> None:
    """A track that its album no longer lists gets a question of its own, and a 404 is believed."""
    world = small_world()
    entries = known(world, world.cast.album)
    world.take_down(entries[3].track_id, BEFORE, way="missing")
    seen, calls = albums(world, entries)
    assert seen[3] == (entries[3].track_id, None)
    assert calls == 1 + 1 + 1


def test_an_album_that_is_gone_leaves_single_questions() -> None:
    """If the album itself answers 404, each of its tracks is asked."""
    world = small_world()
    entries = [entry(i, album_id=UNKNOWN_ID) for i in own_ids(world)[:3]]
    assert albums(world, entries) == ([(e.track_id, True) for e in entries], 4)


def test_a_relinked_track_is_known_by_its_number_and_names() -> None:
    """In tier C a relinked track answers on its album under another id: number and recording tell."""
    world = small_world()
    entries = known(world, world.cast.album)
    first = world.catalog.tracks[entries[0].track_id]
    reissue = world.add_album("Maps of the Attic (Reissue)", [world.cast.artist])
    twin = world.add_track(first.name, reissue.id, duration_ms=first.duration_ms)
    world.relink(first.id, twin.id, BEFORE)
    with rigged(world) as rig:
        reading = rig.catalog.albums(entries, "DE")
        assert (reading.places[0].key, reading.places[0].item.id) == (first.id, twin.id)
        assert rig.asked() == 1


def test_a_stranger_under_the_same_number_is_not_taken() -> None:
    """Another recording that answers under an entry's number is not that entry."""
    world = small_world()
    entries = known(world, world.cast.album)
    stranger = world.add_track("Something Else", world.add_album("Elsewhere", [world.cast.artist]).id)
    world.relink(entries[0].track_id, stranger.id, BEFORE)
    with rigged(world) as rig:
        reading = rig.catalog.albums(entries, "DE")
        assert (reading.places[0].item.id, rig.asked("track")) == (stranger.id, 1)


# --- which token --------------------------------------------------------------------------------------------


def test_the_apps_token_is_preferred_for_the_catalogue() -> None:
    """Only the app's token obeys `market`, so it is used wherever it can be."""
    with rigged() as rig:
        rig.catalog.singles([entry(rig.world.cast.track)], "DE")
        assert [call.auth for call in rig.app.state.ledger.calls] == ["app"]


def test_the_owners_token_sees_its_own_market_only() -> None:
    """Without a secret another market is refused before anything is asked, and the way out is named."""
    with rigged(auths=("user",)) as rig:
        rig.catalog.singles([entry(rig.world.cast.track)], "DE")
        with pytest.raises(Refused, match="SPOTIPY_CLIENT_SECRET") as refused:
            rig.catalog.singles([entry(rig.world.cast.track)], "US")
        assert (refused.value.why, rig.asked()) == ("needs-secret", 1)


def test_with_neither_a_login_is_asked_for() -> None:
    """Nothing can be looked at without any token."""
    with rigged(auths=()) as rig, pytest.raises(LoginNeeded):
        rig.catalog.singles([entry(rig.world.cast.track)], "DE")


# --- names and sizes---------------------------------------------------------------------------------------------


def test_labels() -> None:
    """Each source can be named for its owner."""
    with rigged() as rig:
        cast = rig.world.cast
        named = [
            (Source.PLAYLIST, cast.own_playlist, "Attic"),
            (Source.ALBUM, cast.album, "Maps of the Attic"),
            (Source.ARTIST, cast.artist, "The Paper Compass"),
            (Source.TRACK, cast.track, "The Paper Compass: Lodestone"),
            (Source.SAVED_TRACKS, "", "Saved tracks"),
            (Source.SAVED_ALBUMS, "", "Saved albums"),
        ]
        for source, ref, label in named:
            assert rig.catalog.describe(source, ref, "DE").label == label
        assert rig.catalog.describe(Source.PLAYLIST, cast.own_playlist, "DE").entries == 6


@pytest.mark.parametrize("source", [Source.PLAYLIST, Source.ALBUM, Source.ARTIST, Source.TRACK])
def test_nothing_cannot_be_described(source: Source) -> None:
    """A mistyped id is told at once."""
    with rigged() as rig, pytest.raises(SourceLost):
        rig.catalog.describe(source, UNKNOWN_ID, "DE")
