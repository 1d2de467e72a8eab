"""Replacements as the owner meets them: on the track's page, in `show` and in the API, certain and likely told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from jobs import searches
from tests.living import Living, living
from tests.web.visitor import Visitor, visiting
from tracker.core.items import Item, Kind
from tracker.core.jsonform import track_json
from tracker.core.replacements import Confidence, Found, FoundBy, Lost, Verdict
from tracker.simulator import small_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>\u202egnp.exe"
ITEM = Item(
    Kind.TRACK, id="6" * 22, title="Closed Door", artists=("The Kettles",), album="Rooms", playable=True
)
CERTAIN = Verdict(FoundBy.ISRC, Confidence.CERTAIN, ("same ISRC ZZSIM1900001", "same title"))
LIKELY = Verdict(
    FoundBy.TITLE, Confidence.LIKELY, ("same title", "same artists", "duration differs by 0.4 s")
)


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Living]:
    """An album of six whose first track vanished in DE."""
    world = small_world()
    with living(world, tmp_path) as alive:
        watch = alive.watch(f"album:{world.cast.album}")
        alive.check(watch)
        world.take_down(lost_of(alive), world.start + timedelta(hours=1), ["DE"])
        alive.check(watch, hours=24)
        alive.confirm()
        yield alive


@pytest.fixture
def visitor(life: Living) -> Iterator[Visitor]:
    """Somebody who looks at that."""
    with visiting(life.app) as each:
        yield each


def lost_of(life: Living) -> str:
    """The track that vanishes."""
    return life.world.catalog.tracks_of(life.world.cast.album)[0].id


def keep(life: Living, *found: Found) -> None:
    """Write down what a search found."""
    life.app.store.replacements.keep(Lost(lost_of(life), "DE"), found, life.sim.now())


def test_before_a_search_nothing_is_said_of_replacements(life: Living, visitor: Visitor) -> None:
    """An empty section would say that there are none."""
    assert 'id="replacements"' not in visitor.text(f"/tracks/{lost_of(life)}")


def test_a_search_in_vain_is_told_with_its_days(life: Living, visitor: Visitor) -> None:
    """What was looked for and not found, when it is looked for again, and where else to look."""
    assert searches.work(life.app) == "1 search, 0 of them found something"
    text = visitor.text(f"/tracks/{lost_of(life)}")
    assert "No other id of it was found so far." in text
    assert "searched 1 time, last on 3 Mar 2026, again on 4 Mar 2026 or later" in text
    code = life.world.catalog.tracks[lost_of(life)].isrc
    assert f'To find it elsewhere: <a href="https://musicbrainz.org/isrc/{code}"' in text


def test_certain_and_likely_are_told_apart(life: Living, visitor: Visitor) -> None:
    """The surest stands first, each with its reasons and a link to it."""
    keep(life, Found(replace(ITEM, id="7" * 22), LIKELY), Found(ITEM, CERTAIN))
    text = visitor.text(f"/tracks/{lost_of(life)}")
    certain, likely = "the same recording, by ISRC", "likely the same, by title and duration: not certain"
    assert 0 < text.index(f"<strong>{certain}</strong>") < text.index(f"<strong>{likely}</strong>")
    assert "same title; same artists; duration differs by 0.4 s. Found 3 Mar 2026, last seen playable" in text
    assert f'href="https://open.spotify.com/track/{ITEM.id}"' in text
    assert "Nothing in your lists was changed." in text


def test_one_that_is_lost_stays_as_history(life: Living, visitor: Visitor) -> None:
    """The page says when it could not be played any more."""
    keep(life, Found(ITEM, CERTAIN))
    life.app.store.replacements.looked("6" * 22, "DE", plays=False, now=life.sim.now() + timedelta(days=7))
    assert "no longer playable on 10 Mar 2026" in visitor.text(f"/tracks/{lost_of(life)}")


def test_names_of_replacements_are_nothing_but_text(life: Living, visitor: Visitor) -> None:
    """A name can neither run nor reorder a line."""
    keep(life, Found(replace(ITEM, title=HOSTILE, artists=(HOSTILE,), album=HOSTILE), CERTAIN))
    text = visitor.text(f"/tracks/{lost_of(life)}")
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "[U+202E]gnp.exe" in text


def test_the_json_holds_what_others_may_build_on(life: Living) -> None:
    """The promised keys come first, and the rest tells where and since when."""
    keep(life, Found(ITEM, LIKELY))
    view = life.app.store.track(lost_of(life))
    assert view is not None
    (told,) = track_json(view)["replacements"]
    assert list(told)[:4] == ["id", "by", "confidence", "reasons"]
    assert told | {"found_at": "", "looked_at": ""} == {
        "id": "6" * 22,
        "by": "title",
        "confidence": "likely",
        "reasons": list(LIKELY.reasons),
        "market": "DE",
        "title": "Closed Door",
        "artists": ["The Kettles"],
        "album": "Rooms",
        "found_at": "",
        "looked_at": "",
        "lost_at": None,
    }
