"""Who is logged in."""

from __future__ import annotations

from collections.abc import Callable

from tracker.core.errors import Refused
from tracker.spotify import endpoints
from tracker.spotify.door import Door
from tracker.spotify.parse import parse_account


def identifier(door: Door) -> Callable[[str], str]:
    """The question `whose access token is this?`, asked through `door`; the answer is a stable account id."""

    def identify(access_token: str) -> str:
        answer = door.with_token(access_token).get(endpoints.me())
        if answer.status != 200:
            raise Refused(
                f"The service does not say whose login this is (HTTP {answer.status}).", why="account"
            )
        return parse_account(answer.body)

    return identify
