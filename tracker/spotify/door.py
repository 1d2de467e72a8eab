"""The one way to ask the Web API: leave first, then the call, then patience where patience helps."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from tracker.core.errors import LoginNeeded, LookFailed, Refused
from tracker.net.http import Sender
from tracker.net.reply import Stumble
from tracker.spotify.endpoints import LISTED, Ask, Auth
from tracker.spotify.pace import Pace
from tracker.spotify.shapes import SHAPES
from tracker.spotify.verdict import Answer, Pause, Renew, judge, judge_write
from tracker.spotify.writes import Write

WAITS_S = (1.0, 4.0, 15.0)
"""Seconds before each further try after a stumble, give or take a quarter."""
PAUSES = 2
"""So many short pauses in a row are waited out for one question."""


class TokenSource(Protocol):
    """Where access tokens come from."""

    def access_token(self) -> str:
        """A token that should be valid for another minute; raises LoginNeeded, Refused or Passing."""

    def renew(self, stale: str) -> str:
        """Another token than `stale`, which the service did not accept."""


class _Sent(threading.local):
    """Calls that this thread has sent: what a look cost must not count what another one asked meanwhile."""

    calls = 0


class Door:
    """Asks one question at a time. `tokens` holds a source for each kind of token that there is."""

    def __init__(
        self,
        sender: Sender,
        tokens: Mapping[Auth, TokenSource],
        pace: Pace,
        jitter: Callable[[], float],
        on_call: Callable[[], None] = lambda: None,
        own: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """Keep the parts; `jitter` gives a number from 0 up to 1 that spreads repeated calls.

        `on_call` is told of every call that is sent; `own` tells the lists that may be written to: none, unless told.
        """
        self._own = own
        self._sender, self._tokens, self._pace, self._jitter = sender, tokens, pace, jitter
        self._on_call = on_call
        self._sent = _Sent()

    @property
    def sent(self) -> int:
        """How many calls the present thread has sent."""
        return self._sent.calls

    def has(self, auth: Auth) -> bool:
        """Whether questions can be asked with this kind of token."""
        return auth in self._tokens

    def with_token(self, token: str) -> Door:
        """A door for one user's token that is not kept yet."""
        return Door(self._sender, {"user": _Fixed(token)}, self._pace, self._jitter, self._on_call)

    def get(self, ask: Ask) -> Answer:
        """The answer (200, 403 or 404); any other outcome raises the LookFailed that says what it means."""
        return self._answered(ask.auth, lambda token: self._persist(ask, token))

    def write(self, write: Write) -> Answer:
        """The answer to a write (200, 201, 403 or 404), sent once: after a stumble nobody knows whether it was done.

        A list that is not the tracker's own is refused here, whoever asks.
        """
        if write.ref and write.ref not in self._own():
            raise Refused(
                f"The list {write.ref} is none of the tracker's own: it is never written to.", why="not-own"
            )
        return self._answered("user", lambda token: self._written(write, token))

    def _answered(self, auth: Auth, once: Callable[[str], Answer | Renew | Pause]) -> Answer:
        """Send with a token that is accepted, at a time when the service takes calls."""
        source = self._source(auth)
        token, renewed, pauses = source.access_token(), False, 0
        while True:
            verdict = once(token)
            if isinstance(verdict, Answer):
                return verdict
            if isinstance(verdict, Pause):
                self._pace.pause(verdict, patient=pauses < PAUSES)
                pauses += 1
            elif renewed:
                raise _shut(auth)
            else:
                token, renewed = source.renew(token), True

    def _source(self, auth: Auth) -> TokenSource:
        if auth in self._tokens:
            return self._tokens[auth]
        if auth == "user":
            raise LoginNeeded("There is no login: run 'tracker login'.")
        raise Refused("This needs SPOTIPY_CLIENT_SECRET, which is not set.", why="needs-secret")

    def _persist(self, ask: Ask, token: str) -> Answer | Renew | Pause:
        retrying = Retrying(
            retry=retry_if_exception_type(Stumble),
            stop=stop_after_attempt(1 + len(WAITS_S)),
            wait=self._wait_s,
            sleep=self._pace.clock.sleep,
            reraise=True,
        )
        return retrying(self._once, ask, token)

    def _wait_s(self, state: RetryCallState) -> float:
        again = min(state.attempt_number, len(WAITS_S))  # also asked after the last try, when nobody waits
        return WAITS_S[again - 1] * (0.75 + 0.5 * self._jitter())

    def _once(self, ask: Ask, token: str) -> Answer | Renew | Pause:
        self._leave()
        reply = self._sender.send(ask.path, dict(ask.params), token)
        return self._heard(
            judge(reply, self._pace.clock.now(), SHAPES.get(ask.endpoint), listed=ask.endpoint in LISTED)
        )

    def _written(self, write: Write, token: str) -> Answer | Renew | Pause:
        self._leave()
        reply = self._sender.write(write.verb, write.path, write.params, token, write.body)
        return self._heard(judge_write(reply, self._pace.clock.now()))

    def _heard(self, verdict: Answer | Renew | Pause) -> Answer | Renew | Pause:
        """What was answered, be it well or not, did not break the service's limit."""
        if not isinstance(verdict, Pause):
            self._pace.answered()
        return verdict

    def _leave(self) -> None:
        self._pace.leave()
        self._sent.calls += 1
        self._on_call()


def _shut(auth: Auth) -> LookFailed:
    if auth == "user":
        return LoginNeeded("The service does not accept the login any more: run 'tracker login'.")
    return Refused(
        "The service does not accept the app's own token: check the client id and secret.", why="token"
    )


class _Fixed:
    """A token that cannot be renewed."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        return self._token

    def renew(self, stale: str) -> str:  # noqa: ARG002 - there is no other token, whichever is stale
        raise LoginNeeded("The service does not accept the new login: run 'tracker login' again.")
