"""From watches to what is reckoned with: frames, lists, seats, prices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.past import WATCH
from tracker.core.names import NAMELESS
from tracker.core.planning.holdings import Stand
from tracker.core.planning.requests import Held, Seat, Tier
from tracker.core.planning.wanted import sources_of, wanted
from tracker.core.watch import Source, Watch

STANDS = (
    Stand("t1", "a1", 0),
    Stand("local:1", None, None),
    Stand("t2", "a1", 1),
    Stand(NAMELESS, None, None),
    Stand("t1", "a1", 0),
    Stand("t3", None, None),
)


def of(source: Source, *markets: str) -> Watch:
    """A watch of this kind."""
    return replace(WATCH, source=source, ref="ref", markets=markets or ("DE",))


@pytest.mark.parametrize(
    ("source", "frame", "apart"),
    [
        (Source.PLAYLIST, 1, False),
        (Source.LIST, 0, False),
        (Source.SAVED_TRACKS, 2, True),
        (Source.SAVED_ALBUMS, 2, True),
        (Source.ARTIST, 2, True),
        (Source.ALBUM, 1, True),
        (Source.TRACK, 1, True),
    ],
)
def test_what_is_read_for_itself(source: Source, frame: int, apart: bool) -> None:
    """A playlist's version alone; what the service lists is read whole, whatever other watches have seen."""
    watched = wanted(of(source), STANDS).watched
    assert (watched.frame, watched.apart) == (frame, apart)
    assert watched.shares_in("DE") is not apart


def test_tracks_come_once_and_places_stay() -> None:
    """What is no track of the catalogue has a place in the list, and is never asked for."""
    one = wanted(of(Source.PLAYLIST), STANDS)
    assert one.watched.tracks == ("t1", "t2", "t3")
    sources = sources_of([one], "DE")
    assert sources.lists == (Held("ref", ("t1", None, "t2", None, "t1", "t3")),)
    assert sources.seats.keys() == {"t1", "t2"}


def test_prices_are_those_of_a_check_alone() -> None:
    """Another market costs an album and a single track, however many markets there are."""
    one = wanted(of(Source.LIST, "DE", "US", "JP"), STANDS)
    assert one.prices == {"DE": 2, "US": 2, "JP": 2}
    assert one.watched.alone == 6


def test_places_count_on_long_albums() -> None:
    """Track 61 is on its second page; a short album has one seat for all its tracks."""
    long = [Stand("t1", "long", 0), Stand("t2", "long", 60), Stand("t3", "short", 7)]
    seats = sources_of([wanted(of(Source.LIST), long)], "DE").seats
    assert seats == {"t1": Seat("long", 0), "t2": Seat("long", 60), "t3": Seat("short")}


def test_lists_and_packed_lists_can_show_what_is_due() -> None:
    """What is saved is read for itself, and an album is no list."""
    packed = Held("p", ("t1",))
    held = [wanted(of(source), STANDS) for source in (Source.PLAYLIST, Source.SAVED_TRACKS, Source.ALBUM)]
    sources = sources_of(held, "DE", (packed,), Tier.B)
    assert [each.ref for each in sources.lists] == ["ref", "p"]
    assert sources.tier is Tier.B


def test_without_an_account_market_that_of_a_list_is_taken() -> None:
    """A list is always seen as the account's market first; without any list nothing has a home."""
    album, listing = wanted(of(Source.ALBUM, "US"), STANDS), wanted(of(Source.PLAYLIST, "FR"), STANDS)
    assert sources_of([album, listing], None).home == "FR"
    assert sources_of([album], None).home == ""


def test_what_nobody_has_read_is_known_to_be_unknown() -> None:
    """Its price is the least there is, and says nothing."""
    assert wanted(of(Source.PLAYLIST), ()).unread
    assert not wanted(of(Source.PLAYLIST), STANDS).unread
