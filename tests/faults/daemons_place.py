"""Where the records of the daemons' cases are: files, or a PostgreSQL server of their own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.faults.daemons_station import Station, station, this_moment
from tests.postgres import Postgres, running_postgres, usual_places
from tracker.simulator import small_world

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")  # processes are killed here, machines are not: no disk has to be waited for


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, and a server where the database is not SQLite."""

    folder: Path
    postgres: Postgres | None = None

    @property
    def kind(self) -> str:
        """The kind of database, for the table."""
        return "PostgreSQL" if self.postgres else "SQLite"

    @contextmanager
    def station(self, name: str, **settings: str) -> Iterator[Station]:
        """A station of its own, with an empty record, in a small world that begins now."""
        world, home = small_world(start=this_moment()), self.folder / name
        if self.postgres is None:
            with station(world, home, None, **settings) as made:
                yield made
            return
        with self.postgres.database(name) as url, station(world, home, url, **settings) as made:
            yield made


@contextmanager
def files() -> Iterator[Place]:
    """A folder for SQLite files."""
    with TemporaryDirectory(prefix="daemons-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Place(Path(folder))


@contextmanager
def server() -> Iterator[Place]:
    """The same with a PostgreSQL server; NoPostgresError where there are no binaries."""
    with files() as place, running_postgres(usual_places()) as postgres:
        yield Place(place.folder, postgres)
