"""Sessions: what a browser's cookie stands for, and the token that its forms send back.

Every browser has a cookie from its first page on. It lets nobody in, but ties forms to the browser they were
made for. With the password it is changed for another one, of which the record keeps the digest.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.core.sessions import WHOLE, Session, alive
from tracker.store import sessions as rows

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.responses import Response

    from tracker.core.ports import Clock
    from tracker.store.repository import SqlStore

_ID = re.compile(r"[A-Za-z0-9_-]{43}")
PLAIN, SECURE = "tracks", "__Host-tracks"
"""The cookie's name; browsers take the second from this very host by https only."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks: the id in the cookie (`fresh`: it gets one now), let in by password or not, and whether there is one."""

    id: str
    fresh: bool
    known: bool
    password: bool

    @property
    def welcome(self) -> bool:
        """Whether the pages may be shown."""
        return self.known or not self.password


class Sessions:
    """The sessions of the record. When each was last of use is kept in memory: looking at a page writes nothing."""

    def __init__(self, store: SqlStore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._lock = threading.Lock()
        self._seen: dict[str, datetime] = {}

    def visit(self, cookie: str | None) -> Visit:
        """Who comes with this cookie."""
        given = cookie if cookie and _ID.fullmatch(cookie) else None
        password, session = self._store.ask(rows.visit, digest(given) if given else None)
        known = bool(given and session and self._noted(given, session))
        return Visit(given or new_id(), given is None, known, password)

    def open(self) -> str:
        """Let a browser in; the id for its cookie, never one that it came with."""
        fresh = new_id()
        self._store.change(rows.open_session, digest(fresh), self._clock.now())
        return fresh

    def close(self, session_id: str) -> None:
        """Let it in no longer."""
        with self._lock:
            self._seen.pop(digest(session_id), None)
        self._store.change(rows.close_session, digest(session_id))

    def keep(self) -> None:
        """Write down when sessions were last of use; what a crash loses only ends them sooner."""
        with self._lock:
            seen, self._seen = self._seen, {}
        if seen:
            self._store.change(rows.keep_seen, seen)

    def _noted(self, session_id: str, session: Session) -> bool:
        """Whether the session is alive; then it is of use now."""
        now, key = self._clock.now(), digest(session_id)
        with self._lock:
            seen = max(session.seen_at, self._seen.get(key, session.seen_at))
            lives = alive(Session(session.made_at, seen), now)
            if lives:
                self._seen[key] = now
        return lives


def new_id() -> str:
    """256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(session_id: str) -> str:
    """What the record knows a session by; the id cannot be read from it."""
    return sha256(session_id.encode()).hexdigest()


def form_token(session_id: str) -> str:
    """The token of a form, made from the session's id, and masked so that no two pages show the same."""
    mask = secrets.token_bytes(32)
    return (mask + _mixed(mask, _mac(session_id))).hex()


def is_form_token(session_id: str, given: str) -> bool:
    """Whether a form was made for this session; compared in constant time."""
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        return False
    return hmac.compare_digest(_mixed(raw[:32], raw[32:]), _mac(session_id))


def _mac(session_id: str) -> bytes:
    return hmac.digest(session_id.encode(), b"forms of disappearing-tracks", "sha256")


def _mixed(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=False))


def cookie_name(*, secure: bool) -> str:
    """What the cookie is called."""
    return SECURE if secure else PLAIN


def give_cookie(response: Response, session_id: str, *, secure: bool, lasting: bool) -> None:
    """Send the cookie along; a `lasting` one stays when the browser is closed."""
    response.set_cookie(
        cookie_name(secure=secure),
        session_id,
        max_age=int(WHOLE.total_seconds()) if lasting else None,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
