"""What takes long to count, kept for as long as nothing that was counted has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from tracker.store.pages.metrics import counted_at
from tracker.store.watch_views import counted, uncounted_views, watch_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from tracker.core.views import WatchView
    from tracker.store.watch_views import WatchCounts
    from tracker.web.site import Site

T = TypeVar("T")


class Remembered(Generic[T]):
    """One value and its key. Two threads may work it out at the same time; neither sees half of it."""

    def __init__(self) -> None:
        self._held: tuple[Hashable, T] | None = None

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value for this key: the one that is held, or a new one."""
        held = self._held
        if held is None or held[0] != key:
            held = self._held = (key, make())
        return held[1]


class Watched:
    """The watches as they are at each moment, counted anew only after a check or a change of the watches."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._counts: Remembered[dict[int, WatchCounts]] = Remembered()

    def views(self) -> list[WatchView]:
        """The live watches, in the order they were added."""
        ask = self._site.ask
        return counted(ask(uncounted_views), self._counts.get(ask(counted_at), lambda: ask(watch_counts)))
