"""What the accounts service gives: an access token for an hour, perhaps a refresh token, or the word that it ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tracker.core.ports import Clock

EARLY = timedelta(seconds=60)
"""A token that ends sooner than this is not used any more."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One answer of the token endpoint; `refresh` is None where it gave none, `life` that of the access token.

    `scopes` are what the owner agreed to, () where it does not say.
    """

    access: str = field(repr=False)
    life: timedelta
    refresh: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ()


class Ended(Exception):
    """The service says `invalid_grant`: the code or refresh token is not valid (any more)."""


class AppCredentials(Protocol):
    """The app's own side of the accounts service."""

    def fetch(self) -> Tokens:
        """A new token of the app itself; raises Refused for a wrong id or secret, Passing if nothing came."""


@dataclass(frozen=True, slots=True)
class _Held:
    access: str = field(repr=False)
    expires_at: datetime


class AppToken:
    """The app's own token, kept in memory only so that it is never mistaken for the owner's."""

    def __init__(self, credentials: AppCredentials, clock: Clock) -> None:
        self._credentials, self._clock = credentials, clock
        self._held: _Held | None = None

    def access_token(self) -> str:
        """A token valid for another minute."""
        held = self._held
        if held is None or self._clock.now() >= held.expires_at - EARLY:
            return self._fetch()
        return held.access

    def renew(self, stale: str) -> str:
        """Another token than `stale`."""
        if self._held and self._held.access == stale:
            self._held = replace(self._held, expires_at=self._clock.now())
        return self.access_token()

    def forget(self) -> bool:
        """Forget the token that is held; True if there was one."""
        held, self._held = self._held, None
        return held is not None

    def _fetch(self) -> str:
        asked_at = self._clock.now()
        tokens = self._credentials.fetch()
        self._held = _Held(tokens.access, asked_at + tokens.life)
        return tokens.access
