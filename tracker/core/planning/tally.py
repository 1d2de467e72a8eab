"""What a set of pages shows, and which albums have to be asked for besides: kept up to date page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.planning.windows import Windows


class Tally:
    """How often each track is shown by the pages, and how many tracks of each album none of them shows."""

    def __init__(self, windows: Windows, pages: Iterable[int]) -> None:
        self.windows = windows
        self.shown = shown = [0] * len(windows.names)
        self.missing = dict.fromkeys(windows.albums, 0)
        for start in pages:
            for item in windows.items[start : windows.ends[start]]:
                shown[item] += 1
        for album, times in zip(windows.album_of, shown, strict=True):
            if not times:
                self.missing[album] += 1

    def add(self, pages: Iterable[int]) -> int:
        """Take pages in; how many albums need not be asked for any more."""
        shown, missing, album_of, saved = self.shown, self.missing, self.windows.album_of, 0
        for start in pages:
            for item in self.windows.items[start : self.windows.ends[start]]:
                if not shown[item]:
                    album = album_of[item]
                    missing[album] -= 1
                    saved += not missing[album]
                shown[item] += 1
        return saved

    def drop(self, pages: Iterable[int]) -> int:
        """Leave pages out; how many more albums have to be asked for."""
        shown, missing, album_of, opened = self.shown, self.missing, self.windows.album_of, 0
        for start in pages:
            for item in self.windows.items[start : self.windows.ends[start]]:
                shown[item] -= 1
                if not shown[item]:
                    album = album_of[item]
                    opened += not missing[album]
                    missing[album] += 1
        return opened

    def saves(self, start: int) -> int:
        """How many albums would have to be asked for without this page."""
        shown, missing, album_of = self.shown, self.missing, self.windows.album_of
        alone = [
            album_of[item]
            for item in self.windows.items[start : self.windows.ends[start]]
            if shown[item] == 1
        ]
        return len({album for album in alone if not missing[album]})

    def albums(self) -> list[int]:
        """The albums with a track that no page shows."""
        return [album for album, tracks in self.missing.items() if tracks]
