"""What the terms allow, as lists: endpoints, hosts, scopes, one client id, the fields that are read, the product's name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.shape.tree import ROOT
from tracker.core.errors import UsageError
from tracker.core.items import Item
from tracker.settings import load
from tracker.spotify import auth, endpoints, writes
from tracker.spotify.endpoints import Endpoint
from tracker.spotify.parse import parse_album, parse_item, parse_place, parse_saved_album

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = {
    "/me",  # who is logged in, and whether the login works
    "/me/tracks",
    "/me/albums",
    "/me/playlists",  # to find back a list of the tracker's own whose making was not answered
    "/me/library/contains",  # whether the owner has deleted a list of the tracker's own
    "/playlists/{id}",
    "/playlists/{id}/items",
    "/tracks",  # many at once, where the app's tier still answers that: the same facts for fewer calls
    "/tracks/{id}",
    "/albums",
    "/albums/{id}",
    "/albums/{id}/tracks",
    "/artists/{id}",
    "/artists/{id}/albums",
    "/markets",  # tells the tiers apart; newer apps are refused it
    "/search",  # for one recording that vanished, under another id: never to browse, never for what nobody watched
}
HOSTS = {
    "api.spotify.com": "the documented interface",
    "accounts.spotify.com": "the login",
    "open.spotify.com": "links that people follow; never asked by the program",
    "www.spotify.com": "the page where access is withdrawn; never asked by the program",
    "play.spotify.com": "an old form of links that is understood",
    "developer.spotify.com": "the documents, named for people",
}
FORBIDDEN = ("player", "audio", "recommend", "browse", "top", "recently", "following", "images", "preview")
SECRET = "must-never-be-kept"
"""What the fields hold that are not to be read."""


def test_only_these_endpoints_are_asked() -> None:
    """Each was decided upon: whoever adds one adds it here, with the reason."""
    assert {endpoint.value for endpoint in Endpoint} <= ALLOWED
    assert {endpoint.value for endpoint in Endpoint} >= ALLOWED - {"/search"}


def test_only_these_writes_are_sent() -> None:
    """All of them for the packed lists, and each for one private list of the tracker's own."""
    assert {(verb, target.value) for verb, target in writes.ALLOWED} == {
        ("POST", "/me/playlists"),
        ("PUT", "/playlists/{id}"),
        ("POST", "/playlists/{id}/items"),
        ("PUT", "/playlists/{id}/items"),
        ("DELETE", "/playlists/{id}/items"),
        ("DELETE", "/me/library"),
    }
    assert {target for _, target in writes.ALLOWED} == set(writes.Target)


def test_no_endpoint_plays_pictures_or_ranks() -> None:
    """No player, no artwork, no listening data."""
    for endpoint, word in product(ALLOWED, FORBIDDEN):
        assert word not in endpoint
    assert {"/artists", "/me/player"}.isdisjoint(ALLOWED)


def test_many_at_once_are_asked_for_in_one_place() -> None:
    """Newer apps are refused it, so everything else has to do without: only one module knows these questions."""
    asking = re.compile(r"endpoints\.(tracks|albums)\b")
    paths = (ROOT / "tracker").rglob("*.py")
    found = {path.name for path in paths if asking.search(path.read_text(encoding="utf-8"))}
    assert found == {"batches.py", "offers.py"}
    assert endpoints.tracks(["1" * 22], None, "app").params == (("ids", "1" * 22),)


def test_no_other_host_of_the_service_is_named() -> None:
    """No private interface, no web player's, no embedded page: not in any line of the program."""
    named = set()
    for folder in ("tracker", "jobs"):
        for path in (ROOT / folder).rglob("*.py"):
            named |= set(re.findall(r"[a-z0-9.-]+\.spotify\.com", path.read_text(encoding="utf-8")))
    assert named <= set(HOSTS)
    assert {"api.spotify.com", "accounts.spotify.com"} <= named


def test_the_owner_is_asked_for_exactly_these_scopes() -> None:
    """Reading lists and the library: no e-mail, no profile, no history, no playing; writing only where it was switched on."""
    assert auth.PACKING_SCOPE == "playlist-modify-private"
    assert set(auth.SCOPES) == {
        "playlist-read-private",
        "playlist-read-collaborative",
        "user-library-read",
    }


@pytest.mark.parametrize("second", ["a,b", "a b", "a;b", "a\nb"])
def test_exactly_one_client_id_is_taken(tmp_path: Path, second: str) -> None:
    """Several would be a way round the limits; no id is shipped."""
    with pytest.raises(UsageError, match="SPOTIPY_CLIENT_ID"):
        load({"SPOTIPY_CLIENT_ID": second}, tmp_path)
    assert load({}, tmp_path).settings.SPOTIPY_CLIENT_ID is None
    assert load({"SPOTIPY_CLIENT_ID": "0123456789abcdef"}, tmp_path).settings.SPOTIPY_CLIENT_ID


def full(**more: object) -> dict[str, Any]:
    """An answer with every field that the service has ever documented for a track."""
    image = {"url": f"https://i.example/{SECRET}", "height": 640, "width": 640}
    person = {"id": SECRET, "display_name": SECRET, "href": SECRET}
    extra = {
        "images": [image],
        "href": SECRET,
        "uri": SECRET,
        "popularity": 77,
        "external_urls": {"x": SECRET},
    }
    audio = {"preview_url": SECRET, "audio_preview_url": SECRET, "audio_features": {"tempo": SECRET}}
    seen = {
        "followers": {"total": SECRET},
        "genres": [SECRET],
        "available_markets": [SECRET],
        "added_by": person,
    }
    artist = {"id": "2" * 22, "name": "The Inventions", **extra, **seen}
    album = {"id": "3" * 22, "name": "Rooms", **extra, **seen, "label": "Hollow Acorn", "artists": [artist]}
    rights = [
        {"text": "℗ Hollow Acorn", "type": "P", "href": SECRET}
    ]  # read: they tell what vanished together
    album |= {"copyrights": rights, "release_date": SECRET, "upc": SECRET}
    track = {"type": "track", "id": "1" * 22, "name": "Open Window", "is_playable": True, "duration_ms": 1}
    return {**track, **extra, **audio, **seen, "artists": [artist], "album": album, **more}


def test_no_artwork_audio_or_preview_is_ever_read() -> None:
    """Of a full answer only the listed fields get any further, whichever way it comes in."""
    item = full()
    album = {**item["album"], "tracks": {"items": [item], "total": 1, "offset": 0, "next": None}}
    listed = {"item": item, "added_at": "2026-01-01T00:00:00Z", "added_by": {"id": SECRET}}
    read = (
        parse_item(item),
        parse_place(listed, 0),
        parse_saved_album({"album": {**album, "tracks": {**album["tracks"], "items": []}}, "added_at": None}),
    )
    assert SECRET in repr(item)
    assert SECRET not in repr(read)
    whole = parse_album(album)
    assert (whole.name, whole.label, whole.rights) == ("Rooms", "Hollow Acorn", (("P", "℗ Hollow Acorn"),))
    assert SECRET not in repr(replace(whole, page=replace(whole.page, rows=())))


def test_an_item_has_no_field_for_more() -> None:
    """Whoever adds one has the terms in view: docs/terms.md says what is kept."""
    assert {field.name for field in fields(Item)} == {
        *("kind", "id", "linked_from", "title", "artists", "album_id", "album", "isrc"),
        *("duration_ms", "disc", "number", "playable", "reason", "asked"),
    }


def test_the_product_is_not_named_after_the_service() -> None:
    """Neither the distribution nor the command, the packages or the title begin with or contain its name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    title = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[0]
    names = (project["name"], *project["scripts"], "tracker", "jobs", title)
    assert [name for name in names if "spot" in name.lower()] == []
