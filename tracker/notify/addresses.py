"""The addresses of channels: taken apart, refused where they are a trick, shown without their secrets."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from apprise import Apprise, AppriseAsset
from apprise.plugins import url_to_dict
from apprise.plugins.custom_form import NotifyForm
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.custom_xml import NotifyXML

from tracker.core.addresses import Reach, literal, reach
from tracker.core.errors import UsageError
from tracker.core.messages import Dialect
from tracker.core.phrases import visible

WEBHOOKS = (NotifyForm, NotifyJSON, NotifyXML)
_DATA = frozenset("mailto mailtos json jsons xml xmls form forms".split())
_MARKDOWN = frozenset(
    "discord mmost mmosts mattermost rocket rockets zulip guilded revolt gchat msteams workflows webex lark flock".split()
)

_UNWATCHED = frozenset(
    "amqp aprs blink1 dbus deltachat glib gnome growl irc macosx mqtt nostr rsyslog smpp syslog windows xmpp".split()
)
"""The library's channels that bring a client, thread or program of their own, or that never leave this machine."""


def opened(url: str, *, private: bool) -> Any:
    """The library's channel behind an address, whose type the library does not tell; UsageError if there is none.

    A plain https:// or http:// address is a webhook that takes JSON, unless it is one that the library knows.
    """
    _refuse_tricks(url)
    found = _made(url)
    if found is None and (as_json := _webhook(url)):
        found = _made(as_json)
    if found is None:
        raise UsageError("This is no address of a channel: docs/messages.md shows how they are written.")
    if type(found).__module__.split(".")[2] in _UNWATCHED:
        raise UsageError(
            f"{found.service_name} brings a client of its own, whose connections cannot be watched: choose another channel."
        )
    _refuse_private(found.host, private=private)
    found.redirects = False
    return found


def _made(url: str) -> Any:
    """The library's channel of that address, None if it knows none.

    Whatever `format` the address asks for: messages are text, and what the library makes Markdown of obeys names.
    """
    parts = url_to_dict(url, secure_logging=True)  # type: ignore[no-untyped-call]
    if parts is None:
        return None
    parts.pop("format", None)
    return Apprise.instantiate(parts, asset=_asset(), suppress_exceptions=True)


def masked(channel: Any) -> str:
    """The address without what is secret: of a webhook, the host alone; of others, as the library shows it."""
    if isinstance(channel, WEBHOOKS):
        schema = channel.secure_protocol if channel.secure else channel.protocol
        port = f":{channel.port}" if channel.port else ""
        return visible(f"{schema}://{channel.host}{port}/…")
    return visible(str(channel.url(privacy=True)).partition("?")[0])


def dialect_of(channel: Any) -> Dialect:
    """How the channel reads a text."""
    schemas = {str(schema) for schema in _schemas(channel)}
    if schemas & _DATA:
        return Dialect.PLAIN
    return Dialect.MARKDOWN if schemas & _MARKDOWN else Dialect.CHAT


def quiet_library() -> logging.Logger:
    """The library's own log, kept from printing: its lines are read for why a message failed."""
    log = logging.getLogger("apprise")
    log.propagate = False
    return log


@cache
def _asset() -> AppriseAsset:
    """How the library behaves here: no redirects, no plugins or pictures from elsewhere, nothing replaced in a text."""
    return AppriseAsset(
        app_id="Disappearing Tracks",
        app_desc="Disappearing Tracks",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        http_redirects=False,
        interpret_escapes=False,
        interpret_emojis=False,
        plugin_paths=[],
    )


def _schemas(channel: Any) -> list[str]:
    found = [channel.protocol, channel.secure_protocol]
    return [schema for each in found for schema in (each if isinstance(each, (tuple, list, set)) else [each])]


def _refuse_tricks(url: str) -> None:
    """An address is plain ASCII without spaces, backslashes or control characters: nothing reads it in two ways."""
    if not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>^`{|}'):
        raise UsageError(
            "This address holds characters that an address has not: spaces, backslashes, letters beyond ASCII. "
            "Write a host's name in its xn-- form, and %20 for a space."
        )


def _refuse_private(host: str | None, *, private: bool) -> None:
    """Tell the owner at once what the guard would refuse later."""
    numeric = literal(host or "")
    if numeric is None and (host or "").removesuffix(".").lower().endswith("localhost"):
        numeric = "127.0.0.1"
    if numeric is None:
        return
    found = reach(numeric)
    if found is Reach.NEVER or (found is Reach.OWN and not private):
        more = ": add --private if it is meant to be" if found is Reach.OWN else ""
        raise UsageError(f"{visible(host or '')} is no public address{more}.")


def _webhook(url: str) -> str | None:
    """The library's spelling of a plain webhook; it keeps the query's names behind a minus sign."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    schema = {"https": "jsons", "http": "json"}.get(parts.scheme.lower())
    if schema is None or not parts.netloc:
        return None
    query = urlencode([(f"-{name}", value) for name, value in parse_qsl(parts.query, keep_blank_values=True)])
    return f"{schema}://{parts.netloc}{quote(parts.path, safe='/%')}{f'?{query}' if query else ''}"
