"""Searching for a vanished recording: by ISRC, on the reissues of its album, by title and artist.

    one ISRC search ──> certain? done
    one search for releases of the album's name ──> one of them ──> its tracks, in the short form, without ISRC
                                                      └─ the best of them asked singly for its ISRC ──> certain? done
    one search for title and artist

Only what the market plays under its own id counts. An answer that is an error is never "nothing found": it raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.core.errors import Passing
from tracker.core.items import NOTHING, Kind
from tracker.core.known import KnownEntry
from tracker.core.replacements import Candidate, Found, Lost, any_certain, surest_first
from tracker.core.sameness import judge, same_album
from tracker.core.titles import artist_key, searchable
from tracker.spotify import endpoints
from tracker.spotify.albums import AlbumReader
from tracker.spotify.canary import Canary, Known
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Ask, Auth
from tracker.spotify.parse import AlbumHit, parse_album_hit, parse_candidate, parse_hits
from tracker.spotify.tracks import TrackReader
from tracker.spotify.whose import Whose


class ServiceFinder:
    """Implements `tracker.core.replacements.Finder` on the Web API."""

    def __init__(self, door: Door, account_market: str | None, canaries: Known = lambda _: ()) -> None:
        """Keep the door; `canaries` tells ids of tracks that should answer in a market."""
        self._whose, self._canary = Whose(door, account_market), Canary(door, canaries)

    def by_id(self, lost: Lost, other_id: str) -> list[Found]:
        """One other id, asked for itself: one call."""
        return _judged(lost, self._single(other_id, lost.market))

    def search(self, lost: Lost) -> list[Found]:
        """Ask the cheapest way first, until one is certain: at most five calls."""
        found: list[Found] = []
        for way in (self._by_isrc, self._by_reissue, self._by_title):
            found += way(lost)
            if any_certain(found):
                break
        return surest_first(found)

    def plays(self, other_id: str, market: str) -> bool | None:
        """Whether an id can be played; a 404 is believed only if afterwards something else answers."""
        entry = KnownEntry(id=0, track_id=other_id, answers=frozenset({other_id}))
        reading = TrackReader(self._canary, market, self._whose.for_market(market)).singles([entry])
        if not reading.certificate.complete:
            raise Passing("A replacement answers 404, and so does what should be there.", why="canary")
        item = reading.places[0].item
        return False if item is NOTHING or item.nameless else item.playable

    def _by_isrc(self, lost: Lost) -> list[Found]:
        if not lost.isrc:
            return []
        return _judged(lost, self._tracks(endpoints.search_isrc(lost.isrc, lost.market, self._auth(lost))))

    def _by_title(self, lost: Lost) -> list[Found]:
        words, artist = searchable(lost.title), _first(lost)
        if not words or not artist:
            return []
        return _judged(
            lost, self._tracks(endpoints.search_track(words, artist, lost.market, self._auth(lost)))
        )

    def _by_reissue(self, lost: Lost) -> list[Found]:
        release = self._reissue(lost)
        if release is None:
            return []
        reader = AlbumReader(self._canary, lost.market, self._auth(lost))
        album = reader.find(release.id)
        if album is None:
            return []
        shown = [Candidate(place.item, release.compilation) for place in reader.first(release.id, album)]
        found = surest_first(_judged(lost, shown))
        if not lost.isrc or not found or found[0].item.id is None:
            return found
        best = self._single(found[0].item.id, lost.market)
        return [*_judged(lost, best), *found[1:]]

    def _reissue(self, lost: Lost) -> AlbumHit | None:
        """One release of the album's name and artist that is not the album itself; later tries take other ones."""
        words, artist = searchable(lost.album), _first(lost)
        if not words or not artist:
            return None
        ask = endpoints.search_album(words, artist, lost.market, self._auth(lost))
        releases = [parse_album_hit(row) for row in self._hits(ask, "albums")]
        fitting = [
            r for r in releases if r.id != lost.album_id and same_album(lost, r.name) and _by(artist, r)
        ]
        return fitting[lost.tries % len(fitting)] if fitting else None

    def _single(self, ident: str, market: str) -> Iterator[Candidate]:
        answer = self._canary.get(endpoints.track(ident, market, self._whose.for_market(market)))
        if answer.status == 403:
            raise Passing("A track answers 403, which says nothing of it.", why="forbidden")
        if answer.status == 200:
            found = parse_candidate(answer.body)
            if found.item.id == ident:  # else another one answers for it, which was not asked about
                yield found

    def _tracks(self, ask: Ask) -> list[Candidate]:
        return [parse_candidate(row) for row in self._hits(ask, "tracks")]

    def _hits(self, ask: Ask, kind: str) -> tuple[object, ...]:
        answer = self._canary.get(ask)
        if answer.status != 200:
            raise Passing(
                f"The search answers {answer.status}, which says nothing of any track.", why="search"
            )
        return parse_hits(answer.body, kind)

    def _auth(self, lost: Lost) -> Auth:
        return self._whose.for_market(lost.market)


def _first(lost: Lost) -> str:
    return lost.artists[0].strip() if lost.artists else ""


def _by(artist: str, release: AlbumHit) -> bool:
    return any(artist_key(name) == artist_key(artist) for name in release.artists)


def _judged(lost: Lost, candidates: Iterable[Candidate]) -> list[Found]:
    """Those that the market plays under their own ids and that are the lost recording, as far as can be told."""
    found = []
    for candidate in candidates:
        item = candidate.item
        own = item.linked_from is None or item.linked_from == item.id
        if item.kind is Kind.TRACK and item.playable is True and own and (verdict := judge(lost, candidate)):
            found.append(Found(replace(item, linked_from=None), verdict))
    return found
