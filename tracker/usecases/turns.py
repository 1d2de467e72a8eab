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


class _Held(threading.local):
    """What this thread has taken, if anything: the jobs and a check that the page began go on side by side."""

    claim: Claim | None = None
    renewed: datetime | None = None


@dataclass(slots=True)
class Turns:
    """What this process has taken, if anything; each thread one duty at a time."""

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
        self._held.claim, self._held.renewed = claim, now
        try:
            yield claim
        except Exception:
            with suppress(StoreError):
                self.duties.done(claim, max(slot, self.clock.now() + AGAIN))
            raise
        finally:
            self._held.claim = None
            with suppress(StoreError):  # then the lease runs out by itself
                self.duties.release(claim)

    def beat(self) -> None:
        """Go on holding what is held; raise Overtaken if somebody else has it. To be called with every call."""
        claim, renewed = self._held.claim, self._held.renewed
        if claim is None or renewed is None:
            return
        now = self.clock.now()
        if timedelta(0) <= now - renewed < self.lease / RENEWALS:
            return
        if not self.duties.renew(claim, now + self.lease):
            raise Overtaken(f"Another process has taken over '{claim.name}'.")
        self._held.renewed = now
