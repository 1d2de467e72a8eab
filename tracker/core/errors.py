"""Every error this program raises on purpose.

    TrackerError
    ├── UsageError           the owner asked for something that cannot be done as said (exit 2)
    ├── LookFailed           a look at the service brought no usable answer (exit 3)
    │   ├── Parked           no calls before a stated time: budget, quota or Retry-After (exit 5)
    │   ├── LoginNeeded      the owner has to log in (again) (exit 4)
    │   ├── Passing          network, 5xx, unreadable body: worth trying at the next round
    │   ├── SourceLost       403 or 404 on the thing itself, with the canary alive
    │   └── Refused          the service says no to this app, scope or request: trying again will not help
    └── StoreError           the database is missing, newer than this program, or unreadable (exit 1)
        └── Overtaken        somebody else has done this work meanwhile: nothing was written

`str(error)` is one plain line: what happened and, where there is one, what to do about it.
`error.why` is the short word that goes into a check's certificate and into a gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class TrackerError(Exception):
    """The root: catching it catches everything this program raises on purpose."""

    exit_code = 1


class UsageError(TrackerError):
    """The owner's words cannot be followed; the message says which words and what would work."""

    exit_code = 2


class LookFailed(TrackerError):
    """A look failed; `why` is the word for its certificate and gap."""

    exit_code = 3
    why = "error"

    def __init__(self, message: str, *, why: str | None = None) -> None:
        """Keep `message` for the owner and `why` for the record."""
        super().__init__(message)
        self.why = why or type(self).why


class Parked(LookFailed):
    """No call may be made before `until` (UTC), because of `why`: budget, quota or rate."""

    exit_code = 5
    why = "quota"

    def __init__(self, message: str, *, until: datetime, why: str | None = None) -> None:
        """Keep the time before which no call is made."""
        super().__init__(message, why=why)
        self.until = until


class LoginNeeded(LookFailed):
    """There is no login, or it has ended; nothing about the catalogue follows from that."""

    exit_code = 4
    why = "login"


class Passing(LookFailed):
    """The network or the service stumbled; nothing about the catalogue follows from that."""

    why = "network"


class Refused(LookFailed):
    """The service refuses this app, scope or request; it will go on refusing until something changes."""

    why = "refused"


class SourceLost(LookFailed):
    """The watched thing itself answered 403 or 404 (`status`); its tracks are not thereby gone."""

    why = "source"

    def __init__(self, message: str, *, status: int) -> None:
        """Keep the HTTP status, which is part of the evidence."""
        super().__init__(message)
        self.status = status


class StoreError(TrackerError):
    """The database cannot be used; the message says why and what to do."""


class Overtaken(StoreError):
    """The claim on this work ran out and another process took it, or its result is on record already."""

    exit_code = 3
