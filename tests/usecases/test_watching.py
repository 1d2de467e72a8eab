"""Choosing what to watch: which markets a watch gets, and what is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.living import living
from tracker.core.errors import UsageError
from tracker.core.links import parse_link
from tracker.simulator import small_world
from tracker.usecases.watching import Means, find_watch, markets_of

LIST, ALBUM = parse_link("playlist:0InventedList000000000"), parse_link("album:0InventedAlbum00000000")
GERMAN, GERMAN_APP = Means("DE", app_token=False), Means("DE", app_token=True)
STRANGER, STRANGER_APP = Means(None, app_token=False), Means(None, app_token=True)


@pytest.mark.parametrize(
    ("link", "wished", "means", "markets"),
    [
        (LIST, (), GERMAN, ("DE",)),
        (LIST, ("US", "FR"), GERMAN_APP, ("DE", "US", "FR")),
        (LIST, ("DE",), STRANGER, ("DE",)),
        (ALBUM, (), GERMAN, ("DE",)),
        (ALBUM, ("US",), GERMAN_APP, ("US",)),
        (ALBUM, ("US", "DE"), STRANGER_APP, ("US", "DE")),
    ],
)
def test_markets_of_a_watch(
    link: object, wished: tuple[str, ...], means: Means, markets: tuple[str, ...]
) -> None:
    """A list is always seen as the account's own market first; anything else only where it was wished for."""
    assert markets_of(link, wished, means) == markets  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("link", "wished", "means", "said"),
    [
        (LIST, (), STRANGER_APP, "TRACKER_ACCOUNT_MARKET"),
        (LIST, ("DE", "US"), STRANGER_APP, "TRACKER_ACCOUNT_MARKET"),
        (LIST, ("US",), GERMAN, "SPOTIPY_CLIENT_SECRET"),
        (ALBUM, (), STRANGER_APP, "--market"),
        (ALBUM, ("US",), GERMAN, "SPOTIPY_CLIENT_SECRET"),
    ],
)
def test_markets_that_cannot_be_asked_for(
    link: object, wished: tuple[str, ...], means: Means, said: str
) -> None:
    """The owner is told which setting would make it possible."""
    with pytest.raises(UsageError, match=said):
        markets_of(link, wished, means)  # type: ignore[arg-type]


def test_a_watch_is_found_by_number_or_link_and_added_once(tmp_path: Path) -> None:
    """The same thing again changes the watch there is."""
    world = small_world()
    with living(world, tmp_path) as life:
        first = life.watch(f"album:{world.cast.album}", every="1w")
        again = life.watch(f"https://open.spotify.com/album/{world.cast.album}", "DE", "US")
        assert (again.id, again.markets) == (first.id, ("DE", "US"))
        assert (
            find_watch(life.app.store, "1").id == find_watch(life.app.store, f"album:{world.cast.album}").id
        )
        with pytest.raises(UsageError, match="no watch"):
            find_watch(life.app.store, f"album:{'0' * 22}")
