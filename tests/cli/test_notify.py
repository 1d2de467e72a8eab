"""`tracker notify` and the muting of watches, as their owner meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.terminal import terminal
from tests.notify.receiver import receiving


def test_a_channel_from_adding_to_removing(tmp_path: Path) -> None:
    """Added, listed without its secret, tried, tried in vain, removed."""
    with terminal(tmp_path) as shell, receiving() as receiver:
        url = f"http://127.0.0.1:{receiver.port}/secret?token=secret"
        manner = (
            "--digest",
            "weekly",
            "--quiet",
            "22:00-07:00",
            "--zone",
            "Europe/Berlin",
            "--private",
            "--edits",
        )
        added = shell.run("notify", "add", url, "--name", "mine", *manner)
        assert (added.exit_code, added.stderr) == (0, "")
        shown = shell.run("notify", "list")
        assert "secret" not in added.stdout + shown.stdout
        (told,) = [json.loads(line) for line in shell.run("notify", "list", "--json").stdout.splitlines()]
        assert (told["name"], told["state"], told["digest"], told["quiet"], told["zone"]) == (
            ("mine", "ok", "weekly", "22:00-07:00", "Europe/Berlin")
        )
        assert (told["private"], told["edits"], told["waiting"]) == (True, True, 0)
        assert shell.run("notify", "test", "1").exit_code == 0
        assert receiver.bodies[0]["test"] is True
        receiver.status = 503
        failed = shell.run("notify", "test", "1")
        assert (failed.exit_code, "503" in failed.stderr) == (3, True)
        assert shell.run("notify", "remove", "1").exit_code == 0
        assert shell.run("notify", "list").stdout.startswith("No channels yet")
        assert shell.run("notify", "remove", "1").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("json://127.0.0.1:9/x",),
        ("json://example.org", "--quiet", "evening"),
        ("json://example.org", "--zone", "Nowhere"),
        ("json://example.org", "--digest", "hourly"),
    ],
)
def test_wrong_use_is_told_and_adds_nothing(words: tuple[str, ...], tmp_path: Path) -> None:
    """With exit code 2, as everywhere."""
    with terminal(tmp_path) as shell:
        assert shell.run("notify", "add", *words).exit_code == 2
        assert shell.run("notify", "list", "--json").stdout == ""


def test_a_watch_is_muted_and_unmuted(tmp_path: Path) -> None:
    """The list says which ones are."""
    with terminal(tmp_path) as shell:
        assert shell.run("watch", "add", f"album:{shell.world.cast.album}").exit_code == 0
        assert shell.run("watch", "mute", "1").exit_code == 0
        assert "(muted)" in shell.run("watch", "list").stdout
        assert shell.run("watch", "unmute", "1").exit_code == 0
        assert "(muted)" not in shell.run("watch", "list").stdout
        assert shell.run("watch", "mute", "2").exit_code == 2


def test_status_tells_of_every_channel(tmp_path: Path) -> None:
    """Also of one that is well; as an object for programs, without its address."""
    with terminal(tmp_path) as shell, receiving() as receiver:
        url = f"http://127.0.0.1:{receiver.port}/secret"
        assert shell.run("notify", "add", url, "--name", "mine", "--private").exit_code == 0
        shown = shell.run("status").stdout
        assert 'Messages: "mine" is well, 0 messages waiting. Last sent: never.' in shown
        printed = shell.run("status", "--json").stdout
        (told,) = json.loads(printed)["channels"]
        assert (told["name"], told["state"], told["why"], told["waiting"]) == ("mine", "ok", None, 0)
        assert (told["last_sent_at"], told["stopped_at"], told["set_aside"]) == (None, None, 0)
        assert "secret" not in shown + printed
