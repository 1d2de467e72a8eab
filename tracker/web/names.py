"""Under which names the page is reached: any other name in a request is a trick to read it from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ANYWHERE = frozenset({"0.0.0.0", "::"})
_SECURE, _PLAIN = "https://", "http://"


@dataclass(frozen=True, slots=True)
class Names:
    """The names that are answered to, as they stand in a Host header; `secure` ones are reached by https."""

    plain: frozenset[str]
    secure: frozenset[str]

    def allowed(self) -> list[str]:
        """All of them."""
        return sorted(self.plain | self.secure)

    def origin(self, host: str) -> str:
        """What a browser calls this site, by the Host header it sent."""
        return f"{_SECURE if self.is_secure(host) else _PLAIN}{host.lower()}"

    def is_secure(self, host: str) -> bool:
        """Whether the page is reached by https under this name: something in front of the program sees to it."""
        return host.lower().rpartition(":")[0] in self.secure or host.lower() in self.secure


def names_of(hosts: Iterable[str], bound: str) -> Names:
    """Loopback, the address that is listened on, and `hosts` as TRACKER_HOSTS gives them."""
    chosen = list(hosts)
    own = {_in_brackets(name) for name in {*LOOPBACK, bound} - ANYWHERE}
    plain = {host.removeprefix(_PLAIN) for host in chosen if not host.startswith(_SECURE)}
    secure = {host.removeprefix(_SECURE) for host in chosen if host.startswith(_SECURE)}
    return Names(frozenset(own | plain), frozenset(secure))


def _in_brackets(name: str) -> str:
    return f"[{name}]" if ":" in name else name
