"""The connection to the accounts service: no redirects, small answers only, and an end to all waiting."""

from __future__ import annotations

from io import BytesIO
from queue import Empty, Queue
from threading import Thread
from typing import Any

import requests
import urllib3

FIXED = {"stream": True, "allow_redirects": False}
MAX_BYTES = 64 * 1024
"""No answer with a token has a tenth of this."""


class ShortSession(requests.Session):
    """Asks like any session, but gives up after `deadline_s`, however slowly an answer drips in.

    The body of a token request must not travel on, so what leads elsewhere is not followed. The thread is what
    makes the deadline real: requests limits only the time between two bytes.
    """

    def __init__(self, deadline_s: float = 60.0) -> None:
        super().__init__()
        self._deadline_s = deadline_s

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        """Send once; raises requests.RequestException if no whole, small answer came in time."""
        outcomes: Queue[requests.Response | Exception] = Queue()
        Thread(target=self._fetch, args=(request, how, outcomes), daemon=True).start()
        try:
            outcome = outcomes.get(timeout=self._deadline_s)
        except Empty:
            raise requests.Timeout(f"no whole answer within {self._deadline_s:g} s") from None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _fetch(
        self,
        request: requests.PreparedRequest,
        how: dict[str, Any],
        outcomes: Queue[requests.Response | Exception],
    ) -> None:
        try:
            outcomes.put(_whole(super().send(request, **(how | FIXED))))
        except (requests.RequestException, OSError, ValueError) as error:
            outcomes.put(error)


def _whole(response: requests.Response) -> requests.Response:
    """The response with its body read, where it is of a believable size."""
    try:
        body = response.raw.read(MAX_BYTES + 1, decode_content=True)
    except urllib3.exceptions.HTTPError as error:
        raise requests.ConnectionError(type(error).__name__) from None
    finally:
        response.raw.close()
    if len(body) > MAX_BYTES:
        raise requests.exceptions.ContentDecodingError("the answer is larger than any real one")
    response.raw = BytesIO(body)
    return response
