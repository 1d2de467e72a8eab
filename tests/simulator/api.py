"""Calls the simulated service in the same process, without a socket."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
from starlette.applications import Starlette

from tracker.simulator import AppRegistration, Limits, SimClock, World, create_app
from tracker.simulator.access import ALL_SCOPES
from tracker.simulator.shapes import Tier

LONG = timedelta(days=1000)


class Api:
    """One app with its clock; calls carry the user's token unless told otherwise."""

    def __init__(
        self, world: World, tier: Tier = "C", limits: Limits | None = None, app: AppRegistration | None = None
    ) -> None:
        self.world, self.clock = world, SimClock(world.start)
        self.app: Starlette = create_app(world, self.clock, tier=tier, limits=limits, app=app)
        self.accounts, self.faults = self.app.state.accounts, self.app.state.faults
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://simulator.test"
        )

    def token(self, kind: str, scopes: frozenset[str] = ALL_SCOPES) -> str:
        """Give a token that outlives every test."""
        made: str = (
            self.accounts.issue_app_token(life=LONG)
            if kind == "app"
            else self.accounts.issue_user_token(scopes, life=LONG)
        )
        return made

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Call any address as it is."""
        return self._runner.run(self._client.request(method, path, **more))

    def get(
        self,
        path: str,
        *,
        by: str = "user",
        scopes: frozenset[str] = ALL_SCOPES,
        etag: str = "",
        **query: Any,
    ) -> httpx.Response:
        """Look at an address of the data side as the user or the app."""
        headers = {"authorization": f"Bearer {self.token(by, scopes)}"}
        if etag:
            headers["if-none-match"] = etag
        return self.send("GET", f"/v1{path}", params=query or None, headers=headers)

    def data(self, path: str, **more: Any) -> Any:
        """Look at an address that has to answer 200, and give its JSON."""
        response = self.get(path, **more)
        assert response.status_code == 200, response.text
        return response.json()

    def days(self, count: float) -> None:
        """Let so many days pass."""
        self.clock.advance(timedelta(days=count))

    def close(self) -> None:
        """Release the client and its loop."""
        self._runner.run(self._client.aclose())
        self._runner.close()
