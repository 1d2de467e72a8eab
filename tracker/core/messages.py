"""The text of a message: facts, each line short enough, and nothing in it that a channel would obey.

Names come from outside. `visible` has made their control characters visible before they come here; what a chat would
take for markup, a mention or a link is made harmless by `shown`, for every line but the links of our own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from tracker.core.history import EventKind
from tracker.core.jsonform import event_json, notice_json
from tracker.core.links import SOURCE, track_link
from tracker.core.phrases import count, quoted, visible
from tracker.core.wording import happening, headline, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.core.history import Event
    from tracker.core.notices import Notice

LONGEST_TITLE, LONGEST_LINE, LONGEST_TEXT = 150, 500, 3500
SHOWN = 20
"""So many events of a group are told in full."""
FACTS = 100
"""So many events of a group stand in the data of a webhook; the others by their numbers."""
_ID = re.compile(r"[0-9A-Za-z]{22}", re.ASCII)
_MARKUP = re.compile(r"([\\`*_~|\[\]()#>+={}!-])")
_BREAK = "\u200b"
"""Invisible, and no word goes on beyond it."""


class Dialect(Enum):
    """How a channel reads a text: as it is, as text with mentions and links in it, or as Markdown as well."""

    PLAIN = auto()
    CHAT = auto()
    MARKDOWN = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message; `link`: an address of our own making, which may work as one."""

    text: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. `key` is the same at each repeat; `facts` is the same content for programs."""

    key: str
    title: str
    lines: tuple[Line, ...]
    facts: dict[str, Any]


def compose(key: str, events: Sequence[Event], notices: Sequence[Notice]) -> Message:
    """The message that tells of these; there is at least one of them."""
    lines = [Line(notice.text) for notice in notices]
    for event in events[:SHOWN]:
        lines += _told(event)
    if len(events) > SHOWN:
        lines.append(Line(f"And {len(events) - SHOWN:,} more. All of them: tracker events"))
    if events:
        lines.append(Line(SOURCE))
    facts = {
        "delivery_id": key,
        "events": [event_json(event) for event in events[:FACTS]],
        "seqs": [event.seq for event in events],
        "notices": [notice_json(notice) for notice in notices],
        "attribution": SOURCE,
    }
    kept = tuple(Line(visible(_cut(line.text, LONGEST_LINE)), line.link) for line in lines)
    return Message(key, _cut(visible(_title(events, notices)), LONGEST_TITLE), kept, facts)


def trial(key: str) -> Message:
    """The message of `tracker notify test`."""
    text = "This is a test: messages of Disappearing Tracks arrive here."
    facts: dict[str, Any] = {"delivery_id": key, "events": [], "seqs": [], "notices": [], "test": True}
    return Message(key, "Disappearing Tracks: test", (Line(text),), facts)


def title_text(message: Message, dialect: Dialect) -> str:
    """The title as a channel may show it."""
    return shown(message.title, dialect)


def body_text(message: Message, dialect: Dialect, longest: int = LONGEST_TEXT) -> str:
    """The lines as a channel may show them, whole lines only, at most `longest` characters (at least 40)."""
    more = "\n… more: tracker events"
    text = ""
    for line in message.lines:
        following = f"{text}\n" if text else ""
        following += line.text if line.link else shown(line.text, dialect)
        if len(following) > longest - len(more):
            return f"{text}{more}" if text else _cut(following, longest)
        text = following
    return text


def shown(text: str, dialect: Dialect) -> str:
    """A line in which nothing mentions, links or formats, and that reads as before."""
    if dialect is Dialect.PLAIN:
        return text
    harmless = re.sub(r"([@<]|:(?=/)|(?<=\S)\.(?=\S))", rf"\1{_BREAK}", text)
    return _MARKUP.sub(r"\\\1", harmless) if dialect is Dialect.MARKDOWN else harmless


def _told(event: Event) -> Iterator[Line]:
    yield Line(paragraph(event))
    if address := track_link(event.track_id):
        yield Line(address, link=True)
        yield Line(f"More: tracker show {event.track_id}")


def _title(events: Sequence[Event], notices: Sequence[Notice]) -> str:
    if not events:
        return "Disappearing Tracks: " + (
            notices[0].text if len(notices) == 1 else count(len(notices), "notice")
        )
    if len(events) == 1:
        return headline(events[0])
    said = Counter(_said(event) for event in events)
    parts = [
        f"{count(number, 'track' if tracks else 'source')} {what}" for (what, tracks), number in said.items()
    ]
    labels = {event.watch_label for event in events}
    where = f" ({quoted(labels.pop())})" if len(labels) == 1 else ""
    return f"{'; '.join(parts)}{where}"


def _said(event: Event) -> tuple[str, bool]:
    if event.kind is EventKind.RETRACTED:
        return "reported before and taken back now", event.track_id is not None
    return happening(event), event.track_id is not None


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
