"""A check that the page began: in a thread of its own, one at a time, with its progress for whoever looks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core.errors import Parked, TrackerError
from tracker.core.plan import home_calls, price
from tracker.usecases.rounds import check_now
from tracker.usecases.telling import look_line

if TYPE_CHECKING:
    from tracker.core.watch import Watch
    from tracker.wiring import App


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check has come: calls sent of those expected (None: unknown), and a line for each market done.

    `number` grows with every change. `failed`: at least one line tells of a look that brought nothing.
    """

    number: int
    watch: Watch
    market: str
    calls: int
    expected: int | None
    lines: tuple[str, ...] = ()
    failed: bool = False
    ended: bool = False


class Checks:
    """The check that is under way, or was the last one."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._now: Progress | None = None
        self._thread: threading.Thread | None = None

    def progress(self) -> Progress | None:
        """How far it has come; None if none was begun yet."""
        return self._now

    def start(self, watch: Watch, entries: int | None = None) -> bool:
        """Begin to check a watch (of `entries` entries, as far as that is known); False if one is under way."""
        with self._lock:
            if self._thread and self._thread.is_alive():
                return False
            self._now = Progress(0, watch, watch.markets[0], 0, None)
            self._thread = threading.Thread(
                target=self._run, args=(watch, entries), name="check", daemon=True
            )
            self._thread.start()
            return True

    def end(self, seconds: float) -> None:
        """Wait for it, but no longer than that; it was told to stop by the program's clock."""
        if self._thread:
            self._thread.join(seconds)

    def _run(self, watch: Watch, entries: int | None) -> None:
        try:
            with self._app.ear.given_to(self._called):
                for market in watch.markets:
                    if not self._look(watch, market, entries):
                        return
        finally:
            self._change(ended=True)

    def _look(self, watch: Watch, market: str, entries: int | None) -> bool:
        """Look in one market; whether it makes sense to go on with the next."""
        try:
            self._change(market=market, calls=0, expected=self._expected(watch, market, entries))
            looked = check_now(self._app.observer, watch, market)
        except TrackerError as error:
            self._tell(str(error), failed=True)
            return False
        self._tell(look_line(looked), failed=looked.failure is not None)
        if looked.failure:
            self._tell(str(looked.failure), failed=True)
        return not isinstance(looked.failure, Parked)

    def _expected(self, watch: Watch, market: str, entries: int | None) -> int | None:
        known = self._app.store.entries(watch.id)
        if known:
            return price(watch, known).per_check[market]
        return home_calls(watch.source, entries, albums=1) if entries is not None else None

    def _called(self) -> None:
        if self._now:
            self._change(calls=self._now.calls + 1)

    def _tell(self, line: str, *, failed: bool) -> None:
        if self._now:
            self._change(lines=(*self._now.lines, line), failed=self._now.failed or failed)

    def _change(self, **changes: object) -> None:
        """Only the check's own thread changes anything, and each change is one assignment."""
        if self._now:
            self._now = replace(self._now, number=self._now.number + 1, **changes)  # type: ignore[arg-type]
