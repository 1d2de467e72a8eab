"""The page of a watch over a real socket: its entries by choice and order, the list's own edits, its gaps."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.web.test_home import served
from tests.web.test_page import get
from tracker.simulator import small_world

HOUR = timedelta(hours=1)


def names(text: str) -> list[str]:
    """The names of the entries on a page, in their order."""
    return re.findall(r'<span class="place">[\d,]+</span>\s*<a class="name"[^>]*><bdi>([^<]*)</bdi>', text)


def test_entries_stand_in_pages_of_twenty(tmp_path: Path) -> None:
    """Each place once, in the list's order, with its number."""
    world = small_world()
    ref = world.big_playlist(45)
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"playlist:{ref}")
        life.check(watch)
        pages = [get(address, f"/watches/{watch.id}?page={n}").text for n in (1, 2, 3, 4)]
        assert [len(names(page)) for page in pages] == [20, 20, 5, 0]
        assert [name for page in pages for name in names(page)] == [
            world.catalog.tracks[entry.item].name
            for entry in world.listing(ref).version_at(world.start).entries
        ]
        assert "Page 2 of 3" in pages[1]
        assert 'href="?show=all&amp;sort=position&amp;q=&amp;edits=1&amp;page=3#entries"' in pages[1]
        assert "No such entries." in pages[3]


def test_each_market_has_its_state_and_its_strip(tmp_path: Path) -> None:
    """What is greyed out in one market is playable in the other, in words as well as in colour."""
    world = small_world()
    track = world.add_track("The Split Kite", world.cast.album).id
    world.take_down(track, world.start + HOUR, ["US"])
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"album:{world.cast.album}", "DE", "US")
        for hours in (0, 24):
            life.check(watch, "DE", hours=hours)
            life.check(watch, "US")
        doubted = get(address, f"/watches/{watch.id}?show=suspected").text
        assert names(doubted) == ["The Split Kite"]
        assert "suspected to be greyed out" in doubted
        assert names(get(address, f"/watches/{watch.id}?show=vanished").text) == []
        life.confirm()
        page = get(address, f"/watches/{watch.id}?show=vanished").text
        assert names(page) == ["The Split Kite"]
        assert re.findall(r'<span class="said state-(\w+)">', page) == ["playable", "unplayable"]
        assert "DE, the last 90 days: playable, 2 Mar 2026" in page
        assert (
            "US, the last 90 days: playable, 2 Mar 2026; greyed out, 3 Mar 2026; changed in between" in page
        )


def test_order_by_state_and_by_change(tmp_path: Path) -> None:
    """What vanished comes first by state; by change what changed last does, though it is back."""
    world = small_world()
    first, last = (world.add_track(name, world.cast.album).id for name in ("Gone Kite", "Back Kite"))
    world.take_down(first, world.start + HOUR)
    world.take_down(last, world.start + HOUR)
    world.restore(last, world.start + 60 * HOUR)
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"album:{world.cast.album}")
        for hours in (0, 24, 48):
            life.check(watch, hours=hours)
            life.confirm()
        by_state = names(get(address, f"/watches/{watch.id}?sort=state").text)
        by_change = names(get(address, f"/watches/{watch.id}?sort=changed").text)
        assert by_state[0] == "Gone Kite"
        assert by_change[:2] == ["Back Kite", "Gone Kite"]
        assert len(by_state) == len(by_change) == 8


def test_searching_takes_signs_for_themselves(tmp_path: Path) -> None:
    """Case does not matter, artists count, and the database's wildcards are plain letters."""
    world = small_world()
    for name in ("100% Kite", "Snow_Kite", "ÉLAN Kite"):
        world.add_track(name, world.cast.album)
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"album:{world.cast.album}")
        life.check(watch)

        def found(text: str) -> list[str]:
            return names(get(address, f"/watches/{watch.id}?q={quote(text)}").text)

        assert found("%") == ["100% Kite"]
        assert found("w_k") == ["Snow_Kite"]
        assert found("élan kite") == ["ÉLAN Kite"]
        assert len(found("PAPER compass")) == 9
        assert found("no such thing") == []
        assert len(found("\0")) == 9
        assert found("' OR 1=1 --") == []


def test_the_owners_edits_have_their_own_section(tmp_path: Path) -> None:
    """A track that was taken out of the list did not vanish."""
    world = small_world()
    ref = world.cast.own_playlist
    out = world.catalog.tracks[world.listing(ref).version_at(world.start).entries[0].item].name
    world.edit_playlist(ref, world.start + HOUR, remove=[0])
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"playlist:{ref}")
        for hours in (0, 24, 24):
            life.check(watch, hours=hours)
        text = get(address, f"/watches/{watch.id}").text
        edits = text.partition('<section aria-labelledby="edits-title"')[2]
        assert out in edits
        assert "taken out of the list" in edits
        assert out not in names(text)
        assert names(get(address, f"/watches/{watch.id}?show=vanished").text) == []


def test_a_lost_source_and_its_gaps_are_told(tmp_path: Path) -> None:
    """Nothing is said of its tracks, and since when it is not observed stands on the page."""
    world = small_world()
    ref = world.cast.shared_playlist
    world.make_private(ref, world.start + HOUR)
    with served(world, tmp_path) as (life, address):
        watch = life.watch(f"playlist:{ref}")
        life.check(watch)
        life.check(watch, hours=24)
        for _ in range(8):
            life.relook()
        text = get(address, f"/watches/{watch.id}").text
        assert "The list can no longer be read at the service." in text
        assert "Not observed now: DE, 2 Mar 2026 06:0" in text
        assert "The list can no longer be read: between" in text
        assert names(get(address, f"/watches/{watch.id}?show=vanished").text) == []


def test_what_a_watch_costs(tmp_path: Path) -> None:
    """Known from the last complete check of each market, at its rhythm."""
    with served(small_world(), tmp_path) as (life, address):
        watch = life.watch(f"album:{life.world.cast.album}", every="12h")
        path = f"/watches/{watch.id}"
        assert "known after the first complete check" in get(address, path).text
        life.check(watch)
        (check,) = life.app.store.checks(None)
        assert (
            f'<dd class="value">{2 * check.calls:.1f}</dd><dd class="note">calls a day'
            in get(address, path).text
        )


@pytest.mark.parametrize(
    "path", ["?page=0", "?show=nonsense", "?sort=title", f"?q={'x' * 81}", "?edits=-1", "?page=1%27"]
)
def test_nonsense_is_refused(tmp_path: Path, path: str) -> None:
    """A choice that does not exist is an error of one line."""
    with served(small_world(), tmp_path) as (life, address):
        watch = life.watch(f"album:{life.world.cast.album}")
        assert get(address, f"/watches/{watch.id}{path}").status == 422


@pytest.mark.parametrize(("number", "status"), [("99", 404), ("0", 422), ("1e3", 422), ("9" * 30, 422)])
def test_a_watch_that_never_was(tmp_path: Path, number: str, status: int) -> None:
    """Whatever the number, the answer is plain."""
    with served(small_world(), tmp_path) as (_, address):
        page = get(address, f"/watches/{number}")
        assert page.status == status
        assert "<h1>Nothing here</h1>" in page.text or "<h1>That cannot be</h1>" in page.text
