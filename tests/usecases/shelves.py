"""A world of albums by two labels, each album a watch of its own with a weekly rhythm: for looks out of turn."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jobs import checks, visits
from tests.living import Living, living
from tracker.core.items import Purpose
from tracker.simulator import small_world
from tracker.store.engine import reading
from tracker.store.tables import CheckRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Row

    from tracker.core.watch import Watch

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALBUMS, TRACKS = 6, 5


@dataclass
class Shelf:
    """The living program, its watches, and the tracks of each label; `lone` stands alone on its album."""

    life: Living
    lone: str
    line: list[str]
    strangers: list[str]
    watches: list[Watch] = field(default_factory=list)

    def run(self, length: timedelta, *, step: timedelta = HOUR, visiting: bool = False) -> None:
        """Let the jobs do what is due, every `step`."""
        end = self.life.sim.now() + length
        while self.life.sim.now() < end:
            self.life.sim.advance(step)
            checks.work(self.life.app)
            if visiting:
                visits.work(self.life.app)

    def looks(self, purpose: Purpose, since: datetime | None = None) -> list[Row[tuple[object, ...]]]:
        """The looks that were made for a reason, oldest first."""
        with reading(self.life.app.store._engine) as conn:
            rows = conn.execute(CheckRow.__table__.select().order_by(CheckRow.__table__.c.id)).all()  # type: ignore[attr-defined]
        return [row for row in rows if row.purpose == purpose and (since is None or row.started_at >= since)]

    def calls(self, purpose: Purpose, since: datetime | None = None) -> int:
        """What they cost."""
        return sum(row.calls for row in self.looks(purpose, since))

    def take_down(self, tracks: list[str]) -> datetime:
        """They vanish now; returns when."""
        at = self.life.sim.now()
        for track in tracks:
            self.life.world.take_down(track, at, ["DE"])
        return at

    def missed(self) -> set[str]:
        """The tracks whose vanish is suspected or confirmed."""
        return {hit.track_id for hit in self.life.app.store.visits.hits(self.life.world.start)}


@contextmanager
def shelf(
    home: Path, *, every: str = "1w", database: str | None = None, per_day: int = 100_000
) -> Iterator[Shelf]:
    """Seven albums of one label (one of them of a single track) and one of another, 20 hours apart.

    It begins half an hour before the single track is looked at for the second time.
    """
    world = small_world()
    artist = world.add_artist("The Glass Harbour").id
    albums = [world.add_album(f"Tide {n}", [artist], label="Withered Oak") for n in range(ALBUMS + 1)]
    lone = world.add_track("Slack Water", albums[0].id).id
    line = [world.add_track(album_id=album.id).id for album in albums[1:] for _ in range(TRACKS)]
    strangers = [track.id for track in world.catalog.tracks_of(world.cast.album)]
    with living(world, home, database=database, TRACKER_REQUESTS_PER_DAY=str(per_day)) as life:
        found = Shelf(life, lone, line, strangers)
        for ref in [*(album.id for album in albums), world.cast.album]:
            found.watches.append(life.watch(f"album:{ref}", every=every))
            checks.work(life.app)
            life.sim.advance(20 * HOUR)
        life.sim.advance(7 * DAY - 8 * 20 * HOUR - HOUR / 2)
        yield found
