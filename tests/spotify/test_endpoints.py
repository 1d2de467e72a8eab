"""What may be asked at all, and that nothing else can be."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spotify.rig import rigged, watch
from tracker.core.errors import UsageError
from tracker.core.items import Way
from tracker.core.watch import Source
from tracker.spotify import auth, endpoints
from tracker.spotify.endpoints import Ask, Endpoint


def test_the_list_of_endpoints_is_this() -> None:
    """Only reading the catalogue and the library: no player, audio or artwork."""
    assert {str(endpoint) for endpoint in Endpoint} == {
        "/me",
        "/me/tracks",
        "/me/albums",
        "/me/playlists",
        "/me/library/contains",
        "/playlists/{id}",
        "/playlists/{id}/items",
        "/tracks",
        "/tracks/{id}",
        "/albums",
        "/albums/{id}",
        "/albums/{id}/tracks",
        "/artists/{id}",
        "/artists/{id}/albums",
        "/markets",
        "/search",
    }


def test_the_list_of_scopes_is_this() -> None:
    """The owner is asked for reading lists and the library, and for nothing else."""
    assert auth.SCOPES == ("playlist-read-private", "playlist-read-collaborative", "user-library-read")


@pytest.mark.parametrize(
    "ident",
    ["", "../me", "%2e%2e%2fme", "4" * 21, "4" * 23, "4" * 22 + "\n", "٤" * 22, "4" * 20 + "/x", "nothing"],
)
def test_what_is_no_id_enters_no_path(ident: str) -> None:
    """An id is 22 ASCII letters and digits, or there is no question."""
    with pytest.raises(UsageError):
        Ask(Endpoint.TRACK, "app", ident)


def test_an_endpoint_without_id_takes_none() -> None:
    """An id cannot be smuggled in where none belongs."""
    with pytest.raises(UsageError):
        Ask(Endpoint.ME, "user", "4" * 22)


@given(st.text(max_size=40))
def test_no_text_at_all_leads_off_the_path(ident: str) -> None:
    """Whatever is given as an id, the path stays one of the listed ones."""
    try:
        path = Ask(Endpoint.ALBUM_TRACKS, "app", ident).path
    except UsageError:
        return
    assert re.fullmatch(r"/albums/[0-9A-Za-z]{22}/tracks", path)


def test_market_and_episodes_are_always_asked_for() -> None:
    """Without `market` there is no relinking; without `episode` an episode looks like a vanished track."""
    params = dict(endpoints.playlist_items("4" * 22, "DE", 50).params)
    assert params == {"market": "DE", "limit": "50", "offset": "50", "additional_types": "track,episode"}


def test_only_get_is_ever_sent_and_never_conditionally() -> None:
    """An unchanged ETag says nothing of availability, so no question is conditional."""
    with rigged() as rig:
        rig.catalog.singles([], "DE")
        rig.catalog.read(watch(Source.PLAYLIST, rig.world.cast.own_playlist), "DE", Way.LIST)
        assert {(call.method, call.conditional) for call in rig.app.state.ledger.calls} == {("GET", False)}
