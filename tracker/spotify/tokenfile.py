"""The owner's login on disk: readable by its owner alone from the first byte, replaced whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from tracker.core.errors import LoginNeeded, LookFailed, Passing

CONSENT_LIFE = timedelta(days=180)
"""A login ends about 6 months after the owner agreed to it, however often it was refreshed."""
UNFINISHED, LOCK = ".login-", ".login.lock"
"""What lies beside the login: how the name of a file begins that is not whole yet, and the lock."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One login. `refused_at`: when the service last called it ended, which is not always true.

    `scopes` are what its owner agreed to; () in a file that an earlier version wrote, which asked for reading only.
    """

    account_id: str
    authorized_at: datetime
    refresh_token: str = field(repr=False)
    access_token: str = field(repr=False)
    expires_at: datetime
    refused_at: datetime | None = None
    scopes: tuple[str, ...] = ()

    def refreshed(self, access: str, expires_at: datetime, refresh: str | None) -> Saved:
        """The login after a refresh; an answer without a (new) refresh token leaves the old one valid."""
        kept = refresh or self.refresh_token
        return replace(self, access_token=access, expires_at=expires_at, refresh_token=kept, refused_at=None)


@dataclass(frozen=True, slots=True)
class LoginState:
    """What `status` and `doctor` tell of the login; `expires_at` is when it ends for good (UTC)."""

    state: Literal["none", "ok", "needs_login"]
    authorized_at: datetime | None = None
    expires_at: datetime | None = None
    account_id: str | None = None
    scopes: tuple[str, ...] = ()


class TokenFile:
    """Keeps one login in one file. Every reading goes to the disk: other processes may have refreshed it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Saved | None:
        """The login, None if there is none; LoginNeeded if it is none at all, Passing if it cannot be read."""
        try:
            return _saved(json.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._trouble("read", error) from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            message = f"The login in {self.path} is damaged: run 'tracker disconnect', then 'tracker login'."
            raise LoginNeeded(message) from error

    def save(self, saved: Saved) -> None:
        """Replace the file: until the new one is wholly on the disk, the old one stays. Raises Passing."""
        try:
            self._replace(json.dumps(asdict(saved), default=datetime.isoformat))
        except OSError as error:
            raise self._trouble("saved", error) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this is entered, whoever else enters it waits; in other processes too. Raises Passing.

        Everything is saved in here; so what is unfinished when it is entered was left by a crash, and goes.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.path.parent / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise self._trouble("locked", error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)  # a process that dies gives it back
            self._clean(self.path.parent.glob(f"{UNFINISHED}*"))
            yield
        finally:
            os.close(lock)

    def _replace(self, text: str) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=self.path.parent)  # mode 0600 by definition
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _settle(self.path.parent)

    def _clean(self, paths: Iterable[Path]) -> None:
        try:
            for path in paths:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise self._trouble("deleted", error) from error

    def _trouble(self, deed: str, error: OSError) -> Passing:
        reason = error.strerror or type(error).__name__
        return Passing(f"The login in {self.path} could not be {deed}: {reason}.", why="login-file")

    def forget(self) -> bool:
        """Delete the login, and what a crash may have left of one; True if there was one."""
        known = self.path.exists()
        self._clean([self.path, self.path.parent / LOCK, *self.path.parent.glob(f"{UNFINISHED}*")])
        return known

    def state(self, now: datetime) -> LoginState:
        """Where the login stands, without asking anybody."""
        try:
            saved = self.load()
        except LookFailed:
            return LoginState("needs_login")
        if saved is None:
            return LoginState("none")
        ends = saved.authorized_at + CONSENT_LIFE
        over = saved.refused_at is not None or now >= ends
        state: Literal["ok", "needs_login"] = "needs_login" if over else "ok"
        return LoginState(state, saved.authorized_at, ends, saved.account_id, saved.scopes)


def _saved(fields: dict[str, Any]) -> Saved:
    """The login that a file holds; ValueError, TypeError or KeyError if it holds none."""
    refused = fields["refused_at"]
    return Saved(
        account_id=_text(fields["account_id"]),
        authorized_at=_moment(fields["authorized_at"]),
        refresh_token=_token(fields["refresh_token"]),
        access_token=_token(fields["access_token"]),
        expires_at=_moment(fields["expires_at"]),
        refused_at=_moment(refused) if refused else None,
        scopes=tuple(_text(scope) for scope in fields.get("scopes", ())),
    )


def _text(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    raise ValueError("not a text")


def _token(value: object) -> str:
    """A text that a request can carry."""
    text = _text(value)
    if text.isascii() and text.isprintable():
        return text
    raise ValueError("not a token")


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at


def _settle(folder: Path) -> None:
    """Put the folder itself on the disk: without that, a power cut may bring the replaced file back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
