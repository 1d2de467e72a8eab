"""Tests of what stands in a playlist: tracks in every state, local files, episodes and odd dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import World
from tracker.simulator.catalog import Episode, LocalFile
from tracker.simulator.playlists import Entry

Day = Callable[[float], datetime]
REMOVED_IN_C = {"available_markets", "linked_from", "popularity"}


def entries(api: Api, **query: Any) -> list[Any]:
    """Give the entries of the own list under the tier's address."""
    found: list[Any] = api.data(f"/playlists/{api.world.cast.own_playlist}/items", limit=50, **query)["items"]
    return found


def stored(world: World) -> list[str]:
    """Give what the own list stores."""
    return [entry.item for entry in world.playlists[world.cast.own_playlist].entries]


def test_the_four_ways_to_be_dead(api: Api, day: Day) -> None:
    """Unplayable and missing tracks say so, a null one leaves a hole, an empty one loses its names; all keep places."""
    for number, way in enumerate(("unplayable", "null", "empty", "missing")):
        api.world.take_down(stored(api.world)[number], day(0), way=way)  # type: ignore[arg-type]
    found = entries(api, market="DE")
    playable, restricted = found[4]["item"], found[0]["item"]
    assert (restricted["is_playable"], restricted["restrictions"]) == (False, {"reason": "market"})
    assert (found[1]["item"], found[1]["added_by"]["id"], found[1]["video_thumbnail"]) == (None, "", None)
    assert [
        found[2]["item"]["name"],
        found[2]["item"]["album"]["name"],
        found[2]["item"]["artists"][0]["name"],
    ] == [""] * 3
    assert found[2]["item"]["id"] == stored(api.world)[2]
    assert (found[3]["item"]["is_playable"], found[3]["item"]["name"]) == (False, "Song No. 4")
    assert playable["is_playable"] is True
    assert "restrictions" not in playable


def test_in_c_fields_are_removed_and_isrc_is_kept(open_api: OpenApi) -> None:
    """C has no markets, links and popularity in a track, A has; both have the recording code and preview key."""
    for tier, removed in (("C", True), ("A", False)):
        (entry, *_) = entries(open_api(tier))
        track = entry["item"]
        assert track["external_ids"] == {"isrc": "ZZSIM1900001"}
        assert (REMOVED_IN_C & track.keys() == set()) is removed
        assert ({"episode", "track"} <= track.keys()) is not removed


def test_a_link_changes_the_id_and_only_older_tiers_say_so(open_api: OpenApi, world: World, day: Day) -> None:
    """With a market the new id answers; A tells the old one, C nothing; without a market the old id is stored."""
    old, new = stored(world)[0], world.cast.track
    world.relink(old, new, day(0), ["DE"])
    in_c, in_a = (
        entries(open_api("C"), market="DE")[0]["item"],
        entries(open_api("A"), market="DE")[0]["item"],
    )
    assert (in_c["id"], in_c["is_playable"], in_c["album"]["name"]) == (new, True, "Lodestone")
    assert "linked_from" not in in_c
    assert (in_a["id"], in_a["linked_from"]["id"]) == (new, old)
    assert entries(open_api("C"))[0]["item"]["id"] == old


def test_without_a_market_nothing_is_said_about_playing(open_api: OpenApi, world: World, day: Day) -> None:
    """A look without market has no `is_playable`; A lists the open markets instead, and with a market does not."""
    world.take_down(stored(world)[0], day(0), ["DE"])
    world.take_down(stored(world)[1], day(0))
    in_c, in_a = entries(open_api("C")), entries(open_api("A"))
    assert all("is_playable" not in entry["item"] for entry in [*in_c, *in_a])
    markets = [set(entry["item"]["available_markets"]) for entry in in_a[:3]]
    assert set(world.markets) - markets[0] == {"DE"}
    assert (markets[1], markets[2]) == (set(), set(world.markets))
    assert "available_markets" not in entries(open_api("A"), market="DE")[0]["item"]


def test_a_users_country_goes_before_the_market(api: Api, day: Day) -> None:
    """A user's token sees DE even if US is asked for, and `from_token` means the same."""
    api.world.take_down(stored(api.world)[0], day(0), ["US"])
    assert entries(api, market="US")[0]["item"]["is_playable"] is True
    api.world.take_down(stored(api.world)[1], day(0), ["DE"])
    assert entries(api, market="US")[1]["item"]["is_playable"] is False
    assert entries(api, market="from_token")[1]["item"]["is_playable"] is False


def test_account_restrictions_carry_their_reason(api: Api, day: Day) -> None:
    """A track that the account may not play for its product or filter says so."""
    for number, reason in enumerate(("product", "explicit")):
        api.world.take_down(stored(api.world)[number], day(0), reason=reason)  # type: ignore[arg-type]
    found = [entry["item"]["restrictions"]["reason"] for entry in entries(api, market="DE")[:2]]
    assert found == ["product", "explicit"]


@pytest.fixture
def mixed(world: World) -> World:
    """The small world with a local file, an episode, a duplicate and odd dates in the own list."""
    file = LocalFile("spotify:local:Home+Band:Demo:Take:127", "Home Band", "Demo", "Take", 127)
    episode = Episode(
        world.ids.next("episode"), "Episode 1", world.ids.next("show"), "Nothing On", 60_000, date(2026, 1, 2)
    )
    world.catalog.local_files[file.uri] = file
    world.catalog.episodes[episode.id] = episode
    song, me = stored(world)[0], world.listener.id
    own = world.add_playlist(
        "Mixed",
        [file.uri, episode.id, Entry(song, None, me), Entry(song, datetime(1970, 1, 1, tzinfo=UTC), me)],
    )
    world.playlists[world.cast.own_playlist] = world.playlists[own]
    return world


def test_local_files_have_a_uri_and_no_id(open_api: OpenApi, mixed: World) -> None:
    """A local file is marked on both levels, and has a length in milliseconds."""
    (entry, *_) = entries(open_api("C", over=mixed), market="DE")
    item = entry["item"]
    assert (entry["is_local"], item["is_local"], item["id"], item["duration_ms"]) == (
        True,
        True,
        None,
        127_000,
    )
    assert item["uri"] == "spotify:local:Home+Band:Demo:Take:127"
    assert "is_playable" not in item


@pytest.mark.parametrize(
    ("tier", "types", "kind"),
    [
        ("C", "track,episode", "episode"),
        ("C", None, None),
        ("A", "track,episode", "episode"),
        ("A", "track", "track"),
    ],
)
def test_episodes_need_to_be_asked_for(
    open_api: OpenApi, mixed: World, tier: str, types: str | None, kind: str | None
) -> None:
    """Without `additional_types` an episode is a null in C and shaped like a track in the older tiers."""
    query = {"additional_types": types} if types else {}
    entry = entries(open_api(tier, over=mixed), market="DE", **query)[1]
    found = entry["item"]["type"] if entry["item"] else None
    assert found == kind
    assert entry["added_by"]["id"] == mixed.listener.id
    assert kind != "episode" or entry["item"]["show"]["name"] == "Nothing On"


def test_duplicates_and_missing_dates_are_told_as_they_are(open_api: OpenApi, mixed: World) -> None:
    """The same track may stand twice; a date may be null or the oldest possible one."""
    first, second = entries(open_api("C", over=mixed))[2:]
    assert first["item"]["id"] == second["item"]["id"]
    assert (first["added_at"], second["added_at"]) == (None, "1970-01-01T00:00:00Z")
