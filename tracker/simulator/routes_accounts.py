"""The accounts side: consent at /authorize, tokens at /api/token."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode, urlsplit

from tracker.simulator.access import Accounts, TokenRefusal
from tracker.simulator.reply import Call, Reply, json_reply
from tracker.simulator.service import Service

LOOPBACK = ("127.0.0.1", "::1")


def authorize(service: Service, call: Call) -> Reply:
    """GET /authorize: the user always agrees at once, unless the address carries `deny`."""
    wrong = _wrong_request(service.accounts, call)
    if wrong:
        return Reply(400, wrong.encode(), {"content-type": "text/plain; charset=utf-8"})
    target = call.query["redirect_uri"]
    if "deny" in call.query:
        answer = {"error": "access_denied"}
    else:
        scopes = frozenset(call.query.get("scope", "").split())
        answer = {"code": service.accounts.consent(scopes, target, call.query.get("code_challenge"))}
    if "state" in call.query:
        answer["state"] = call.query["state"]
    joint = "&" if urlsplit(target).query else "?"
    return Reply(302, b"", {"location": f"{target}{joint}{urlencode(answer)}"})


def token(service: Service, call: Call) -> Reply:
    """POST /api/token: code, refresh or client credentials for an access token of 3600 s."""
    form = call.form()
    try:
        return json_reply(_token(service.accounts, form, call.headers.get("authorization")))
    except TokenRefusal as refusal:
        return json_reply({"error": refusal.error, "error_description": refusal.description}, 400)


def _token(accounts: Accounts, form: dict[str, str], authorization: str | None) -> dict[str, object]:
    proven = _proven(accounts, form, authorization)
    kind = form.get("grant_type")
    if kind == "client_credentials":
        if not proven:
            raise TokenRefusal("invalid_client", "Invalid client secret")
        return accounts.app_token()
    if kind == "authorization_code":
        code, target = form.get("code", ""), form.get("redirect_uri", "")
        return accounts.exchange(code, target, form.get("code_verifier"), proven=proven)
    if kind == "refresh_token":
        return accounts.renew(form.get("refresh_token", ""))
    raise TokenRefusal("unsupported_grant_type", "grant_type parameter is missing or unknown")


def _proven(accounts: Accounts, form: dict[str, str], authorization: str | None) -> bool:
    """Whether the client showed its secret; TokenRefusal if it is not the registered one, or the secret is wrong."""
    ident, secret = form.get("client_id", ""), form.get("client_secret", "")
    if authorization and authorization.lower().startswith("basic "):
        ident, secret = _basic(authorization[6:])
    if ident != accounts.app.client_id:
        raise TokenRefusal("invalid_client", "Invalid client")
    if secret and secret != accounts.app.client_secret:
        raise TokenRefusal("invalid_client", "Invalid client secret")
    return bool(secret)


def _basic(encoded: str) -> tuple[str, str]:
    try:
        ident, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TokenRefusal("invalid_client", "Invalid client") from error
    return ident, secret


def _wrong_request(accounts: Accounts, call: Call) -> str | None:
    if call.query.get("client_id") != accounts.app.client_id:
        return "INVALID_CLIENT: Invalid client"
    if not _safe(call.query.get("redirect_uri", "")):
        return "INVALID_CLIENT: Insecure redirect URI"
    if call.query.get("response_type") != "code":
        return "response_type must be code"
    if "code_challenge" in call.query and call.query.get("code_challenge_method") != "S256":
        return "code_challenge_method must be S256"
    return None


def _safe(target: str) -> bool:
    parts = urlsplit(target)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
