"""Logging in at the service from the page: one attempt at a time, which belongs to the session that began it."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.core.errors import TrackerError, UsageError
from tracker.spotify.callback import Receiver, read_redirect

if TYPE_CHECKING:
    from tracker.wiring import App

PATIENCE_S, BEGINNING_S = 600.0, 2.0
"""So long the owner may take to agree, and the port to open."""
TICK_S = 0.25


@dataclass(slots=True)
class Attempt:
    """Where one attempt stands. `state` is the secret that has to come back, once, with the owner's agreement.

    `begun`: it is known whether the port could be opened. `listening`: the answer is awaited on loopback (else it has to be pasted). `failure`: why it came to nothing.
    """

    session: str
    state: str
    address: str
    begun: threading.Event = field(default_factory=threading.Event)
    listening: bool = False
    done: bool = False
    failure: str | None = None

    @property
    def open(self) -> bool:
        """Whether an answer would still be taken."""
        return not self.done and self.failure is None


class Agreements:
    """The present attempt; a newer one ends it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._attempt: Attempt | None = None
        self._thread: threading.Thread | None = None

    def wait(self, seconds: float) -> None:
        """Wait until nothing is listened for any more, but no longer than that."""
        if self._thread:
            self._thread.join(seconds)

    def of(self, session: str) -> Attempt | None:
        """The attempt that this session began; None if it did not begin the present one."""
        attempt = self._attempt
        return attempt if attempt and attempt.session == session else None

    def begin(self, session: str, back: str) -> None:
        """Begin an attempt: the answer is awaited on loopback, where a link leads `back`; raises UsageError."""
        state = secrets.token_urlsafe(32)
        attempt = Attempt(session, state, self._app.login_address(state))
        with self._lock:
            previous, self._attempt = self._attempt, attempt
        if previous and previous.open:
            previous.failure = "Another attempt was begun."
        self._thread = threading.Thread(
            target=self._listen, args=(attempt, back), name="agreement", daemon=True
        )
        self._thread.start()
        attempt.begun.wait(BEGINNING_S)

    def paste(self, session: str, url: str) -> None:
        """Finish with the address that the owner was sent to; raises TrackerError if it does not belong to this."""
        attempt = self.of(session)
        if attempt is None or not attempt.open:
            raise UsageError("This login was not begun here, or has ended: begin it again.")
        self._finish(attempt, read_redirect(url, attempt.state))
        if attempt.failure:
            raise UsageError(attempt.failure)

    def end(self, session: str) -> None:
        """The session has ended, and its attempt with it."""
        attempt = self.of(session)
        if attempt and attempt.open:
            attempt.failure = "The session that began it has ended."

    def close(self) -> None:
        """The program ends: nothing is awaited any more."""
        if self._attempt and self._attempt.open:
            self._attempt.failure = "The program has ended."

    def _listen(self, attempt: Attempt, back: str) -> None:
        try:
            with Receiver(self._app.settings.SPOTIPY_REDIRECT_URI, attempt.state, back) as receiver:
                attempt.listening = True
                attempt.begun.set()
                code = self._awaited(attempt, receiver)
        except TrackerError as error:
            if attempt.listening:
                attempt.failure = attempt.failure or str(error)
            return
        finally:
            attempt.listening = False
            attempt.begun.set()
        if code:
            self._finish(attempt, code)

    def _awaited(self, attempt: Attempt, receiver: Receiver) -> str | None:
        for _ in range(int(PATIENCE_S / TICK_S)):
            if not attempt.open:
                return None
            if code := receiver.wait(TICK_S):
                return code
        attempt.failure = "Nobody agreed in time: begin again."
        return None

    def _finish(self, attempt: Attempt, code: str) -> None:
        """Change the code for a login, if the attempt still stands; the login takes each state once."""
        with self._lock:
            if attempt is not self._attempt or not attempt.open:
                return
            try:
                self._app.finish_login(code, attempt.state)
            except TrackerError as error:
                attempt.failure = str(error)
            else:
                attempt.done = True
