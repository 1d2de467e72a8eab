"""A visitor without JavaScript: asks for pages, fills in their forms, and comes with what a browser sends along."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from tracker.simulator import running
from tracker.web.app import create_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.wiring import App

TOKEN = re.compile(r'name="csrf" value="([^"]*)"')


class Visitor:
    """A browser at one site, with its cookies."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(self, path: str) -> httpx.Response:
        """Ask for a page."""
        return self._client.get(path)

    def text(self, path: str) -> str:
        """The contents of a page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def fill_in(self, page: str, action: str, **fields: str) -> httpx.Response:
        """Send a form of a page, and follow to where that leads."""
        found = TOKEN.search(self.text(page))
        return self._client.post(action, data={"csrf": found[1] if found else "", **fields})


@contextmanager
def visiting(app: App) -> Iterator[Visitor]:
    """Serve the program's pages on loopback, and visit them."""
    with running(create_web(app)) as address:
        headers = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
        with httpx.Client(base_url=address, headers=headers, follow_redirects=True, timeout=20) as client:
            yield Visitor(client)
