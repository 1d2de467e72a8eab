"""Bad answers of the token endpoint, and none: the login stays as it was."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from tests.spotify.login_scene import APP, REDIRECT, scene
from tests.spotify.rig import START
from tracker.core.errors import Passing, Refused
from tracker.spotify.auth import PkceLogin
from tracker.spotify.login import Login
from tracker.spotify.session import ShortSession


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (500, None, Passing),
        (503, "upstream connect error", Passing),
        (429, '{"error":"rate_limited"}', Passing),
        (403, "<html>Sign in to the network</html>", Passing),
        (307, "", Passing),
        (200, "<html>Sign in to the network</html>", Passing),
        (200, "{}", Passing),
        (200, '{"access_token":"made-up","expires_in":"soon"}', Passing),
        (200, '["made-up"]', Passing),
        (400, '{"error":"invalid_client","error_description":"Invalid client"}', Refused),
        (400, '{"error":"invalid_request"}', Refused),
        (400, "[]", Passing),
        (400, "[" * 100_000, Passing),
        (400, '{"error":' + "9" * 5000 + "}", Passing),
        (200, "[" * 100_000, Passing),
        (200, '{"access_token":' + "9" * 5000 + "}", Passing),
        (200, '{"access_token":"m\u00e4de-up","expires_in":3600}', Passing),
        (200, '{"access_token":"made\\nup","expires_in":3600}', Passing),
        (200, '{"access_token":"made-up","expires_in":-1}', Passing),
        (200, '{"access_token":"' + "x" * 200_000 + '","expires_in":3600}', Passing),
    ],
)
def test_trouble_at_the_token_endpoint_keeps_the_login(
    tmp_path: Path, status: int, body: str | None, error: type[Exception]
) -> None:
    """Only `invalid_grant` speaks of the login; all else passes or is about the app, and nothing changes."""
    with scene(tmp_path) as here:
        here.log_in()
        kept = here.file.load()
        here.pass_time(hours=2)
        headers = {"Location": f"{here.rig.base}/api/token"} if status == 307 else {}
        here.rig.fault(family="token", status=status, body=body, headers=headers)
        with pytest.raises(error):
            here.login.access_token()
        assert here.file.load() == kept
        assert here.login.access_token()


def test_a_life_beyond_belief_is_cut(tmp_path: Path) -> None:
    """A token that claims to live for ages is used for a day, and no date overflows."""
    with scene(tmp_path) as here:
        here.log_in()
        here.pass_time(hours=2)
        here.rig.fault(
            family="token", status=200, body='{"access_token":"made-up","expires_in":999999999999999}'
        )
        assert here.login.access_token() == "made-up"
        saved = here.file.load()
        assert saved is not None
        assert saved.expires_at == START + timedelta(hours=26)


def test_nobody_at_the_token_endpoint(tmp_path: Path) -> None:
    """A network that is down passes, and the login stays."""
    with scene(tmp_path) as here:
        here.log_in()
        here.pass_time(hours=2)
        away = Login(PkceLogin(APP.client_id, REDIRECT, "http://127.0.0.1:1"), here.file, here.rig.clock)
        with pytest.raises(Passing):
            away.access_token()
        assert here.login.access_token()


def test_an_answer_that_drips_in_is_given_up() -> None:
    """The deadline is for the whole answer, however many bytes come in time."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_drip, args=(listening,), daemon=True).start()
        session = ShortSession(deadline_s=0.3)
        with pytest.raises(requests.Timeout):
            session.post(f"http://127.0.0.1:{listening.getsockname()[1]}/api/token", timeout=(5, 30))


def _drip(listening: socket.socket) -> None:
    taken, _ = listening.accept()
    with taken, suppress(OSError):
        taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not threading.Event().wait(0.05):
            taken.sendall(b" ")
