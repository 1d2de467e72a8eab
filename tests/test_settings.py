"""Where settings come from, and that nonsense is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.core.errors import UsageError
from tracker.settings import load, unknown_names


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    """Each value is known with its origin; what nobody set has its default."""
    (tmp_path / "tracker.toml").write_text(
        'TRACKER_MARKETS = ["DE", "US"]\nTRACKER_CONFIRM_LOOKS = 4\n', encoding="utf-8"
    )
    loaded = load({"TRACKER_CONFIRM_LOOKS": "5", "TRACKER_HOME": str(tmp_path)})
    assert loaded.settings.TRACKER_MARKETS == ("DE", "US")
    assert loaded.settings.TRACKER_CONFIRM_LOOKS == 5
    origins = {name: origin for name, _, origin in loaded.shown()}
    assert [origins[n] for n in ("TRACKER_MARKETS", "TRACKER_CONFIRM_LOOKS", "TRACKER_CONFIRM_HOURS")] == [
        "tracker.toml",
        "environment",
        "default",
    ]


def test_secrets_come_from_files_and_are_never_shown(tmp_path: Path) -> None:
    """As containers give them; the database's address counts as secret, for it holds a password."""
    for name in ("secret", "url"):
        (tmp_path / name).write_text(f"value-of-{name}\n", encoding="utf-8")
    environ = {
        "SPOTIPY_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
        "TRACKER_DATABASE_URL_FILE": str(tmp_path / "url"),
    }
    loaded = load(environ, tmp_path)
    assert loaded.settings.database_url == "value-of-url"
    assert loaded.settings.SPOTIPY_CLIENT_SECRET is not None
    assert loaded.settings.SPOTIPY_CLIENT_SECRET.get_secret_value() == "value-of-secret"
    assert "value-of" not in repr(loaded)
    assert "value-of" not in str(loaded.shown())


@pytest.mark.parametrize(
    ("environ", "toml", "said"),
    [
        ({"TRACKER_REQUESTS_PER_DAY": "0"}, "", r"TRACKER_REQUESTS_PER_DAY \(environment\)"),
        ({"TRACKER_REQUESTS_PER_SECOND": "-1"}, "", "TRACKER_REQUESTS_PER_SECOND"),
        ({"TRACKER_ACCOUNT_MARKET": "DE,US"}, "", "an account is in one country"),
        ({"TRACKER_MARKETS": "DE,XX"}, "", "'XX' is not a market"),
        ({}, 'TRACKER_MARKET = "DE"', "'TRACKER_MARKET' is not a setting"),
        ({}, "TRACKER_CONFIRM_HOURS = [1]", r"TRACKER_CONFIRM_HOURS \(tracker.toml\)"),
        ({}, "TRACKER_MARKETS = DE", "is not TOML"),
        ({"SPOTIPY_CLIENT_SECRET_FILE": "/not/there"}, "", "cannot be read"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path: Path, environ: dict[str, str], toml: str, said: str) -> None:
    """One line names the setting and where it was set; no default takes its place."""
    (tmp_path / "tracker.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        load(environ, tmp_path)


def test_slips_of_the_pen_are_noticed() -> None:
    """Other programs' variables are none of our business."""
    assert unknown_names({"TRACKER_MARKTES": "DE", "TRACKER_MARKETS": "DE", "PATH": "/"}) == [
        "TRACKER_MARKTES"
    ]
