"""The owner of the demo, who agrees to the login as a person would in a browser."""

from __future__ import annotations

import secrets
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from tracker.core.errors import Passing
from tracker.spotify.callback import read_redirect

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

    from tracker.wiring import App


class _Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow redirects: where one leads is what we came for."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow nothing."""


def log_in(app: App) -> None:
    """Go through the real login of the simulated accounts service, which asks no questions."""
    state = secrets.token_urlsafe(32)
    address = app.login_address(state)
    app.finish_login(read_redirect(_sent_back_to(address), state), state)


def _sent_back_to(address: str) -> str:
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(address, timeout=10) as answer:  # the address is the simulator's own, on loopback
            raise Passing(f"The simulated login answered {answer.status} instead of a redirect.")
    except urllib.error.HTTPError as redirect:
        return redirect.headers["Location"] or ""
