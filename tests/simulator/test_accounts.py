"""Tests of the accounts side: consent, tokens, their lives and what they open."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.simulator.api import Api
from tests.simulator.conftest import OpenApi
from tracker.simulator import AppRegistration

CALLBACK = "http://127.0.0.1:9876/callback"
VERIFIER = "a-verifier-that-is-long-enough-for-the-rules-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
APP = AppRegistration()


def authorize(api: Api, **more: str) -> httpx.Response:
    """Ask for the user's consent."""
    asked = {
        "client_id": APP.client_id,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "playlist-read-private",
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return api.send("GET", "/authorize", params={**asked, **more})


def token(api: Api, *, basic: str | None = None, **form: str) -> httpx.Response:
    """Ask for a token."""
    headers = {"authorization": f"Basic {base64.b64encode(basic.encode()).decode()}"} if basic else {}
    return api.send("POST", "/api/token", data=form, headers=headers)


def login(api: Api, **more: str) -> httpx.Response:
    """Go through consent and change the code for tokens."""
    code = parse_qs(urlsplit(authorize(api).headers["location"]).query)["code"][0]
    form = {"code": code, "redirect_uri": CALLBACK, "client_id": APP.client_id, "code_verifier": VERIFIER}
    return token(api, grant_type="authorization_code", **{**form, **more})


def refresh(api: Api, value: str) -> httpx.Response:
    """Ask for a new access token."""
    return token(api, grant_type="refresh_token", refresh_token=value, client_id=APP.client_id)


def me(api: Api, value: Any) -> int:
    """Give the status of the profile with a token."""
    return api.send("GET", "/v1/me", headers={"authorization": f"Bearer {value}"}).status_code


def test_consent_comes_back_with_code_and_state(api: Api) -> None:
    """The user is sent back at once with a code and the same state."""
    response = authorize(api)
    target = urlsplit(response.headers["location"])
    assert (response.status_code, f"{target.scheme}://{target.netloc}{target.path}") == (302, CALLBACK)
    assert parse_qs(target.query)["state"] == ["s-1"]
    assert parse_qs(target.query)["code"]


def test_the_user_may_refuse(api: Api) -> None:
    """A refusal comes back as an error with the state and without a code."""
    query = parse_qs(urlsplit(authorize(api, deny="1").headers["location"]).query)
    assert query == {"error": ["access_denied"], "state": ["s-1"]}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"redirect_uri": "http://localhost:9876/callback"}, "INVALID_CLIENT: Insecure redirect URI"),
        ({"redirect_uri": "http://example.test/callback"}, "INVALID_CLIENT: Insecure redirect URI"),
        ({"client_id": "another"}, "INVALID_CLIENT: Invalid client"),
        ({"response_type": "token"}, "response_type must be code"),
        ({"code_challenge_method": "plain"}, "code_challenge_method must be S256"),
    ],
)
def test_wrong_requests_for_consent_are_refused(api: Api, wrong: dict[str, str], message: str) -> None:
    """Insecure addresses, unknown apps and other flows end in a plain text of status 400."""
    response = authorize(api, **wrong)
    assert (response.status_code, response.text) == (400, message)


@pytest.mark.parametrize("target", ["http://[::1]:1/callback", "https://example.test/callback"])
def test_other_safe_addresses_are_accepted(api: Api, target: str) -> None:
    """The other loopback address and https are fine."""
    assert authorize(api, redirect_uri=target).status_code == 302


def test_a_login_gives_tokens_with_the_scopes_asked_for(api: Api) -> None:
    """The tokens open what was asked for and nothing else."""
    tokens = login(api).json()
    assert (tokens["expires_in"], tokens["token_type"], tokens["scope"]) == (
        3600,
        "Bearer",
        "playlist-read-private",
    )
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert api.send("GET", "/v1/me/playlists", headers=headers).status_code == 200
    assert api.send("GET", "/v1/me/tracks", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "description"),
    [
        ({"code_verifier": VERIFIER[::-1]}, "code_verifier was incorrect"),
        ({"code_verifier": "short"}, "code_verifier was incorrect"),
        ({"redirect_uri": "http://127.0.0.1:1/other"}, "Invalid redirect URI"),
        ({"code": "made-up"}, "Invalid authorization code"),
    ],
)
def test_wrong_exchanges_are_refused(api: Api, wrong: dict[str, str], description: str) -> None:
    """Another verifier, address or code gives no token."""
    response = login(api, **wrong)
    assert response.status_code == 400
    assert response.json() == {"error": "invalid_grant", "error_description": description}


def test_a_verifier_has_at_least_43_characters(api: Api) -> None:
    """A verifier that fits its challenge is still refused when it is too short."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"short").digest()).rstrip(b"=").decode()
    code = api.accounts.consent(frozenset(), CALLBACK, challenge)
    assert login(api, code=code, code_verifier="short").json()["error"] == "invalid_grant"


def test_a_code_works_once_and_not_for_long(api: Api) -> None:
    """The second use of a code, and a use after ten minutes, are refused."""
    code = api.accounts.consent(frozenset(), CALLBACK, CHALLENGE)
    assert login(api, code=code).status_code == 200
    assert login(api, code=code).status_code == 400
    late = api.accounts.consent(frozenset(), CALLBACK, CHALLENGE)
    api.days(1)
    assert login(api, code=late).status_code == 400


def test_without_a_challenge_the_secret_is_needed(api: Api) -> None:
    """A code that was asked for without PKCE is changed only by who shows the app's secret."""
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK}
    first, second = (api.accounts.consent(frozenset(), CALLBACK, None) for _ in range(2))
    assert token(api, code=first, client_id=APP.client_id, **form).json()["error"] == "invalid_client"
    assert token(api, code=second, basic=f"{APP.client_id}:{APP.client_secret}", **form).status_code == 200


def test_access_dies_after_an_hour_and_is_renewed(api: Api) -> None:
    """After 3600 s the old token gives 401 with a challenge; a renewed one works, without a new refresh token."""
    tokens = login(api).json()
    api.days(3599 / 86_400)
    assert me(api, tokens["access_token"]) == 200
    api.days(1 / 86_400)
    assert me(api, tokens["access_token"]) == 401
    renewed = refresh(api, tokens["refresh_token"]).json()
    assert me(api, renewed["access_token"]) == 200
    assert "refresh_token" not in renewed


def test_consent_lives_half_a_year_and_refreshing_does_not_prolong_it(api: Api) -> None:
    """A refresh on day 179 works, on day 180 it is refused for good."""
    tokens = login(api).json()
    api.days(179)
    assert refresh(api, tokens["refresh_token"]).status_code == 200
    api.days(1)
    response = refresh(api, tokens["refresh_token"])
    assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")


def test_a_withdrawn_consent_ends_all_tokens(api: Api) -> None:
    """After revoking, access gives 401 and refreshing says that the token was revoked."""
    tokens = login(api).json()
    assert api.send("POST", "/_simulator/revoke").status_code == 200
    assert me(api, tokens["access_token"]) == 401
    assert refresh(api, tokens["refresh_token"]).json()["error_description"] == "Refresh token revoked"


def test_refresh_tokens_may_rotate(open_api: OpenApi) -> None:
    """An app that rotates gives a new refresh token each time; the old one dies when the new one is first used."""
    api = open_api(app=AppRegistration(rotate_refresh=True))
    old = login(api).json()["refresh_token"]
    lost = refresh(api, old).json()["refresh_token"]
    new = refresh(api, old).json()["refresh_token"]
    assert len({old, lost, new}) == 3
    assert refresh(api, new).status_code == 200
    assert refresh(api, old).json()["error_description"] == "Refresh token revoked"
    assert refresh(api, new).status_code == 200


def test_the_app_gets_a_token_of_its_own(api: Api) -> None:
    """With its secret the app gets a token without refresh token, which opens the catalogue and not the user."""
    answer = token(api, grant_type="client_credentials", basic=f"{APP.client_id}:{APP.client_secret}").json()
    assert answer.keys() == {"access_token", "token_type", "expires_in"}
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    assert api.send("GET", f"/v1/tracks/{api.world.cast.track}", headers=headers).status_code == 200
    assert me(api, answer["access_token"]) == 401


@pytest.mark.parametrize(
    "basic", [f"{APP.client_id}:wrong", f"other:{APP.client_secret}", f"{APP.client_id}:", None]
)
def test_a_wrong_secret_is_an_invalid_client(api: Api, basic: str | None) -> None:
    """Wrong or absent credentials give no token of the app."""
    response = token(api, grant_type="client_credentials", basic=basic)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_client")


@pytest.mark.parametrize(
    ("headers", "wrong"), [({}, "missing_token"), ({"authorization": "Bearer made-up"}, "invalid_token")]
)
def test_calls_without_a_valid_token(api: Api, headers: dict[str, str], wrong: str) -> None:
    """No token or an unknown one gives 401 and the header that tells which."""
    response = api.send("GET", "/v1/me", headers=headers)
    assert response.json()["error"] == {"status": 401, "message": "Missing/invalid/expired access token"}
    assert f'error="{wrong}"' in response.headers["www-authenticate"]
