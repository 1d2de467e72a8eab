"""What packed lists are for: the account's market for a fiftieth of a call a track, whatever the albums."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.packing import packed, packing, watched
from tracker.core.history import EventKind, Status
from tracker.core.items import Way
from tracker.usecases.rounds import run_due

if TYPE_CHECKING:
    from pathlib import Path

    from tests.living import Living
    from tracker.usecases.look import Looked

ALBUMS, TRACKS = 40, 120


def next_round(life: Living, days: float = 1) -> list[Looked]:
    """Let a day pass, then do what is due."""
    life.sim.advance(timedelta(days=days))
    return run_due(life.app.observer)


def test_any_mix_of_albums_costs_a_fiftieth_of_a_call_a_track(tmp_path: Path) -> None:
    """An artist of forty albums, two of them watched besides, and a track: three calls for 120 tracks, not 48."""
    with packing(tmp_path, ALBUMS) as life:
        albums = list(life.world.catalog.albums)[-2:]
        tracks = [life.world.catalog.tracks_of(album)[0].id for album in albums]
        links = [*(f"album:{album}" for album in albums), f"track:{tracks[0]}"]
        watches = [life.app.store.all()[0], *(life.watch(link) for link in links)]
        run_due(life.app.observer)
        packed(life)
        looks = next_round(life)
        assert [looked.watch.id for looked in looks] == [watch.id for watch in watches]
        assert {looked.way for looked in looks} == {Way.PACKED}
        assert [sum(looked.recorded.decision.observed.values()) for looked in looks] == [TRACKS, 3, 3, 1]
        assert sum(looked.calls for looked in looks) == 3


def test_a_vanish_is_seen_on_a_packed_page_and_confirmed_by_itself(tmp_path: Path) -> None:
    """The page shows it greyed out; asked for by its id it is gone as well."""
    with packing(tmp_path, ALBUMS) as life:
        packed(life)
        next_round(life)
        lost = sorted(watched(life))[60]
        life.world.take_down(lost, life.sim.now() + timedelta(hours=1))
        (looked,) = next_round(life)
        assert (looked.way, len(looked.recorded.suspected)) == (Way.PACKED, 1)
        life.confirm()
        assert life.told() == [(EventKind.VANISHED, lost)]


def test_a_list_that_its_owner_deleted_hides_nothing(tmp_path: Path) -> None:
    """Its pages answer no more: what they showed is asked for directly, in the same round, and nothing is told lost."""
    with packing(tmp_path, ALBUMS) as life:
        packed(life)
        next_round(life)
        life.service.state.faults.add(family="playlist_items", status=404, body="{}", times=None)
        (looked,) = next_round(life)
        assert looked.recorded.decision.observed == {"playable": TRACKS}
        assert life.told(*Status) == []


def test_once_a_week_the_thing_itself_is_read(tmp_path: Path) -> None:
    """A new release joins then, and is packed after that."""
    with packing(tmp_path, ALBUMS) as life:
        packed(life)
        artist = life.app.store.all()[0].ref
        album = life.world.add_album("Later", [artist], appears_at=life.sim.now() + timedelta(hours=1))
        new = life.world.add_track(album_id=album.id).id
        assert [next_round(life)[0].way for _ in range(7)] == [Way.PACKED] * 6 + [Way.LIST]
        assert new in watched(life)
        assert next_round(life)[0].way is Way.LIST
        packed(life)
        assert next_round(life)[0].way is Way.PACKED
