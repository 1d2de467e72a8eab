"""Sending one message to one channel, once, and telling what came of it."""

from __future__ import annotations

import logging
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from apprise import NotifyFormat
from apprise.exception import AppriseException
from apprise.plugins.custom_json import NotifyJSON

from tracker.core.errors import UsageError
from tracker.core.letters import Failed, Outcome, Refused, Sent, outcome_of_status
from tracker.core.messages import LONGEST_TEXT, Message, body_text, title_text
from tracker.core.phrases import visible
from tracker.notify.addresses import dialect_of, opened, quiet_library
from tracker.notify.guard import AddressRefused, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.core.channels import Channel

ROOM = 50
"""So much is left free of what a channel takes: some put the title before the text."""
LONGEST_REASON = 200
_STATUS = re.compile(r"error[=: ]+([1-5]\d\d)\b")


class ChannelMailer:
    """Implements `tracker.core.ports.Mailer`. Safe to share between threads."""

    def send(self, channel: Channel, message: Message) -> Outcome:
        """Send a message once; whether it arrived, did not (or nobody knows), or never will."""
        private = channel.manner.private
        try:
            target = opened(channel.url, private=private)
        except UsageError as error:
            return Refused(str(error))
        _sign(target, message)
        dialect = dialect_of(target)
        title = title_text(message, dialect)
        longest = min(LONGEST_TEXT, max(100, int(target.body_maxlen) - len(title) - ROOM))
        text = body_text(message, dialect, longest)
        with _overheard() as lines, guarded(private=private) as watched:
            sent = _notify(target, title, text)
        if sent:
            return Sent()
        if watched.refused:
            return Refused(f"{visible(watched.refused)} is no address that messages may go to")
        return _understood(lines)


def _notify(target: Any, title: str, text: str) -> bool:
    try:
        return bool(target.notify(body=text, title=title, body_format=NotifyFormat.TEXT))
    except AddressRefused:
        return False  # the guard has told why
    except (AppriseException, OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        # A channel of the library stumbled over an answer that it did not foresee.
        quiet_library().warning("%s: %s", type(error).__name__, error)
        return False


def _sign(target: Any, message: Message) -> None:
    """Put the message's key where the receiver can find it, and for webhooks the facts."""
    headers = getattr(target, "headers", None)
    if isinstance(headers, dict):
        headers["X-Delivery-Id"] = message.key
    if isinstance(target, NotifyJSON):
        target.headers["Idempotency-Key"] = message.key
        target.payload_extras.update(message.facts)


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """The library's own lines while this thread sends: they alone tell the answer of a channel."""
    listener = _Listener()
    log = quiet_library()
    log.addHandler(listener)
    try:
        yield listener.lines
    finally:
        log.removeHandler(listener)


class _Listener(logging.Handler):
    """Keeps the warnings of the thread that made it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        if record.thread == self._thread:
            self.lines.append(record.getMessage())


def _understood(lines: list[str]) -> Outcome:
    """What a failure was, as far as the library's lines tell; the last one counts."""
    for line in reversed(lines):
        if found := _STATUS.search(line):
            return outcome_of_status(int(found[1]))
    return Failed(visible(lines[-1])[:LONGEST_REASON] if lines else "the channel did not say why")
