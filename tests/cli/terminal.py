"""A terminal in which the program is pointed at a simulated service."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from typer.testing import CliRunner, Result

from tracker.cli.main import app
from tracker.simulator import SimClock, World, create_app, running, small_world
from tracker.simulator.shapes import Tier


@dataclass
class Terminal:
    """The environment in which commands run, and the world that the service serves."""

    world: World
    home: Path
    environ: dict[str, str]

    def run(self, *words: str, **changes: str) -> Result:
        """Run `tracker WORDS…` in this process; an empty value takes a variable out."""
        environ: dict[str, str | None] = {**self.environ, **changes}
        taken_out = {name: None for name, value in environ.items() if not value}
        return CliRunner().invoke(app, words, env=environ | taken_out)

    def login(self) -> str:
        """Log in without a browser, in a process: visit the address it prints, and let the callback do the rest."""
        command = [sys.executable, "-m", "tracker", "login", "--no-browser"]
        environ = self.environ | {"PATH": os.environ["PATH"]}
        with subprocess.Popen(
            command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            address = next(line for line in process.stdout if line.startswith("http"))
            with urlopen(address.strip(), timeout=20) as page:
                assert "Logged in" in page.read().decode()
            said = process.stdout.read()
            assert process.wait(timeout=30) == 0
        return said


@contextmanager
def terminal(home: Path, world: World | None = None, tier: Tier = "C") -> Iterator[Terminal]:
    """Serve a world (a small one, if none is given); the program's home is empty."""
    world = world or small_world()
    with running(create_app(world, SimClock(world.start), tier=tier)) as address:
        environ = {
            "HOME": str(home),
            "TRACKER_HOME": str(home / "tracker"),
            "SPOTIPY_CLIENT_ID": world.cast.client_id,
            "SPOTIPY_CLIENT_SECRET": world.cast.client_secret,
            "SPOTIPY_REDIRECT_URI": f"http://127.0.0.1:{_free_port()}/callback",
            "TRACKER_ACCOUNT_MARKET": "DE",
            "TRACKER_API_URL": f"{address}/v1",
            "TRACKER_ACCOUNTS_URL": address,
            "TRACKER_MUSICBRAINZ_URL": f"{address}/musicbrainz/ws/2",
            "TRACKER_REQUESTS_PER_SECOND": "1000",
            "TRACKER_CONFIRM_HOURS": "0",
        }
        yield Terminal(world, home / "tracker", environ)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
