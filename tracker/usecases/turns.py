"""Taking turns: of all processes on one database, one does a duty, and gives it up only by ceasing to work.

free duty ──claim──> a lease of minutes, with an epoch of its own
                      ├─ every call that is sent renews it: who works on keeps it
                      ├─ a look is recorded under it, or (somebody else took it meanwhile) not at all
                      └─ the holder dies or sleeps: it runs out, and the next process takes it
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.errors import Overtaken, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tracker.core.ports import Claim, Clock, Duties

LEASE = timedelta(minutes=5)
"""Longer than the longest silence between two calls of a working process: retries and pauses end before."""
RENEWALS = 5
"""So many times in a lease it is renewed."""
AGAIN = timedelta(minutes=30)
"""What failed and was not even recorded would fail again at once, and cost its calls again: it waits so long."""


def due_slot(duties: Duties, name: str, now: datetime, longest: timedelta) -> datetime | None:
    """The slot of a duty that is due now; None if it is not yet.

    One that lies further ahead than the `longest` pause there is was set by a clock that went wrong: it is due.
    """
    slot = duties.due_at(name, now)
    return None if now < slot <= now + longest else slot


@dataclass(slots=True)
class _Taken:
    """A duty that is held, and when that was last renewed."""

    claim: Claim
    renewed: datetime


class _Held(threading.local):
    """What this thread has taken, the latest last: the jobs and a check that the page began go on side by side."""

    def __init__(self) -> None:
        self.stack: list[_Taken] = []


@dataclass(slots=True)
class Turns:
    """What this process has taken, if anything; a duty can be part of another one."""

    duties: Duties
    clock: Clock
    lease: timedelta = LEASE
    _held: _Held = field(default_factory=_Held)

    @contextmanager
    def taken(self, name: str, slot: datetime) -> Iterator[Claim | None]:
        """Take a duty for the length of the block; None if it is somebody else's or served already.

        Whatever the block did not give back by itself is released behind it, unserved; if it failed, it is due
        again only after a while, so that others get their turn.
        """
        now = self.clock.now()
        claim = self.duties.claim(name, slot, now, now + self.lease)
        if claim is None:
            yield None
            return
        taken = _Taken(claim, now)
        self._held.stack.append(taken)
        try:
            yield claim
        except Exception:
            with suppress(StoreError):
                self.duties.done(claim, max(slot, self.clock.now() + AGAIN))
            raise
        finally:
            self._held.stack.remove(taken)
            with suppress(StoreError):  # then the lease runs out by itself
                self.duties.release(claim)

    @contextmanager
    def taken_if_due(self, name: str, longest: timedelta) -> Iterator[Claim | None]:
        """Take a duty for the length of the block; None if it is not due (see `due_slot`), or somebody else's."""
        slot = due_slot(self.duties, name, self.clock.now(), longest)
        if slot is None:
            yield None
            return
        with self.taken(name, slot) as claim:
            yield claim

    def beat(self) -> None:
        """Go on holding what is held; raise Overtaken if somebody else has the innermost. To be called with every call.

        Of a duty that the work is only part of, that is no harm to the work.
        """
        now = self.clock.now()
        for taken in self._held.stack:
            if timedelta(0) <= now - taken.renewed < self.lease / RENEWALS:
                continue
            if self.duties.renew(taken.claim, now + self.lease):
                taken.renewed = now
            elif taken is self._held.stack[-1]:
                raise Overtaken(f"Another process has taken over '{taken.claim.name}'.")
