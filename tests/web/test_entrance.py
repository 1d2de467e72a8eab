"""Coming in: the password, the sessions it opens, how they end, and how often it may be tried."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.looks import dump
from tests.web.visitor import PASSWORD, PROOF, Visitor, site
from tracker.store.sessions import set_password
from tracker.web.passwords import proven
from tracker.web.throttle import ALL, EACH


def inside(visitor: Visitor) -> bool:
    """Whether the settings are shown."""
    return visitor.get("/settings").status_code == 200


def test_the_password_opens_and_leaving_closes(tmp_path: Path) -> None:
    """Asked for a page, one is led to it by the password; after logging out the old cookie is worth nothing."""
    with site(tmp_path, password=True) as (_, visitor):
        assert (
            visitor.post("/login", "/login?next=%2Fsettings", password=PASSWORD, next="/settings").headers[
                "location"
            ]
            == "/settings"
        )
        assert inside(visitor)
        old = visitor.client.cookies["tracks"]
        assert visitor.post("/logout").headers["location"] == "/login"
        assert not inside(visitor)
        visitor.client.cookies.set("tracks", old)
        assert not inside(visitor)


def test_a_wrong_password_opens_nothing(tmp_path: Path) -> None:
    """It is said, once more asked, and no session is made."""
    with site(tmp_path, password=True) as (life, visitor):
        for wrong in ("", "x", PASSWORD[:-1], PASSWORD + "x", PASSWORD.upper(), "\ud83d"[:0] + "ü" * 1000):
            answer = visitor.log_in(wrong)
            assert answer.status_code in {403, 422}
        assert not inside(visitor)
        assert dump(life.app.settings.database_url)["session"] == []


def test_a_session_is_never_the_one_that_a_browser_came_with(tmp_path: Path) -> None:
    """Whoever plants a cookie before the login does not get in with it afterwards; nor with what the record holds."""
    with site(tmp_path, password=True) as (life, visitor):
        planted = "A" * 43
        visitor.client.cookies.set("tracks", planted, domain="127.0.0.1")
        visitor.log_in()
        cookies = {cookie.value for cookie in visitor.client.cookies.jar}
        thief = visitor.another()
        ((kept, _, _),) = dump(life.app.settings.database_url)["session"]
        for stolen in (planted, kept, kept[:43]):
            thief.client.cookies.set("tracks", stolen)
            assert not inside(thief)
        assert kept not in cookies
        assert cookies - {planted}


def test_a_second_login_ends_the_first_session_of_the_browser(tmp_path: Path) -> None:
    """An id that is replaced does not live on."""
    with site(tmp_path, password=True) as (life, visitor):
        visitor.log_in()
        visitor.post("/login", password=PASSWORD)
        assert len(dump(life.app.settings.database_url)["session"]) == 1
        assert inside(visitor)


@pytest.mark.parametrize(
    ("days", "steps", "lives"), [(6, 1, True), (8, 1, False), (6, 4, True), (6, 5, False)]
)
def test_sessions_end_by_themselves(tmp_path: Path, days: int, steps: int, lives: bool) -> None:
    """After a week without a visit, and after thirty days however many there were."""
    with site(tmp_path, password=True) as (life, visitor):
        visitor.log_in()
        for _ in range(steps):
            life.sim.advance(timedelta(days=days))
            last = inside(visitor)
        assert last is lives


def test_what_was_seen_is_kept_at_the_end(tmp_path: Path) -> None:
    """A visit of yesterday counts after the program has ended and begun again."""
    with site(tmp_path, password=True) as (life, visitor):
        visitor.log_in()
        life.sim.advance(timedelta(days=6))
        assert inside(visitor)
        visitor.site.access.sessions.keep()
        ((_, made_at, seen_at),) = dump(life.app.settings.database_url)["session"]
        assert seen_at - made_at >= timedelta(days=6)


def test_a_new_password_ends_every_session(tmp_path: Path) -> None:
    """At once, also those of other browsers; and so does taking it away."""
    with site(tmp_path, password=True) as (life, visitor):
        other = visitor.another()
        for browser in (visitor, other):
            browser.log_in()
            assert inside(browser)
        life.app.store.change(set_password, PROOF, life.app.clock.now())
        assert not inside(visitor)
        assert not inside(other)
        visitor.site.access.sessions.keep()
        assert dump(life.app.settings.database_url)["session"] == []


def test_one_address_may_try_ten_times_in_a_quarter_of_an_hour(tmp_path: Path) -> None:
    """The eleventh try is not even looked at, were it right; after a quarter of an hour it is."""
    with site(tmp_path, password=True) as (life, visitor):
        assert [visitor.log_in("wrong password").status_code for _ in range(EACH)] == [403] * EACH
        refused = visitor.log_in()
        assert (refused.status_code, "Wait 15 minutes" in refused.text) == (429, True)
        life.sim.advance(timedelta(minutes=15))
        assert visitor.log_in().status_code == 303


def test_all_addresses_together_may_try_a_hundred_times_an_hour(tmp_path: Path) -> None:
    """Many machines together guess no faster than that."""
    with site(tmp_path, password=True) as (life, visitor):
        throttle = visitor.site.access.throttle
        assert [throttle.admit(f"192.0.2.{n}") for n in range(ALL)] == [None] * ALL
        assert visitor.log_in().status_code == 429
        life.sim.advance(timedelta(hours=1))
        assert visitor.log_in().status_code == 303


@pytest.mark.parametrize(
    "next_", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb", ""]
)
def test_the_login_leads_nowhere_else(tmp_path: Path, next_: str) -> None:
    """An address that somebody else wrote into the link of the login is not followed."""
    with site(tmp_path, password=True) as (_, visitor):
        answer = visitor.post("/login", "/login", password=PASSWORD, next=next_)
        assert answer.headers["location"] == "/"
        assert visitor.client.get("/login", params={"next": next_}).headers["location"] == "/"


def test_the_proof_does_not_hold_the_password() -> None:
    """It has a salt and its cost in it, and takes no other password."""
    kind, n, _, _, salt, _ = PROOF.split("$")
    assert (kind, int(n) >= 2**15, len(salt) >= 22, PASSWORD in PROOF) == ("scrypt", True, True, False)
    assert proven(PASSWORD, PROOF)
    assert not proven(PASSWORD + " ", PROOF)
