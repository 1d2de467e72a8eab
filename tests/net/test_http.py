"""Sending one question: what limits it, and what it never gives away."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tracker.core.errors import Passing, UsageError
from tracker.net import http
from tracker.net.http import Sender, checked_address
from tracker.net.reply import Stumble

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def served(behave: Callable[[socket.socket, bytes], None]) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads one request a connection and then does as it is told; gives what it was asked."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def visit(connection: socket.socket) -> None:
            with connection, suppress(OSError):  # whoever called may be gone by now
                heard.append(connection.recv(65536))
                behave(connection, heard[-1])

        def serve() -> None:
            with suppress(OSError):  # the listener closes at the end
                while True:
                    threading.Thread(target=visit, args=(listener.accept()[0],)).start()

        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", heard
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            serving.join()


@contextmanager
def sender(url: str, deadline_s: float = 5.0) -> Iterator[Sender]:
    """A sender that is closed again."""
    made = Sender(url, deadline_s=deadline_s)
    try:
        yield made
    finally:
        made.close()


def saying(*parts: bytes) -> Callable[[socket.socket, bytes], None]:
    """A behaviour: say this and hang up."""

    def say(connection: socket.socket, _: bytes) -> None:
        for part in parts:
            connection.sendall(part)

    return say


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.org/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://127.0.0.1@example.org/v1",
        "ftp://127.0.0.1",
        "127.0.0.1:80",
        "",
    ],
)
def test_tokens_go_to_no_unsafe_address(url: str) -> None:
    """Plain http is for this machine only."""
    with pytest.raises(UsageError):
        checked_address(url)


@pytest.mark.parametrize(
    "url",
    ["https://api.example.org/v1/", "http://localhost:80/v1", "http://127.0.0.1:80/v1", "http://[::1]:80/v1"],
)
def test_safe_addresses(url: str) -> None:
    """Https anywhere, http on loopback."""
    assert checked_address(url) == url.rstrip("/")


def test_what_is_sent() -> None:
    """The path joins the API's address, and the token goes into the header only."""
    with served(saying(OK + b"Content-Length: 2\r\n\r\n{}")) as (url, heard), sender(f"{url}/v1") as sends:
        reply = sends.send("/me", {"market": "DE"}, "secret-token")
    assert (reply.status, reply.body, reply.headers["content-type"]) == (200, b"{}", "application/json")
    line, *headers = heard[0].decode().lower().split("\r\n")
    assert line == "get /v1/me?market=de http/1.1"
    assert "authorization: bearer secret-token" in headers


def test_a_redirect_is_not_followed() -> None:
    """The token never travels to another address."""
    with served(saying(OK + b"Content-Length: 2\r\n\r\n{}")) as (other, overheard):
        away = f"HTTP/1.1 302 Found\r\nLocation: {other}/v1/me\r\nContent-Length: 0\r\n\r\n".encode()
        with served(saying(away)) as (url, heard), sender(url) as sends:
            assert sends.send("/me", {}, "secret-token").status == 302
        assert (len(heard), overheard) == (1, [])


def test_nobody_there() -> None:
    """A closed port is a stumble."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with sender(f"http://127.0.0.1:{port}") as sends, pytest.raises(Stumble):
        sends.send("/me", {}, "t")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        OK + b"Content-Length: 100\r\n\r\n{",
        OK + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":',
        OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nnogzip"[:-1],
        b"SSH-2.0-what\r\n",
    ],
)
def test_a_reply_that_breaks_off_is_none(said: bytes) -> None:
    """Half a reply is a stumble wherever it breaks."""
    with served(saying(said)) as (url, _), sender(url) as sends, pytest.raises(Stumble):
        sends.send("/me", {}, "t")


@pytest.mark.parametrize("where", ["before the headers", "within the headers", "within the body"])
def test_a_trickle_meets_the_deadline(where: str) -> None:
    """A byte now and then keeps a connection alive, but not the call: and the next call works."""
    quiet = threading.Event()
    said = {
        "before the headers": b"",
        "within the headers": b"HTTP/1.1 200 OK\r\nX: ",
        "within the body": OK + b"\r\n",
    }

    def trickle(connection: socket.socket, request: bytes) -> None:
        if b"/tracks" in request:
            connection.sendall(OK + b"Content-Length: 2\r\n\r\n{}")
            return
        connection.sendall(said[where])
        for _ in range(100):  # two seconds: without a deadline the call ends otherwise
            if quiet.wait(0.02):
                return
            connection.sendall(b"" if where == "before the headers" else b"x")

    with served(trickle) as (url, _), sender(url, deadline_s=0.3) as sends:
        with pytest.raises(Stumble, match=r"0\.3 s"):
            sends.send("/me", {}, "t")
        assert sends.send("/tracks", {}, "t").body == b"{}"
        quiet.set()


ENDING = """
import sys
from tracker.net.http import Sender
from tracker.net.reply import Stumble
try:
    Sender(sys.argv[1], deadline_s=0.2).send("/me", {}, "t")
except Stumble:
    print("given up")
"""


def test_an_endless_answer_does_not_keep_the_program_from_ending() -> None:
    """The worker that was given up is cut off, or the interpreter would wait for it at its end."""
    quiet = threading.Event()

    def drip(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not quiet.wait(0.05):
            connection.sendall(b"X: y\r\n")

    root = str(Path(__file__).parents[2])
    with served(drip) as (url, _):
        ended = subprocess.run(
            [sys.executable, "-c", ENDING, url],
            cwd=root,
            check=True,
            timeout=20,
            capture_output=True,
            text=True,
        )
        quiet.set()
    assert ended.stdout == "given up\n"


def test_a_body_without_end_is_cut() -> None:
    """More than 8 MB is no answer, whatever length was announced."""
    block = b" " * (1 << 20)
    with (
        served(saying(OK + b"\r\n", *[block] * 9)) as (url, _),
        sender(url) as sends,
        pytest.raises(Passing) as passing,
    ):
        sends.send("/me", {}, "t")
    assert passing.value.why == "unreadable"


def test_a_packed_bomb_is_cut() -> None:
    """The limit counts what comes out, not what came in."""
    bomb = gzip.compress(b" " * (32 << 20))
    head = OK + f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    with served(saying(head + bomb)) as (url, _), sender(url) as sends, pytest.raises(Passing) as passing:
        sends.send("/me", {}, "t")
    assert passing.value.why == "unreadable"
    assert len(bomb) < http.MAX_BYTES


def test_a_packed_answer_is_unpacked() -> None:
    """An honest packed answer is read."""
    body = gzip.compress(b'{"total": 3}')
    head = OK + f"Content-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with served(saying(head + body)) as (url, _), sender(url) as sends:
        assert sends.send("/me", {}, "t").body == b'{"total": 3}'
