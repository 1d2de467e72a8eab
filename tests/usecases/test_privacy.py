"""What never reaches the disk: other people, the account, tokens, and whatever the parser was not told to keep."""

from __future__ import annotations

from pathlib import Path

from tests.living import living
from tracker.simulator import build_world


def test_only_what_is_needed_is_written(tmp_path: Path) -> None:
    """After checks of every kind the database holds names of tracks and lists, and nothing of anybody."""
    world = build_world(seed=7, days=60)
    cast = world.cast
    with living(world, tmp_path, tier="A") as life:
        for link in (f"playlist:{cast.shared_playlist}", f"artist:{cast.artist}", "saved-tracks"):
            life.check(life.watch(link))
        kept = (tmp_path / "tracker.db").read_bytes()
        login = (tmp_path / "login.json").read_bytes()
    people = [entry.added_by for entry in world.listing(cast.shared_playlist).versions[0].entries]
    assert len(set(people)) > 1
    for word in (
        *people,
        cast.account_id,
        "sim-access",
        "sim-refresh",
        "popularity",
        "preview",
        "images",
        "genres",
    ):
        assert word.encode() not in kept, word
    assert b"Kitchen Radio" in kept
    assert b"sim-refresh" in login
    assert (tmp_path / "login.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "tracker.db").stat().st_mode & 0o777 == 0o600
