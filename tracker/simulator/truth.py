"""What really happened in the world, as rows that a tracker's record can be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.simulator.clock import stamp
from tracker.simulator.playlists import Playlist

if TYPE_CHECKING:
    from tracker.simulator.standing import Standing
    from tracker.simulator.world import World


@dataclass(frozen=True, slots=True)
class AvailabilityRow:
    """One unbroken run of one state for one (track, market); `until` is None while it lasts."""

    track_id: str
    market: str
    state: str
    way: str | None
    reason: str | None
    via: str | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class EditRow:
    """One entry that an owner added, removed or moved; the position is the old one only for a removal."""

    playlist_id: str
    at: datetime
    kind: str
    track_id: str
    position: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One span in which a list could not be read."""

    playlist_id: str
    lost_at: datetime
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that happened up to `until`; tracks that were playable all along have no row."""

    until: datetime
    availability: tuple[AvailabilityRow, ...]
    edits: tuple[EditRow, ...]
    sources: tuple[SourceRow, ...]

    def as_json(self) -> dict[str, object]:
        """Give plain values for JSON; the beginning of a run is called `from`."""
        rows = [_plain(row) for row in self.availability]
        for row in rows:
            row["from"] = row.pop("since")
        return {
            "until": stamp(self.until),
            "availability": rows,
            "edits": [_plain(row) for row in self.edits],
            "sources": [_plain(row) for row in self.sources],
        }


def read_truth(world: World, until: datetime, markets: Iterable[str]) -> Truth:
    """Derive the sorted rows of all that happened in the world up to a moment."""
    chosen = sorted(set(markets))
    availability = [
        row
        for track_id in world.timeline.changed_tracks()
        for market in chosen
        for row in _runs(world, track_id, market, until)
    ]
    edits = [row for listing in world.listings() for row in _edits(listing, until)]
    sources = [row for listing in world.listings() for row in _closures(listing, until)]
    return Truth(
        until,
        tuple(availability),
        tuple(sorted(edits, key=lambda row: (row.at, row.playlist_id))),
        tuple(sorted(sources, key=lambda row: (row.playlist_id, row.lost_at))),
    )


def _runs(world: World, track_id: str, market: str, until: datetime) -> list[AvailabilityRow]:
    album = world.catalog.albums[world.catalog.tracks[track_id].album_id]
    first = max(world.start, album.appears_at or world.start)
    moments = sorted({first} | {at for at in world.timeline.moments(track_id) if first < at <= until})
    runs: list[tuple[datetime, Standing]] = []
    for at in moments:
        standing = world.standing(track_id, market, at)
        if not runs or runs[-1][1] != standing:
            runs.append((at, standing))
    if first > until or (len(runs) == 1 and runs[0][1].playable and runs[0][1].via is None):
        return []
    ends = [later for _, (later, _) in pairwise(runs)]
    return [
        _row(track_id, market, standing, at, end)
        for (at, standing), end in zip(runs, [*ends, None], strict=True)
    ]


def _row(
    track_id: str, market: str, standing: Standing, since: datetime, until: datetime | None
) -> AvailabilityRow:
    reason = standing.reason if standing.way == "unplayable" else None
    state = "playable" if standing.playable else "absent"
    return AvailabilityRow(track_id, market, state, standing.way, reason, standing.via, since, until)


def _edits(listing: Playlist, until: datetime) -> Iterator[EditRow]:
    for before, after, edit in zip(listing.versions, listing.versions[1:], listing.edits, strict=False):
        if edit.at > until:
            return
        for position in sorted(edit.remove):
            yield EditRow(listing.id, edit.at, "removed", before.entries[position].item, position)
        where = len(after.entries) - len(edit.add) if edit.position is None else edit.position
        if edit.move:
            # Additions in front of it push a moved entry further down.
            landed = edit.move[1] + (len(edit.add) if edit.move[1] >= where else 0)
            yield EditRow(listing.id, edit.at, "moved", after.entries[landed].item, landed)
        for place, item in enumerate(edit.add):
            yield EditRow(listing.id, edit.at, "added", item, where + place)


def _closures(listing: Playlist, until: datetime) -> Iterator[SourceRow]:
    for closure in listing.closures:
        if closure.at <= until:
            back = closure.until if closure.until and closure.until <= until else None
            yield SourceRow(listing.id, closure.at, back)


def _plain(row: AvailabilityRow | EditRow | SourceRow) -> dict[str, object]:
    values = {name: getattr(row, name) for name in row.__dataclass_fields__}
    return {name: stamp(value) if isinstance(value, datetime) else value for name, value in values.items()}
