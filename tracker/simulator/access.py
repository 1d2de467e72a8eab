"""Who may ask: the registered app, consents, and the tokens made from them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tracker.simulator.cast import ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET
from tracker.simulator.clock import SimClock
from tracker.simulator.ids import digest

ACCESS_LIFE = timedelta(seconds=3600)
CONSENT_LIFE = timedelta(days=180)
CODE_LIFE = timedelta(minutes=10)
ALL_SCOPES = frozenset(
    {"playlist-read-private", "playlist-read-collaborative", "user-library-read", "user-read-private"}
)


@dataclass(frozen=True, slots=True)
class AppRegistration:
    """The one app that the service knows, and the account that consents to it; every value is invented.

    With `rotate_refresh` each refresh gives a new refresh token. The one before stays valid until the new one is
    used for the first time, so that an answer that got lost on its way locks nobody out. With `explicit_filter` the
    account sees no explicit song as playable. `library_scope` is what taking a list out of the library needs.
    """

    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    account_id: str = ACCOUNT_ID
    account_country: str = "DE"
    explicit_filter: bool = False
    rotate_refresh: bool = False
    library_scope: str = "playlist-modify-private"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token came with a call: a user's, the app's own, none, or one that is not valid."""

    kind: Literal["user", "app", "none", "invalid"]
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Consent:
    """What the user agreed to, and when; all tokens made from it die together."""

    scopes: frozenset[str]
    given_at: datetime
    challenge: str | None = None
    redirect_uri: str = ""

    def alive(self, now: datetime) -> bool:
        """Whether tokens may still be made from it; refreshing does not make it longer."""
        return now < self.given_at + CONSENT_LIFE


class TokenRefusal(Exception):
    """The token endpoint's answer when it gives no token."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error, self.description = error, description


class Accounts:
    """The accounts side of the service, on simulated time; tokens are kept in memory."""

    def __init__(self, app: AppRegistration, clock: SimClock) -> None:
        self.app = app
        self._clock = clock
        self._given = 0
        self._codes: dict[str, Consent] = {}
        self._refresh: dict[str, Consent] = {}
        self._replaced: dict[str, str] = {}
        self._access: dict[str, tuple[datetime, Caller]] = {}
        self._revoked: set[str] = set()

    def caller(self, authorization: str | None) -> Caller:
        """Tell whose token an Authorization header carries."""
        if not authorization:
            return Caller("none")
        scheme, _, token = authorization.partition(" ")
        known = self._access.get(token) if scheme.lower() == "bearer" else None
        if known is None or self._clock.now() >= known[0]:
            return Caller("invalid")
        return known[1]

    def consent(self, scopes: frozenset[str], redirect_uri: str, challenge: str | None) -> str:
        """Let the user agree; give the code that can be changed for tokens once."""
        code = self._secret("code")
        self._codes[code] = Consent(scopes, self._clock.now(), challenge, redirect_uri)
        return code

    def exchange(
        self, code: str, redirect_uri: str, verifier: str | None, *, proven: bool
    ) -> dict[str, object]:
        """Change a code for tokens; `proven` says that the client showed its secret. TokenRefusal if not."""
        consent = self._codes.pop(code, None)
        if consent is None or self._clock.now() >= consent.given_at + CODE_LIFE:
            raise TokenRefusal("invalid_grant", "Invalid authorization code")
        if redirect_uri != consent.redirect_uri:
            raise TokenRefusal("invalid_grant", "Invalid redirect URI")
        if consent.challenge is None and not proven:
            raise TokenRefusal("invalid_client", "Invalid client secret")
        if consent.challenge is not None and not fits(verifier, consent.challenge):
            raise TokenRefusal("invalid_grant", "code_verifier was incorrect")
        refresh = self._secret("refresh")
        self._refresh[refresh] = consent
        return {**self._user_token(consent), "refresh_token": refresh}

    def renew(self, refresh: str) -> dict[str, object]:
        """Make a new access token from a refresh token; TokenRefusal if it is unknown, revoked or too old."""
        consent = self._refresh.get(refresh)
        if consent is None:
            known = refresh in self._revoked
            raise TokenRefusal("invalid_grant", "Refresh token revoked" if known else "Invalid refresh token")
        if not consent.alive(self._clock.now()):
            raise TokenRefusal("invalid_grant", "Refresh token expired")
        self._retire(self._replaced.pop(refresh, ""))
        answer = self._user_token(consent)
        if self.app.rotate_refresh:
            newer = self._secret("refresh")
            self._refresh[newer], self._replaced[newer] = consent, refresh
            answer["refresh_token"] = newer
        return answer

    def app_token(self) -> dict[str, object]:
        """Make a token of the app itself, with no user behind it."""
        return {"access_token": self._grant(Caller("app")), "token_type": "Bearer", "expires_in": 3600}

    def issue_user_token(self, scopes: frozenset[str] = ALL_SCOPES, *, life: timedelta = ACCESS_LIFE) -> str:
        """Give a user's access token without the login dance, for tests of the data side."""
        return self._grant(Caller("user", scopes), life)

    def issue_app_token(self, *, life: timedelta = ACCESS_LIFE) -> str:
        """Give an access token of the app itself without a call."""
        return self._grant(Caller("app"), life)

    def revoke(self) -> None:
        """Let the user withdraw every consent: access and refresh tokens die at once."""
        self._revoked |= self._refresh.keys()
        self._refresh.clear()
        self._access.clear()

    def _retire(self, refresh: str) -> None:
        """Let a refresh token die whose successor has been used."""
        if self._refresh.pop(refresh, None):
            self._revoked.add(refresh)

    def _user_token(self, consent: Consent) -> dict[str, object]:
        token = self._grant(Caller("user", consent.scopes))
        scope = " ".join(sorted(consent.scopes))
        return {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": scope}

    def _grant(self, caller: Caller, life: timedelta = ACCESS_LIFE) -> str:
        token = self._secret(f"access-{caller.kind}")
        self._access[token] = (self._clock.now() + life, caller)
        return token

    def _secret(self, kind: str) -> str:
        self._given += 1
        return f"sim-{kind}-{self._given}-{digest(kind, self._given, self.app.client_id).hex()}"


def fits(verifier: str | None, challenge: str) -> bool:
    """Whether a PKCE verifier (43 to 128 characters) belongs to an S256 challenge."""
    if verifier is None or not 43 <= len(verifier) <= 128:
        return False
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode() == challenge
