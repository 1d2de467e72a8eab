"""A browser as far as the pages' safety goes: it keeps cookies, sends forms back with their token, says where from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from tests.living import Living, living
from tracker.core.ports import Clock
from tracker.demo.clock import DemoClock
from tracker.simulator import SimClock, World, running, small_world
from tracker.store.sessions import set_password
from tracker.web.app import create_web
from tracker.web.passwords import prove
from tracker.web.site import Site
from tracker.wiring import App

PASSWORD = "a long enough password"
PROOF = prove(PASSWORD)


class Visitor:
    """One browser at one address; `host` is the name under which it believes to talk to it."""

    def __init__(self, site: Site, address: str, closing: ExitStack, host: str | None = None) -> None:
        self.site, self.address, self._closing = site, address, closing
        self.origin = f"http://{host}" if host else address
        headers = {"Accept": "text/html", **({"Host": host} if host else {})}
        self.client = closing.enter_context(httpx.Client(base_url=address, headers=headers, timeout=30))

    def another(self, host: str | None = None) -> Visitor:
        """Another browser, which shares nothing with this one."""
        return Visitor(self.site, self.address, self._closing, host)

    def get(self, path: str) -> httpx.Response:
        """Look at a page."""
        return self.client.get(path)

    def text(self, path: str) -> str:
        """The contents of a page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def fill_in(self, page: str, action: str, **fields: str) -> httpx.Response:
        """Send a form of a page, and follow to where that leads."""
        answer = self.post(action, page, **fields)
        return self.get(answer.headers["location"]) if answer.is_redirect else answer

    def token(self, path: str = "/settings") -> str:
        """The token of the forms on a page."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, token_from: str = "/settings", **fields: str) -> httpx.Response:
        """Send a form from a page of the site, as a browser does."""
        body = {"csrf": self.token(token_from), **fields}
        sent_from = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        return self.client.post(path, data=body, headers=sent_from)

    def log_in(self, password: str = PASSWORD) -> httpx.Response:
        """Give the password."""
        return self.post("/login", "/login", password=password)


@contextmanager
def visiting(app: App) -> Iterator[Visitor]:
    """The pages of a program that is open already, and a visitor."""
    web = create_web(app)
    with running(web) as address, ExitStack() as closing:
        yield Visitor(web.state.site, address, closing)


@contextmanager
def site(
    home: Path,
    world: World | None = None,
    *,
    password: bool = False,
    host: str = "127.0.0.1",
    secret: bool = True,
    logged_in: bool = True,
    clock: Callable[[SimClock], Clock] = DemoClock,
    **settings: str,
) -> Iterator[tuple[Living, Visitor]]:
    """The program with its pages on loopback, and a first visitor; `host` is where it believes to listen."""
    with living(
        world or small_world(),
        home,
        tier="C",
        database=None,
        secret=secret,
        clock=clock,
        logged_in=logged_in,
        **settings,
    ) as life:
        if password:
            life.app.store.change(set_password, PROOF, life.app.clock.now())
        web = create_web(life.app, host)
        with running(web) as address, ExitStack() as closing:
            try:
                yield life, Visitor(web.state.site, address, closing)
            finally:
                web.state.site.agreements.close()
                web.state.site.agreements.wait(10)
                web.state.site.checks.end(10)
