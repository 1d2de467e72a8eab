"""Asking for many at once, where the service still answers that: 50 tracks or 20 albums a call.

Each row of an answer has to name the id that was asked in its place. What does not, and a null beside such a row, is
no answer: those are asked for in the old way. A refusal of the address itself ends all of it, for the day at least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.core.errors import LookFailed
from tracker.core.items import NOTHING, Item
from tracker.core.known import KnownEntry
from tracker.core.planning.batched import batched_calls, seats_of, unbatched_calls
from tracker.core.planning.bulk import bulk
from tracker.core.planning.requests import TRACKS_A_CALL, Kind, Request, Tier
from tracker.core.ports import Clock
from tracker.core.tiers import Tiers, may_batch
from tracker.spotify import endpoints
from tracker.spotify.albums import AlbumReader
from tracker.spotify.door import Door
from tracker.spotify.endpoints import Ask, Auth
from tracker.spotify.parse import parse_album, parse_item
from tracker.spotify.payloads import rows_in
from tracker.spotify.tracks import matched
from tracker.spotify.verdict import WITHDRAWN, Answer

Rows = Sequence[object]
LOST = Answer(410)


@dataclass(frozen=True, slots=True)
class Batches:
    """The calls for many ids, and the memory of whether they are answered."""

    door: Door
    tiers: Tiers
    clock: Clock

    def allowed(self, saved: int) -> bool:
        """Whether calls that save so many others are worth trying, by what is known of their being answered."""
        return may_batch(self.tiers.remembered(), self.clock.now(), saved)

    def rows(self, ask: Ask, key: str, asked: int) -> Rows | None:
        """One row for each id that was asked, () if the answer has another number, None if such calls are refused.

        Not by way of the canary, which would take an answer full of nulls for a sign of life.
        """
        answer = self._answer(ask)
        if answer is None:
            return ()
        self._learn(Tier.B if answer.status == 200 else Tier.C)
        if answer.status != 200:
            return None
        rows = rows_in(answer.body, key)
        return rows if len(rows) == asked else ()

    def _answer(self, ask: Ask) -> Answer | None:
        """The answer; None if it says nothing of all these ids, since one of them was not to its liking."""
        try:
            return self.door.get(ask)
        except LookFailed as failure:
            if failure.why == WITHDRAWN:
                return LOST
            if failure.why == "request":
                return None
            raise

    def _learn(self, tier: Tier) -> None:
        """Write down what was seen, once a day unless it is news."""
        seen, now = self.tiers.remembered(), self.clock.now()
        if seen is None or seen.tier.batches != tier.batches or not seen.fresh(now):
            self.tiers.keep(tier, now)


@dataclass(frozen=True, slots=True)
class BatchReader:
    """Asks for tracks in one market with one kind of token, many at once."""

    batches: Batches
    market: str
    auth: Auth

    def read(self, entries: Sequence[KnownEntry], albums: AlbumReader) -> dict[str, Item]:
        """What such calls say of the entries' tracks; who is not in it was not answered for, and is to be asked anew.

        Nothing is asked where that would save no call. What an album does not show of its tracks is asked by track.
        """
        if not self.batches.allowed(unbatched_calls(entries) - batched_calls(entries)):
            return {}
        known = {entry.track_id: entry for entry in entries}
        found: dict[str, Item] = {}
        singles: list[str] = []
        for request in bulk(known, seats_of(entries), self.market):
            if request.kind is Kind.ALBUMS:
                shown = self._on_albums(request, known, albums)
                if shown is None:
                    return found
                found |= shown
            singles += (track for track in request.tracks if track not in found)
        return self._with_tracks(found, singles)

    def _with_tracks(self, found: dict[str, Item], singles: Sequence[str]) -> dict[str, Item]:
        for first in range(0, len(singles), TRACKS_A_CALL):
            asked = singles[first : first + TRACKS_A_CALL]
            ask = endpoints.tracks(asked, self.market, self.auth)
            rows = self.batches.rows(ask, "tracks", len(asked))
            if rows is None:
                break
            found |= _in_place(asked, rows)
        return found

    def _on_albums(
        self, request: Request, known: Mapping[str, KnownEntry], albums: AlbumReader
    ) -> dict[str, Item] | None:
        """What some albums show of the tracks that were asked for; None if such calls are refused."""
        ask = endpoints.albums(request.refs, self.market, self.auth)
        rows = self.batches.rows(ask, "albums", len(request.refs))
        if rows is None:
            return None
        found: dict[str, Item] = {}
        for ref, row in zip(request.refs, rows, strict=bool(rows)):
            members = [known[track] for track in request.tracks if known[track].album_id == ref]
            album = parse_album(row) if row is not None else None
            if album is not None and album.id == ref:
                albums.note(ref, album)
                found |= matched(members, [place.item for place in albums.first(ref, album)])
        return found


def _in_place(asked: Sequence[str], rows: Rows) -> dict[str, Item]:
    """The items that stand in the place of the id they answer for; nulls count only where no row is out of place."""
    items = {ident: parse_item(row) for ident, row in zip(asked, rows, strict=bool(rows))}
    found = {
        ident: item
        for ident, item in items.items()
        if item is not NOTHING and ident in {item.id, item.linked_from}
    }
    strays = any(item is not NOTHING for ident, item in items.items() if ident not in found)
    return found if strays else items
