"""Titles taken apart: what is the song, who is a guest, which version it is."""

from __future__ import annotations

import pytest

from tracker.core.titles import artist_key, fold, is_nobody, parse_title, searchable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Closed Door", "CLOSED DOOR"),
        ("Closed Door", "Closed Door - Remastered 2011"),
        ("Closed Door", "Closed Door (2009 Remaster)"),
        ("Closed Door", "Closed Door [Deluxe Edition]"),
        ("Closed Door", "Closed Door - Remasterizado"),
        ("Closed Door", "Closed Door (Album Version)"),
        ("Closed Door", "Closed Door (feat. Anybody)"),
        ("Closed Door", "Closed Door ft. Anybody"),
        ("Don't Wait", "Don\u2019t Wait"),
        ("Coffee & Thunder", "Coffee and Thunder"),
        ("Mañana", "Man\u0303ana"),
        ("Mañana", "Manana"),
        ("Ｗｉｄｅ", "wide"),
        ("Hello (Part 2)", "Hello, Part 2"),
        ("???", "???"),
        ("Closed Door", "Closed Door (20th Anniversary Edition)"),
    ],
)
def test_the_same_song_has_the_same_words(one: str, other: str) -> None:
    """Case, accents, punctuation, guests and remarks on the release do not make another song."""
    mine, theirs = parse_title(one), parse_title(other)
    assert (mine.words, mine.versions) == (theirs.words, theirs.versions)


@pytest.mark.parametrize(
    "other",
    [
        "Closed Door (Live)",
        "Closed Door - En Vivo",
        "Closed Door (Ao Vivo)",
        "Closed Door (dal vivo)",
        "Closed Door (En Directo)",
        "Closed Door (Konzert)",
        "Closed Door (Kestrel Remix)",
        "Closed Door (Karaoke Version)",
        "Closed Door (Sped Up)",
        "Closed Door - Slowed + Reverb",
        "Closed Door (Nightcore)",
        "Closed Door (8D)",
        "Closed Door (Acoustic)",
        "Closed Door - Instrumental",
        "Closed Door (Demo)",
        "Closed Door - Radio Edit",
        "Closed Door (Extended Mix)",
        "Closed Door (Lullaby Version)",
        "Closed Door (Re-Recorded)",
        "Closed Door (Somebody's Version)",
        "Closed Door (Made Famous by Somebody)",
        "Closed Door (In the Style of Somebody)",
        "Closed Door (A Cappella)",
        "Closed Door (Piano Version)",
        "Closed Door (Live, Remastered 2011)",
        "Closed Door (Words That No List Knows)",
        "Closed Door 2",
        "Closed Door (1999)",
    ],
)
def test_another_version_is_told_apart(other: str) -> None:
    """A version in a remark, of whatever language, makes a difference, and so does every unknown word."""
    mine, theirs = parse_title("Closed Door"), parse_title(other)
    assert (mine.words, mine.versions) != (theirs.words, theirs.versions)


@pytest.mark.parametrize("title", ["Live and Let Go", "Demo Day", "Acoustic", "(Live)", "Cover Me"])
def test_a_word_of_the_title_itself_is_no_version(title: str) -> None:
    """Only a remark tells a version: a song may be called Live."""
    assert parse_title(title).versions == frozenset()


def test_guests_are_read_from_the_title() -> None:
    """Guests are told apart from each other, and `with` introduces one only who is credited."""
    assert parse_title("Door (feat. A Moth & The Sons)").featured == {"a moth", "sons"}
    assert parse_title("Stay (With You)").words == ("stay", "with", "you")
    assert parse_title("Stay (with Juno)", ("Somebody", "Juno")).words == ("stay",)


def test_other_scripts_keep_their_marks() -> None:
    """In Japanese a mark makes another letter, in Spanish only an accent."""
    assert fold("ガ") != fold("カ")
    assert fold("é") == fold("e")


def test_artists_are_compared_without_article_and_nobody_is_nobody() -> None:
    """`The Kettles` and `Kettles` are one; `Various Artists` names nobody."""
    assert artist_key("The Kettles") == artist_key("KETTLES")
    assert is_nobody("Various Artists")
    assert not is_nobody("The Various")


def test_only_the_song_itself_is_searched_for() -> None:
    """Remarks and guests would keep a search from finding the other releases."""
    assert searchable("Closed Door (feat. Juno) - Remastered 2011") == "Closed Door"
    assert searchable("(Live)") == "(Live)"
