"""The accounts service, for the owner (PKCE) and for the app; the only file that imports spotipy.

Only spotipy's lower-level steps are used (address, exchange, refresh): its convenience methods open browsers,
read the keyboard and block. It writes tokens to its log at DEBUG, so its logger is held at WARNING.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import NoReturn

import requests
from spotipy.cache_handler import CacheHandler
from spotipy.oauth2 import SpotifyClientCredentials, SpotifyPKCE

from tracker.core.errors import Passing, Refused, UsageError
from tracker.net.http import CONNECT_S, READ_S, checked_address
from tracker.spotify.session import ShortSession
from tracker.spotify.tokens import Ended, Tokens

SCOPES = ("playlist-read-private", "playlist-read-collaborative", "user-library-read")
"""All that is asked of every owner: reading lists and the library."""
PACKING_SCOPE = "playlist-modify-private"
"""Asked for only while the packed lists are switched on: writing to private lists."""
LONGEST_LIFE_S = 86_400
"""An access token is used no longer than this, whatever is said of it; in truth it lives an hour."""
_TOKEN = re.compile(r"[!-~]{1,4096}")
"""What a header can carry."""


class _Caught(CacheHandler):  # type: ignore[misc]  # spotipy is not typed
    """Where spotipy leaves an answer until we take it; nothing is ever found in here by spotipy itself."""

    def __init__(self) -> None:
        self._answer: Mapping[str, object] = {}

    def get_cached_token(self) -> None:
        """There is never a token to find."""

    def save_token_to_cache(self, token_info: Mapping[str, object]) -> None:
        self._answer = token_info

    def take(self) -> Tokens:
        answer, self._answer = self._answer, {}
        refresh = answer.get("refresh_token")
        life = timedelta(seconds=min(int(str(answer["expires_in"])), LONGEST_LIFE_S))
        scopes = tuple(str(answer.get("scope") or "").split())
        return Tokens(str(answer["access_token"]), life, str(refresh) if _is_token(refresh) else None, scopes)


class _Strict:
    """What both kinds of login do differently from spotipy: no clock of their own, and errors that say more."""

    def _add_custom_values_to_token_info(self, answer: object) -> Mapping[str, object]:
        access = answer.get("access_token") if isinstance(answer, dict) else None
        life = answer.get("expires_in") if isinstance(answer, dict) else None
        if not isinstance(answer, dict) or not _is_token(access) or type(life) is not int or life <= 0:
            raise Passing("The accounts service gave an answer without a token.", why="unreadable")
        return answer

    def _handle_oauth_error(self, error: requests.HTTPError) -> NoReturn:
        status, word = (0, "") if error.response is None else _status_and_word(error.response)
        if status >= 500 or status == 429 or not word:
            raise Passing(f"The accounts service stumbled (HTTP {status}).", why="server") from None
        if word == "invalid_grant":
            raise Ended from None
        if word in {"invalid_client", "unauthorized_client"}:
            message = "The client id or secret is wrong: check SPOTIPY_CLIENT_ID and SPOTIPY_CLIENT_SECRET."
            raise Refused(message, why="client") from None
        raise Refused(f"The accounts service refuses the request ('{word}').", why="accounts") from None


class PkceLogin(_Strict, SpotifyPKCE):  # type: ignore[misc]  # spotipy is not typed
    """The owner's login without a secret."""

    def __init__(self, client_id: str, redirect_uri: str, accounts_url: str) -> None:
        address = checked_address(accounts_url)
        self.OAUTH_AUTHORIZE_URL, self.OAUTH_TOKEN_URL = f"{address}/authorize", f"{address}/api/token"
        self._caught = _Caught()
        super().__init__(
            client_id=_given(client_id, "SPOTIPY_CLIENT_ID"),
            redirect_uri=_given(redirect_uri, "SPOTIPY_REDIRECT_URI"),
            scope=" ".join(SCOPES),
            requests_timeout=(CONNECT_S, READ_S),
            requests_session=_session(),
            open_browser=False,
            cache_handler=self._caught,
        )

    def address(self, state: str, more: Sequence[str] = ()) -> str:
        """Where the owner agrees, to `more` scopes than the usual ones if need be.

        Each call makes a new secret that only one exchange can use.
        """
        self.scope = " ".join((*SCOPES, *more))
        self.get_pkce_handshake_parameters()
        return str(self.get_authorize_url(state))

    def exchange(self, code: str) -> Tokens:
        """Change the code for tokens; raises Ended, Refused or Passing."""
        if not code:  # spotipy would ask the keyboard for it
            raise UsageError("There is no code to log in with.")
        try:
            return self._asked(lambda: self.get_access_token(code, check_cache=False))
        finally:
            self.code_verifier = self.code_challenge = None

    def refresh(self, refresh_token: str) -> Tokens:
        """Get a new access token; raises Ended, Refused or Passing."""
        return self._asked(lambda: self.refresh_access_token(refresh_token))

    def _asked(self, ask: Callable[[], object]) -> Tokens:
        _reached(ask)
        return self._caught.take()


class AppLogin(_Strict, SpotifyClientCredentials):  # type: ignore[misc]  # spotipy is not typed
    """The app's own login with its secret, without any user."""

    def __init__(self, client_id: str, client_secret: str, accounts_url: str) -> None:
        self.OAUTH_TOKEN_URL = f"{checked_address(accounts_url)}/api/token"
        self._caught = _Caught()
        super().__init__(
            client_id=_given(client_id, "SPOTIPY_CLIENT_ID"),
            client_secret=_given(client_secret, "SPOTIPY_CLIENT_SECRET"),
            requests_timeout=(CONNECT_S, READ_S),
            requests_session=_session(),
            cache_handler=self._caught,
        )

    def fetch(self) -> Tokens:
        """Get a token of the app itself; raises Refused for a wrong id or secret, Passing if nothing came."""
        try:
            _reached(lambda: self.get_access_token(as_dict=False, check_cache=False))
        except Ended:  # only an owner's consent can end: said of the app it is nonsense, as in an outage
            raise Passing("The accounts service gave an unreadable answer.", why="unreadable") from None
        return self._caught.take()


def _session() -> requests.Session:
    logging.getLogger("spotipy").setLevel(logging.WARNING)
    return ShortSession()


def _given(value: str, setting: str) -> str:
    """The value; raises UsageError if it is empty, where spotipy would look into the environment by itself."""
    if not value:
        raise UsageError(f"{setting} is not set: see the settings of your app in the developer dashboard.")
    return value


def _reached(ask: Callable[[], object]) -> None:
    try:
        ask()
    except requests.RequestException as error:
        message = f"The accounts service could not be reached ({type(error).__name__})."
        raise Passing(message) from None
    except (ValueError, RecursionError):  # numbers of endless length and endless nesting
        raise Passing("The accounts service gave an unreadable answer.", why="unreadable") from None


def _is_token(value: object) -> bool:
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def _status_and_word(response: requests.Response) -> tuple[int, str]:
    """The HTTP status and the OAuth error code of an answer; "" if it is not the service's own."""
    try:
        word = response.json().get("error")
    except (ValueError, AttributeError, RecursionError):
        word = ""
    plain = isinstance(word, str) and word.isascii() and word.replace("_", "").isalnum()
    return response.status_code, word[:50] if plain else ""
