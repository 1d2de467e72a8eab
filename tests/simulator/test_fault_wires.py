"""Tests of answers that are badly delivered, over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.simulator.api import Api
from tracker.simulator import running


@contextmanager
def client(api: Api) -> Iterator[httpx.Client]:
    """A client of the service on loopback."""
    headers = {"authorization": f"Bearer {api.token('user')}", "accept-encoding": "identity"}
    with running(api.app) as base, httpx.Client(base_url=f"{base}/v1", headers=headers, timeout=10) as made:
        yield made


def received(http: httpx.Client) -> tuple[bytes, bool | None]:
    """What comes of a body before the connection breaks, which it must; and whether its length was told."""
    got, told = bytearray(), None
    try:
        with http.stream("GET", "/me") as response:
            told = "content-length" in response.headers
            for piece in response.iter_raw():
                got += piece
    except httpx.TransportError:
        return bytes(got), told
    raise AssertionError("the connection did not break")


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("sent", [None, 0, 1, 0.5, -1])
def test_a_connection_is_reset_after_some_bytes(api: Api, sent: float | None, chunked: bool) -> None:
    """Wherever it breaks off, the client has an error and never a whole body; the next call works."""
    with client(api) as http:
        length = len(http.get("/me").content)
        api.faults.add(kind="reset", given={"sent": sent, "chunked": chunked})
        got, told = received(http)
        assert told in {None, not chunked}
        # A reset may overtake bytes that were sent before it.
        most = {None: 0, 0.5: length // 2, -1: length - 1}.get(sent, sent)
        assert len(got) <= int(most or 0)
        assert len(http.get("/me").content) == length


def test_a_reset_without_a_socket_is_an_error_too(api: Api) -> None:
    """In the same process there is no connection to reset, but the same error."""
    api.faults.add(kind="reset")
    with pytest.raises(ConnectionResetError):
        api.get("/me")


def test_an_answer_comes_in_drops(api: Api) -> None:
    """The whole body comes, but no faster than it drips."""
    with client(api) as http:
        true = http.get("/me")
        api.faults.add(kind="drip", given={"piece": 50, "pause_s": 0.01})
        slow = http.get("/me")
        assert slow.content == true.content
        assert slow.elapsed.total_seconds() >= 0.01 * (len(true.content) // 50)
