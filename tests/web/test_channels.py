"""Channels on the page of settings: added, tried and removed; and watches muted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.notify.receiver import receiving
from tests.web.visitor import site
from tracker.core.notices import Notice, NoticeKind
from tracker.usecases.delivering import deliver

if TYPE_CHECKING:
    from pathlib import Path


def test_a_channel_comes_and_goes(tmp_path: Path) -> None:
    """Its address is shown without its secrets, its manner in words; removed, it is gone."""
    with site(tmp_path) as (life, visitor):
        answer = visitor.post(
            "/settings/channels", url="https://hook.example/secret-path?token=moonlight", name="Porch", digest="daily",
            quiet="22:00-07:00", zone="Europe/Berlin", edits="true",
        )  # fmt: skip
        assert (answer.status_code, answer.headers["Location"]) == (303, "/settings#channels")
        page = visitor.get("/settings").text
        assert "Messages go to Porch from now on." in page
        assert "daily, quiet 22:00-07:00 Europe/Berlin, with your own edits" in page
        assert "moonlight" not in page
        visitor.post("/settings/channels/1/remove")
        assert life.app.store.channels() == []


def test_an_address_that_cannot_be_is_refused_in_one_line(tmp_path: Path) -> None:
    """Nothing is added for nonsense, for odd hours, or for this machine unless the owner says so."""
    with site(tmp_path) as (life, visitor):
        for fields in (
            {"url": "no address"},
            {"url": "https://hook.example/", "quiet": "25:00-26:00"},
            {"url": "https://hook.example/", "zone": "Moon/Base"},
            {"url": "http://127.0.0.1:9/"},
        ):
            visitor.post("/settings/channels", **fields)
            assert 'class="banner" role="status"' in visitor.get("/settings").text
        assert life.app.store.channels() == []


def test_a_test_message_that_does_not_arrive_is_told(tmp_path: Path) -> None:
    """The owner reads why, on the page they come back to."""
    with site(tmp_path) as (_, visitor):
        visitor.post("/settings/channels", url="http://127.0.0.1:9/", private="true")
        visitor.post("/settings/channels/1/test")
        assert "The test message did not arrive" in visitor.get("/settings").text


def test_a_watch_is_muted_and_unmuted(tmp_path: Path) -> None:
    """The button says what it would do now."""
    with site(tmp_path) as (life, visitor):
        life.watch(f"album:{life.world.cast.album}")
        visitor.post("/watches/1/mute")
        assert life.app.store.all()[0].muted_at is not None
        assert "/watches/1/unmute" in visitor.get("/settings").text
        visitor.post("/watches/1/unmute")
        assert life.app.store.all()[0].muted_at is None


def test_what_a_channel_refused_for_good_is_told(tmp_path: Path) -> None:
    """On the settings and in the API, with the reason; the channel is well."""
    with site(tmp_path) as (life, visitor), receiving() as receiver:
        visitor.post("/settings/channels", url=f"http://127.0.0.1:{receiver.port}/", private="true")
        receiver.status = 413
        now = life.app.clock.now()
        life.app.store.keep_notices([Notice(NoticeKind.LOGIN, "1", "A notice.")], [NoticeKind.LOGIN], now)
        assert len(deliver(life.app.post).aside) == 1
        page = visitor.text("/settings")
        assert "1 message was refused and set aside on" in page
        assert "(the channel answered 413)" in page
        (told,) = visitor.get("/api/status").json()["channels"]
        assert (told["state"], told["waiting"], told["set_aside"]) == ("ok", 0, 1)
        assert told["set_aside_why"] == "the channel answered 413"
