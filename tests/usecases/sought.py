"""A watched album whose tracks go missing, and finders with answers by script: what the tests of searches use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.errors import LookFailed
from tracker.core.items import Item, Kind
from tracker.core.replacements import Confidence, Found, FoundBy, Lost, Verdict
from tracker.store.engine import build_engine, reading
from tracker.store.tables import Row
from tracker.usecases.seeking import EVERY, Sought, seek_due

if TYPE_CHECKING:
    from tests.living import Living
    from tracker.core.replacements import Replacement
    from tracker.simulator import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = "6" * 22


def album_tracks(world: World) -> list[str]:
    """The ids of the watched album's tracks."""
    return [track.id for track in world.catalog.tracks_of(world.cast.album)]


def pressing(world: World, track_id: str, name: str = "Sampler") -> str:
    """The same recording on another album."""
    track = world.catalog.tracks[track_id]
    album = world.add_album(name, track.artist_ids[:1])
    more = {"artist_ids": track.artist_ids, "duration_ms": track.duration_ms}
    return world.add_track(track.name, album.id, isrc_code=track.isrc, **more).id  # type: ignore[arg-type]


def vanish(life: Living, *track_ids: str) -> None:
    """Tracks of the watched album go missing in DE, and that is confirmed."""
    (watch,) = life.app.store.all()
    for track_id in track_ids:
        life.world.take_down(track_id, life.sim.now(), ["DE"])
    life.check(watch, hours=1)
    life.confirm()


def seek(life: Living, after: timedelta = EVERY) -> Sought:
    """Let time pass and do what is due."""
    life.sim.advance(after)
    sought = seek_due(life.app.seeker)
    assert sought is not None
    return sought


def standing(life: Living, track_id: str) -> list[Replacement]:
    """What stands for a track."""
    return life.app.store.replacements.standing([track_id]).get(track_id, [])


def calls(life: Living, family: str = "search") -> int:
    """How many calls of a family the service got."""
    return int(life.service.state.ledger.by_family[family])


def untouchable(life: Living) -> list[list[tuple[object, ...]]]:
    """Every row of what a search must not change."""
    tables = ("entry", "spell", "event", "listing")
    url = life.app.settings.database_url
    engine = build_engine(url)
    try:
        with reading(engine) as conn:
            return [
                sorted(map(tuple, conn.execute(Row.metadata.tables[t].select())), key=repr) for t in tables
            ]
    finally:
        engine.dispose()


@dataclass
class FakeFinder:
    """Answers from a script: what each lost track is said to be, or the error that its search raises."""

    answers: dict[str, list[Found] | LookFailed] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def by_id(self, lost: Lost, other_id: str) -> list[Found]:
        self.asked.append((lost.track_id, other_id))
        return []

    def search(self, lost: Lost) -> list[Found]:
        self.asked.append((lost.track_id, "search"))
        answer = self.answers.get(lost.track_id, [])
        if isinstance(answer, LookFailed):
            raise answer
        return answer

    def plays(self, other_id: str, market: str) -> bool | None:
        self.asked.append((other_id, market))
        answer = self.answers.get(other_id)
        if isinstance(answer, LookFailed):
            raise answer
        return None


def faked(life: Living, after: timedelta, finder: FakeFinder) -> Sought:
    """Let time pass and do what is due with another finder."""
    life.sim.advance(after)
    sought = seek_due(replace(life.app.seeker, finder=finder))
    assert sought is not None
    return sought


def certain() -> list[Found]:
    """A find that ends a search."""
    item = Item(Kind.TRACK, id=OTHER, title="Elsewhere", artists=("The Kettles",), playable=True)
    return [Found(item, Verdict(FoundBy.ISRC, Confidence.CERTAIN, ("same ISRC",)))]
