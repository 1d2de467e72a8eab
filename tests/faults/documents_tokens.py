"""Spoilt answers of the token endpoint and of the question whose login it is: a token, or a plain failure.

What is believed must be fit for use: a header can carry it, its life ends within a day, the login's file gives it
back as it was; and only the service's own word `invalid_grant` ends a login.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import cast

import requests
import urllib3
from requests.adapters import HTTPAdapter

from tests.faults.documents_bends import JSON, bend, monsters, paths
from tests.faults.table import Row, Scale
from tests.spotify.rig import PLENTY, START, Given, LedgerBudget, SteppingClock
from tracker.core.errors import LookFailed
from tracker.net.http import Sender
from tracker.net.reply import Reply
from tracker.simulator import SimClock
from tracker.spotify.account import identifier
from tracker.spotify.auth import PkceLogin
from tracker.spotify.door import Door
from tracker.spotify.pace import Pace
from tracker.spotify.tokenfile import Saved, TokenFile
from tracker.spotify.tokens import Ended, Tokens

TOKEN: dict[str, object] = {
    "access_token": "made-up-access",
    "token_type": "Bearer",
    "expires_in": 3600,
    "scope": "user-library-read",
    "refresh_token": "made-up-refresh",
}
REFUSALS: tuple[dict[str, object], ...] = tuple(
    {"error": word, "error_description": "so it is"} for word in ("invalid_grant", "invalid_client")
)
OWNER = {"account_id": "made-up-account", "country": "DE", "id": "listener", "type": "user", "images": []}


class Line(HTTPAdapter):
    """A line to the accounts service that gives the reply it was told to."""

    def __init__(self) -> None:
        super().__init__()
        self.reply = Reply(200, JSON, b"{}")

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        headers = {**self.reply.headers, "content-length": str(len(self.reply.body))}
        body = BytesIO(self.reply.body)
        raw = urllib3.HTTPResponse(
            body, headers, self.reply.status, preload_content=False, decode_content=False
        )
        return self.build_response(request, raw)


def tokens_row(scale: Scale) -> Row:
    """Refresh a login against so many spoilt answers; the last of them are monsters."""
    rng, count, wrong = Random(scale.seed), scale.of(1_500, 20_000), Counter[str]()
    login, line = PkceLogin("made-up-id", "http://127.0.0.1:8899/callback", "http://127.0.0.1:9"), Line()
    login._session.mount("http://", line)
    with TemporaryDirectory(prefix="tokens-") as folder:
        file = TokenFile(Path(folder, "login.json"))
        for body in [None] * count + list(monsters(scale.of(10_000, 1_000_000))):
            line.reply = _spoilt(rng) if body is None else Reply(200, JSON, body)
            wrong += Counter(_misused(login, line.reply, file if rng.random() < 0.01 else None))
    return _row("spoilt token answers", count, wrong, scale)


def _spoilt(rng: Random) -> Reply:
    true = rng.choice([TOKEN, TOKEN, *REFUSALS])
    reply = Reply(200 if true is TOKEN else 400, JSON, json.dumps(true).encode())
    return bend(reply, true, list(paths(true)), rng)


def _misused(login: PkceLogin, reply: Reply, file: TokenFile | None) -> list[str]:
    """What is wrong with what came of one refresh; nothing, as a rule."""
    try:
        tokens = login.refresh("made-up-old")
    except LookFailed:
        return []
    except Ended:
        return (
            []
            if b"invalid_grant" in reply.body.replace(b"\x00", b"")
            else ["ended by no word of the service"]
        )
    except Exception as error:  # noqa: BLE001 - that nothing ever gets here is what is counted
        return [f"{type(error).__name__}: {error}"[:200]]
    return _unfit(tokens, file)


def _unfit(tokens: Tokens, file: TokenFile | None) -> list[str]:
    texts = [text for text in (tokens.access, tokens.refresh) if text is not None]
    wrong = [
        "a token that no header carries" for text in texts if not (text.isascii() and text.isprintable())
    ]
    if not timedelta() < tokens.life <= timedelta(days=1):
        wrong.append(f"a life of {tokens.life}")
    saved = Saved("made-up-account", START, "made-up-old", "made-up-older", START)
    fresh = saved.refreshed(tokens.access, START + tokens.life, tokens.refresh)
    if file:
        file.save(fresh)
        wrong += [] if file.load() == fresh else ["a login that the file does not give back"]
    return wrong


class Owner:
    """The service, asked whose login it is."""

    def __init__(self) -> None:
        self.reply = Reply(200, JSON, b"{}")

    def send(self, path: str, params: Mapping[str, str], token: str) -> Reply:
        return self.reply


def owners_row(scale: Scale) -> Row:
    """Ask whose login it is, against so many spoilt answers."""
    rng, count, wrong = Random(scale.seed), scale.of(500, 20_000), Counter[str]()
    owner, clock, ways = Owner(), SteppingClock(SimClock(START)), list(paths(OWNER))
    pace = Pace(LedgerBudget(), PLENTY, clock)
    identify = identifier(Door(cast(Sender, owner), {"user": Given("t")}, pace, lambda: 0.5))
    true = Reply(200, JSON, json.dumps(OWNER).encode())
    for _ in range(count):
        owner.reply = bend(true, OWNER, ways, rng)
        try:
            if not identify("made-up-access"):
                wrong["nobody"] += 1
        except LookFailed:
            continue
        except Exception as error:  # noqa: BLE001 - that nothing ever gets here is what is counted
            wrong[f"{type(error).__name__}: {error}"[:200]] += 1
    return _row("spoilt answers to `whose login?`", count, wrong, scale)


def _row(name: str, count: int, wrong: Counter[str], scale: Scale) -> Row:
    worst = "; ".join(f"{times} x {word}" for word, times in wrong.most_common(3))
    return Row(name, count, count, wrong=wrong.total(), seed=scale.seed, note=worst)
