"""Asking for tracks one by one, or several at once through the album that holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core.errors import Passing
from tracker.core.items import COMPLETE, NOTHING, Certificate, Item, Place, Reading
from tracker.core.known import KnownEntry
from tracker.core.matching import same_recording
from tracker.spotify import endpoints
from tracker.spotify.albums import AlbumReader
from tracker.spotify.canary import Canary
from tracker.spotify.endpoints import Auth
from tracker.spotify.parse import parse_item

if TYPE_CHECKING:
    from tracker.spotify.batches import BatchReader

WORTH_AN_ALBUM = 2
"""So many watched tracks on one album make one call for the album cheaper than one for each."""
UNBELIEVED = Certificate(complete=False, why="canary")


@dataclass(frozen=True, slots=True)
class TrackReader:
    """Asks for tracks in one market with one kind of token."""

    canary: Canary
    market: str
    auth: Auth
    batches: BatchReader | None = None

    def singles(self, entries: Sequence[KnownEntry]) -> Reading:
        """Every entry's track by its own id; 404s are believed only if afterwards something else answers."""
        return self._reading(entries, {})

    def albums(self, entries: Sequence[KnownEntry]) -> Reading:
        """The same through albums that hold two or more of the tracks; what they do not show is asked singly.

        Where the service still answers for many at once, that goes before.
        """
        reader = AlbumReader(self.canary, self.market, self.auth)
        found = self.batches.read(entries, reader) if self.batches else {}
        for ref, members in _by_album(each for each in entries if each.track_id not in found).items():
            if len(members) >= WORTH_AN_ALBUM:
                found |= _on_album(reader, ref, members)
        return replace(self._reading(entries, found), releases=reader.releases)

    def _reading(self, entries: Sequence[KnownEntry], found: Mapping[str, Item]) -> Reading:
        answers = dict(found)
        for entry in entries:
            if entry.track_id not in answers:
                answers[entry.track_id] = self._one(entry.track_id)
        places = tuple(Place(n, answers[e.track_id], key=e.track_id) for n, e in enumerate(entries))
        return Reading(places, COMPLETE if self._believed(answers) else UNBELIEVED)

    def _believed(self, answers: Mapping[str, Item]) -> bool:
        """Whether the 404s, if any, may be believed: a track that answered, now or lately, is asked once more."""
        if all(item is not NOTHING for item in answers.values()):
            return True
        alive = [
            endpoints.track(i, self.market, self.auth) for i, item in answers.items() if item is not NOTHING
        ]
        silent = [track_id for track_id, item in answers.items() if item is NOTHING]
        return self.canary.sings(self.auth, self.market, alive[:1], silent)

    def _one(self, track_id: str) -> Item:
        answer = self.canary.get(endpoints.track(track_id, self.market, self.auth))
        if answer.status == 403:
            raise Passing("A track answers 403, which says nothing of it.", why="forbidden")
        return parse_item(answer.body) if answer.status == 200 else NOTHING


def _by_album(entries: Iterable[KnownEntry]) -> Mapping[str, list[KnownEntry]]:
    groups: dict[str, dict[str, KnownEntry]] = defaultdict(dict)
    for entry in entries:
        if entry.album_id:
            groups[entry.album_id][entry.track_id] = entry
    return {ref: list(members.values()) for ref, members in groups.items()}


def _on_album(reader: AlbumReader, ref: str, members: Sequence[KnownEntry]) -> dict[str, Item]:
    """What the album shows of its members; its further pages are read only if somebody is missing."""
    album = reader.find(ref)
    if album is None:
        return {}
    items = [place.item for place in reader.first(ref, album)]
    found = matched(members, items)
    if len(found) < len(members) and album.page.total > len(items):
        found = matched(members, [place.item for place in reader.rest(ref, album).places])
    return found


def matched(members: Iterable[KnownEntry], items: Sequence[Item]) -> dict[str, Item]:
    """Items by the id they stand for; else by disc and number, if it is plainly the same recording."""
    by_id = {item.linked_from or item.id: item for item in items}
    by_number = {(item.disc, item.number): item for item in items}
    found: dict[str, Item] = {}
    for entry in members:
        item = by_id.get(entry.track_id)
        if item is None and entry.number is not None:
            other = by_number.get((entry.disc, entry.number))
            item = other if other is not None and same_recording(entry, other) else None
        if item is not None:
            found[entry.track_id] = item
    return found
