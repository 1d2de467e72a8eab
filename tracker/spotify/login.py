"""The owner's login through its life: asked for once, refreshed each hour, ended after about six months."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tracker.core.errors import LoginNeeded, Passing, UsageError
from tracker.spotify.tokenfile import LoginState, Saved, TokenFile
from tracker.spotify.tokens import EARLY, Ended, Tokens

if TYPE_CHECKING:
    from tracker.core.ports import Clock

ASK_AGAIN = timedelta(hours=6)
"""A login that the service called ended is tried again this much later: in outages it has said so wrongly."""


class Accounts(Protocol):
    """The owner's side of the accounts service; see `tracker.spotify.auth.PkceLogin`."""

    def address(self, state: str, more: Sequence[str] = ()) -> str:
        """Where the owner agrees, to `more` scopes than the usual ones if need be."""

    def exchange(self, code: str) -> Tokens:
        """Change the code for tokens."""

    def refresh(self, refresh_token: str) -> Tokens:
        """Get a new access token."""


class Login:
    """One account's login. It is pinned: another account cannot silently go on with this one's history."""

    def __init__(self, accounts: Accounts, file: TokenFile, clock: Clock) -> None:
        self._accounts, self._file, self._clock = accounts, file, clock
        self._awaited: str | None = None

    def authorize_url(self, state: str, more: Sequence[str] = ()) -> str:
        """The address at which the owner agrees, to `more` scopes than the usual ones if need be.

        `state` is a secret that must come back with the code.
        """
        self._awaited = state
        return self._accounts.address(state, more)

    def exchange(self, code: str, state: str, identify: Callable[[str], str]) -> LoginState:
        """Finish a login. `identify` tells the account id by an access token, before anything is kept.

        Raises UsageError for a wrong state or code, and for another account than the one that is kept.
        """
        awaited, self._awaited = self._awaited, None
        if awaited is None or not hmac.compare_digest(awaited.encode(), state.encode()):
            raise UsageError("This answer does not belong to this login: run 'tracker login' again.")
        held, asked_at = self._file.load(), self._clock.now()
        tokens = self._exchanged(code)
        if tokens.refresh is None:
            raise Passing("The accounts service gave no lasting login.", why="unreadable")
        account = identify(tokens.access)
        if held and held.account_id != account:
            raise UsageError(
                "This is another account than the one watched so far. To change accounts, first run "
                "'tracker disconnect', which deletes what came through the other one."
            )
        with self._file.alone():  # or a refresh that is under way would put the old login back
            ends, scopes = asked_at + tokens.life, tokens.scopes
            self._file.save(Saved(account, asked_at, tokens.refresh, tokens.access, ends, scopes=scopes))
        return self.state()

    def access_token(self) -> str:
        """A token valid for another minute; raises LoginNeeded, Refused or Passing."""
        saved, now = self._saved(), self._clock.now()
        if saved.refused_at and saved.refused_at <= now < saved.refused_at + ASK_AGAIN:
            raise _ended()  # a refusal of tomorrow comes from a clock that was wrong, and holds up nobody
        if saved.refused_at or now >= saved.expires_at - EARLY:
            return self._refreshed(saved)
        return saved.access_token

    def renew(self, stale: str) -> str:
        """Another token than `stale`: a newer one that another process got, or a new one."""
        saved = self._saved()
        return self._refreshed(saved) if saved.access_token == stale else self.access_token()

    def state(self) -> LoginState:
        """Where the login stands, without asking anybody."""
        return self._file.state(self._clock.now())

    def forget(self) -> bool:
        """Delete the login from this machine; True if there was one."""
        return self._file.forget()

    def _saved(self) -> Saved:
        saved = self._file.load()
        if saved is None:
            raise LoginNeeded("There is no login: run 'tracker login'.")
        return saved

    def _exchanged(self, code: str) -> Tokens:
        try:
            return self._accounts.exchange(code)
        except Ended:
            message = (
                "The code was not accepted: it works once and for a few minutes. Run 'tracker login' again."
            )
            raise UsageError(message) from None

    def _refreshed(self, saved: Saved) -> str:
        """Refresh, or take what another process got meanwhile: of two at once, one would use up the other's token."""
        with self._file.alone():
            newest = self._saved()
            return self._asked(saved) if newest == saved else self._others(newest)

    def _asked(self, saved: Saved) -> str:
        """Keep the answer before it is used: a rotated token must not be lost in a crash."""
        asked_at = self._clock.now()
        try:
            tokens = self._accounts.refresh(saved.refresh_token)
        except Ended:
            return self._other_or_ended(saved)
        self._saved()  # a disconnect in the meantime must not be undone
        fresh = saved.refreshed(tokens.access, asked_at + tokens.life, tokens.refresh)
        self._file.save(fresh)
        return fresh.access_token

    def _others(self, newest: Saved) -> str:
        if newest.refused_at:
            raise _ended()
        return newest.access_token

    def _other_or_ended(self, used: Saved) -> str:
        """The token of a new login made meanwhile; else the login is marked as ended, and kept."""
        newest = self._saved()
        if newest.refresh_token != used.refresh_token:
            return newest.access_token
        self._file.save(replace(newest, refused_at=self._clock.now()))
        raise _ended()


def _ended() -> LoginNeeded:
    return LoginNeeded("The login has ended, as it does every six months: run 'tracker login'.")
