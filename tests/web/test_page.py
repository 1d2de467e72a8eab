"""The page over a real socket: what it shows, to whom, and that it changes nothing."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.living import living
from tracker.core.errors import UsageError
from tracker.simulator import running, small_world
from tracker.web.app import create_web
from tracker.web.serve import serve


@dataclass
class Page:
    """What came back."""

    status: int
    headers: Message
    text: str


def get(address: str, path: str, host: str | None = None) -> Page:
    """Ask a page; `host` is what the visitor believes to talk to."""
    netloc = urlsplit(address).netloc
    with closing(http.client.HTTPConnection(netloc, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": host or netloc})
        answer = connection.getresponse()
        return Page(answer.status, answer.headers, answer.read().decode())


def test_the_page_is_the_report_of_this_moment(tmp_path: Path) -> None:
    """What a check has just found is on the page and in its data."""
    world = small_world()
    with living(world, tmp_path) as life, running(create_web(life.app)) as address:
        watch = life.watch(f"album:{world.cast.album}")
        assert "Maps of the Attic" in get(address, "/report").text
        life.check(watch)
        page = get(address, "/report")
        assert (page.status, page.headers["X-Robots-Tag"]) == (200, "noindex, nofollow, noarchive")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        totals = json.loads(get(address, "/report.json").text)["totals"]
        assert (totals["entries"], totals["playable"]) == (6, 6)


@pytest.mark.parametrize("host", ["tracks.example", "127.0.0.1.example", "192.168.0.2"])
def test_other_names_for_this_machine_are_refused(tmp_path: Path, host: str) -> None:
    """A page elsewhere that rebinds its name to loopback must not read this one."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        assert get(address, "/report", host).status == 400


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    """The owner learns which option to change."""
    with living(small_world(), tmp_path) as life, running(create_web(life.app)) as address:
        port = urlsplit(address).port or 0
        with pytest.raises(UsageError, match="--port"):
            serve(life.app, "127.0.0.1", port)
