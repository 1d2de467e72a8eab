"""Kinds of faults that answer in the true one's place, as gateways, portals and limits do."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping

from tracker.simulator.reply import Reply
from tracker.simulator.turn import Kinds, Turn

PORTAL = "<!doctype html><title>Welcome</title><p>Please agree to the terms of this network.</p>"


def instead(status: int, body: str | None, headers: Mapping[str, str]) -> Reply:
    """A scripted answer; its media type is guessed from its first character, and without body it is an API error."""
    if body is None:
        body = json.dumps({"error": {"status": status, "message": "Scripted fault"}})
    media = "application/json; charset=utf-8"
    if not body.startswith(("{", "[")):
        media = "text/html; charset=utf-8" if body.startswith("<") else "text/plain; charset=utf-8"
    return Reply(status, body.encode(), {"content-type": media, **headers})


def _html(_: Turn, *, status: int = 200, claims_json: bool = False) -> Reply:
    """The page of a captive portal; `claims_json` gives it the media type of the API."""
    return instead(status, PORTAL, {"content-type": "application/json"} if claims_json else {})


def _huge(_: Turn, *, megabytes: int = 16) -> Reply:
    """A JSON object of so many megabytes."""
    return instead(200, '{"padding":"' + "x" * (megabytes * 2**20) + '"}', {})


def _bomb(_: Turn, *, megabytes: int = 64) -> Reply:
    """The same, packed to a thousandth."""
    packed = gzip.compress(_huge(_, megabytes=megabytes).body)
    return Reply(200, packed, {"content-type": "application/json", "content-encoding": "gzip"})


def _redirect(_: Turn, *, to: str, status: int = 302) -> Reply:
    """An answer that leads to the address `to`."""
    return Reply(status, b"", {"location": to})


def _quota(_: Turn, *, retry_after: str | None = None) -> Reply:
    """The developer account's quota is used up, with any text as the time to wait (None: no such header)."""
    error = {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}
    return instead(
        429, json.dumps({"error": error}), {} if retry_after is None else {"retry-after": retry_after}
    )


def _invalid_grant(_: Turn) -> Reply:
    """The accounts side (family `token`) calls a login ended, be it so or not."""
    return instead(
        400, json.dumps({"error": "invalid_grant", "error_description": "Refresh token revoked"}), {}
    )


STAND_INS: Kinds = {
    "html": _html,
    "huge": _huge,
    "bomb": _bomb,
    "redirect": _redirect,
    "quota": _quota,
    "invalid_grant": _invalid_grant,
}
