"""`tracker run` as a process: whom it serves, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.cli.terminal import Terminal, terminal
from tests.store.looks import dump
from tests.web.visitor import PASSWORD
from tracker.web.throttle import EACH


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def daemon(shell: Terminal, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`tracker run` in a process of its own, serving; with the address of its page."""
    port = free_port()
    command = [sys.executable, "-m", "tracker", "run", "--port", str(port), *options]
    environ = shell.environ | {"PATH": os.environ["PATH"]}
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            assert "Serving" in process.stdout.readline()
            with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
                client.get(f"http://127.0.0.1:{port}/login")
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_gives_back_what_it_took(tmp_path: Path, number: signal.Signals) -> None:
    """In the middle of a check: its claim is free at once, so that the next process need not wait for the lease."""
    with terminal(tmp_path) as shell:
        shell.environ["TRACKER_REQUESTS_PER_SECOND"] = "0.2"
        shell.login()
        url = f"sqlite:///{shell.home / 'tracker.db'}"
        assert shell.run("watch", "add", f"playlist:{shell.world.cast.own_playlist}").exit_code == 0
        with daemon(shell) as (process, _):
            for _ in range(600):
                if claimed(url):
                    break
                threading.Event().wait(0.05)
            assert claimed(url)
            process.send_signal(number)
            said = process.communicate(timeout=20)[1]
            assert (process.returncode, "Traceback" in said) == (0, False), said
        assert not claimed(url)


def claimed(url: str) -> list[object]:
    """The duties that somebody has taken."""
    return [row for row in dump(url)["duty"] if row[2] is not None]


def test_another_address_needs_a_password_and_then_asks_for_it(tmp_path: Path) -> None:
    """Without one it does not start; with one, headers that anybody can write open no further tries."""
    with terminal(tmp_path) as shell:
        refused = shell.run("run", "--host", "0.0.0.0")
        assert (refused.exit_code, "tracker password" in refused.stderr) == (2, True)
        assert set_password(shell, PASSWORD, PASSWORD) == 0
        with daemon(shell, "--host", "0.0.0.0") as (_, address), httpx.Client(base_url=address) as client:
            page = client.get("/login")
            assert "server" not in page.headers
            token = re.search(r'name="csrf" value="(\w+)"', page.text)
            assert token
            tries = [
                client.post(
                    "/login",
                    data={"csrf": token[1], "password": "wrong password"},
                    headers={"X-Forwarded-For": f"192.0.2.{n}", "Origin": address},
                ).status_code
                for n in range(EACH + 1)
            ]
            assert tries == [403] * EACH + [429]


def test_the_password_is_set_asked_twice_and_taken_away(tmp_path: Path) -> None:
    """One that is too short, or mistyped the second time, is none; nothing of it is shown or kept."""
    with terminal(tmp_path) as shell:
        assert set_password(shell, "short", "short") == 2
        assert set_password(shell, PASSWORD, PASSWORD + "x") != 0
        assert "had no password" in shell.run("password", "--remove").stdout
        assert set_password(shell, PASSWORD, PASSWORD) == 0
        assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in shell.home.iterdir())
        assert "no password any more" in shell.run("password", "--remove").stdout


def set_password(shell: Terminal, first: str, second: str) -> int:
    """Type a password twice; the exit code."""
    from typer.testing import CliRunner

    from tracker.cli.main import app

    typed = f"{first}\n{second}\n"
    environ: dict[str, str | None] = {**shell.environ}
    result = CliRunner().invoke(app, ["password"], env=environ, input=typed)
    assert PASSWORD not in result.output
    return result.exit_code
