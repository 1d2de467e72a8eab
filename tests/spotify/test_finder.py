"""Searching for a vanished recording on the simulated service: the ways, their price, and answers that are none."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from tests.spotify.rig import START, Rig, rigged
from tracker.core.errors import LoginNeeded, LookFailed, Parked, Passing, Refused
from tracker.core.replacements import MOST_CALLS, Confidence, FoundBy, Lost
from tracker.simulator import World, small_world
from tracker.spotify.finder import ServiceFinder

BEFORE = START - timedelta(days=1)


def finder(rig: Rig) -> ServiceFinder:
    """A finder behind the rig's door."""
    return ServiceFinder(rig.door, "DE", lambda _: (rig.world.cast.track,))


def lost_of(world: World, market: str = "DE") -> Lost:
    """The first track of the watched album, which cannot be played there any more."""
    track = world.catalog.tracks_of(world.cast.album)[0]
    world.take_down(track.id, BEFORE, [market])
    album = world.catalog.albums[track.album_id]
    names = tuple(world.catalog.artists[i].name for i in track.artist_ids)
    return Lost(track.id, market, track.isrc, track.name, names, album.name, album.id, track.duration_ms)


def pressing(world: World, lost: Lost, album: str, *, isrc: str | None = None, **more: object) -> str:
    """Another pressing of the lost track on an album of this name (under a code of its own unless one is given)."""
    track = world.catalog.tracks[lost.track_id]
    release = world.add_album(album, track.artist_ids[:1])
    usual: dict[str, object] = {"artist_ids": track.artist_ids, "duration_ms": track.duration_ms + 200}
    new = world.add_track(track.name, release.id, isrc_code=isrc or "ZZNEW2600001", **(usual | more))  # type: ignore[arg-type]
    return new.id


def told(rig: Rig, lost: Lost) -> list[tuple[str | None, str, str]]:
    """What a search finds: id, way and confidence."""
    return [
        (each.item.id, each.verdict.found_by.value, each.verdict.confidence.value)
        for each in finder(rig).search(lost)
    ]


def test_an_isrc_is_found_with_one_call() -> None:
    """A certain hit ends the search, and hits come ten at a time, for the market that is asked."""
    world = small_world()
    lost = lost_of(world)
    other = pressing(world, lost, "Sampler", isrc=lost.isrc)
    with rigged(world) as rig:
        assert told(rig, lost) == [(other, "isrc", "certain")]
        (call,) = rig.app.state.ledger.calls
        assert call.path == "/v1/search"
        assert rig.asked("search") == 1


def test_the_lost_id_and_what_does_not_play_are_no_replacements() -> None:
    """A pressing that is dead in this market, or answers only through a link, is not offered."""
    world = small_world()
    lost = lost_of(world)
    dead = pressing(world, lost, "Sampler", isrc=lost.isrc)
    linked = pressing(world, lost, "Another", isrc=lost.isrc)
    world.take_down(dead, BEFORE, ["DE"])
    world.relink(linked, world.cast.track, BEFORE)
    with rigged(world, tier="A") as rig:
        assert told(rig, lost) == []


def test_another_market_is_searched_for_itself() -> None:
    """What plays in DE is no replacement in US."""
    world = small_world()
    lost = lost_of(world, "US")
    other = pressing(world, lost, "Sampler", isrc=lost.isrc)
    world.take_down(other, BEFORE, ["US"])
    with rigged(world) as rig:
        assert told(rig, lost) == []


def test_a_reissue_under_a_new_code_is_likely() -> None:
    """An album of the same name by the same artist holds it; its own page tells a code that is another one."""
    world = small_world()
    lost = lost_of(world)
    other = pressing(world, lost, f"{lost.album} (Deluxe Edition)")
    with rigged(world) as rig:
        assert told(rig, lost) == [(other, "reissue", "likely")]
        assert rig.asked() <= MOST_CALLS - 1
        assert rig.asked("search") == 3


def test_a_reissue_that_search_hides_by_isrc_is_certain_once_it_is_asked() -> None:
    """The ISRC search stops at times; the reissue's own page then tells the code."""
    world = small_world()
    lost = lost_of(world)
    other = pressing(world, lost, f"{lost.album} - Remastered 2011", isrc=lost.isrc)
    with rigged(world) as rig:
        rig.fault(
            family="search", status=200, body=json.dumps({"tracks": {"items": [], "total": 0}}), times=1
        )
        assert told(rig, lost) == [(other, "isrc", "certain")]
        assert rig.asked() == 4


def test_title_and_artist_find_what_the_isrc_does_not() -> None:
    """A pressing on another album under a code of its own may be a new recording: possible, with the reason."""
    world = small_world()
    lost = lost_of(world)
    other = pressing(world, lost, "Elsewhere")
    with rigged(world) as rig:
        assert told(rig, lost) == [(other, "title", "possible")]
        (found,) = finder(rig).search(lost)
        assert "its ISRC is another one" in found.verdict.reasons


def test_lookalikes_are_not_offered() -> None:
    """A concert, a remix and the song by somebody else are found by the search and refused by the judge."""
    world = small_world()
    lost = lost_of(world)
    track = world.catalog.tracks[lost.track_id]
    own, other = world.add_album("Live at the Pier", track.artist_ids[:1]), world.add_artist("Vera Plain")
    world.add_track(lost.title, own.id, duration_ms=track.duration_ms, artist_ids=track.artist_ids)
    world.add_track(f"{lost.title} (Kestrel Remix)", own.id, duration_ms=track.duration_ms)
    cover = world.add_album("Songs of Others", [other.id])
    world.add_track(lost.title, cover.id, duration_ms=track.duration_ms)
    with rigged(world) as rig:
        assert told(rig, lost) == []


def test_without_names_only_the_isrc_is_asked() -> None:
    """Erased names leave one question; without a code as well, none at all."""
    world = small_world()
    lost = lost_of(world)
    with rigged(world) as rig:
        assert finder(rig).search(Lost(lost.track_id, "DE", lost.isrc)) == []
        assert rig.asked() == 1
        assert finder(rig).search(Lost(lost.track_id, "DE")) == []
        assert rig.asked() == 1


@pytest.mark.parametrize("status", [400, 403, 404, 500, 502])
def test_an_error_is_never_nothing_found(status: int) -> None:
    """Whatever is no answer raises."""
    with rigged() as rig:
        lost = lost_of(rig.world)
        rig.fault(family="search", status=status, times=None)
        with pytest.raises(LookFailed):
            finder(rig).search(lost)


def test_a_quota_parks() -> None:
    """429 with a long pause is the word that parks every call."""
    with rigged() as rig:
        lost = lost_of(rig.world)
        rig.fault(family="search", status=429, headers={"retry-after": "40000"}, times=None)
        with pytest.raises(Parked):
            finder(rig).search(lost)


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{}",
        '{"tracks":null}',
        '{"tracks":{}}',
        '{"tracks":{"items":{}}}',
        '{"tracks":{"items":[7]}}',
        '{"tracks":{"items":[{"id":"x"}]}}',
        '{"tracks":{"items":[{"name":["x"]}]}}',
        '{"tracks":{"items":[{"name":"x","artists":[null]}]}}',
        '{"tracks":{"items":[' + ",".join(["null"] * 1001) + "]}}",
        "<!doctype html>",
    ],
)
def test_a_strange_shape_is_never_nothing_found(body: str) -> None:
    """An answer of another shape says nothing, and says so."""
    with rigged() as rig:
        lost = lost_of(rig.world)
        rig.fault(family="search", status=200, body=body, times=None)
        with pytest.raises(Passing):
            finder(rig).search(lost)


def test_nulls_among_the_hits_are_no_hits() -> None:
    """The search is known to give nulls; what stands beside them counts."""
    with rigged() as rig:
        lost = lost_of(rig.world)
        item = {"id": "5" * 22, "name": lost.title, "external_ids": {"isrc": lost.isrc}, "is_playable": True}
        body = json.dumps({"tracks": {"items": [None, item, None]}})
        rig.fault(family="search", status=200, body=body, times=1)
        (found,) = finder(rig).search(lost)
        assert (found.item.id, found.verdict.confidence) == ("5" * 22, Confidence.CERTAIN)


def test_a_hit_that_does_not_say_whether_it_plays_is_none() -> None:
    """Unknown is not playable."""
    with rigged() as rig:
        lost = lost_of(rig.world)
        item = {"id": "5" * 22, "name": lost.title, "external_ids": {"isrc": lost.isrc}}
        rig.fault(family="search", status=200, body=json.dumps({"tracks": {"items": [item]}}), times=1)
        assert told(rig, lost) == []


def test_names_cannot_steer_the_search() -> None:
    """What is syntax to a search is taken out of names."""
    with rigged() as rig:
        lost = Lost("5" * 22, "DE", None, 'A" isrc:QZ* upc:1', ('B" OR tag:new',))
        finder(rig).search(lost)
        (call,) = [each for each in rig.app.state.ledger.calls if each.family == "search"]
        words = parse_qs(call.query)["q"]
        assert words == ['track:"A isrc QZ upc 1" artist:"B OR tag new"']


def test_one_other_id_is_judged_for_itself() -> None:
    """A hint that answers under its own id and carries the code is certain; one that another answers for is not."""
    world = small_world()
    lost = lost_of(world)
    other = pressing(world, lost, "Sampler", isrc=lost.isrc)
    linked = pressing(world, lost, "Another", isrc=lost.isrc)
    world.relink(linked, other, BEFORE)
    with rigged(world) as rig:
        (found,) = finder(rig).by_id(lost, other)
        assert found.verdict.found_by is FoundBy.ISRC
        assert finder(rig).by_id(lost, linked) == []
        assert finder(rig).by_id(lost, lost.track_id) == []


def test_a_replacement_is_looked_at() -> None:
    """It plays, or does not, or is gone; a 404 counts only while something else answers."""
    world = small_world()
    track = world.catalog.tracks_of(world.cast.album)[1].id
    with rigged(world) as rig:
        assert finder(rig).plays(track, "DE") is True
        world.take_down(track, BEFORE, ["DE"])
        assert finder(rig).plays(track, "DE") is False
        assert finder(rig).plays("7" * 22, "DE") is False
        rig.fault(family="track", status=404, times=None)
        with pytest.raises(Passing):
            finder(rig).plays(track, "DE")


def test_the_token_is_chosen_as_for_any_look() -> None:
    """Another market needs the app's token, and nobody at all is told to log in."""
    with rigged(auths=("user",)) as rig:
        assert finder(rig).search(Lost("5" * 22, "DE", "QZABC2100001")) == []
        with pytest.raises(Refused):
            finder(rig).search(Lost("5" * 22, "US", "QZABC2100001"))
    with rigged(auths=()) as rig, pytest.raises(LoginNeeded):
        finder(rig).search(Lost("5" * 22, "DE", "QZABC2100001"))
