"""The program before the simulated accounts service, and what the cases of a login's life ask of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.living import Living, living
from tracker.core.errors import TrackerError
from tracker.core.history import Status
from tracker.core.ports import EventFilter
from tracker.core.watch import Watch
from tracker.simulator import AppRegistration, small_world
from tracker.spotify.auth import PkceLogin
from tracker.spotify.login import Login
from tracker.spotify.tokenfile import TokenFile

SETTLED = {Status.CONFIRMED, Status.SUSPECTED}


@contextmanager
def life(*, rotate: bool = False) -> Iterator[tuple[Living, Watch]]:
    """The program watching a list of six tracks, after its first check."""
    with TemporaryDirectory(prefix="tokens-") as folder, living(small_world(), Path(folder)) as alive:
        alive.service.state.accounts.app = AppRegistration(rotate_refresh=rotate)
        watch = alive.watch(f"playlist:{alive.world.cast.own_playlist}")
        alive.check(watch)
        yield alive, watch


def another_login(alive: Living) -> Login:
    """The same login as another process would have it."""
    settings = alive.app.settings
    accounts = PkceLogin(
        str(settings.SPOTIPY_CLIENT_ID), settings.SPOTIPY_REDIRECT_URI, settings.TRACKER_ACCOUNTS_URL
    )
    return Login(accounts, TokenFile(login_path(alive)), alive.app.clock)


def fails(login: Login) -> bool:
    """Whether a login gives no token."""
    try:
        return not login.access_token()
    except TrackerError:
        return True


def login_path(alive: Living) -> Path:
    """Where the login lies."""
    return alive.app.settings.TRACKER_HOME / "login.json"


def refresh_token(alive: Living) -> str:
    """The refresh token that is kept; "" if none is."""
    path = login_path(alive)
    saved: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}
    return str(saved.get("refresh_token", ""))


def token_calls(alive: Living) -> int:
    """How often the token endpoint was asked."""
    return int(alive.service.state.ledger.by_family["token"])


def standing_events(alive: Living) -> int:
    """Events that stand; in these worlds nothing has happened yet."""
    return sum(event.status in SETTLED for event in alive.app.store.events(EventFilter()))


def has_login_gap(alive: Living) -> bool:
    """Whether the record says that for want of a login nothing was seen."""
    return any(gap.why == "login" for gap in alive.app.store.gaps(None))
