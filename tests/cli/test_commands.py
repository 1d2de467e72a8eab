"""The command line as its owner meets it: a process, its output and its exit code."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.terminal import terminal


def test_a_life_from_login_to_report(tmp_path: Path) -> None:
    """Log in, watch, check three times around a take-down, and read of it everywhere."""
    with terminal(tmp_path) as shell:
        world = shell.world
        track = world.listing(world.cast.own_playlist).versions[0].entries[0].item
        shell.login()
        added = shell.run("watch", "add", f"https://open.spotify.com/playlist/{world.cast.own_playlist}?si=x")
        assert (added.exit_code, added.stderr) == (0, "")
        assert "calls a day" in added.stdout
        assert shell.run("check").exit_code == 0
        world.take_down(track, world.start)
        for _ in range(3):
            assert shell.run("check", "1").exit_code == 0
        events = [json.loads(line) for line in shell.run("events", "--json").stdout.splitlines()]
        assert [(e["kind"], e["status"], e["track"]["id"], e["market"]) for e in events] == [
            ("vanished", "confirmed", track, "DE")
        ]
        name = world.catalog.tracks[track].name
        for words in (
            ["report"],
            ["report", "--format", "md"],
            ["show", track],
            ["events", "--kind", "vanished"],
        ):
            shown = shell.run(*words)
            assert (shown.exit_code, name in shown.stdout.replace("\n", " ")) == (0, True), words
        status = json.loads(shell.run("status", "--json").stdout)
        assert (status["blind"], status["watches"][0]["vanished"], status["login"]["state"]) == (
            False,
            1,
            "ok",
        )
        page = tmp_path / "report.html"
        assert shell.run("report", "--format", "html", "-o", str(page)).exit_code == 0
        assert name in page.read_text(encoding="utf-8")


def test_check_tells_programs_what_it_did(tmp_path: Path) -> None:
    """One object a line, with the certificate, the calls and the counts."""
    with terminal(tmp_path) as shell:
        album = shell.world.cast.album
        shell.run("watch", "add", f"album:{album}", "-m", "DE", "-m", "US")
        checked = shell.run("check", "--json")
        first, second = (json.loads(line) for line in checked.stdout.splitlines())
        assert first["observed"] == second["observed"] == {"playable": 6}
        assert (first["complete"], first["calls"], second["market"], checked.exit_code) == (True, 1, "US", 0)


def test_bad_input_gets_one_clear_line_and_changes_nothing(tmp_path: Path) -> None:
    """Wrong links, markets and rhythms exit with 2, name what is wrong, and add no watch."""
    with terminal(tmp_path) as shell:
        shell.login()
        cast = shell.world.cast
        wrong = {
            ("watch", "add", "https://spotify.link/AbCdEf"): "short link",
            ("watch", "add", "https://example.org/x"): "not a link of the service",
            ("watch", "add", f"album:{cast.album}", "-m", "XX"): "'XX' is not a market",
            ("watch", "add", f"album:{cast.album}", "--every", "soon"): "not a rhythm",
            (
                "watch",
                "add",
                f"playlist:{cast.foreign_playlist}",
            ): "copy the tracks into a playlist of your own",
            ("watch", "add", f"playlist:{cast.private_playlist}"): "private, deleted, or mistyped",
            ("watch", "remove", "7"): "There is no watch '7'",
            ("events", "--since", "yesterday"): "--since yesterday",
            ("show", "0" * 22): "not on record",
            ("run", "--host", "0.0.0.0"): "no password",
        }
        for words, said in wrong.items():
            refused = shell.run(*words)
            assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1), (
                words,
                refused,
            )
            assert said in refused.stderr, words
        assert shell.run("watch", "list", "--json").stdout == ""


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"SPOTIPY_CLIENT_ID": "", "SPOTIPY_CLIENT_SECRET": ""}, 4, "neither a login"),
        ({"SPOTIPY_CLIENT_SECRET": "wrong"}, 3, "client id or secret is wrong"),
        ({"TRACKER_ACCOUNTS_URL": "http://127.0.0.1:9"}, 3, "could not be reached"),
        ({"TRACKER_REQUESTS_PER_DAY": "1"}, 5, "budget of 1 call"),
        ({"TRACKER_REQUESTS_PER_DAY": "many"}, 2, "TRACKER_REQUESTS_PER_DAY (environment)"),
        ({"TRACKER_API_URL": "http://example.org/v1"}, 2, "not a safe address"),
        ({"TRACKER_DATABASE_URL": "mysql://x/y"}, 1, "not a database this program knows"),
    ],
)
def test_what_stands_in_the_way_is_told_with_its_exit_code(
    tmp_path: Path, changes: Mapping[str, str], code: int, said: str
) -> None:
    """Credentials, network, budget, settings: one line and the right code, and the watch is still there."""
    with terminal(tmp_path) as shell:
        shell.run("watch", "add", f"album:{shell.world.cast.album}")
        refused = shell.run("check", **changes)
        assert refused.exit_code == code, refused
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr
        assert len(shell.run("watch", "list", "--json").stdout.splitlines()) == 1


def test_debug_shows_where_it_went_wrong(tmp_path: Path) -> None:
    """The traceback is there for who asks for it."""
    with terminal(tmp_path) as shell:
        refused = shell.run("--debug", "watch", "remove", "7")
        assert (refused.exit_code, "Traceback" in refused.stderr) == (2, True)


def test_disconnect_deletes_what_came_through_the_login(tmp_path: Path) -> None:
    """The token, the list and its tracks are gone; an album that the app itself can read stays."""
    with terminal(tmp_path) as shell:
        shell.login()
        shell.run("watch", "add", f"playlist:{shell.world.cast.own_playlist}")
        shell.run("watch", "add", f"track:{shell.world.cast.track}")
        shell.run("check")
        gone = shell.run("disconnect", "--yes")
        assert gone.exit_code == 0
        assert "The login is deleted" in gone.stdout
        left = [
            json.loads(line)["label"] for line in shell.run("watch", "list", "--json").stdout.splitlines()
        ]
        assert left == ["The Paper Compass: Lodestone"]
        assert shell.run("check").exit_code == 0
        assert b"Attic" not in (shell.home / "tracker.db").read_bytes()


def test_doctor_shows_settings_with_their_origin_and_no_secret(tmp_path: Path) -> None:
    """Every setting, where it came from, what the service gives; the secret never."""
    with terminal(tmp_path) as shell:
        shell.home.mkdir()
        (shell.home / "tracker.toml").write_text('TRACKER_MARKETS = ["DE", "US"]\n', encoding="utf-8")
        found = shell.run("doctor", TRACKER_MARKTES="DE")
        assert found.exit_code == 0
        assert "DE,US" in found.stdout
        assert "tracker.toml" in found.stdout
        assert "tier C" in found.stdout
        assert "TRACKER_MARKTES is set, but there is no such setting" in found.stderr
        assert shell.world.cast.client_secret not in found.stdout + found.stderr


def test_help_is_quick() -> None:
    """Below 0.4 s of processor time: what is slow is imported by the verb that needs it."""
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        shown = subprocess.run(
            [sys.executable, "-m", "tracker", "--help"], capture_output=True, text=True, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert "demo" in shown.stdout
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    assert min(spent) < 0.4
