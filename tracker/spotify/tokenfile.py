"""The owner's login on disk: readable by its owner alone from the first byte, replaced whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from tracker.core.errors import LoginNeeded

CONSENT_LIFE = timedelta(days=180)
"""A login ends about 6 months after the owner agreed to it, however often it was refreshed."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One login. `refused_at`: when the service last called it ended, which is not always true."""

    account_id: str
    authorized_at: datetime
    refresh_token: str = field(repr=False)
    access_token: str = field(repr=False)
    expires_at: datetime
    refused_at: datetime | None = None

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


class TokenFile:
    """Keeps one login in one file. Every reading goes to the disk: other processes may have refreshed it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Saved | None:
        """The login, None if there is none; raises LoginNeeded if the file cannot be understood."""
        try:
            fields = json.loads(self.path.read_bytes())
            for name in ("authorized_at", "expires_at", "refused_at"):
                fields[name] = datetime.fromisoformat(fields[name]) if fields[name] else None
            return Saved(**fields)
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError) as error:
            message = (
                f"The login in {self.path} cannot be read: run 'tracker disconnect', then 'tracker login'."
            )
            raise LoginNeeded(message) from error

    def save(self, saved: Saved) -> None:
        """Replace the file: until the new one is wholly on the disk, the old one stays."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".login-", dir=self.path.parent)  # mode 0600 by definition
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(saved), file, default=datetime.isoformat)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def forget(self) -> bool:
        """Delete the login; True if there was one."""
        known = self.path.exists()
        self.path.unlink(missing_ok=True)
        return known

    def state(self, now: datetime) -> LoginState:
        """Where the login stands, without asking anybody."""
        try:
            saved = self.load()
        except LoginNeeded:
            return LoginState("needs_login")
        if saved is None:
            return LoginState("none")
        ends = saved.authorized_at + CONSENT_LIFE
        over = saved.refused_at is not None or now >= ends
        return LoginState("needs_login" if over else "ok", saved.authorized_at, ends, saved.account_id)
