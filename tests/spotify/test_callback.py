"""Receiving the code, from the browser or from a pasted address."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tracker.core.errors import UsageError
from tracker.spotify.callback import Receiver, loopback_of, read_redirect

BACK = "http://127.0.0.1:8899/callback"


def test_a_pasted_address_gives_its_code() -> None:
    """The whole address, with whatever else stands in it."""
    assert read_redirect(f"  {BACK}?code=made-up&state=s1&extra=1#part\n", "s1") == "made-up"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?code=made-up",
        "?code=made-up&state=",
        "?code=made-up&state=s2",
        "?code=made-up&state=s1&state=s1",
        "?state=s1",
        "?code=&state=s1",
        "?code=made-up&code=other&state=s1",
        "?error=access_denied&state=s1",
        "?error=access_denied&code=made-up&state=s1",
        "?code=made-up&state=%F0%9F%98%80",
    ],
)
def test_an_address_that_is_not_the_answer_is_refused(query: str) -> None:
    """A missing, wrong or doubled state or code is refused, and the address is not repeated in the message."""
    with pytest.raises(UsageError) as refused:
        read_redirect(BACK + query, "s1")
    assert "made-up" not in str(refused.value)


@pytest.mark.parametrize("pasted", ["made-up", "", "::::", "http://[", "code=made-up&state=s1"])
def test_what_is_no_address_is_refused(pasted: str) -> None:
    """Anything else that is pasted is wrong use, never a crash."""
    with pytest.raises(UsageError):
        read_redirect(pasted, "s1")


@pytest.mark.parametrize(
    ("uri", "parts"),
    [
        ("http://127.0.0.1:8899/callback", ("127.0.0.1", 8899, "/callback")),
        ("http://[::1]:8899", ("::1", 8899, "/")),
    ],
)
def test_where_to_listen(uri: str, parts: tuple[str, int, str]) -> None:
    """The redirect address says where to listen."""
    assert loopback_of(uri) == parts


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:8899/callback",
        "http://127.0.0.1/callback",
        "https://127.0.0.1:8899/callback",
        "http://0.0.0.0:8899/callback",
        "http://example.org:8899/callback",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:x/callback",
        "http://127.0.0.1:8899@example.org/callback",
        "http://[",
        "",
    ],
)
def test_where_not_to_listen(uri: str) -> None:
    """Only plain http on a loopback number with a port can be listened on."""
    with pytest.raises(UsageError):
        loopback_of(uri)


@contextmanager
def receiving(state: str = "s1", host: str = "127.0.0.1") -> Iterator[tuple[Receiver, str]]:
    """A receiver on a free port, and its address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as free:
        port = free.getsockname()[1]
    address = f"http://[{host}]:{port}/callback" if ":" in host else f"http://{host}:{port}/callback"
    with Receiver(address, state) as receiver:
        yield receiver, address


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_browsers_answer_is_received(host: str) -> None:
    """The right answer gives its code, and the page says so and no more."""
    with receiving(host=host) as (receiver, address):
        page = httpx.get(f"{address}?code=made-up&state=s1")
        assert receiver.wait(5) == "made-up"
    assert (page.status_code, "Logged in" in page.text, "made-up" in page.text) == (200, True, False)
    assert page.headers["content-security-policy"] == "default-src 'none'"
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert "server" not in page.headers


def test_wrong_answers_are_waited_past() -> None:
    """Other pages and wrong states get nothing and end nothing; the right answer still comes through."""
    with receiving() as (receiver, address):
        assert httpx.get(f"{address}?code=evil&state=s2").status_code == 400
        assert httpx.get(f"{address}?error=access_denied&state=s2").status_code == 400
        assert httpx.get(address.replace("callback", "favicon.ico")).status_code == 404
        assert httpx.post(f"{address}?code=evil&state=s1").status_code == 501
        httpx.get(f"{address}?code=made-up&state=s1")
        assert httpx.get(f"{address}?code=evil&state=s1").status_code == 400
        assert (receiver.wait(5), receiver.wait(0)) == ("made-up", None)


def test_a_refusal_by_the_owner_is_told() -> None:
    """Who does not agree gets a plain sentence."""
    with receiving() as (receiver, address):
        assert httpx.get(f"{address}?error=access_denied&state=s1").status_code == 400
        with pytest.raises(UsageError, match="not agreed"):
            receiver.wait(5)


def test_nothing_of_the_address_is_shown() -> None:
    """Whatever stands in the address, the page repeats none of it."""
    with receiving() as (_, address):
        for query in ("?error=<script>alert(1)</script>&state=s1", "?code=<b>&state=<b>", "?<script>"):
            assert "<script>" not in httpx.get(address + query).text
            assert "<b>" not in httpx.get(address + query).text


def test_waiting_ends() -> None:
    """Without an answer there is none, and the port is free again afterwards."""
    with receiving() as (receiver, address):
        assert receiver.wait(0.05) is None
    with Receiver(address, "s1"):
        pass


def test_a_taken_port_is_told() -> None:
    """Who holds the port is not known, but which one it is."""
    with receiving() as (_, address), pytest.raises(UsageError, match="is taken"), Receiver(address, "s1"):
        pass
