"""Events as an Atom feed: text only, written by an XML writer, of characters that XML allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tracker.core.jsonform import time_json
from tracker.core.pages.feeds import ABOUT, item_address_of, item_text, item_title
from tracker.report.figures import ATTRIBUTION, INDEPENDENCE

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.pages.feeds import FeedItem, FeedView

NAMESPACE = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(view: FeedView) -> bytes:
    """The feed as an XML document in UTF-8. Its own address, which is a secret, is not in it."""
    feed = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _add(feed, "id", view.uuid().urn)
    _add(feed, "title", view.title)
    _add(feed, "subtitle", ABOUT)
    _add(feed, "updated", _instant(view.updated_at))
    _add(ET.SubElement(feed, "author"), "name", "Disappearing Tracks")
    _add(feed, "rights", f"{ATTRIBUTION} {INDEPENDENCE}")
    for item in view.items:
        _entry(feed, view, item)
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(feed: ET.Element, view: FeedView, item: FeedItem) -> None:
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", view.uuid(item).urn)
    _add(entry, "title", item_title(item))
    _add(entry, "updated", _instant(item.updated_at))
    _add(entry, "published", _instant(item.confirmed_at))
    ET.SubElement(entry, "category", {"term": item.kind.value})
    if address := item_address_of(item):
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    _add(entry, "content", item_text(item), type="text")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _NOT_XML.sub("\ufffd", text)


def _instant(at: datetime) -> str:
    return time_json(at) or ""
