"""Two hundred hostile names through every kind of channel, as the library really sends them to a receiver on loopback."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from unicodedata import category

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.matrix import NotifyMatrix
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from tests.browser.hostile import names
from tests.notify.receiver import channel
from tests.notify.test_mailer import Mailbox, mail_server
from tests.report.sample import event
from tracker.core.letters import Sent
from tracker.core.messages import Message, compose
from tracker.core.phrases import visible
from tracker.notify.mailer import ChannelMailer

NAMES = names()
BREAK = "\u200b"
CONTROLS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
OURS = "https://open.spotify.com/track/"
CHATS = {
    "discord": ("discord://1234567890/abcdefghij", "content"),
    "slack": ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/%23general", "attachments"),
    "telegram": ("tgram://123456789:abcdefg_hijklmnop/12315544", "text"),
    "ntfy": ("ntfy://127.0.0.1:{port}/topic", "message"),
    "matrix": ("matrix://user:pass@127.0.0.1:{port}/%21room%3Aexample.org", "body"),
    "mattermost": ("mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4", "text"),
    "gotify": ("gotify://127.0.0.1:{port}/abcdefghijklmno", "message"),
}
"""Where each leads, and the key of its answer-to-be that only a message has."""
ANSWER = (
    b'{"ok": true, "result": {"message_id": 1}, "access_token": "a", "user_id": "@u:e", "room_id": "!r:e", "home_server": "e",'
    b' "flows": [{"type": "m.login.password"}], "versions": ["v1.1"]}'
)


@dataclass(slots=True)
class Wire:
    """What came over it: the names of the headers and the parsed body of each message."""

    port: int = 0
    headers: list[frozenset[str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Wire]:
    """Answer everything as each of these services does when it is content."""
    wire = Wire()

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            if body and not self.path.endswith(("/login", "/logout")) and "/join/" not in self.path:
                wire.headers.append(frozenset(name.lower() for name in self.headers))
                wire.bodies.append(json.loads(body))
            answer = b"ok" if "services" in self.path else ANSWER
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_PUT = do_GET  # noqa: N815 - the server calls them so

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    wire.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A receiver, to which the services lead whose addresses the library holds; nothing else of it is changed."""
    with listening() as found:
        here = f"http://127.0.0.1:{found.port}"
        monkeypatch.setattr(NotifyDiscord, "notify_url", f"{here}/webhooks")
        monkeypatch.setattr(NotifySlack, "webhook_url", f"{here}/services")
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"{here}/bot")
        monkeypatch.setattr(NotifyMatrix, "request_rate_per_sec", 0)
        yield found


def messages(name: str) -> list[Message]:
    """A change whose track, artist and list bear this name, and two of them, which the list's name heads."""
    told = partial(event, title=name, artists=(name, "Otto Vael"), watch_label=name)
    return [compose("home-1-7", [told(3)], ()), compose("home-1-8", [told(4), told(5)], ())]


def send(url: str, message: Message) -> None:
    """Send it; it arrives."""
    assert ChannelMailer().send(channel(url), message) == Sent()


def texts(value: Any) -> list[str]:
    """Every text that a body holds, but for the kinds that the library names."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key != "msgtype" for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


def shape(value: Any) -> Any:
    """What a body is made of, without what it says."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else type(value)


class Tags(HTMLParser):
    """The tags of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Any]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Keep it with its attributes."""
        self.tags.append((tag, tuple(attrs)))


def quiet(text: str) -> bool:
    """Whether nothing in it controls how it is shown, but for the ends of lines."""
    return all(category(char) not in CONTROLS for char in re.sub(r"\r?\n", "", text))


def harmless(text: str) -> None:
    """Nothing mentions, nothing links but what is ours, nothing is a control character."""
    said = text.replace(OURS, "")
    assert not re.search(r"@[\w(]", said), text
    assert not re.search(r"<[!@#/\w?]", said), text
    assert "://" not in said, text
    assert not re.search(r"\w\.\w", said), text
    assert quiet(said.replace(BREAK, "")), text


def without_markdown(text: str) -> str:
    """The text, in which every character of Markdown is escaped."""
    unescaped = re.sub(r"\\[\\`*_~|\[\]()#>+={}!-]", "", text.replace(OURS, ""))
    assert not re.search(r"[\\`*_~|\[\]#>]", unescaped), text
    return text


def without_html(text: str) -> str:
    """The text without its one pair of tags, which is the library's own around the title."""
    assert set(Tags(text).tags) == {("b", ())}, text
    assert (text.count("<"), text.count(">")) == (2, 2), text
    return re.sub(r"</?b>", "", text)


READ = {"discord": without_markdown, "mattermost": without_markdown, "telegram": without_html}


@pytest.mark.parametrize("service", CHATS)
def test_a_name_is_text_in_a_chat(service: str, wire: Wire) -> None:
    """Of 400 messages each arrives whole as JSON, with the headers and the parts of a harmless one, and only text in it."""
    url, key = CHATS[service]
    address = url.format(port=wire.port)
    for name in ("Open Window", *NAMES):
        for message in messages(name):
            send(address, message)
    assert (len(NAMES), len(wire.bodies)) == (200, 402)
    assert set(wire.headers) == {wire.headers[0]}
    assert all(shape(body) == shape(wire.bodies[0]) for body in wire.bodies)
    read = READ.get(service, str)
    for body in wire.bodies:
        assert key in body
        for text in texts(body):
            harmless(read(text) if text in texts(body[key]) else text)


def test_a_name_is_data_in_a_webhook(wire: Wire) -> None:
    """Of 400 messages the facts hold each name to the letter, the text holds it without control characters; no header is made."""
    for name in NAMES:
        for message in messages(name):
            send(f"json://127.0.0.1:{wire.port}/hook", message)
    assert len(wire.bodies) == 400
    assert set(wire.headers) == {wire.headers[0]}
    for place, body in enumerate(wire.bodies):
        name = NAMES[place // 2]
        assert all(told["track"]["title"] == name == told["track"]["artists"][0] for told in body["events"])
        assert set(body) == set(wire.bodies[0])
        for text in (body["title"], body["message"]):
            assert quiet(text), text
        assert visible(name)[:100] in body["message"]


def test_a_name_is_text_in_a_mail() -> None:
    """Of 200 mails each has one plain part, the headers of a harmless one, each on one line, and no other receiver."""
    box = Mailbox()
    with mail_server(box) as port:
        url = f"mailto://127.0.0.1:{port}?from=a@example.org&to=b@example.org&mode=insecure&format=html"
        for place, name in enumerate(("Open Window", *NAMES)):
            send(url, messages(f"{name}\r\nBcc: c@example.org\r\n\r\n<b>body</b>")[place % 2])
    assert len(box.mails) == 201
    for mail in box.mails:
        assert mail.keys() == box.mails[0].keys()
        assert [part.get_content_type() for part in mail.walk()] == ["text/plain"]
        assert (mail["To"], mail["Bcc"], mail["Cc"]) == ("b@example.org", None, None)
        for value in mail.values():
            assert quiet(str(value))
            assert "\n" not in str(value), value


@pytest.mark.parametrize("service", CHATS)
def test_no_address_has_names_read_as_markup(service: str, wire: Wire) -> None:
    """What an address asks for changes nothing of what is sent: messages are text, without pictures from elsewhere."""
    address = CHATS[service][0].format(port=wire.port)
    message = messages("_b_ *c* [press](javascript:x) <b>d</b> `e`")[0]
    for more in ("", "?format=markdown", "?format=html", "?FORMAT=markdown"):
        send(address + more, message)
    said = [sorted(texts(body)) for body in wire.bodies]
    assert len(said) == 4
    assert said[1:] == said[:1] * 3
