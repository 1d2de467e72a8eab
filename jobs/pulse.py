"""The sign of life of the jobs: a clockwork that stands still must not look as if it ran."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SILENCE_S = 180.0
"""A working process calls, or starts a job, far more often: the longest wait of a call is a minute, and so of a pause."""

PARTING_S = 8.0
"""So long a job may go on after the process was told to end: who waits for that kills it after ten seconds."""

STOOD_STILL = 70
"""The exit code of a process whose jobs stand still: at once, for what hangs cannot be asked to end."""

log = logging.getLogger(__name__)


class Pulse:
    """Beaten by every job and every call; whoever watches it hears when the beating stops."""

    def __init__(self) -> None:
        """Begin with a beat: starting takes time too."""
        self._beaten = threading.Event()
        self._ending = threading.Event()
        self._ended = threading.Event()

    def beat(self) -> None:
        """Give a sign of life."""
        self._beaten.set()

    def parting(self) -> None:
        """The jobs were told to end: from here on not their silence counts, but how long they take."""
        self._ending.set()
        self._beaten.set()

    def end(self) -> None:
        """Stop watching: the jobs have ended."""
        self._ended.set()
        self.parting()

    def watch(
        self, on_silence: Callable[[], None], silence_s: float = SILENCE_S, parting_s: float = PARTING_S
    ) -> None:
        """Call `on_silence` once, from another thread, when nothing was heard for so many seconds.

        The same when the jobs have not ended `parting_s` after they were told to.
        """
        listen = (on_silence, silence_s, parting_s)
        threading.Thread(target=self._listen, args=listen, name="pulse", daemon=True).start()

    def _listen(self, on_silence: Callable[[], None], silence_s: float, parting_s: float) -> None:
        while self._beaten.wait(silence_s):
            if self._ending.is_set():
                break
            self._beaten.clear()
        if not self._ending.is_set():
            log.critical(
                "No job has run for %g s: the clockwork stands still, so this process ends.", silence_s
            )
        elif self._ended.wait(parting_s):
            return
        else:
            log.critical(
                "A job has not ended within %g s: it is left behind, and what it has not recorded is lost.",
                parting_s,
            )
        on_silence()
