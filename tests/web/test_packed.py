"""The packed lists on the pages: what a login asks for, and what disconnecting leaves in the account."""

from __future__ import annotations

from pathlib import Path

from tests.packing import packed
from tests.web.test_agreement import agree, free_redirect
from tests.web.visitor import site
from tracker.simulator import small_world
from tracker.usecases.packing import switch_on


def test_a_login_asks_for_writing_only_while_it_is_switched_on(tmp_path: Path) -> None:
    """And the page says so before anybody agrees."""
    with site(tmp_path, SPOTIPY_REDIRECT_URI=free_redirect()) as (life, visitor):
        for on, said in ((False, "and nothing else"), (True, "to write private playlists")):
            if on:
                switch_on(life.app.packer)
            visitor.post("/login/service")
            assert said in visitor.text("/login/service")
            visitor.post("/login/service/answer", address=agree(visitor))
            assert life.app.packer.allowed() is on


def test_disconnecting_says_that_lists_stay_in_the_account(tmp_path: Path) -> None:
    """Before, with the way to take them along, and after."""
    world = small_world()
    with site(tmp_path, world, SPOTIPY_REDIRECT_URI=free_redirect()) as (life, visitor):
        assert "in your account:" not in visitor.text("/settings/disconnect")
        life.check(life.watch(f"album:{world.cast.album}"))
        switch_on(life.app.packer)
        visitor.post("/login/service")
        visitor.post("/login/service/answer", address=agree(visitor))
        packed(life)
        assert "run `tracker packed stop` first" in visitor.text("/settings/disconnect")
        assert visitor.post("/settings/disconnect").headers["location"] == "/settings"
        assert "yours to delete there" in visitor.text("/settings")
        assert life.app.store.packed.rows() == ()
