"""A login in front of the simulated accounts service, as the tests of its life need it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from tests.spotify.rig import Rig, rigged
from tracker.simulator import AppRegistration
from tracker.spotify.account import identifier
from tracker.spotify.auth import PkceLogin
from tracker.spotify.callback import read_redirect
from tracker.spotify.login import Login
from tracker.spotify.tokenfile import TokenFile

APP = AppRegistration()
REDIRECT = "http://127.0.0.1:8899/callback"


@dataclass
class Scene:
    """A login in front of the simulated service."""

    rig: Rig
    file: TokenFile
    login: Login

    def agree(self, state: str = "state-one") -> str:
        """Ask for the address, agree there, and give the address that one is sent back to."""
        sent_to = httpx.get(self.login.authorize_url(state), follow_redirects=False)
        return sent_to.headers["location"]

    def log_in(self) -> None:
        """Log in from beginning to end."""
        code = read_redirect(self.agree(), "state-one")
        self.login.exchange(code, "state-one", identifier(self.rig.door))

    def another_login(self) -> Login:
        """The same login as another process would have it."""
        return Login(
            PkceLogin(APP.client_id, REDIRECT, self.rig.base), TokenFile(self.file.path), self.rig.clock
        )

    def pass_time(self, **span: float) -> None:
        """Let time pass."""
        self.rig.clock.sim.advance(timedelta(**span))


@contextmanager
def scene(folder: Path, *, rotate: bool = False) -> Iterator[Scene]:
    """A scene whose file lies in a folder."""
    with rigged() as rig:
        if rotate:
            rig.app.state.accounts.app = AppRegistration(rotate_refresh=True)
        file = TokenFile(folder / "login.json")
        login = Login(PkceLogin(APP.client_id, REDIRECT, rig.base), file, rig.clock)
        yield Scene(rig, file, login)
