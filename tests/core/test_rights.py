"""Rights lines and labels: what is one firm has one key, what is another has another."""

from __future__ import annotations

import pytest

from tracker.core.rights import Release, artist_key, name_key, plain_name, rights_key, shown_line

ALIKE = (
    "℗ 2019 Hollow Acorn Music",
    "© 2021 Hollow Acorn Music",
    "(P) 2019 Hollow Acorn Music Ltd.",
    "(C)(P) 2003 Hollow Acorn Music, GmbH & Co. KG",
    "2019 Hollow Acorn Music",
    "℗ 1999, 2004 Hollow Acorn Music Inc.",
    "℗ 1999-2004 HOLLOW ACORN MUSIC S.A.R.L.",
    "Hollow Acorn Music under exclusive license to Paper Moon Distribution Ltd.",
    "℗ 2019 Hollow Acorn Music, exclusively licensed to Paper Moon",
    "℗ 2019 Hollow Acorn Music, a division of Paper Moon Group",
    "℗ 2019 The Hollow Acorn Music. All rights reserved.",
    "℗ 2019 Hollow Acorn Music distributed by Paper Moon",
    "Copyright 2019 Hollow  Acorn\tMusic",
)
OTHERS = (
    "℗ 2019 Hollow Acorn",
    "℗ 2019 Hollow Acorn Records",
    "℗ 2019 Paper Moon",
    "℗ 2019 Hollow Acorn Music 2",
    "℗ 2019 Licensed Fun",
)


@pytest.mark.parametrize("line", ALIKE)
def test_lines_of_one_firm_are_alike(line: str) -> None:
    """Marks, years, licences and legal forms come and go between the releases of one firm."""
    assert plain_name(line) == "hollow acorn music"
    assert name_key(line) == name_key(ALIKE[0])


@pytest.mark.parametrize("line", OTHERS)
def test_lines_of_other_firms_are_not(line: str) -> None:
    """Nothing that tells two firms apart is taken away."""
    assert name_key(line) not in {None, name_key(ALIKE[0])}
    assert len({name_key(each) for each in OTHERS}) == len(OTHERS)


@pytest.mark.parametrize("line", ["", "℗ 2019", "© 2019, 2021", "(P)", " . "])
def test_a_line_that_names_nobody_has_no_key(line: str) -> None:
    """A year alone would make one firm of half the catalogue."""
    assert name_key(line) is None


@pytest.mark.parametrize("line", ["Ltd", "Licensed to Nobody", "A division of labour", "1984", "S.A."])
def test_odd_names_do_not_fail(line: str) -> None:
    """What looks like a mere addition may be the name itself."""
    assert name_key(line) is not None or line == "1984"


def test_the_owner_of_the_recording_goes_first() -> None:
    """The © line may name a publisher; it speaks only where there is no ℗ line."""
    both = [("C", "© 2019 Paper Moon"), ("P", "℗ 2019 Hollow Acorn")]
    assert rights_key(both) == rights_key(reversed(both)) == name_key("Hollow Acorn")
    assert rights_key([("C", "© 2019 Paper Moon")]) == name_key("Paper Moon")
    assert rights_key([("P", "℗ 2019"), ("C", "© 2019 Paper Moon")]) == name_key("Paper Moon")
    assert rights_key([]) is None


def test_a_key_tells_no_name() -> None:
    """It stays when the text has to go."""
    key = name_key("Hollow Acorn") or ""
    assert len(key) == 16
    assert "acorn" not in key
    assert set(key) <= set("0123456789abcdef")


def test_a_line_is_shown_for_all_that_share_it() -> None:
    """The year of one release says nothing of the others."""
    assert (
        shown_line("℗ 2019 Hollow Acorn Ltd. under exclusive license to Paper Moon") == "℗ Hollow Acorn Ltd."
    )
    assert shown_line("(C) 2019 Hollow Acorn") == "© Hollow Acorn"
    assert shown_line("2019 Hollow Acorn") == "Hollow Acorn"


def test_artists_are_one_however_they_are_written() -> None:
    """Case and width make no other artist; a nameless one is none."""
    assert artist_key("The  Inventions") == artist_key("the inventions")
    assert artist_key("The Inventions") != artist_key("Inventions")
    assert artist_key(" ") is None


def test_a_release_that_says_nothing_says_so() -> None:
    """Then nothing is learnt from it."""
    assert not Release("album").told
    assert Release("album", label="Hollow Acorn").told
