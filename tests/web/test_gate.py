"""The gate, over every route that the application has: who is let in, which forms are believed, what GETs change."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from tests.store.looks import dump
from tests.web.visitor import Visitor, site
from tracker.web.app import create_web
from tracker.web.bodies import MOST
from tracker.web.gate import SAFE, is_open
from tracker.web.headers import HEADERS

OPEN = {"/login", "/healthz"}
OPEN_BELOW = ("/static/", "/feeds/")
FOREIGN = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


def routes_of(visitor: Visitor) -> list[tuple[str, str]]:
    """Method and path of every route of the application; each parameter is filled in with 1."""
    found = {
        (method, re.sub(r"\{[^}]+\}", "1", route.path))
        for route in iter_route_contexts(create_web(visitor.site.app).routes)
        if route.path
        for method in route.methods or ()
    }
    assert len(found) >= 20
    return sorted(found)


def test_every_route_asks_for_the_password(tmp_path: Path) -> None:
    """With a password set, a stranger sees nothing but the login, static files, the sign of life and secret feeds."""
    with site(tmp_path, password=True) as (_, visitor):
        for method, path in routes_of(visitor):
            stranger = visitor.another()
            answer = stranger.client.request(method, path)
            if is_open(method, path) or (path, method) == ("/login", "GET"):
                assert path in OPEN or path.startswith(OPEN_BELOW), path
            elif method in SAFE:
                assert (answer.status_code, answer.headers["location"]) == (
                    303,
                    f"/login?next={path.replace('/', '%2F')}",
                )
            else:
                assert answer.status_code in {401, 403}, (method, path)
            data = httpx.request(method, visitor.origin + path, headers={"Accept": "application/json"})
            assert is_open(method, path) or path == "/login" or data.status_code in {401, 403}, (method, path)


def test_every_page_opens_with_the_password_and_without_one(tmp_path: Path) -> None:
    """Whoever is let in gets each page; what is not there is said, and nothing breaks."""
    for password in (True, False):
        with site(tmp_path / str(password), password=password) as (life, visitor):
            life.check(life.watch(f"album:{life.world.cast.album}"))
            if password:
                assert visitor.log_in().headers["location"] == "/"
            for method, path in routes_of(visitor):
                if method == "GET":
                    assert visitor.get(path).status_code in {200, 303, 404, 422}, path
                    assert "/login?next" not in visitor.get(path).headers.get("location", ""), path


def test_no_get_changes_the_record(tmp_path: Path) -> None:
    """Each page is looked at, and no row of any table is another one afterwards, for a session's either."""
    with site(tmp_path, password=True) as (life, visitor):
        life.check(life.watch(f"album:{life.world.cast.album}"))
        visitor.log_in()
        before = dump(life.app.settings.database_url)
        for method, path in routes_of(visitor):
            if method == "GET":
                visitor.get(path)
                assert dump(life.app.settings.database_url) == before, path


def test_every_form_needs_its_token(tmp_path: Path) -> None:
    """Without a token, with a wrong one and with that of another browser each form is refused, and nothing changes."""
    with site(tmp_path) as (life, visitor):
        life.watch(f"album:{life.world.cast.album}")
        theirs = visitor.another().token()
        visitor.token()
        before = dump(life.app.settings.database_url)
        for method, path in routes_of(visitor):
            if method in SAFE:
                continue
            for body in ({}, {"csrf": ""}, {"csrf": "00" * 64}, {"csrf": theirs}, {"csrf": "schön"}):
                answer = visitor.client.request(method, path, data=body)
                assert answer.status_code == 403, (path, body)
                assert "Go back" in answer.text
        assert dump(life.app.settings.database_url) == before


@pytest.mark.parametrize("sent_from", FOREIGN, ids=str)
def test_every_form_has_to_come_from_a_page_of_the_site(tmp_path: Path, sent_from: dict[str, str]) -> None:
    """Even with the right token a form that another site sends is refused."""
    with site(tmp_path) as (life, visitor):
        token = visitor.token()
        before = dump(life.app.settings.database_url)
        for method, path in routes_of(visitor):
            if method not in SAFE:
                answer = visitor.client.request(method, path, data={"csrf": token}, headers=sent_from)
                assert answer.status_code == 403, path
        assert dump(life.app.settings.database_url) == before


def test_a_form_is_taken_in_no_other_shape(tmp_path: Path) -> None:
    """The token counts in a form's field or in the header made for it, not in what other sites can send."""
    with site(tmp_path) as (_, visitor):
        token = visitor.token()
        plain = visitor.client.post(
            "/logout", content=f"csrf={token}", headers={"Content-Type": "text/plain"}
        )
        many = visitor.client.post(
            "/logout",
            content="&".join(["csrf=1"] * 99),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert (plain.status_code, many.status_code) == (403, 403)
        assert visitor.client.post("/logout", headers={"X-CSRF-Token": token}).status_code == 303


def test_a_body_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    """Whether it says its length or comes piece by piece."""
    with site(tmp_path) as (_, visitor):
        token = visitor.token()
        said = visitor.client.post("/watches", data={"csrf": token, "link": "x" * MOST})
        pieces = visitor.client.post("/watches", content=iter([b"x" * 8192] * 20))
        assert (said.status_code, pieces.status_code) == (413, 413)
        assert "more than any form holds" in said.text


def test_every_answer_carries_the_headers(tmp_path: Path) -> None:
    """Pages, refusals, redirects, static files and errors alike; only static files may be kept."""
    with site(tmp_path, password=True) as (_, visitor):
        style = re.search(r'href="(/static/site.css[^"]*)"', visitor.get("/login").text)
        assert style
        asked = {
            "/login": 200,
            "/settings": 303,
            style[1]: 200,
            "/static/nothing": 404,
            "/static/%2e%2e/settings": 404,
        }
        for path, status in asked.items():
            answer = visitor.get(path)
            policy = answer.headers["content-security-policy"]
            assert answer.status_code == status, path
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
            assert "'unsafe" not in policy
            assert ("immutable" in answer.headers["cache-control"]) == (path == style[1])


def test_a_surprise_says_nothing_of_itself(tmp_path: Path) -> None:
    """An error that nobody foresaw is one line under all headers, without a word of what it was."""
    with site(tmp_path) as (_, visitor):

        class Broken:
            def take(self, _session: str) -> str:
                raise KeyError("secret of the house")

        object.__setattr__(visitor.site, "said", Broken())
        answer = visitor.get("/checking")
        assert (answer.status_code, "secret" in answer.text) == (500, False)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.example", "192.168.0.2", "", "tracks.lan.example"]
)
def test_other_names_are_refused(tmp_path: Path, host: str) -> None:
    """A page elsewhere that points its own name at this machine reads nothing."""
    with site(tmp_path, TRACKER_HOSTS="tracks.lan") as (_, visitor):
        answer = visitor.client.get("/settings", headers={"Host": host})
        assert answer.status_code == 400
        assert answer.headers["x-frame-options"] == "DENY"


def test_the_names_of_the_settings_are_answered_to(tmp_path: Path) -> None:
    """A name by http takes forms from itself; one by https gives a cookie that never leaves https and its host."""
    with site(tmp_path, TRACKER_HOSTS="tracks.lan, https://tracks.example") as (_, first):
        plain, secure = first.another("tracks.lan:8765"), first.another("tracks.example")
        assert plain.post("/logout").status_code == 303
        cookie = secure.get("/settings").headers["set-cookie"]
        assert cookie.startswith("__Host-tracks=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        refused = secure.client.post("/logout", headers={"Origin": "http://tracks.example"})
        assert "not sent from a page of this site" in refused.text


def test_a_page_for_other_machines_stays_shut_without_a_password(tmp_path: Path) -> None:
    """Even if the password is taken away while it runs."""
    with site(tmp_path, host="0.0.0.0") as (_, visitor):
        for method, path in routes_of(visitor):
            if not is_open(method, path):
                answer = visitor.client.request(method, path)
                assert (answer.status_code, "tracker password" in answer.text) == (403, True), path
