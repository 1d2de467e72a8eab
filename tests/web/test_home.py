"""The first page over a real socket: what happened is told once it is believed, and every watch has its card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.living import Living, living
from tests.web.test_page import Page, get
from tracker.simulator import World, running, small_world
from tracker.web.app import create_web

HOUR = timedelta(hours=1)
HOSTILE = "<script>alert(1)</script>\u202e&\"'"


@contextmanager
def served(world: World, home: Path) -> Iterator[tuple[Living, str]]:
    """The program in its world, and the address of its pages."""
    with living(world, home) as life, running(create_web(life.app)) as address:
        yield life, address


def part(page: Page, name: str) -> str:
    """The section of the page that has this heading."""
    found = re.search(rf'<section aria-labelledby="{name}-title".*?</section>', page.text, re.DOTALL)
    assert found
    return found[0]


def vanished(world: World, *tracks: str) -> None:
    """Take tracks down an hour after the world began."""
    for track in tracks:
        world.take_down(track, world.start + HOUR)


def test_with_nothing_watched_a_visitor_is_led_in(tmp_path: Path) -> None:
    """The first visit leads to the welcome."""
    with served(small_world(), tmp_path) as (_, address):
        page = get(address, "/")
        assert (page.status, page.headers["Location"]) == (303, "/welcome")


def test_a_vanish_is_suspected_first_and_told_when_confirmed(tmp_path: Path) -> None:
    """It never stands among the facts before; then with its name, market, both edges of doubt, and its links."""
    world = small_world()
    track = world.add_track("The Lost Kite", world.cast.album).id
    vanished(world, track)
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"album:{world.cast.album}")
        life.check(watch)
        life.check(watch, hours=24)
        page = get(address, "/")
        assert "The Lost Kite" in part(page, "suspected")
        assert "The Lost Kite" not in part(page, "vanished")
        life.confirm()
        page = get(address, "/")
        told = part(page, "vanished")
        assert "Nothing is suspected." in part(page, "suspected")
        assert f'href="/tracks/{track}"' in told
        assert f'href="https://open.spotify.com/track/{track}"' in told
        assert '<span class="market">DE</span>' in told
        assert re.search(r"between 2 Mar 2026 06:00 and 3 Mar 06:0\d<", told)
        assert "greyed out, reason given: market" in told


def test_a_return_is_told_beside_the_vanish(tmp_path: Path) -> None:
    """The row of what vanished says that it is back, and the return stands in a section of its own."""
    world = small_world()
    track = world.add_track("The Found Kite", world.cast.album).id
    vanished(world, track)
    world.restore(track, world.start + 60 * HOUR)
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"album:{world.cast.album}")
        for hours in (0, 24, 48):
            life.check(watch, hours=hours)
            life.confirm()
        page = get(address, "/")
        assert "playable again, between" in part(page, "vanished")
        assert "The Found Kite" in part(page, "returned")
        assert "was gone for" in part(page, "returned")


def test_a_mass_change_is_one_card(tmp_path: Path) -> None:
    """Nine tracks that vanish together are told as one thing, held until it is believed; not as nine rows."""
    world = small_world(12)
    vanished(world, *[each.id for each in world.catalog.tracks_of(world.cast.album)][:9])
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"album:{world.cast.album}")
        life.check(watch)
        life.check(watch, hours=24)
        held = part(get(address, "/"), "suspected")
        assert held.count('<article class="card">') == 1
        assert "9 tracks of" in held
        for _ in range(8):
            life.relook()
        told = part(get(address, "/"), "vanished")
        assert (told.count('<article class="card">'), told.count("<tbody")) == (1, 0)
        assert "9 tracks of" in told
        assert "4 more tracks" in told


def test_what_is_older_than_the_period_is_not_told(tmp_path: Path) -> None:
    """The period is chosen by the address; nothing is lost by a longer one."""
    world = small_world()
    track = world.add_track("The Old Kite", world.cast.album).id
    vanished(world, track)
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"album:{world.cast.album}")
        life.check(watch)
        life.check(watch, hours=24)
        life.confirm()
        life.sim.advance(timedelta(days=40))
        assert "The Old Kite" not in part(get(address, "/"), "vanished")
        assert "The Old Kite" in part(get(address, "/?days=90"), "vanished")


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """Markup and tricks of direction in a title or a label are shown as what they are."""
    world = small_world()
    track = world.add_track(HOSTILE, world.cast.album).id
    vanished(world, track)
    ref = world.add_playlist(HOSTILE, [track])
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"playlist:{ref}")
        life.check(watch)
        life.check(watch, hours=24)
        life.confirm()
        for path in ("/", "/watches", f"/watches/{watch.id}", f"/watches/{watch.id}?q=%3Cscript%3E"):
            text = get(address, path).text
            assert "&lt;script&gt;alert(1)" in text
            assert "<script>alert" not in text
            assert "\u202e" not in text


def test_a_watch_says_how_it_stands(tmp_path: Path) -> None:
    """Its card has the share playable, its last days and when the next check is due."""
    with served(small_world(), tmp_path) as (life, address):
        watch = life.watch(f"album:{life.world.cast.album}")
        assert "nothing observed yet" in part(get(address, "/"), "watches")
        life.check(watch)
        card = part(get(address, "/"), "watches")
        assert "<strong>100 %</strong> playable at the last complete check" in card
        assert "Last complete check: just now" in card
        assert "next check due" in card
        assert "Of 1 days: 1 with a complete check" in card


def test_blindness_and_a_closed_door_are_told(tmp_path: Path) -> None:
    """Nobody takes an unobserved watch for a quiet one; the ring says until when no call may be made."""
    with served(small_world(), tmp_path) as (life, address):
        watch = life.watch(f"album:{life.world.cast.album}")
        life.check(watch)
        assert 'class="banner' not in get(address, "/").text
        life.sim.advance(timedelta(days=3))
        life.app.store.park(life.app.clock.now() + timedelta(hours=22), "quota")
        page = get(address, "/")
        assert 'class="banner blind"' in page.text
        assert "No calls until 6 Mar 2026 04:0" in page.text
        assert "the service&#39;s quota of calls was used up" in page.text


def test_a_removed_watch_stays_on_the_list(tmp_path: Path) -> None:
    """Its page still shows the entries that it held at its end."""
    with served(small_world(), tmp_path) as (life, address):
        watch = life.watch(f"album:{life.world.cast.album}")
        life.check(watch)
        life.app.store.remove(watch.id, life.app.clock.now())
        assert "removed 2 Mar 2026" in get(address, "/watches").text
        page = get(address, f"/watches/{watch.id}")
        assert "removed 2 Mar 2026" in page.text
        assert page.text.count('<span class="place">') == 6


@pytest.mark.parametrize("path", ["/?days=0", "/?page=0", "/?page=x", "/watches?page=100001", "/?days=1e9"])
def test_nonsense_is_refused_in_one_line(tmp_path: Path, path: str) -> None:
    """What cannot be is told on a plain page, without a traceback."""
    with served(small_world(), tmp_path) as (life, address):
        life.watch(f"album:{life.world.cast.album}")
        page = get(address, path)
        assert page.status == 422
        assert "The address or the form says something that cannot be read." in page.text


def test_there_is_no_such_page(tmp_path: Path) -> None:
    """A wrong address is a page too, with the same headers."""
    with served(small_world(), tmp_path) as (_, address):
        page = get(address, "/nowhere")
        assert (page.status, "There is no such page." in page.text) == (404, True)
        assert page.headers["X-Frame-Options"] == "DENY"
