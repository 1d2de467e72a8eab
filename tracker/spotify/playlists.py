"""Reading a playlist whole: its version before, its pages, its version after."""

from __future__ import annotations

from dataclasses import replace

from tracker.core.errors import LookFailed, Passing, SourceLost
from tracker.core.items import Certificate, ListPage, ListVersion, Place, Reading
from tracker.core.plan import PAGE
from tracker.spotify import endpoints
from tracker.spotify.canary import Canary, lost
from tracker.spotify.door import Door
from tracker.spotify.paging import read_pages
from tracker.spotify.parse import Head, Page, parse_head, parse_page, parse_place

ATTEMPTS = 3
EDITED = Certificate(complete=False, why="edited while read")
FOREIGN = (
    "The API gives this app no contents of playlists that the account neither owns nor takes part in: "
    "copy the tracks into a playlist of your own and watch that."
)

KNOWN = Head(None, None, readable=True)
"""What is known of a list whose pages were read before."""


class PlaylistReader:
    """Reads one list in the account's own market. 1,000 entries cost 22 calls while nobody edits it."""

    def __init__(self, door: Door, canary: Canary, ref: str, market: str) -> None:
        self._door, self._canary, self._ref, self._market = door, canary, ref, market
        self._brief = True

    def head(self) -> Head:
        """The list's version and name; raises SourceLost for 403 or 404 with the account alive."""
        head = self._head()
        if head.snapshot is None and self._brief:
            self._brief = False  # the filter took the version away; the whole answer costs bytes, not calls
            head = self._head()
        return head

    def _head(self) -> Head:
        answer = self._door.get(endpoints.playlist(self._ref, brief=self._brief))
        if answer.status != 200:
            raise self._lost(
                answer.status, f"The playlist answers {answer.status}: private, deleted, or mistyped."
            )
        return parse_head(answer.body)

    def size(self, head: Head) -> int:
        """How many entries the list has; raises SourceLost if its entries cannot be read."""
        return self._page(head, 0, 1).total

    def version(self) -> ListVersion:
        """The list's version and name; raises SourceLost as `head` does."""
        head = self.head()
        return ListVersion(head.snapshot, head.name, head.total, head.readable)

    def page(self, offset: int) -> ListPage:
        """One page; raises SourceLost for 403 or 404, and Passing where it is another one than was asked for."""
        page = self._page(KNOWN, offset, PAGE)
        if page.offset != offset or len(page.rows) != max(0, min(PAGE, page.total - offset)):
            raise Passing("A page of the playlist is another one than was asked for.", why="pages:overlap")
        return ListPage(tuple(parse_place(row, offset + n) for n, row in enumerate(page.rows)), page.total)

    def read(self, limit: int = PAGE, known: ListVersion | None = None) -> Reading:
        """All places. Read anew, at most 3 times, while the version or the pages move; `known` is its version just now.

        The version is known to change with every request on some lists: two equal readings in a row then
        prove as much as an equal version does.
        """
        before = Head(known.label, known.snapshot, known.readable, known.total) if known else self.head()
        reading = Reading((), EDITED)
        earlier: tuple[Place, ...] | None = None
        for _ in range(ATTEMPTS):
            reading = self._pages(before, limit)
            after = self.head()
            still = before.snapshot is not None and before.snapshot == after.snapshot
            if reading.certificate.complete and (still or reading.places == earlier):
                return replace(reading, snapshot=after.snapshot, label=after.name)
            earlier = reading.places if reading.certificate.complete else None
            before = after
        return replace(reading, certificate=EDITED) if reading.certificate.complete else reading

    def _pages(self, head: Head, limit: int) -> Reading:
        rows = read_pages(lambda offset: self._page(head, offset, limit))
        places = tuple(parse_place(row, n) for n, row in enumerate(rows.rows))
        return Reading(places, rows.certificate, head.snapshot, head.name)

    def _page(self, head: Head, offset: int, limit: int) -> Page:
        answer = self._door.get(endpoints.playlist_items(self._ref, self._market, offset, limit))
        if answer.status == 200:
            return parse_page(answer.body, offset)
        message = f"The playlist's entries answer {answer.status}, though the playlist is there."
        if answer.status == 403:  # the playlist itself has just answered, so the account is alive
            raise SourceLost(message if head.readable else FOREIGN, status=403)
        raise self._lost(answer.status, message)

    def _lost(self, status: int, message: str) -> LookFailed:
        return lost(status, message, alive=self._canary.is_logged_in())
