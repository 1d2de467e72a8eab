"""Receiving the code after the owner has agreed: on loopback, or from a pasted address."""

from __future__ import annotations

import hmac
import re
import socket
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from tracker.core.errors import UsageError

_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Disappearing Tracks</title>"
    "<body><p>{text}</p>{back}</body></html>"
)
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Declined(UsageError):
    """The owner, asked in this very login, did not agree."""


def read_redirect(url: str, state: str) -> str:
    """The code in an address the owner was sent back to; raises UsageError, without repeating the address."""
    query = parse_qs(url.strip().partition("#")[0].partition("?")[2])
    given = query.get("state", [""])
    if len(given) != 1 or not hmac.compare_digest(_bytes(given[0]), _bytes(state)):
        raise UsageError(
            "This address does not belong to this login: copy the whole address, from this login only."
        )
    if "error" in query:
        raise Declined("The login was not agreed to. Run 'tracker login' to try again.")
    codes = query.get("code", [])
    if len(codes) != 1:
        raise UsageError("This address holds no code: copy the whole address after agreeing.")
    return codes[0]


def _bytes(text: str) -> bytes:
    """Whatever was pasted, half characters included, can be compared."""
    return text.encode(errors="surrogatepass")


def loopback_of(redirect_uri: str) -> tuple[str, int, str]:
    """Host, port and path to listen on; raises UsageError if it is not `http://127.0.0.1:PORT/…` (or `[::1]`)."""
    found = re.fullmatch(r"http://(127\.0\.0\.1|\[::1\]):([0-9]{1,5})(/[^?#]*)?", redirect_uri)
    if not found or not 0 < int(found[2]) < 65536:
        message = f"'{redirect_uri}' cannot be listened on: use http://127.0.0.1:PORT/callback, or paste the address."
        raise UsageError(message)
    return found[1].strip("[]"), int(found[2]), found[3] or "/"


class Receiver:
    """Listens while it is entered. Answers with the wrong state are refused and waited past."""

    def __init__(self, redirect_uri: str, state: str, back: str | None = None) -> None:
        """Listen where the redirect leads; `back` is the address of a page that the answer links to."""
        self._host, self._port, self._path = loopback_of(redirect_uri)
        self._state = state
        self.back = f'<p><a href="{escape(back)}">Back to the page</a></p>' if back else ""
        self._answered = False
        self._results: Queue[str | UsageError] = Queue()

    def __enter__(self) -> Self:
        """Open the port; raises UsageError if it is taken."""
        server = _V6Server if ":" in self._host else ThreadingHTTPServer
        try:
            self._server = server((self._host, self._port), _handler(self))
        except OSError as error:
            message = (
                f"Port {self._port} is taken ({error.strerror}): free it, or change SPOTIPY_REDIRECT_URI."
            )
            raise UsageError(message) from error
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()

    def wait(self, seconds: float) -> str | None:
        """The code, or None if none came in time; raises UsageError if the owner did not agree."""
        try:
            result = self._results.get(timeout=seconds)
        except Empty:
            return None
        if isinstance(result, UsageError):
            raise result
        return result

    def receive(self, address: str) -> tuple[int, str]:
        """Judge one visit: the HTTP status and the sentence to show. Nothing of the address is ever shown."""
        if address.partition("?")[0] != self._path:
            return 404, "There is nothing here."
        if self._answered:
            return 400, "This login has been answered already."
        try:
            code = read_redirect(address, self._state)
        except UsageError as refusal:
            if isinstance(refusal, Declined):
                self._results.put(refusal)
            return 400, str(refusal)
        self._answered = True
        self._results.put(code)
        return 200, "Logged in. You can close this page."


class _V6Server(ThreadingHTTPServer):
    address_family = socket.AF_INET6


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One visit; what it sends never depends on what came, but for the sentence."""

        timeout = 10  # seconds in which the browser must have asked

        def do_GET(self) -> None:
            """Show one sentence."""
            status, text = receiver.receive(self.path)
            body = _PAGE.format(text=escape(text, quote=False), back=receiver.back).encode()
            self.send_response_only(status)
            for name, value in {**_HEADERS, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in the library
            """Write nothing: the address holds the code."""

    return Handler
