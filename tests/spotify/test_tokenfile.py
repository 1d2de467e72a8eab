"""The login on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker.core.errors import LoginNeeded, Passing
from tracker.spotify.tokenfile import Saved, TokenFile

AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
SAVED = Saved("account-one", AT, "made-up-refresh", "made-up-access", AT + timedelta(hours=1))

CRASH = """
import os, sys
from dataclasses import replace
from pathlib import Path
from tracker.spotify.tokenfile import TokenFile
file = TokenFile(Path(sys.argv[1]))
new = replace(file.load(), refresh_token="made-up-newer")
sys.addaudithook(lambda event, _: os._exit(9) if event == sys.argv[2] else None)
file.save(new)
"""


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """A login comes back whole, with its times in UTC."""
    file = TokenFile(tmp_path / "new" / "login.json")
    assert file.load() is None
    for saved in (SAVED, replace(SAVED, refused_at=AT)):
        file.save(saved)
        assert TokenFile(file.path).load() == saved


def test_nobody_else_can_read_it_from_the_first_byte(tmp_path: Path) -> None:
    """Under a umask of 000 the file, and the temporary one before it, are the owner's alone."""
    modes: list[int] = []
    watching = True

    def note(event: str, details: tuple[object, ...]) -> None:
        if watching and event == "os.rename" and str(details[0]).startswith(str(tmp_path)):
            modes.append(os.stat(str(details[0])).st_mode & 0o777)  # noqa: PTH116 - inside an audit hook

    sys.addaudithook(note)
    before = os.umask(0)
    try:
        TokenFile(tmp_path / "login.json").save(SAVED)
        TokenFile(tmp_path / "inner" / "login.json").save(SAVED)
    finally:
        os.umask(before)
        watching = False
    assert modes == [0o600, 0o600]
    assert (tmp_path / "login.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "inner").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("moment", ["tempfile.mkstemp", "open", "os.rename"])
def test_a_crash_before_the_end_leaves_the_old_login(tmp_path: Path, moment: str) -> None:
    """A process that dies anywhere before the replacement leaves the old login as it was."""
    file = TokenFile(tmp_path / "login.json")
    file.save(SAVED)
    root = str(Path(__file__).parents[2])
    died = subprocess.run([sys.executable, "-c", CRASH, str(file.path), moment], cwd=root, check=False)
    assert died.returncode == 9
    assert file.load() == SAVED


def test_a_failed_save_leaves_the_old_login_and_no_litter(tmp_path: Path) -> None:
    """Where the file cannot be replaced, the error is told and the temporary file is gone."""
    target = tmp_path / "login.json"
    target.mkdir()
    with pytest.raises(Passing, match=r"could not be saved: .*directory") as trouble:
        TokenFile(target).save(SAVED)
    assert trouble.value.why == "login-file"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_cannot_be_read_is_no_missing_login(tmp_path: Path) -> None:
    """Where the disk does not give the file back, that is what is told, and nothing is asked of the owner."""
    target = tmp_path / "login.json"
    target.mkdir()
    with pytest.raises(Passing, match="could not be read"):
        TokenFile(target).load()
    assert TokenFile(target).state(AT).state == "needs_login"
    with pytest.raises(Passing, match="could not be deleted"):
        TokenFile(target).forget()


def test_one_at_a_time(tmp_path: Path) -> None:
    """Who wants to refresh waits for the one who does; what a crash had left is gone by then."""
    file, order = TokenFile(tmp_path / "login.json"), list[str]()
    file.save(SAVED)
    (tmp_path / ".login-left").write_text("made-up")

    def second() -> None:
        with TokenFile(file.path).alone():
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with file.alone():
            waiting = pool.submit(second)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.1)
            order.append("first")
        waiting.result(timeout=5)
    assert order == ["first", "second"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".login.lock", "login.json"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("authorized_at", None),
        ("authorized_at", "2026-03-02T06:00:00"),
        ("expires_at", "soon"),
        ("refused_at", 7),
        ("refresh_token", ""),
        ("refresh_token", None),
        ("access_token", "m\u00e4de-up"),
        ("access_token", "made\nup"),
        ("account_id", 7),
    ],
)
def test_a_login_with_one_wrong_field_is_damaged(tmp_path: Path, name: str, value: object) -> None:
    """No field is believed that could not have been written, or that no request could carry."""
    file = TokenFile(tmp_path / "login.json")
    file.save(SAVED)
    file.path.write_text(json.dumps(json.loads(file.path.read_text()) | {name: value}))
    with pytest.raises(LoginNeeded, match="damaged"):
        file.load()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"account_id": "a"}', '{"authorized_at": 5}', "\x00", "[" * 100_000],
)
def test_a_file_that_cannot_be_understood_is_kept(tmp_path: Path, text: str) -> None:
    """A damaged file asks for a login, says what to do, and is not touched."""
    file = TokenFile(tmp_path / "login.json")
    file.path.write_text(text)
    with pytest.raises(LoginNeeded, match="disconnect"):
        file.load()
    assert file.state(AT).state == "needs_login"
    assert file.path.read_text() == text


def test_forgetting(tmp_path: Path) -> None:
    """What is forgotten is gone, and forgetting nothing is no error."""
    file = TokenFile(tmp_path / "login.json")
    file.save(SAVED)
    assert (file.forget(), file.forget(), file.load()) == (True, False, None)


def test_forgetting_takes_what_a_crash_left_behind(tmp_path: Path) -> None:
    """A file that was never finished holds tokens too, so it goes with the login."""
    file = TokenFile(tmp_path / "login.json")
    file.save(SAVED)
    (tmp_path / ".login-left").write_text("made-up")
    assert file.forget()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("days", "state"), [(0, "ok"), (179, "ok"), (180, "needs_login"), (400, "needs_login")]
)
def test_a_login_ends_after_six_months(tmp_path: Path, days: int, state: str) -> None:
    """The age counts from the owner's consent, and the end is known from the beginning."""
    file = TokenFile(tmp_path / "login.json")
    assert file.state(AT).state == "none"
    file.save(replace(SAVED, access_token="refreshed-later"))
    told = file.state(AT + timedelta(days=days))
    assert (told.state, told.authorized_at, told.expires_at) == (state, AT, AT + timedelta(days=180))
    assert told.account_id == "account-one"


def test_the_answer_to_a_refresh_may_leave_out_the_refresh_token() -> None:
    """A missing or empty refresh token keeps the old one, a new one replaces it; a refusal is over."""
    later = AT + timedelta(hours=2)
    ended = replace(SAVED, refused_at=AT)
    assert ended.refreshed("new", later, None) == replace(SAVED, access_token="new", expires_at=later)
    assert ended.refreshed("new", later, "").refresh_token == "made-up-refresh"
    assert ended.refreshed("new", later, "rotated").refresh_token == "rotated"
    assert ended.refreshed("new", later, "rotated").authorized_at == AT


def test_no_token_is_in_a_repr() -> None:
    """A traceback that shows a login shows no token."""
    assert "made-up" not in repr(SAVED)


def test_the_file_is_plain_json(tmp_path: Path) -> None:
    """Its times are ISO 8601, so that a person can read how old the login is."""
    TokenFile(tmp_path / "login.json").save(SAVED)
    fields = json.loads((tmp_path / "login.json").read_text())
    assert fields["authorized_at"] == "2026-03-02T06:00:00+00:00"
