"""Reading links, markets and rhythms: what is meant is understood, what is not is refused in one clear line."""

from __future__ import annotations

import string
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.errors import UsageError
from tracker.core.links import ID, Link, parse_link
from tracker.core.markets import parse_markets
from tracker.core.watch import Source, parse_rhythm, show_rhythm

REF = "3InventedAlbum00000000"


@pytest.mark.parametrize(
    "text",
    [
        f"https://open.spotify.com/album/{REF}",
        f"https://open.spotify.com/album/{REF}?si=abc123&utm=x",
        f"https://open.spotify.com/intl-de/album/{REF}",
        f"https://open.spotify.com/intl-pt-BR/album/{REF}/",
        f"https://open.spotify.com/embed/album/{REF}",
        f"http://open.spotify.com/album/{REF}#top",
        f"open.spotify.com/album/{REF}",
        f"spotify:album:{REF}",
        f"album:{REF}",
        f"  album:{REF}  ",
    ],
)
def test_every_form_of_a_link_names_the_same_thing(text: str) -> None:
    """Addresses, URIs and the short form all lead to kind and id."""
    assert parse_link(text) == Link(Source.ALBUM, REF)


def test_legacy_playlist_links_are_understood() -> None:
    """Old links carry the owner's name before the playlist."""
    wanted = Link(Source.PLAYLIST, REF)
    assert parse_link(f"spotify:user:some%20one:playlist:{REF}") == wanted
    assert parse_link(f"https://open.spotify.com/user/someone/playlist/{REF}") == wanted
    assert parse_link("saved-tracks") == Link(Source.SAVED_TRACKS, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://spotify.link/AbCdEf", "short link"),
        ("https://open.spotify.com/s/AbCdEf", "short link"),
        ("https://example.org/album/3InventedAlbum00000000", "not a link of the service"),
        (f"https://open.spotify.com/episode/{REF}", "podcast"),
        ("https://open.spotify.com/album/tooshort", "not an id"),
        ("https://open.spotify.com/album/../../v1/me/x", "does not lead"),
        (f"https://open.spotify.com@evil.example/album/{REF}", "not a link of the service"),
        ("album:9InventedAlbum0000000", "not an id"),
        ("album:３InventedAlbum00000000", "not an id"),
        (REF, "without its kind"),
        ("", "not a link"),
        ("https://open.spotify.com/", "does not lead"),
        ("hello world", "not a link"),
        ("https://[", "not an address"),
        ("https://open.spotify.com\u2100/track/x", "not an address"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_the_reason(text: str, said: str) -> None:
    """One line says what is wrong with the link."""
    with pytest.raises(UsageError, match=said):
        parse_link(text)


@given(st.text(alphabet=f"{string.printable}３ü", max_size=60))
def test_any_text_is_either_a_link_or_refused(text: str) -> None:
    """Nothing that is pasted can come through as an id that is none."""
    try:
        link = parse_link(text)
    except UsageError:
        return
    assert link.ref == "" or ID.fullmatch(link.ref)


def test_markets_are_read_once_and_in_order() -> None:
    """Commas, cases and repetitions do not matter."""
    assert parse_markets(["de,us", "FR", "DE"]) == ("DE", "US", "FR")


@pytest.mark.parametrize("code", ["XX", "UK", "DEU", "1"])
def test_unknown_markets_are_refused(code: str) -> None:
    """A market that does not exist would be watched in vain."""
    with pytest.raises(UsageError, match=f"'{code}' is not a market"):
        parse_markets([code])


@pytest.mark.parametrize(
    ("text", "every"), [("1d", timedelta(days=1)), ("90m", timedelta(minutes=90)), ("2w", timedelta(14))]
)
def test_rhythms_are_read_and_written(text: str, every: timedelta) -> None:
    """What is read is written back in the form it came in."""
    assert parse_rhythm(text) == every
    assert show_rhythm(every) == text


@pytest.mark.parametrize("text", ["", "1", "d", "0d", "30m", "-1d", "1.5d", "1y", "99999d"])
def test_bad_rhythms_are_refused(text: str) -> None:
    """Nonsense, and rhythms under an hour, are wrong use."""
    with pytest.raises(UsageError):
        parse_rhythm(text)
