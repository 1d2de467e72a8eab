"""The owner's login through its life, against the simulated accounts service."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.spotify.login_scene import APP, REDIRECT, scene
from tests.spotify.rig import START, rigged, watch
from tracker.core.errors import LoginNeeded, Parked, Refused, UsageError
from tracker.core.items import COMPLETE, Way
from tracker.core.watch import Source
from tracker.spotify.account import identifier
from tracker.spotify.auth import PACKING_SCOPE, SCOPES, AppLogin, PkceLogin
from tracker.spotify.callback import read_redirect
from tracker.spotify.catalog import ServiceCatalog
from tracker.spotify.tokens import AppToken


def test_the_address_to_agree_at(tmp_path: Path) -> None:
    """It asks for a code by PKCE, for three scopes and for nothing else; each address has its own secret."""
    with scene(tmp_path) as here:
        first, second = (parse_qs(urlsplit(here.login.authorize_url("s")).query) for _ in range(2))
        assert sorted(first["scope"][0].split()) == sorted(SCOPES)
        assert (first["response_type"], first["code_challenge_method"]) == (["code"], ["S256"])
        assert (first["redirect_uri"], first["state"], first["client_id"]) == (
            [REDIRECT],
            ["s"],
            [APP.client_id],
        )
        assert first["code_challenge"] != second["code_challenge"]
        assert here.rig.asked() == 0


def test_a_wider_scope_is_asked_for_only_where_it_is_said(tmp_path: Path) -> None:
    """The file keeps what was agreed to, through every refresh; the next login without it gives it back."""
    with scene(tmp_path) as here:
        for more in ((PACKING_SCOPE,), ()):
            address = here.login.authorize_url("s", more)
            sent_to = httpx.get(address, follow_redirects=False).headers["location"]
            here.login.exchange(read_redirect(sent_to, "s"), "s", identifier(here.rig.door))
            assert sorted(here.login.state().scopes) == sorted((*SCOPES, *more))
            here.pass_time(hours=2)
            here.login.access_token()
            assert sorted(here.login.state().scopes) == sorted((*SCOPES, *more))


def test_a_login_that_tells_no_scopes_is_read(tmp_path: Path) -> None:
    """As earlier versions wrote it, when nothing but reading was ever asked for."""
    with scene(tmp_path) as here:
        here.log_in()
        kept = json.loads(here.file.path.read_text())
        del kept["scopes"]
        here.file.path.write_text(json.dumps(kept))
        assert (here.login.state().state, here.login.state().scopes) == ("ok", ())


def test_a_login_is_pinned_to_its_account_and_works(tmp_path: Path) -> None:
    """After agreeing, the file knows the account and since when, and the token reads the account's lists."""
    with scene(tmp_path) as here:
        assert here.login.state().state == "none"
        here.log_in()
        state = here.login.state()
        assert (state.state, state.account_id, state.authorized_at) == ("ok", APP.account_id, START)
        door = here.rig.another_door(tokens={"user": here.login})
        reading = ServiceCatalog(door, "DE").read(
            watch(Source.PLAYLIST, here.rig.world.cast.own_playlist), "DE", Way.LIST
        )
        assert reading.certificate == COMPLETE


@pytest.mark.parametrize("state", ["", "another", "state-onE", "st\u00e4te"])
def test_a_wrong_state_is_refused_and_used_up(tmp_path: Path, state: str) -> None:
    """An answer that belongs to no login, or to another, is not exchanged; nor is one that comes twice."""
    with scene(tmp_path) as here:
        code = read_redirect(here.agree(), "state-one")
        for given in (state, "state-one"):
            with pytest.raises(UsageError, match="does not belong"):
                here.login.exchange(code, given, identifier(here.rig.door))
        assert here.rig.asked("token") == 0


def test_a_code_works_once(tmp_path: Path) -> None:
    """A used code is told as such, and nothing that is kept changes."""
    with scene(tmp_path) as here:
        code = read_redirect(here.agree(), "state-one")
        here.login.exchange(code, "state-one", identifier(here.rig.door))
        kept = here.file.load()
        here.login.authorize_url("state-two")
        with pytest.raises(UsageError, match="code was not accepted"):
            here.login.exchange(code, "state-two", identifier(here.rig.door))
        assert here.file.load() == kept


def test_an_empty_code_never_asks_the_keyboard(tmp_path: Path) -> None:
    """A missing code is wrong use; nothing waits for anybody."""
    with scene(tmp_path) as here:
        here.login.authorize_url("s")
        with pytest.raises(UsageError):
            here.login.exchange("", "s", identifier(here.rig.door))


def test_another_account_must_disconnect_first(tmp_path: Path) -> None:
    """A second account cannot go on with the first one's history; the same one can renew its login."""
    with scene(tmp_path) as here:
        here.log_in()
        kept = here.file.load()
        code = read_redirect(here.agree(), "state-one")
        with pytest.raises(UsageError, match="tracker disconnect"):
            here.login.exchange(code, "state-one", lambda _: "another-account")
        assert here.file.load() == kept
        here.pass_time(days=100)
        here.log_in()
        assert here.login.state().authorized_at == START + timedelta(days=100)
        assert here.login.forget() is True
        code = read_redirect(here.agree(), "state-one")
        here.login.exchange(code, "state-one", lambda _: "another-account")
        assert here.login.state().account_id == "another-account"


def test_nothing_is_kept_before_the_account_is_known(tmp_path: Path) -> None:
    """A login whose account cannot be asked for leaves nothing behind."""
    with scene(tmp_path) as here:
        here.rig.budget.park(START + timedelta(hours=9), "quota")
        with pytest.raises(Parked):
            here.log_in()
        assert here.login.state().state == "none"


def test_a_token_is_used_for_its_hour_and_then_refreshed(tmp_path: Path) -> None:
    """One token serves until a minute before its end, also in other processes."""
    with scene(tmp_path) as here:
        here.log_in()
        first = here.login.access_token()
        here.pass_time(seconds=3539)
        assert here.another_login().access_token() == first
        assert here.rig.asked("token") == 1
        here.pass_time(seconds=2)
        second = here.login.access_token()
        assert second != first
        assert here.another_login().access_token() == second
        assert here.rig.asked("token") == 2


def test_a_stale_token_is_renewed_once_for_all_processes(tmp_path: Path) -> None:
    """Who finds that another process has renewed already takes that token."""
    with scene(tmp_path) as here:
        here.log_in()
        stale = here.login.access_token()
        fresh = here.login.renew(stale)
        assert fresh != stale
        assert here.another_login().renew(stale) == fresh
        assert here.rig.asked("token") == 2


def test_an_expired_token_heals_in_the_middle_of_a_reading(tmp_path: Path) -> None:
    """A 401 on a fresh token costs one refresh and one more call."""
    with scene(tmp_path) as here:
        here.log_in()
        here.rig.fault(family="saved_tracks", status=401)
        here.rig.app.state.ledger.reset()
        door = here.rig.another_door(tokens={"user": here.login})
        ServiceCatalog(door, "DE").read(watch(Source.SAVED_TRACKS), "DE", Way.LIST)
        assert (here.rig.asked("token"), here.rig.asked("saved_tracks")) == (1, 3)


@pytest.mark.parametrize("rotate", [False, True])
def test_refresh_tokens_may_or_may_not_rotate(tmp_path: Path, rotate: bool) -> None:
    """Thirty days of hourly refreshing work either way, and the age stays that of the consent."""
    with scene(tmp_path, rotate=rotate) as here:
        here.log_in()
        first = here.file.load()
        for _ in range(5):
            here.pass_time(days=6)
            here.login.access_token()
        last = here.file.load()
        assert first is not None
        assert last is not None
        assert (last.refresh_token != first.refresh_token) == rotate
        assert last.authorized_at == START


def test_two_processes_do_not_lose_a_rotated_token(tmp_path: Path) -> None:
    """Who comes second with the old refresh token takes what the first one stored, and nobody is logged out."""
    with scene(tmp_path, rotate=True) as here:
        here.log_in()
        old = here.file.load()
        assert old is not None
        for _ in range(2):  # the service lets the old token die when the one after it is used
            here.pass_time(hours=2)
            fresh = here.another_login().access_token()
        assert here.login._refreshed(old) == fresh
        assert here.login.state().state == "ok"


def test_the_end_after_six_months(tmp_path: Path) -> None:
    """The login ends for good, nothing is deleted, it is tried again slowly, and logging in again mends it."""
    with scene(tmp_path) as here:
        here.log_in()
        here.pass_time(days=180, seconds=1)
        refresh = here.file.load()
        with pytest.raises(LoginNeeded, match="tracker login"):
            here.login.access_token()
        kept = here.file.load()
        assert kept is not None
        assert refresh is not None
        assert (kept.refresh_token, here.login.state().state) == (refresh.refresh_token, "needs_login")
        for hours, asked in ((5, 2), (2, 3), (1, 3)):
            here.pass_time(hours=hours)
            with pytest.raises(LoginNeeded):
                here.login.access_token()
            assert here.rig.asked("token") == asked
        here.log_in()
        assert here.login.state().state == "ok"


def test_a_false_end_heals_by_itself(tmp_path: Path) -> None:
    """A service that wrongly calls a login ended is asked again after six hours, without the owner."""
    with scene(tmp_path) as here:
        here.log_in()
        here.pass_time(hours=2)
        here.rig.fault(
            family="token", status=400, body='{"error":"invalid_grant","error_description":"revoked"}'
        )
        with pytest.raises(LoginNeeded):
            here.login.access_token()
        assert here.login.state().state == "needs_login"
        here.pass_time(hours=6)
        here.login.access_token()
        assert here.login.state().state == "ok"


def test_a_refusal_of_tomorrow_holds_up_nobody(tmp_path: Path) -> None:
    """A refusal noted while the clock was years ahead does not keep the login shut once the clock is right."""
    with scene(tmp_path) as here:
        here.log_in()
        here.pass_time(days=2 * 365)
        with pytest.raises(LoginNeeded):
            here.login.access_token()
        here.pass_time(days=-2 * 365)
        assert here.login.access_token()


def test_a_disconnect_is_not_undone_by_a_refresh(tmp_path: Path) -> None:
    """A refresh that was under way while the owner disconnected writes nothing."""
    with scene(tmp_path) as here:
        here.log_in()
        saved = here.file.load()
        assert saved is not None
        here.login.forget()
        with pytest.raises(LoginNeeded):
            here.login._refreshed(saved)
        assert not here.file.path.exists()


def test_a_setting_that_is_missing_is_named() -> None:
    """Nothing is looked up behind our back: what is not given is named."""
    address = "https://accounts.example.org"
    with pytest.raises(UsageError, match="SPOTIPY_CLIENT_ID"):
        PkceLogin("", REDIRECT, address)
    with pytest.raises(UsageError, match="SPOTIPY_REDIRECT_URI"):
        PkceLogin("id", "", address)
    with pytest.raises(UsageError, match="SPOTIPY_CLIENT_SECRET"):
        AppLogin("id", "", address)
    with pytest.raises(UsageError, match="https"):
        PkceLogin("id", REDIRECT, "http://accounts.example.org")


def test_no_login(tmp_path: Path) -> None:
    """Without a file there is nothing to refresh."""
    with scene(tmp_path) as here, pytest.raises(LoginNeeded, match="tracker login"):
        here.login.access_token()


def test_the_apps_own_token() -> None:
    """It serves for its hour, is renewed when refused, and is never written down."""
    with rigged() as rig:
        source = AppToken(AppLogin(APP.client_id, APP.client_secret, rig.base), rig.clock)
        first = source.access_token()
        assert (source.access_token(), rig.asked("token")) == (first, 1)
        second = source.renew(first)
        assert (second != first, source.renew(first), rig.asked("token")) == (True, second, 2)
        rig.clock.sim.advance(timedelta(seconds=3541))
        assert source.access_token() != second


def test_a_wrong_secret_is_refused() -> None:
    """A wrong secret is named as the thing to check, and is not in the message."""
    with rigged() as rig:
        source = AppToken(AppLogin(APP.client_id, "made-up-wrong-secret", rig.base), rig.clock)
        with pytest.raises(Refused, match="SPOTIPY_CLIENT_SECRET") as refused:
            source.access_token()
        assert refused.value.why == "client"
        assert "made-up" not in str(refused.value)


def test_no_secret_is_ever_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With every logger at DEBUG, a login, a refresh and a reading leave no code, token or secret in the log."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(
        logging.DEBUG, logger="urllib3"
    )  # a program that ran in this process may have quieted it
    with scene(tmp_path) as here:
        address = here.agree()
        code = read_redirect(address, "state-one")
        here.login.exchange(code, "state-one", identifier(here.rig.door))
        first = here.file.load()
        here.pass_time(hours=2)
        app = AppToken(AppLogin(APP.client_id, APP.client_secret, here.rig.base), here.rig.clock)
        door = here.rig.another_door(tokens={"user": here.login, "app": app})
        catalog = ServiceCatalog(door, "DE")
        catalog.read(watch(Source.PLAYLIST, here.rig.world.cast.own_playlist), "DE", Way.LIST)
        catalog.read(watch(Source.ALBUM, here.rig.world.cast.album), "US", Way.LIST)
        last = here.file.load()
        assert first is not None
        assert last is not None
        secrets = {code, APP.client_secret, app.access_token()}
        secrets |= {first.access_token, first.refresh_token, last.access_token, last.refresh_token}
    assert caplog.records
    for secret in secrets:
        assert len(secret) > 10
        assert secret not in caplog.text
