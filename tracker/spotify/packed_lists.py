"""The packed lists at the service: made, read as they are stored, written to, and taken away again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from tracker.core.errors import Passing, Refused
from tracker.core.items import Kind
from tracker.core.packed import STRANGE, Shown, Version
from tracker.spotify import endpoints, writes
from tracker.spotify.paging import read_pages
from tracker.spotify.parse import Page, parse_head, parse_page, parse_place
from tracker.spotify.payloads import count_in, ident, object_in, part, text, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.core.items import Item
    from tracker.spotify.door import Door
    from tracker.spotify.writes import Write

ATTEMPTS = 3
"""So often a list is read anew while its version moves."""
DONE = (200, 201)


class ServiceShelf:
    """Implements `tracker.core.packed.Shelf` on the Web API; which lists may be written to, the door knows."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def make(self, name: str, description: str) -> str:
        """Make an empty private list."""
        answer = self._door.write(writes.new_list(name, description))
        if answer.status not in DONE:
            raise Refused(f"The service makes no list for this app (HTTP {answer.status}).", why="list")
        found = ident(answer.body.get("id"))
        if found is None:  # it was made all the same: the mark finds it
            raise wrong("id")
        return found

    def find(self, mark: str) -> str | None:
        """The list that bears a mark, among all that the account has."""
        for row in read_pages(self._mine, trust_next=False).rows:
            if row is not None and f"[{mark}]" in (text(object_in(row, "playlist").get("description")) or ""):
                return ident(object_in(row, "playlist").get("id"))
        return None

    def kept(self, refs: Sequence[str]) -> Mapping[str, bool]:
        """Whether each is still in the library; what this app is not told, nobody knows."""
        told: dict[str, bool] = {}
        for first in range(0, len(refs), endpoints.MOST_URIS):
            asked = refs[first : first + endpoints.MOST_URIS]
            try:
                rows = self._door.get(endpoints.in_library(asked)).body.get("rows")
            except Refused:  # then a list counts as kept while it answers
                rows = None
            if isinstance(rows, list) and len(rows) == len(asked) and all(type(row) is bool for row in rows):
                told |= dict(zip(asked, rows, strict=True))
        return told

    def version(self, ref: str) -> Version | None:
        """The version and the size; None only while the account itself answers."""
        answer = self._door.get(endpoints.playlist(ref))
        if answer.status == 200:
            entries = part(answer.body, "items") or part(answer.body, "tracks")
            return Version(parse_head(answer.body).snapshot, count_in(entries, "total"))
        if answer.status == 404 and self._door.get(endpoints.me()).status == 200:
            return None
        raise Passing(f"The packed list answers {answer.status}, which says nothing.", why="list")

    def read(self, ref: str) -> Shown:
        """All places, between two equal versions."""
        before = self._certain(ref)
        for _ in range(ATTEMPTS):
            rows = read_pages(lambda offset: self._page(ref, offset))
            after = self._certain(ref)
            if rows.certificate.complete and before == after:
                return Shown(tuple(_place(parse_place(row, 0).item) for row in rows.rows), after.snapshot)
            before = after
        raise Passing("The packed list moved while it was read.", why="edited while read")

    def put(self, ref: str, place: int, tracks: Sequence[str]) -> str | None:
        """Put tracks in."""
        return self._written(writes.put(ref, place, tracks))

    def take(self, ref: str, tracks: Sequence[str]) -> str | None:
        """Take tracks out."""
        return self._written(writes.take(ref, tracks))

    def clear(self, ref: str) -> str | None:
        """Take everything out."""
        return self._written(writes.clear(ref))

    def remove(self, ref: str) -> bool:
        """Take the list itself away."""
        try:
            return self._door.write(writes.out_of_library(ref)).status in DONE
        except Refused as refusal:
            if refusal.why in {
                "scope",
                "request",
            }:  # the documents do not say which scope a private list needs
                return False
            raise

    def rename(self, ref: str, name: str, description: str) -> None:
        """Give it another name."""
        answer = self._door.write(writes.rename(ref, name, description))
        if answer.status not in DONE:
            _unwritten(answer.status)

    def _written(self, write: Write) -> str | None:
        answer = self._door.write(write)
        if answer.status not in DONE:
            _unwritten(answer.status)
        return text(answer.body.get("snapshot_id"))

    def _certain(self, ref: str) -> Version:
        version = self.version(ref)
        if version is None:
            raise Passing("The packed list was deleted while it was read.", why="list")
        return version

    def _page(self, ref: str, offset: int) -> Page:
        return self._answered(endpoints.stored_items(ref, offset), offset)

    def _mine(self, offset: int) -> Page:
        return self._answered(endpoints.my_playlists(offset), offset)

    def _answered(self, ask: endpoints.Ask, offset: int) -> Page:
        answer = self._door.get(ask)
        if answer.status != 200:
            raise Passing(f"The account's lists answer {answer.status}, which says nothing.", why="list")
        return parse_page(answer.body, offset)


def _unwritten(status: int) -> NoReturn:
    raise Passing(f"The packed list could not be written to (HTTP {status}).", why="list")


def _place(item: Item) -> str | None:
    if item.kind is Kind.NOTHING:
        return None
    return (item.linked_from or item.id or STRANGE) if item.kind is Kind.TRACK else STRANGE
