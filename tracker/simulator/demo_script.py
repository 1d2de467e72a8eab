"""What happens in the demo: takedowns, returns, links, re-issues, the owners' edits and a list closed for a while."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from tracker.simulator.cast import SAVED_TRACKS
from tracker.simulator.catalog import Album
from tracker.simulator.demo_catalog import DemoCatalog
from tracker.simulator.demo_roles import Roles
from tracker.simulator.standing import Way
from tracker.simulator.world import World


class DemoScript:
    """Plays the parts over a span of days; every moment is a fraction of the span."""

    def __init__(self, world: World, made: DemoCatalog, roles: Roles, days: int, rng: Random) -> None:
        self.world, self.made, self.roles, self.days, self._rng = world, made, roles, days, rng
        self.de = [world.cast.account_market]

    def play(self) -> None:
        """Write the whole life into the world; lists are edited in order of time."""
        self._single_takedowns()
        self._labels()
        self._reissues()
        self._flips()
        self._watched()
        self._edits()
        away = self.moment(0.60), self.moment(0.80)
        self.world.make_private(self.world.cast.shared_playlist, *away)

    def moment(self, fraction: float) -> datetime:
        """Give an odd time of the day at a fraction of the span, never a full or half hour."""
        day = self.world.start + timedelta(days=max(1, int(self.days * fraction)))
        hour, minute = (
            self._rng.choice((1, 3, 9, 11, 15, 19, 22)),
            self._rng.choice((7, 13, 19, 23, 37, 41, 47, 53)),
        )
        return datetime.combine(day.date(), time(hour, minute, self._rng.randint(11, 49)), day.tzinfo)

    def _single_takedowns(self) -> None:
        roles = self.roles
        for track_id in roles.dead_before:
            self.world.take_down(track_id, self.world.start, self.de)
        self._gone(roles.unplayable[0], "unplayable", 0.08, 0.26)
        self._gone(roles.unplayable[1], "unplayable", 0.45, None, only_de=True)
        self._gone(roles.unplayable[2], "unplayable", 0.72, 0.90)
        self._gone(roles.unplayable[3], "unplayable", 0.15, 0.35, only_de=True)
        self._gone(roles.unplayable[3], "unplayable", 0.57, 0.77, only_de=True)
        self._gone(roles.null[0], "null", 0.11, 0.33)
        self._gone(roles.null[1], "null", 0.65, None)
        self._gone(roles.null[2], "null", 0.85, None)
        self._gone(roles.null[3], "null", 0.38, None)
        self._gone(roles.empty[0], "empty", 0.36, 0.58)
        self._gone(roles.empty[1], "empty", 0.78, None)
        self._gone(roles.missing[0], "missing", 0.20, 0.75)
        self._gone(roles.missing[1], "missing", 0.87, None)

    def _gone(
        self, track_id: str, way: Way, start: float, end: float | None, *, only_de: bool = False
    ) -> None:
        where = self.de if only_de else None
        self.world.take_down(track_id, self.moment(start), where, way)
        if end is not None:
            self.world.restore(track_id, self.moment(end), where)

    def _labels(self) -> None:
        """One label leaves one market and comes back with half of its songs; another leaves everywhere."""
        leaving, back = self.moment(0.29), self.moment(0.93)
        for place, track_id in enumerate(self._of_label(self.roles.label_leaving_de)):
            self.world.take_down(track_id, leaving, self.de)
            if place % 2:
                self.world.restore(track_id, back, self.de)
        gone = self.moment(0.48)
        for track_id in self._of_label(self.roles.label_leaving_all):
            self.world.take_down(track_id, gone)

    def _reissues(self) -> None:
        """One album is re-issued and linked to; of another the old ids die before the new ones come, unlinked."""
        linked = self.moment(0.17)
        self._again(self.roles.linked_album, "Remastered", linked - timedelta(days=2), linked)
        died = self.moment(0.55)
        for track in self.world.catalog.tracks_of(self.roles.orphaned_album.id):
            self.world.take_down(track.id, died)
        later = timedelta(days=min(3.0, self.days * 0.05), hours=5)
        self._again(self.roles.orphaned_album, "New Edition", died + later, None)

    def _again(self, album: Album, suffix: str, out: datetime, linked: datetime | None) -> None:
        name = f"{album.name} ({suffix})"
        new = self.world.add_album(
            name, album.artist_ids, label=album.label, release_date=out.date(), appears_at=out
        )
        for track in self.world.catalog.tracks_of(album.id):
            pressed = self.made.copy(track, new)
            if linked:
                self.world.relink(track.id, pressed.id, linked)

    def _flips(self) -> None:
        """Two songs are answered for by another pressing, back, and for one of them again."""
        (first, first_twin), (second, second_twin) = self.roles.flipping
        self.world.relink(first, first_twin, self.moment(0.42), self.de)
        self.world.restore(first, self.moment(0.62), self.de)
        self.world.relink(first, first_twin, self.moment(0.82), self.de)
        self.world.relink(second, second_twin, self.moment(0.25))
        self.world.restore(second, self.moment(0.68))

    def _watched(self) -> None:
        """The watched album loses the other market for some songs; the watched artist brings out and loses songs."""
        other, at = [self.world.cast.other_market], self.moment(0.34)
        for track in self.world.catalog.tracks_of(self.roles.watched_album.id)[2:7]:
            self.world.take_down(track.id, at, other)
        releases = self.world.catalog.albums_of(self.roles.watched_artist)
        oldest, out = releases[-1], self.moment(0.50)
        for track in self.world.catalog.tracks_of(oldest.id):
            self.world.take_down(track.id, self.moment(0.66), self.de)
        single = self.world.add_album(
            "Late Telegram",
            [self.roles.watched_artist],
            label=oldest.label,
            album_type="single",
            release_date=out.date(),
            appears_at=out,
        )
        self.world.add_track("Late Telegram", single.id)

    def _edits(self) -> None:
        """The owners add, remove and reorder; only songs without a part are removed."""
        own, shared = self.world.cast.own_playlist, self.world.cast.shared_playlist
        fresh = iter(self._rng.sample(self.roles.filler[1:], 20))
        again = self.world.catalog.same_recording(self._isrc(self.roles.orphaned_album_tracks[0]))[-1].id
        self._edit(own, 0.04, add=[next(fresh), next(fresh)])
        self._edit(own, 0.14, remove=1)
        self._edit(own, 0.23, move=True)
        self._edit(shared, 0.31, add=[next(fresh)], remove=1)
        self._edit(own, 0.39, remove=6)
        self._edit(own, 0.52, add=[next(fresh) for _ in range(4)])
        self._edit(SAVED_TRACKS, 0.53, add=[next(fresh)], remove=1)
        self._edit(own, 0.67, add=[again])
        self._edit(shared, 0.76, add=[next(fresh), next(fresh)], move=True)
        self._edit(own, 0.80, remove=2, move=True)
        self._edit(own, 0.95, add=[next(fresh)])

    def _edit(
        self,
        list_id: str,
        fraction: float,
        *,
        add: list[str] | None = None,
        remove: int = 0,
        move: bool = False,
    ) -> None:
        at, filler = self.moment(fraction), set(self.roles.filler)
        entries = self.world.listing(list_id).version_at(at).entries
        free = [position for position, entry in enumerate(entries) if entry.item in filler]
        removed = sorted(self._rng.sample(free, remove))
        left = len(entries) - remove
        way = (self._rng.randrange(left // 2), self._rng.randrange(left // 2, left)) if move else None
        self.world.edit_playlist(list_id, at, remove=removed, add=add or [], move=way)

    def _of_label(self, label: str) -> list[str]:
        catalog = self.world.catalog
        return [
            track.id for track in catalog.tracks.values() if catalog.albums[track.album_id].label == label
        ]

    def _isrc(self, track_id: str) -> str:
        return self.world.catalog.tracks[track_id].isrc
