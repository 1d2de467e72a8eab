"""A takedown edits no list: its version and its ETags stay, and the tracker goes by neither."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.living import living
from tracker.core.history import EventKind, Status
from tracker.simulator import small_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.living import Living

LONG = 120
HOUR = timedelta(hours=1)


def addresses(ref: str) -> list[str]:
    """What tells of a list: its head, and each of its pages."""
    pages = [
        f"playlists/{ref}/items?market=DE&limit=50&offset={offset}&additional_types=track,episode"
        for offset in range(0, LONG, 50)
    ]
    return [f"playlists/{ref}?fields=snapshot_id,name", *pages]


def asked(life: Living, address: str, known: str = "") -> tuple[int, str]:
    """The status and the ETag of an answer; `known` is an ETag that would save it."""
    headers = {"Authorization": f"Bearer {life.app.required_login().access_token()}"}
    headers |= {"If-None-Match": known} if known else {}
    try:
        url = f"{life.app.settings.TRACKER_API_URL}/{address}"
        with urlopen(Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.headers["etag"]
    except HTTPError as unchanged:
        return unchanged.code, unchanged.headers["etag"]


def snapshot(life: Living, ref: str) -> str:
    """The version that the service names."""
    return life.world.listing(ref).version_at(life.sim.now()).snapshot_id


def test_a_takedown_behind_an_unchanged_version_is_found(tmp_path: Path, database_url: str) -> None:
    """Version and ETags are the same before and after, so any skip by them would hide it; it is suspected and confirmed."""
    world = small_world()
    ref = world.big_playlist(LONG)
    track = world.listing(ref).versions[0].entries[77].item
    world.take_down(track, world.start + 12 * HOUR)
    with living(world, tmp_path, database=database_url) as life:
        watch = life.watch(f"playlist:{ref}")
        life.check(watch)
        version, tags = snapshot(life, ref), {each: asked(life, each)[1] for each in addresses(ref)}
        life.check(watch, hours=24)
        assert life.told(Status.SUSPECTED) == [(EventKind.VANISHED, track)]
        life.confirm()
        assert life.told() == [(EventKind.VANISHED, track)]
        assert snapshot(life, ref) == version
        assert not [call for call in life.service.state.ledger.calls if call.conditional]
        assert [asked(life, each, tag) for each, tag in tags.items()] == [
            (304, tag) for tag in tags.values()
        ], "a conditional question would have been told that nothing changed"


def test_a_return_behind_an_unchanged_version_is_found(tmp_path: Path) -> None:
    """The other way round as well: the list's owner did nothing when the track came back."""
    world = small_world()
    ref = world.big_playlist(LONG)
    track = world.listing(ref).versions[0].entries[119].item
    world.take_down(track, world.start + 12 * HOUR)
    world.restore(track, world.start + 60 * HOUR)
    with living(world, tmp_path) as life:
        watch = life.watch(f"playlist:{ref}")
        version = snapshot(life, ref)
        for hours in (0, 24, 48):
            life.check(watch, hours=hours)
            life.confirm()
        assert life.told() == [(EventKind.VANISHED, track), (EventKind.RETURNED, track)]
        assert snapshot(life, ref) == version
