"""What the account does is said as that, once, and never told as a vanish."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs import checks, vigil
from tests.living import Living, living
from tracker.core.notices import NoticeKind
from tracker.simulator import World, small_world
from tracker.usecases.telling import standing, tell

if TYPE_CHECKING:
    from pathlib import Path

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def account(life: Living, **traits: object) -> None:
    """From now on the account is another one: its filter is on, or it is somewhere else."""
    accounts = life.service.state.accounts
    accounts.app = replace(accounts.app, **traits)


def live(life: Living, days: float) -> None:
    """Let days pass with the jobs at work every two hours."""
    for _ in range(int(days * 12)):
        life.sim.advance(2 * HOUR)
        checks.work(life.app)
        vigil.work(life.app)


def stands(life: Living) -> list[NoticeKind]:
    """What holds now."""
    return [notice.kind for notice in life.app.store.notices()]


def explicit_world() -> World:
    """A list of six songs and four explicit ones."""
    world = small_world()
    album = world.add_album("Loud", [world.cast.artist])
    loud = [world.add_track(f"Loud {n}", album.id, explicit=True).id for n in range(4)]
    world.edit_playlist(world.cast.own_playlist, world.start + HOUR, add=loud)
    return world


def test_a_filter_is_told_as_a_filter(tmp_path: Path) -> None:
    """Four songs that the account no longer wants to see: one notice, no vanish, no blindness; and it ends with the filter."""
    with living(explicit_world(), tmp_path) as life:
        life.watch(f"playlist:{life.world.cast.own_playlist}")
        live(life, 2)
        account(life, explicit_filter=True)
        live(life, 3)
        (notice,) = life.app.store.notices()
        assert notice.kind is NoticeKind.HIDDEN
        assert notice.text.startswith(
            '4 tracks of "Attic" in DE are hidden by the account\'s filter of explicit content.'
        )
        assert life.told() == []
        assert not standing(life.app.store, life.app.clock.now(), life.app.limits).blind
        assert [each.kind for each in tell(life.app.store, life.app.clock.now(), None).notices] == [
            NoticeKind.HIDDEN
        ]
        account(life, explicit_filter=False)
        live(life, 2)
        assert stands(life) == []
        assert life.told() == []


def test_few_hidden_songs_are_no_notice(tmp_path: Path) -> None:
    """Two of them have their gaps, which say why."""
    world = small_world()
    for entry in world.listing(world.cast.own_playlist).versions[0].entries[:2]:
        world.take_down(entry.item, world.start + DAY, reason="product")
    with living(world, tmp_path) as life:
        life.watch(f"playlist:{world.cast.own_playlist}")
        live(life, 3)
        assert stands(life) == []
        assert {hidden.tracks for hidden in life.app.store.causes.hidden()} == {2}


def test_an_account_in_another_country_is_told_as_that(tmp_path: Path) -> None:
    """The list shows what the other country has; the app's own token still gets all of it in DE. Back home all is well."""
    world = small_world(12)
    for entry in world.listing(world.cast.own_playlist).versions[0].entries:
        world.take_down(entry.item, world.start, ["FR"])
    with living(world, tmp_path) as life:
        life.watch(f"playlist:{world.cast.own_playlist}")
        live(life, 2)
        account(life, account_country="FR")
        live(life, 4)
        (notice,) = life.app.store.notices()
        assert notice.kind is NoticeKind.COUNTRY
        assert "seems to be in another country than DE: 12 tracks" in notice.text
        assert life.told() == []
        assert standing(life.app.store, life.app.clock.now(), life.app.limits).blind
        account(life, account_country="DE")
        live(life, 3)
        assert stands(life) == []
        assert life.told() == []


def test_a_real_withdrawal_is_no_stay_abroad(tmp_path: Path) -> None:
    """What the app's own token misses as well has vanished."""
    world = small_world(12)
    for entry in world.listing(world.cast.own_playlist).versions[0].entries:
        world.take_down(entry.item, world.start + 3 * DAY)
    with living(world, tmp_path) as life:
        life.watch(f"playlist:{world.cast.own_playlist}")
        live(life, 6)
        assert stands(life) == []
        assert len(life.told()) == 12
