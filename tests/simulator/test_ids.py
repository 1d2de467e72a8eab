"""Tests of the invented identifiers."""

from __future__ import annotations

import re

from tracker.simulator.ids import IdMaker, base62, ean, is_base62, isrc


def test_ids_have_the_form_of_a_128_bit_base62_number() -> None:
    """The largest number fits into 22 digits with a first one below 8, and small ones are filled up."""
    assert base62(2**128 - 1)[0] == "7"
    assert base62(61) == "0" * 21 + "Z"
    assert is_base62(base62(2**128 - 1))
    assert not is_base62("too-short")


def test_the_same_seed_gives_the_same_ids_and_another_seed_others() -> None:
    """Ids depend on seed, kind and order alone."""
    first = [IdMaker(7).next("track"), IdMaker(7).next("album"), IdMaker(8).next("track")]
    assert first[0] == IdMaker(7).next("track")
    assert len(set(first)) == 3


def test_recording_codes_and_bar_codes_are_well_formed() -> None:
    """A recording code fits the usual pattern, and a bar code carries the right check digit."""
    assert re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}\d{7}", isrc("S10", 2019, 5))
    digits = [int(digit) for digit in ean(12345)]
    assert len(digits) == 13
    assert sum(digits[0::2]) % 10 == -3 * sum(digits[1::2]) % 10
