"""Logging in at the service from the page: the answer counts once, and only for whom it was asked."""

from __future__ import annotations

import re
import socket
from html import unescape
from pathlib import Path

import httpx

from tests.web.visitor import PASSWORD, Visitor, site


def free_redirect() -> str:
    """A redirect address on loopback whose port is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/callback"


def agree(visitor: Visitor) -> str:
    """Follow the link of the page to the service, agree, and give the address that one is sent to."""
    found = re.search(r'href="([^"]+/authorize[^"]+)"', visitor.get("/login/service").text)
    assert found
    return httpx.get(unescape(found[1]), follow_redirects=False).headers["location"]


def test_agreeing_on_this_machine_is_all_it_takes(tmp_path: Path) -> None:
    """The answer comes to loopback, leads back to the page, and the login is there."""
    with site(tmp_path, SPOTIPY_REDIRECT_URI=free_redirect()) as (life, visitor):
        life.app.disconnect()
        assert visitor.post("/login/service").headers["location"] == "/login/service"
        attempt = visitor.site.agreements.of(visitor.client.cookies["tracks"])
        assert attempt
        assert attempt.listening
        answer = httpx.get(agree(visitor))
        assert "Logged in" in answer.text
        assert f'href="{visitor.origin}/login/service"' in answer.text
        visitor.site.agreements.wait(30)
        assert attempt.done
        assert life.app.login_view().state == "ok"
        assert "Logged in" in visitor.get("/login/service").text


def test_the_address_can_be_pasted_by_whoever_began_and_once(tmp_path: Path) -> None:
    """From another machine; another browser's session gets nowhere with it, nor does the same address twice."""
    with site(tmp_path, SPOTIPY_REDIRECT_URI=free_redirect(), password=True) as (life, visitor):
        other = visitor.another()
        visitor.log_in()
        other.log_in()
        life.app.disconnect()
        visitor.post("/login/service")
        address = agree(visitor)
        assert other.post("/login/service/answer", address=address).status_code == 422
        assert "authorize" not in other.get("/login/service").text
        assert visitor.post("/login/service/answer", address=address + "x&state=y").status_code == 422
        assert life.app.login_view().state == "none"
        assert visitor.post("/login/service/answer", address=address).status_code == 303
        assert life.app.login_view().state == "ok"
        life.app.disconnect()
        assert visitor.post("/login/service/answer", address=address).status_code == 422
        assert life.app.login_view().state == "none"


def test_a_newer_attempt_and_a_logout_end_an_older_one(tmp_path: Path) -> None:
    """An answer that comes late finds nobody who asked."""
    with site(tmp_path, SPOTIPY_REDIRECT_URI=free_redirect(), password=True) as (life, visitor):
        visitor.log_in()
        life.app.disconnect()
        visitor.post("/login/service")
        late = agree(visitor)
        visitor.post("/login/service")
        assert visitor.post("/login/service/answer", address=late).status_code == 422
        newest = agree(visitor)
        visitor.post("/logout")
        visitor.post("/login", "/login", password=PASSWORD)
        assert visitor.post("/login/service/answer", address=newest).status_code == 422
        assert life.app.login_view().state == "none"


def test_a_taken_port_leaves_the_pasting(tmp_path: Path) -> None:
    """If something else listens where the service redirects to, the page says to paste."""
    redirect = free_redirect()
    port = int(redirect.split(":")[2].split("/")[0])
    with socket.socket() as taken, site(tmp_path, SPOTIPY_REDIRECT_URI=redirect) as (_, visitor):
        taken.bind(("127.0.0.1", port))
        taken.listen()
        visitor.post("/login/service")
        visitor.site.agreements.wait(30)
        assert "has to be pasted" in visitor.get("/login/service").text
        assert visitor.post("/login/service/answer", address=agree(visitor)).status_code == 303
