"""The page of a track over a real socket: its history, its evidence, and the owner's own words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.living import Living, living
from tests.web.visitor import Visitor, visiting
from tracker.core.history import EventKind
from tracker.core.openname import By, Conclusion, Outcome, Recording, Unnamed, learnt
from tracker.core.ports import EventFilter
from tracker.simulator import small_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = '</textarea><script>alert("1")</script>&\u202egnp.exe'


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Living]:
    """An album of six whose first track vanished in DE, as three looks agree."""
    world = small_world()
    with living(world, tmp_path) as alive:
        watch = alive.watch(f"album:{world.cast.album}")
        alive.check(watch)
        world.take_down(gone_of(alive), world.start + timedelta(hours=1), ["DE"])
        alive.check(watch, hours=24)
        alive.confirm()
        assert (EventKind.VANISHED, gone_of(alive)) in alive.told()
        yield alive


@pytest.fixture
def visitor(life: Living) -> Iterator[Visitor]:
    """Somebody who looks at that."""
    with visiting(life.app) as each:
        yield each


def gone_of(life: Living) -> str:
    """The track that vanishes."""
    return life.world.catalog.tracks_of(life.world.cast.album)[0].id


def test_the_page_tells_a_vanish_with_its_evidence(life: Living, visitor: Visitor) -> None:
    """What is reported, between which instants, on which checks, and where to look the recording up."""
    text = visitor.text(f"/tracks/{gone_of(life)}")
    (event,) = life.app.store.events(EventFilter(track_id=gone_of(life)))
    assert "no longer reported as playable" in text
    assert "between 2 Mar 2026 06:00 and 3 Mar 06:00 UTC" in text
    assert "reason given: market" in text.lower()
    assert all(f"<td>{check}</td>" in text for check in event.checks)
    assert "asked for by its own id" in text
    assert f'href="https://musicbrainz.org/isrc/{event.isrc}"' in text
    assert f'href="https://open.spotify.com/track/{gone_of(life)}"' in text
    assert "Maps of the Attic" in text


def test_the_line_of_time_shows_both_states_and_the_doubt(life: Living, visitor: Visitor) -> None:
    """A playable spell, a greyed out one, and what lies between them; the same in words for a screen reader."""
    text = visitor.text(f"/tracks/{gone_of(life)}")
    assert all(f'<rect class="{kind}"' in text for kind in ("playable", "unplayable", "doubt"))
    assert 'aria-label="DE: 2 spells: 1 playable and 1 unplayable; now greyed out"' in text


def test_a_vanish_is_marked_as_solved_and_not_after_all(life: Living, visitor: Visitor) -> None:
    """Both by a form, which leads back to the event; the event itself stays as it was told."""
    page = f"/tracks/{gone_of(life)}"
    before = life.app.store.events(EventFilter())
    (event,) = life.app.store.events(EventFilter(track_id=gone_of(life)))
    answer = visitor.post(f"/events/{event.seq}/solved", page)
    led_to = urlsplit(answer.headers["location"])
    assert (led_to.path, led_to.fragment) == (page, f"event-{event.seq}")
    assert "Solved 3 Mar 2026" in visitor.text(page)
    assert life.app.store.events(EventFilter()) == before
    assert "Solved 3 Mar" not in visitor.fill_in(page, f"/events/{event.seq}/unsolved").text


def test_only_a_vanish_can_be_solved(life: Living, visitor: Visitor) -> None:
    """Another event, or none, is refused in one line."""
    answer = visitor.fill_in(f"/tracks/{gone_of(life)}", "/events/999/solved")
    assert (answer.status_code, "no such vanish" in answer.text) == (404, True)


def test_what_the_owner_types_is_kept_and_shown_as_text(life: Living, visitor: Visitor) -> None:
    """A note and a name with anything in them come back as they were typed, and as nothing but text."""
    page = f"/tracks/{gone_of(life)}"
    visitor.fill_in(page, f"{page}/note", text=f"{HOSTILE}\r\nsecond line\x00")
    answer = visitor.fill_in(page, f"{page}/name", title=HOSTILE, artists="Tyler, the Other\r\n\r\nB & C")
    assert "<script>alert" not in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in answer.text
    assert "gnp.exe\nsecond line</textarea>" in answer.text
    assert "<bdi>Tyler, the Other</bdi>, <bdi>B &amp; C</bdi>" in answer.text
    assert "\u202e" not in answer.text.partition("<dl")[0]


def test_an_empty_note_or_title_takes_it_back(life: Living, visitor: Visitor) -> None:
    """Nothing is left of either."""
    page = f"/tracks/{gone_of(life)}"
    visitor.fill_in(page, f"{page}/note", text="borrowed the record")
    visitor.fill_in(page, f"{page}/name", title="The Blue One")
    assert "The Blue One" in visitor.text(page)
    visitor.fill_in(page, f"{page}/note", text="  ")
    text = visitor.fill_in(page, f"{page}/name", title="").text
    assert "borrowed the record" not in text
    assert "The Blue One" not in text


def test_the_owners_name_stands_in_where_the_services_is_erased(life: Living, visitor: Visitor) -> None:
    """After the term the page and the history call the track what its owner called it."""
    page, watch = f"/tracks/{gone_of(life)}", life.app.store.all()[0]
    visitor.fill_in(page, f"{page}/name", title="The Blue One", artists="Somebody")
    life.app.store.remove(watch.id, life.app.clock.now())
    later = life.app.clock.now() + timedelta(days=31)
    assert life.app.store.housekeep(later, 30)["names"] == 6
    text = visitor.text(page)
    assert "<h1><bdi>The Blue One</bdi></h1>" in text
    (event, *_) = life.app.store.events(EventFilter(track_id=gone_of(life)))
    assert (event.title, event.artists, event.name_origin) == ("The Blue One", ("Somebody",), "owner")


def test_each_name_stands_with_its_origin_and_its_page(life: Living, visitor: Visitor) -> None:
    """A name from MusicBrainz is text like any other, dated, and leads to the recording there."""
    mbid = "1f1a9b3c-0000-4000-8000-000000000001"
    recording = Recording(mbid, HOSTILE, ("<b>Compass</b>",), None)
    track, now = Unnamed(gone_of(life), None, None), life.app.clock.now()
    life.app.store.lookups.keep([learnt(track, Conclusion(Outcome.FOUND, By.LINK, recording), now)], now)
    text = visitor.text(f"/tracks/{gone_of(life)}")
    assert "<dt>Name at the service</dt>" in text
    assert "<dt>Name at MusicBrainz</dt>" in text
    assert "as of 3 Mar 2026, kept as long as the track is on record" in text
    assert f'href="https://musicbrainz.org/recording/{mbid}" rel="noreferrer noopener"' in text
    assert "Data: MusicBrainz" in text
    assert "<b>Compass" not in text
    assert "<script>alert" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/tracks/0000000000000000000000", 404, "No watch ever met this track."),
        ("/tracks/short", 422, "cannot be read"),
        ("/tracks/0000000000000000000000?page=0", 422, "cannot be read"),
        ("/nowhere", 404, "There is no such page."),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(
    visitor: Visitor, path: str, status: int, said: str
) -> None:
    """A page of the site with its headers, and never a traceback."""
    answer = visitor.get(path)
    assert (answer.status_code, answer.headers["X-Frame-Options"]) == (status, "DENY")
    assert said in answer.text
    assert "Traceback" not in answer.text


def test_a_list_of_markets_that_says_otherwise_is_shown_as_that(life: Living, visitor: Visitor) -> None:
    """The list names the country from which the track vanished: both stand on the page, and the vanish stays."""
    track = gone_of(life)
    assert "own list of markets" not in visitor.text(f"/tracks/{track}")
    life.app.store.offers.keep({track: ("AT", "DE")}, life.sim.now())
    text = visitor.text(f"/tracks/{track}")
    assert "own list of its markets names 2 markets" in text
    assert "the list names DE, though it is not reported as playable there" in text
    assert "no longer reported as playable" in text
