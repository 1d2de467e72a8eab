"""Sending one question and receiving the whole reply, within hard limits; the only file that imports httpx."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlsplit

import httpx

from tracker.core.errors import Passing, UsageError
from tracker.net.reply import Reply, Stumble

CONNECT_S, READ_S = 5.0, 30.0
MAX_BYTES = 8 * 1024 * 1024
Params = Mapping[str, str] | Sequence[tuple[str, str]]
"""What is asked; pairs where one name has several values."""
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def checked_address(url: str) -> str:
    """Give back an address that tokens may be sent to; raise UsageError for plain http beyond this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return url.rstrip("/")
    raise UsageError(f"'{url}' is not a safe address: use https, or http on 127.0.0.1.")


def open_address(url: str) -> str:
    """Give back an address that no token is ever sent to, so that plain http will do: a mirror in one's own network."""
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.hostname and not parts.username:
        return url.rstrip("/")
    raise UsageError(f"'{url}' is not an address: write https://HOST/ws/2.")


@dataclass(frozen=True, slots=True)
class _Question:
    """What is sent: where, with whose token, and for a write its body."""

    verb: str
    path: str
    params: Params
    token: str | None = field(repr=False)
    body: object = field(default=None, repr=False)


class Sender:
    """Sends questions to one API address: no redirects, no cookies kept, at most `deadline_s` each."""

    def __init__(
        self,
        api_url: str,
        *,
        user_agent: str = "disappearing-tracks",
        deadline_s: float = 60.0,
        checked: Callable[[str], str] = checked_address,
    ) -> None:
        self._api_url = checked(api_url)
        self._headers = {"User-Agent": user_agent, "Accept": "application/json", "Accept-Encoding": "gzip"}
        self._deadline_s = deadline_s
        for name in ("httpx", "httpcore"):  # at DEBUG they write addresses and headers
            logging.getLogger(name).setLevel(logging.WARNING)
        self._renew()

    def send(self, path: str, params: Params, token: str | None = None) -> Reply:
        """Ask once (GET), without Authorization where there is no token.

        Raises Stumble if no whole reply came in time, Passing if it is too large.
        The worker thread is what makes the deadline real: httpx limits only the time between two bytes.
        """
        return self._answered(_Question("GET", path, params, token))

    def write(self, verb: str, path: str, params: Params, token: str, body: object = None) -> Reply:
        """Send a write once, with a JSON body if there is one; raises like `send`, and then nobody knows whether it was done."""
        return self._answered(_Question(verb, path, params, token, body))

    def _answered(self, question: _Question) -> Reply:
        stop = Event()
        future = self._workers.submit(self._fetch, question, stop)
        try:
            return future.result(timeout=self._deadline_s)
        except TimeoutError:
            stop.set()
            self._give_up()
            raise Stumble(f"No whole answer within {self._deadline_s:g} s.") from None
        except httpx.RequestError as error:
            raise Stumble(f"The service could not be reached ({type(error).__name__}).") from None

    def close(self) -> None:
        """Give back the connections."""
        self._workers.shutdown()
        self._client.close()

    def _give_up(self) -> None:
        """Go on with a new connection, and cut the old one: its worker would keep the program from ending."""
        workers, client = self._workers, self._client
        self._renew()
        workers.shutdown(wait=False)
        client.close()

    def _renew(self) -> None:
        timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
        self._client = httpx.Client(base_url=self._api_url, timeout=timeout, follow_redirects=False)
        self._workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="web-api")

    def _fetch(self, question: _Question, stop: Event) -> Reply:
        token, params = question.token, question.params
        headers = self._headers | ({} if token is None else {"Authorization": f"Bearer {token}"})
        body = bytearray()
        asked = httpx.QueryParams(params if isinstance(params, Mapping) else tuple(params))
        with self._client.stream(
            question.verb, question.path, params=asked, headers=headers, json=question.body
        ) as response:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MAX_BYTES or stop.is_set():
                    raise Passing("The answer is larger than any real one.", why="unreadable")
            return Reply(response.status_code, dict(response.headers), bytes(body))
