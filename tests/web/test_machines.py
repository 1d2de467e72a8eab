"""Programs that read: over every route, what their secret opens, what it does not, and how wrong ones are held up."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import httpx

from tests.web.test_gate import routes_of
from tests.web.visitor import PASSWORD, Visitor, site
from tracker.store.sessions import keep_secret
from tracker.web.gate import SAFE, is_open
from tracker.web.machines import MACHINES
from tracker.web.throttle import EACH


def test_a_secret_lets_programs_read_data_and_nothing_else(tmp_path: Path) -> None:
    """Over every route: with it the numbers and the API are answered; pages, forms and all else still ask for the password."""
    with site(tmp_path, password=True) as (life, visitor):
        life.check(life.watch(f"album:{life.world.cast.album}"))
        visitor.log_in()
        visitor.post("/settings/machines/renew")
        bearer = bearer_of(visitor)
        read = 0
        for method, path in routes_of(visitor):
            if is_open(method, path) or path == "/login":
                continue
            for accept in ("text/html", "application/json"):
                asked = {"Authorization": bearer, "Accept": accept}
                answer = httpx.request(method, visitor.origin + path, headers=asked)
                if method in SAFE and (path == "/metrics" or path.startswith("/api/")):
                    assert answer.status_code in {200, 404, 422}, path
                    read += 1
                else:
                    assert answer.status_code in {303, 401, 403}, (method, path)
                    assert "/login" in answer.headers.get("location", "/login"), path
        assert read >= 20


def test_only_the_present_secret_lets_a_program_read(tmp_path: Path) -> None:
    """Not before it is made, in no other spelling, not the password, not a cookie's; and the old one ends with the new."""
    with site(tmp_path, password=True) as (_, visitor):
        visitor.log_in()
        assert program(visitor, "Bearer None") == 401
        visitor.post("/settings/machines/renew")
        old = bearer_of(visitor)
        visitor.post("/settings/machines/renew")
        bearer = bearer_of(visitor)
        secret = bearer.removeprefix("Bearer ")
        assert len(secret) >= 43  # 256 bits in letters
        for wrong in (
            old,
            f"Bearer {PASSWORD}",
            bearer[:-1],
            f"{bearer}x",
            "Bearer",
            "Bearer \xff",
        ):
            assert program(visitor, wrong) == 401, wrong
        for other in (f"Basic {secret}", secret, ""):
            assert program(visitor, other) == 401, other
        assert program(visitor, bearer) == program(visitor, f"bearer  {secret}") == 200


def test_wrong_secrets_are_held_up_and_nobody_else_is(tmp_path: Path) -> None:
    """After ten in a quarter of an hour; the right one, and the owner with the password, still get in."""
    with site(tmp_path, password=True) as (life, visitor):
        visitor.log_in()
        visitor.post("/settings/machines/renew")
        bearer = bearer_of(visitor)
        assert [program(visitor, "Bearer x") for _ in range(EACH + 1)] == [401] * EACH + [429]
        assert program(visitor, bearer) == 200
        assert visitor.another().log_in().status_code == 303
        life.sim.advance(timedelta(minutes=15))
        assert program(visitor, "Bearer x") == 401


def test_without_a_password_a_page_for_other_machines_is_read_by_no_program(tmp_path: Path) -> None:
    """A secret that is left over opens nothing there."""
    with site(tmp_path, host="0.0.0.0") as (life, visitor):
        life.app.store.change(keep_secret, MACHINES, "left-over", life.app.clock.now())
        assert program(visitor, "Bearer left-over") == 403


def bearer_of(visitor: Visitor) -> str:
    """The header's value that the settings show."""
    found = re.search(r"<code>Authorization: (Bearer [^<]+)</code>", visitor.text("/settings"))
    assert found
    return found[1]


def program(visitor: Visitor, authorization: str) -> int:
    """What a program is answered that asks for the numbers with this header."""
    headers = [(b"Authorization", authorization.encode("latin-1"))]
    return httpx.get(f"{visitor.origin}/metrics", headers=headers).status_code
