"""The price before anything is watched, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.past import WATCH
from tracker.core.planning.forecast import forecast
from tracker.core.planning.offered import Quote, Quoted, price_lines, price_text, size_of, stand_ins
from tracker.core.planning.wanted import sources_of, wanted
from tracker.core.ports import Described
from tracker.core.watch import Source, Watch


def new(source: Source, *markets: str) -> Watch:
    """A watch that is not there yet."""
    return replace(WATCH, id=-1, source=source, ref="ref", label="Long Evenings", markets=markets)


def priced(source: Source, size: int, *markets: str) -> Quoted:
    """Its price by its size."""
    watch = new(source, *markets)
    return Quoted(watch, size, wanted(watch, stand_ins(watch, size)))


def quoted(*prices: Quoted, per_day: int = 400, unknown: int = 0) -> Quote:
    """What all of them need."""
    held = [each.wanted for each in prices if each.wanted]
    found = forecast([each.watched for each in held], sources_of(held, "DE"), per_day)
    return Quote(prices, found, unknown)


@pytest.mark.parametrize(
    ("price", "said"),
    [
        (
            priced(Source.PLAYLIST, 320, "DE"),
            '"Long Evenings": 320 entries; 8 calls a check in DE; about 8.0 calls a day.',
        ),
        (
            priced(Source.PLAYLIST, 320, "DE", "AT"),
            '"Long Evenings": 320 entries; 8 calls a check in DE, up to 320 in AT; up to 328.0 calls a day.',
        ),
        (
            priced(Source.ALBUM, 12, "DE", "AT", "US"),
            '"Long Evenings": 12 tracks; 1 call a check in DE, 1 in AT and US each; about 3.0 calls a day.',
        ),
        (
            priced(Source.ARTIST, 25, "DE", "AT"),
            '"Long Evenings": 25 releases; 28 calls a check in DE, 25 in AT; about 53.0 calls a day.',
        ),
        (
            priced(Source.SAVED_ALBUMS, 60, "DE"),
            '"Long Evenings": 60 albums; 3 calls a check in DE; about 3.0 calls a day.',
        ),
        (
            priced(Source.TRACK, 1, "DE", *(f"X{n}" for n in range(6))),
            '"Long Evenings": 1 call a check in DE, 1 in X0, X1, X2, X3 and 2 more markets each; about 7.0 calls a day.',
        ),
        (
            Quoted(new(Source.ARTIST, "DE"), None, None),
            '"Long Evenings": its price is known after the first check.',
        ),
    ],
)
def test_a_price_says_size_calls_and_days(price: Quoted, said: str) -> None:
    """What is only a bound is called that: of a list nobody knows yet on how many albums its tracks are."""
    assert price_text(price) == said


def test_what_is_watched_already_is_priced_by_what_it_holds() -> None:
    """And said to be there, for adding it changes it."""
    watch = replace(new(Source.PLAYLIST, "DE", "AT"), id=3)
    told = Quoted(watch, 40, wanted(watch, stand_ins(watch, 40)), exact=True)
    assert price_text(told) == (
        '"Long Evenings", watched already (watch 3): 40 entries; 2 calls a check in DE, 40 in AT; about 42.0 calls a day.'
    )


def test_the_sum_says_whether_it_fits_and_what_is_not_in_it() -> None:
    """One line more than there are prices; where it does not fit, the mildest ways out."""
    one = priced(Source.PLAYLIST, 100, "DE", "AT")
    fits = quoted(one)
    assert price_lines(fits)[-1] == "With it, all watches need 103.0 of 400 calls a day: it fits."
    assert (fits.fits, fits.ways) == (True, ())
    small = quoted(one, per_day=60)
    assert price_lines(small)[-1].startswith(
        "With it, all watches need 103.0 of 60 calls a day: it does NOT fit"
    )
    assert (
        small.ways[0] == 'Check "Long Evenings" every 2d instead of 1d: saves 52 calls a day; then all fits.'
    )
    two = quoted(one, replace(one, watch=new(Source.PLAYLIST, "DE")), unknown=2)
    assert price_lines(two)[-1].startswith("With these 2, all watches need")
    assert "2 watches that were not read yet" in price_lines(two)[-1]


def test_a_hostile_name_cannot_steer_the_terminal() -> None:
    """A label may hold anything; what is invisible is written out."""
    watch = replace(new(Source.ALBUM, "DE"), label="a\u202eb", every=timedelta(hours=1))
    assert '"a[U+202E]b"' in price_text(Quoted(watch, None, None))


def test_the_size_of_an_artist_is_its_releases() -> None:
    """Of everything else it is what the service counts."""
    assert size_of(Source.ARTIST, Described("Name", None, 7)) == 7
    assert size_of(Source.ALBUM, Described("Name", 12)) == 12
