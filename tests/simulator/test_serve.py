"""Tests of serving on loopback, in a thread and as a program."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import httpx

from tests.simulator.api import Api
from tracker.simulator import running
from tracker.simulator.serve import address, listening


def test_it_answers_at_once_and_ends_with_the_block(api: Api) -> None:
    """The first call needs no waiting for the server, and after the block no thread of it is left."""
    before = threading.active_count()
    with running(api.app) as base:
        assert base.startswith("http://127.0.0.1:")
        assert httpx.get(f"{base}/_simulator/clock").json() == {"now": "2026-03-02T06:00:00Z"}
    assert threading.active_count() == before


def test_links_of_pages_lead_to_the_same_server(api: Api) -> None:
    """A client that follows `next` stays on loopback."""
    with (
        running(api.app) as base,
        httpx.Client(headers={"authorization": f"Bearer {api.token('user')}"}) as client,
    ):
        items = f"{base}/v1/playlists/{api.world.cast.own_playlist}/items"
        following = client.get(items, params={"limit": 4}).json()["next"]
        assert following.startswith(items)
        assert len(client.get(following).json()["items"]) == 2


def test_the_socket_names_its_protocol() -> None:
    """The protocol is TCP by name, without which asyncio lets each small answer wait some 40 ms."""
    with listening() as bound:
        assert bound.proto == socket.IPPROTO_TCP
        assert address(bound) == f"http://127.0.0.1:{bound.getsockname()[1]}"


def test_the_program_tells_where_it_listens() -> None:
    """`python -m tracker.simulator` prints its address and the cast, then serves until it is ended."""
    command = [sys.executable, "-m", "tracker.simulator", "--port", "0", "--speed", "0", "--tier", "B"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(3)]
        base = lines[0].split(" at ")[1].split(" ")[0]
        found = httpx.get(f"{base}/_simulator/cast").json()
        program.terminate()
    assert found["tier"] == "B"
    assert lines[1].strip() == f"own_playlist = {found['own_playlist']}"
