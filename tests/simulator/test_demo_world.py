"""Tests of the demo's world: sizes, the script and that everything follows from the seed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from tracker.simulator import World, build_world
from tracker.simulator.ids import is_base62
from tracker.simulator.truth import Truth

DAYS = 400
SEEDS = (1, 2, 3, 7, 8, 21)


@pytest.fixture(scope="module", params=SEEDS)
def demo(request: pytest.FixtureRequest) -> World:
    """The demo's world for several seeds."""
    return build_world(request.param, DAYS)


def own_items(world: World) -> set[str]:
    """Give everything that the own list ever stored."""
    versions = world.playlists[world.cast.own_playlist].versions
    return {entry.item for version in versions for entry in version.entries}


def truth(world: World) -> Truth:
    """Give the truth about the whole life."""
    return world.truth(world.start + timedelta(days=DAYS))


def test_the_catalogue_has_its_size(demo: World) -> None:
    """14 labels of very different sizes, 60 artists and one more for samplers, 160 releases and three to come."""
    catalog = demo.catalog
    labels = Counter(album.label for album in catalog.albums.values())
    assert len(labels) == 14
    assert max(labels.values()) > 8 * min(labels.values())
    assert len(catalog.artists) == 61
    assert len([album for album in catalog.albums.values() if album.exists(demo.start)]) == 160
    assert 1250 <= len(catalog.tracks) <= 1400
    assert all(
        is_base62(ident) for ident in (*catalog.tracks, *catalog.albums, *catalog.artists, *demo.playlists)
    )


def test_recordings_appear_under_several_ids(demo: World) -> None:
    """Many recording codes stand on more than one release, with nearly the same length."""
    catalog = demo.catalog
    shared = [catalog.same_recording(track.isrc) for track in catalog.tracks.values()]
    several = [pressings for pressings in shared if len(pressings) > 1]
    assert len(several) > 300
    for pressings in several:
        lengths = [pressing.duration_ms for pressing in pressings]
        assert max(lengths) - min(lengths) < 1000


def test_the_lists_have_their_sizes_and_oddities(demo: World) -> None:
    """The own list has 48 entries with two local files, an episode, a duplicate and odd dates."""
    own = demo.playlists[demo.cast.own_playlist].entries
    stored = Counter(entry.item for entry in own)
    assert len(own) == 48
    assert len(demo.catalog.local_files.keys() & stored.keys()) == 2
    assert len(demo.catalog.episodes.keys() & stored.keys()) == 1
    assert sorted(stored.values())[-2:] == [1, 2]
    years = Counter(entry.added_at.year if entry.added_at else None for entry in own)
    assert (years[None], years[1970]) == (2, 2)
    assert len(demo.playlists[demo.cast.shared_playlist].entries) == 40
    assert 11 <= len(demo.catalog.tracks_of(demo.cast.album)) <= 13
    assert 4 <= len(demo.catalog.albums_of(demo.cast.artist)) <= 8


def test_every_way_to_die_meets_the_own_list(demo: World) -> None:
    """All four ways, links and returns happen to tracks of the own list in the account's market."""
    rows = [row for row in truth(demo).availability if row.track_id in own_items(demo) and row.market == "DE"]
    ways = Counter(row.way for row in rows if row.state == "absent")
    assert (ways["null"], ways["empty"], ways["missing"]) == (4, 2, 2)
    assert ways["unplayable"] >= 15
    assert len({row.track_id for row in rows if row.via}) >= 5
    absent = {row.track_id: row.since for row in rows if row.state == "absent"}
    returned = {
        row.track_id
        for row in rows
        if row.state == "playable" and absent.get(row.track_id, row.since) < row.since
    }
    assert len(returned) >= 5


def test_one_event_takes_many_tracks_of_the_own_list_at_once(demo: World) -> None:
    """More than 5 % of the own list, and at least six tracks, vanish everywhere at one moment."""
    rows = [
        row for row in truth(demo).availability if row.track_id in own_items(demo) and row.state == "absent"
    ]
    moments = Counter((row.market, row.since) for row in rows if row.since > demo.start)
    mass = [at for (market, at), count in moments.items() if market == "US" and count >= 6]
    assert len(mass) == 1
    assert moments["DE", mass[0]] / 48 > 0.05


def test_one_label_leaves_only_the_accounts_market(demo: World) -> None:
    """Tracks of the own list leave DE together and stay in US, and some of them come back."""
    rows = [row for row in truth(demo).availability if row.track_id in own_items(demo)]
    elsewhere = {row.track_id for row in rows if row.market == "US"}
    leaving = Counter(row.since for row in rows if row.state == "absent" and row.track_id not in elsewhere)
    at, count = leaving.most_common(1)[0]
    assert count >= 4
    ends = [row.until for row in rows if row.since == at and row.state == "absent"]
    assert {end is None for end in ends} == {True, False}


def test_a_reissue_is_linked_and_another_is_not(demo: World) -> None:
    """Of two re-issued albums the old ids of one are answered for by new ones, those of the other stay dead."""
    own, later = own_items(demo), [album for album in demo.catalog.albums.values() if album.appears_at]
    linked, orphaned = [album.id for album in later if len(demo.catalog.tracks_of(album.id)) > 1]
    rows = [row for row in truth(demo).availability if row.track_id in own]
    targets = {demo.catalog.tracks[row.via].album_id for row in rows if row.via}
    assert linked in targets
    assert orphaned not in targets
    codes = {track.isrc for track in demo.catalog.tracks_of(orphaned)}
    dead = {row.track_id for row in rows if row.state == "absent" and row.until is None}
    assert len([ident for ident in dead if demo.catalog.tracks[ident].isrc in codes]) == 3


def test_the_watched_album_loses_only_the_other_market(demo: World) -> None:
    """Some of its tracks leave US, none of them leaves DE."""
    ids = {track.id for track in demo.catalog.tracks_of(demo.cast.album)}
    rows = [row for row in truth(demo).availability if row.track_id in ids]
    assert {row.market for row in rows} == {"US"}
    assert len({row.track_id for row in rows}) == 5


def test_owners_edit_and_a_list_closes_for_weeks(demo: World) -> None:
    """Entries come, go and move, once more than five go together; the shared list is away at 60 % for weeks."""
    told = truth(demo)
    own = [row for row in told.edits if row.playlist_id == demo.cast.own_playlist]
    assert {row.kind for row in own} == {"added", "removed", "moved"}
    assert max(Counter(row.at for row in own if row.kind == "removed").values()) >= 5
    assert len({row.at for row in own}) >= 6
    (away,) = told.sources
    assert away.playlist_id == demo.cast.shared_playlist
    assert abs((away.lost_at - demo.start).days - 0.6 * DAYS) <= 1
    assert away.back_at is not None
    assert timedelta(weeks=3) < away.back_at - away.lost_at < timedelta(weeks=12)


def test_the_canary_lives_forever(demo: World) -> None:
    """Nothing ever happens to the cast's single track, and it stands in no list."""
    assert demo.cast.track not in demo.timeline.changed_tracks()
    stored = {
        entry.item
        for name in ("own", "shared")
        for entry in demo.playlists[getattr(demo.cast, f"{name}_playlist")].entries
    }
    assert demo.cast.track not in stored


def test_changes_keep_apart_from_full_hours_and_from_one_another(demo: World) -> None:
    """No change is at a full or half hour, and changes of one track are at least two days apart."""
    for track_id in demo.timeline.changed_tracks():
        moments = sorted(at for at in demo.timeline.moments(track_id) if at > demo.start)
        assert all(at.minute not in (0, 30) for at in moments)
        assert all(later - at >= timedelta(days=2) for at, later in pairwise(moments))


def test_the_same_seed_gives_the_same_world() -> None:
    """Truth and cast are equal for equal seeds and different for different ones."""
    first, again, other = build_world(5), build_world(5), build_world(6)
    assert truth(first) == truth(again)
    assert first.cast == again.cast
    assert first.cast != other.cast


def test_a_short_life_has_every_event_and_too_short_a_one_is_refused() -> None:
    """Thirty days hold as many edits as four hundred, fewer days are an error."""
    short, usual = build_world(7, 30), build_world(7)
    assert len(short.truth(short.start + timedelta(days=30)).edits) == len(truth(usual).edits)
    assert {len(own_items(short))} == {len(own_items(usual))}
    with pytest.raises(ValueError, match="30 days"):
        build_world(7, 29)
