"""Incidents in words: what is shared, how likely it is, never a cause, and nothing that a name could smuggle in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.sample import END, event, sample
from tracker.core.absences import Absence, stories, with_meanings
from tracker.core.causes import Contradicted, Hidden, cause_notices
from tracker.core.incident_words import chance_text, shared_text, sharing_text
from tracker.core.incidents import Meaning, Shared
from tracker.core.notices import NoticeKind
from tracker.report.sections import sections


def meaning(
    shared: Shared = Shared.RIGHTS,
    text: str | None = "℗ Hollow Acorn",
    chance: float = -9.2,
    sharing: int = 6,
) -> Meaning:
    """Six tracks that share a rights line."""
    return Meaning(shared, text, chance, sharing, 6)


@pytest.mark.parametrize(
    ("shared", "said", "nameless"),
    [
        (Shared.RIGHTS, 'the rights line "X"', "one rights line"),
        (Shared.LABEL, 'the label "X"', "one label"),
        (Shared.ALBUM, 'the album "X"', "one album"),
        (Shared.ARTIST, 'the artist "X"', "one artist"),
    ],
)
def test_what_is_shared_has_its_word(shared: Shared, said: str, nameless: str) -> None:
    """Also when the name is no longer kept."""
    assert shared_text(meaning(shared, "X")) == said
    assert shared_text(meaning(shared, None)) == nameless


def test_it_says_of_how_many_that_is_known() -> None:
    """Who joined by artist is not said to share the line."""
    assert sharing_text(meaning()) == 'share the rights line "℗ Hollow Acorn"'
    assert sharing_text(meaning(sharing=4)).endswith("as far as is known (4 of 6)")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (-3.1, "about 1 in 1,000 by"),
        (-6.0, "about 1 in 1,000,000 by"),
        (-9.2, "about 1 in 10^9 by"),
        (-29.6, "about 1 in 10^30 by"),
        (-31, "less than 1 in 10^30 by"),
        (-900.0, "less than 1 in 10^30 by"),
    ],
)
def test_chances_are_round(chance: float, said: str) -> None:
    """No digit more than the model is good for."""
    assert chance_text(meaning(chance=chance)).startswith(said)


def test_a_name_cannot_steer_the_terminal() -> None:
    """Whatever a rights line holds is made visible."""
    assert "\x1b" not in shared_text(meaning(text="℗ \x1b[31mX\u202e"))


def test_a_story_of_several_watches_says_so() -> None:
    """How many, what they share, how likely; and no watch's name, for it would be the wrong one of two."""
    gone = [
        Absence(event(n, watch_id=1 + n % 2, watch_label=f"List {n % 2}", incident=3), None, END)
        for n in range(6)
    ]
    (story,) = with_meanings(stories({3: gone}), {3: meaning()})
    assert (story.watches, story.watch_label, story.meaning) == (2, "", meaning())
    told = replace(sample().summary(), stories=(story,))
    (group,) = next(part for part in sections(told) if part.key == "vanished").groups
    assert group.headline == '6 tracks of 2 watches in DE, which share the rights line "℗ Hollow Acorn"'
    assert group.note == "About 1 in 10^9 by chance, had each vanished for itself."


def test_a_story_without_a_meaning_is_a_mass_change() -> None:
    """As it was before anything was found."""
    gone = [Absence(event(n, incident=3), None, END) for n in range(6)]
    told = replace(sample().summary(), stories=with_meanings(stories({3: gone}), {4: meaning()}))
    (group,) = next(part for part in sections(told) if part.key == "vanished").groups
    assert group.headline == '6 tracks of "Long Evenings" in DE, as one mass change'
    assert group.note == ""


def test_causes_are_told_from_three_tracks_on() -> None:
    """Each with a subject of its own; a reason that nobody knows is no notice."""
    hidden = [
        Hidden(1, "Attic", "DE", reason, n) for reason, n in (("explicit", 3), ("product", 2), ("moon", 9))
    ]
    abroad = [Contradicted(2, "Attic", "DE", 12, 12), Contradicted(3, "Attic", "DE", 12, 2)]
    found = cause_notices(hidden, abroad)
    assert [(each.kind, each.subject) for each in found] == [
        (NoticeKind.HIDDEN, "1:DE:explicit"),
        (NoticeKind.COUNTRY, "2:DE"),
    ]
    assert "filter of explicit content" in found[0].text
    assert "another country than DE" in found[1].text
    assert (found[0].kind.blinding, found[1].kind.blinding) == (False, True)
