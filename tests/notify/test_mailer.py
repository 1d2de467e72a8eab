"""Sending: what arrives, and what is made of what comes back; over real HTTP and real SMTP."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.notify.receiver import Receiver, channel
from tests.report.sample import HOSTILE, event
from tracker.core.errors import UsageError
from tracker.core.letters import Failed, Refused, Sent, SetAside
from tracker.core.messages import Message, compose, trial
from tracker.notify.addresses import masked, opened
from tracker.notify.mailer import ChannelMailer


class Mailbox:
    """A mail server's post office."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the server calls it so
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@contextmanager
def mail_server(box: Mailbox) -> Iterator[int]:
    """A real mail server on a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def vanish(**more: Any) -> Message:
    """The message of one vanished track."""
    return compose("home-1-7", [event(3, **more)], ())


def test_a_webhook_gets_text_facts_and_key(receiver: Receiver) -> None:
    """The key stands in the body and in two headers, so that whoever receives can know a repeat."""
    url = f"http://127.0.0.1:{receiver.port}/hook/a%20b?token=t%26u"
    assert ChannelMailer().send(channel(url), vanish()) == Sent()
    (body,), (headers,) = receiver.bodies, receiver.headers
    assert body["title"].startswith('"Open Window" by The Inventions: no longer reported')
    assert body["delivery_id"] == headers["X-Delivery-Id"] == headers["Idempotency-Key"] == "home-1-7"
    assert [told["seq"] for told in body["events"]] == body["seqs"] == [3]
    assert receiver.paths == ["/hook/a%20b?token=t%26u"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_final_answer_stops_the_channel(status: int, receiver: Receiver) -> None:
    """And says what the answer was."""
    receiver.status = status
    outcome = ChannelMailer().send(channel(f"json://127.0.0.1:{receiver.port}/"), vanish())
    assert outcome == Refused(f"the channel answered {status}")


@pytest.mark.parametrize("status", [400, 409, 413, 415, 422])
def test_an_answer_to_this_message_alone_sets_it_aside(status: int, receiver: Receiver) -> None:
    """And says what the answer was."""
    receiver.status = status
    outcome = ChannelMailer().send(channel(f"json://127.0.0.1:{receiver.port}/"), vanish())
    assert outcome == SetAside(f"the channel answered {status}")


@pytest.mark.parametrize("status", [302, 408, 429, 500, 503])
def test_a_passing_answer_is_tried_again(status: int, receiver: Receiver) -> None:
    """And says what the answer was."""
    receiver.status = status
    outcome = ChannelMailer().send(channel(f"json://127.0.0.1:{receiver.port}/"), vanish())
    assert outcome == Failed(f"the channel answered {status}")


def test_nobody_there_is_tried_again() -> None:
    """A receiver that is down is no reason to stop its channel."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = ChannelMailer().send(channel(f"json://127.0.0.1:{port}/"), vanish())
    assert isinstance(outcome, Failed)
    assert "onnection" in outcome.why


def test_silence_after_the_message_is_tried_again() -> None:
    """Nobody knows whether it arrived."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"json://127.0.0.1:{silent.getsockname()[1]}/?rto=0.1"
        assert isinstance(ChannelMailer().send(channel(url), vanish()), Failed)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_mail_holds_names_as_text(text: str) -> None:
    """One plain part, a subject of one line, no header that a name has made, and the key in a header."""
    box = Mailbox()
    with mail_server(box) as port:
        url = f"mailto://127.0.0.1:{port}?from=a@example.org&to=b@example.org&mode=insecure"
        told = vanish(title=f"{text}\r\nBcc: c@example.org", artists=(text,), watch_label=text)
        assert ChannelMailer().send(channel(url), told) == Sent()
    (mail,) = box.mails
    assert mail["X-Delivery-Id"] == "home-1-7"
    assert mail["Bcc"] is None
    assert "\n" not in str(mail["Subject"])
    assert {part.get_content_type() for part in mail.walk() if not part.is_multipart()} == {"text/plain"}
    assert "Bcc: c@example.org" in mail.get_content()


def test_a_mail_server_that_is_down_is_tried_again() -> None:
    """It passes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"mailto://127.0.0.1:{port}?from=a@example.org&to=b@example.org&mode=insecure&cto=1"
    assert isinstance(ChannelMailer().send(channel(url), trial("k")), Failed)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:secret@example.org:8443/secret?token=secret", "jsons://example.org:8443/…"),
        ("jsons://example.org/secret", "jsons://example.org/…"),
        ("mailto://user:secret@example.org", "mailto://user:****@example.org/"),
    ],
)
def test_addresses_are_shown_without_their_secrets(url: str, shown: str) -> None:
    """Of a webhook the path is one, too."""
    assert masked(opened(url, private=False)) == shown


@pytest.mark.parametrize(
    "url", ["syslog://", "mqtt://example.org/topic", "irc://example.org/#channel", "dbus://"]
)
def test_channels_that_cannot_be_watched_are_refused(url: str) -> None:
    """They bring a client, a thread or a program of their own, or never leave this machine."""
    with pytest.raises(UsageError):
        opened(url, private=True)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "ftp://example.org", "file:///etc/passwd", "https://", "https://[/"]
)
def test_what_is_no_address_of_a_channel_is_refused(url: str) -> None:
    """With the page that shows how they are written; a channel whose address became unreadable is stopped."""
    with pytest.raises(UsageError, match=r"docs/messages\.md"):
        opened(url, private=False)
    assert isinstance(ChannelMailer().send(channel(url), trial("k")), Refused)
