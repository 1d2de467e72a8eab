"""`python -m tests.scale.served FILE`: the real web application over a record, at the instant at which that ends.

Prints the port on loopback once connections are taken, and serves until it is ended.
"""

from __future__ import annotations

import socket
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.scale.size import END

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class HeldClock:
    """A clock that stands at the end of every invented record."""

    def now(self) -> datetime:
        """Always the same instant."""
        return END

    def sleep(self, seconds: float) -> None:
        """Takes no time."""


@contextmanager
def served(record: Path) -> Iterator[int]:
    """A process of its own that serves `record`; its port."""
    command = [sys.executable, "-m", "tests.scale.served", str(record)]
    with Popen(command, stdout=PIPE, text=True) as process:
        try:
            if process.stdout is None or not (line := process.stdout.readline()):
                raise RuntimeError("the web application did not start")
            yield int(line)
        finally:
            process.terminate()


def main(record: Path) -> None:
    """Serve until SIGTERM."""
    import uvicorn

    from tracker.settings import load
    from tracker.web.app import create_web
    from tracker.wiring import open_app

    tcp = (
        socket.AF_INET,
        socket.SOCK_STREAM,
        socket.IPPROTO_TCP,
    )  # only where it is named, answers go out at once
    with TemporaryDirectory() as home, socket.socket(*tcp) as bound:
        settings = load({"TRACKER_DATABASE_URL": f"sqlite:///{record}"}, Path(home))
        with closing(open_app(settings, clock=HeldClock(), durable=False)) as app:
            config = uvicorn.Config(create_web(app), log_config=None, access_log=False, lifespan="off")
            bound.bind(("127.0.0.1", 0))
            bound.listen()
            sys.stdout.write(f"{bound.getsockname()[1]}\n")
            sys.stdout.flush()
            uvicorn.Server(config).run(sockets=[bound])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
