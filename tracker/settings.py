"""The settings: environment first, then `tracker.toml` in the home; each knows where it came from.

The names are the same in both. A secret may also be given as the path of a file, by the name with `_FILE`
behind it (environment only), as container secrets are. Nonsense is refused, never replaced by a default.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from tracker.core.errors import UsageError
from tracker.core.markets import parse_markets

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRETS = ("SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET", "TRACKER_DATABASE_URL")

_HOST = re.compile(r"(https?://)?([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])")


def _markets(value: object) -> object:
    texts = [value] if isinstance(value, str) else value
    return parse_markets(texts) if isinstance(texts, list) else value


def _market(value: object) -> object:
    markets = _markets(value)
    if not isinstance(markets, tuple):
        return value
    if len(markets) > 1:
        raise ValueError("an account is in one country")
    return markets[0] if markets else None


Markets = Annotated[tuple[str, ...], BeforeValidator(_markets)]


def _hosts(value: object) -> object:
    texts = value.split(",") if isinstance(value, str) else value
    if not isinstance(texts, list):
        return value
    hosts = tuple(str(text).strip().lower().rstrip("/") for text in texts if str(text).strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(f"'{host}' is not a name: write tracks.example or https://tracks.example")
    return hosts


def _one_id(value: object) -> object:
    """The service allows an operator one app: several ids would be a way round its limits."""
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9._-]+", value):
        raise ValueError("it takes exactly one client id, of letters and digits")
    return value


ClientId = Annotated[str | None, BeforeValidator(_one_id)]
Hosts = Annotated[tuple[str, ...], BeforeValidator(_hosts)]
Market = Annotated[str | None, BeforeValidator(_market)]


class Settings(BaseModel):
    """Every setting by the name its owner uses, with its default and its bounds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    TRACKER_HOME: Path
    TRACKER_DATABASE_URL: SecretStr | None = None
    SPOTIPY_CLIENT_ID: ClientId = None
    SPOTIPY_CLIENT_SECRET: SecretStr | None = None
    SPOTIPY_REDIRECT_URI: str = "http://127.0.0.1:8766/callback"
    TRACKER_MARKETS: Markets = ()
    TRACKER_ACCOUNT_MARKET: Market = None
    TRACKER_REQUESTS_PER_DAY: int = Field(400, ge=1)
    TRACKER_REQUESTS_PER_SECOND: float = Field(1.0, gt=0, le=100_000)
    TRACKER_CONFIRM_LOOKS: int = Field(3, ge=1, le=20)
    TRACKER_CONFIRM_HOURS: float = Field(6.0, ge=0, le=240)
    TRACKER_TITLE_DAYS: int = Field(30, ge=0, le=90)
    TRACKER_HOSTS: Hosts = ()
    TRACKER_API_URL: str = "https://api.spotify.com/v1"
    TRACKER_ACCOUNTS_URL: str = "https://accounts.spotify.com"
    TRACKER_MUSICBRAINZ_URL: str = "https://musicbrainz.org/ws/2"
    TRACKER_CONTACT: str | None = Field(None, min_length=3, max_length=200, pattern=r"^[\x21-\x7e]+$")
    TRACKER_PROFILE: Literal["personal", "research"] = "personal"

    @property
    def database_url(self) -> str:
        """The database's address: the one that was set, or the file in the home."""
        if self.TRACKER_DATABASE_URL:
            return self.TRACKER_DATABASE_URL.get_secret_value()
        return f"sqlite:///{self.TRACKER_HOME / 'tracker.db'}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and for each name where its value came from."""

    settings: Settings
    origins: dict[str, str]

    def shown(self) -> list[tuple[str, str, str]]:
        """(name, value, origin) of every setting, secrets masked, for `doctor`."""
        return [
            (name, _mask(name, self.settings), self.origins.get(name, "default"))
            for name in Settings.model_fields
        ]


def load(environ: Mapping[str, str], home: Path | None = None) -> Loaded:
    """Read the settings out of `environ` and the home's `tracker.toml`; raise UsageError naming what is wrong."""
    where = home or Path(environ.get("TRACKER_HOME") or user_data_path("disappearing-tracks")).expanduser()
    values: dict[str, Any] = {"TRACKER_HOME": where}
    origins = {"TRACKER_HOME": "environment"} if "TRACKER_HOME" in environ else {}
    for origin, layer in (("tracker.toml", _from_file(where)), ("environment", _from_environ(environ))):
        values |= layer
        origins |= dict.fromkeys(layer, origin)
    try:
        return Loaded(Settings.model_validate(values | {"TRACKER_HOME": where}), origins)
    except ValidationError as error:
        raise UsageError(_first_complaint(error, origins)) from None


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {n: v for n, v in environ.items() if n in Settings.model_fields and v != ""}
    for name in SECRETS:
        path = environ.get(f"{name}_FILE")
        if path and name not in values:
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise UsageError(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from None
    return values


def _from_file(home: Path) -> dict[str, Any]:
    path = home / "tracker.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not TOML: {error}.") from None


def _first_complaint(error: ValidationError, origins: Mapping[str, str]) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return (
            f"tracker.toml: '{name}' is not a setting. The settings are: {', '.join(Settings.model_fields)}."
        )
    message = first["msg"].removeprefix("Value error, ").lower()
    return f"{name} ({origins.get(name, 'default')}): {message}."


def unknown_names(environ: Mapping[str, str]) -> list[str]:
    """Variables that look like settings of ours but are none: most likely a slip of the pen."""
    known = {*Settings.model_fields, *(f"{name}_FILE" for name in SECRETS)}
    return sorted(name for name in environ if name.startswith("TRACKER_") and name not in known)


def _mask(name: str, settings: Settings) -> str:
    value = getattr(settings, name)
    if value in (None, ()):
        return "-"
    if name in SECRETS:
        return "set (hidden)"
    return ",".join(value) if isinstance(value, tuple) else str(value)
