"""How often the password may be tried: by one address, and by all of them together."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.core.ports import Clock

EACH, EACH_IN = 10, timedelta(minutes=15)
ALL, ALL_IN = 100, timedelta(hours=1)


class Throttle:
    """Counts the tries of the last hour; it forgets them when the program ends."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: deque[tuple[datetime, str]] = deque()

    def admit(self, address: str) -> timedelta | None:
        """Count a try and return None; or, if there were too many, how long to wait (and it is not counted)."""
        with self._lock:
            now, who = self._clock.now(), neighborhood(address)
            while self._tries and not timedelta(0) <= now - self._tries[0][0] < ALL_IN:
                self._tries.popleft()
            mine = [at for at, tried in self._tries if tried == who and now - at < EACH_IN]
            if len(mine) >= EACH:
                return mine[-EACH] + EACH_IN - now
            if len(self._tries) >= ALL:
                return self._tries[0][0] + ALL_IN - now
            self._tries.append((now, who))
            return None


def neighborhood(address: str) -> str:
    """Whose tries are counted together: an IPv4 address, or the /64 that one IPv6 line is given."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped or read.exploded[:19])
    return str(read)
