"""A guard on connections: while a message is sent, the sending thread connects to addresses that were checked only.

The library for channels brings clients of its own, which resolve names and connect by themselves. Python tells its
audit hooks of each connection with the very address that is about to be used, after all resolving, and lets them
refuse it. So the check cannot be led round by a spelling, a redirect or a name that answers otherwise the second time.
The same hook refuses what a channel has no business with: other programs, local sockets, further threads.

What remains: the names are looked up before anything is refused; behind a proxy of the environment it is the proxy that
connects; and before Python 3.12 a thread is not announced, nor are the connections of clients written in C ever. The
channels of the library that have such clients are not taken in the first place; see `addresses.py`.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tracker.core.addresses import Reach, reach

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
NEVER = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn"}
    | {"_thread.start_new_thread", "_thread.start_joinable_thread", "webbrowser.open"}
)


class AddressRefused(PermissionError):
    """A connection that must not be made; for the library it is an error of the network like any other."""


class Watched:
    """What the guard refused while it was on duty: the first address, None if there was nothing to refuse."""

    def __init__(self, *, private: bool) -> None:
        self.private = private
        self.refused: str | None = None

    def judge(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise AddressRefused for an event that must not happen."""
        if event in NEVER:
            self._refuse("another program or thread")
        elif event in CONNECTIONS and not self._allowed(arguments[1]):
            self._refuse(_shown(arguments[1]))

    def _allowed(self, address: object) -> bool:
        if address is None:  # on a socket that is connected already
            return True
        if not isinstance(address, tuple):
            return False
        found = reach(str(address[0]))
        return found is Reach.PUBLIC or (found is Reach.OWN and self.private)

    def _refuse(self, what: str) -> None:
        self.refused = self.refused or what
        raise AddressRefused(f"{what} is not allowed for a message")


@contextmanager
def guarded(*, private: bool) -> Iterator[Watched]:
    """Let this thread connect to public addresses only, and with `private` to those of the owner's own network."""
    _Hook.install()
    watched = Watched(private=private)
    _Hook.duty.watched = watched
    try:
        yield watched
    finally:
        _Hook.duty.watched = None


class _Hook:
    """The one audit hook of this process: it stays for good, and does nothing where nobody is on duty."""

    duty = threading.local()
    installed = threading.Event()
    lock = threading.Lock()

    @classmethod
    def install(cls) -> None:
        """Add the hook, once."""
        with cls.lock:
            if not cls.installed.is_set():
                sys.addaudithook(cls.hear)
                cls.installed.set()

    @classmethod
    def hear(cls, event: str, arguments: tuple[Any, ...]) -> None:
        """Hear of an event of this thread."""
        if event not in CONNECTIONS and event not in NEVER:
            return
        watched = getattr(cls.duty, "watched", None)
        if watched is not None:
            watched.judge(event, arguments)


def _shown(address: object) -> str:
    return str(address[0]) if isinstance(address, tuple) and address else "a local socket"
