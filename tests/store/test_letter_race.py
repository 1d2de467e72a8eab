"""Two processes' worth of connections that reach for the same letter at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from threading import Barrier

from tests.store.looks import first_reading, hours, watch_list
from tests.store.test_letters import add, claim, told, vanish
from tracker.core.letters import Letter, Sent
from tracker.store.repository import SqlStore, open_store

RACES = 40


def test_of_two_that_reach_for_a_letter_at_once_one_gets_it(database_url: str) -> None:
    """Two connections in two threads, let go at a barrier, letter by letter; both form them, too."""
    with ExitStack() as closing_all:
        rivals = [
            closing_all.enter_context(closing(open_store(database_url, durable=False))) for _ in range(2)
        ]
        watch = watch_list(rivals[0])
        tracks = [f"t{n}" for n in range(RACES)]
        first_reading(rivals[0], watch, tracks)
        add(rivals[0])
        vanish(rivals[0], watch, *tracks, at=1)
        barrier = Barrier(2)

        def reach(store: SqlStore) -> list[Letter | None]:
            got = []
            for _ in range(RACES):
                barrier.wait(30)
                got.append(claim(store, 4))
                barrier.wait(30)
                if got[-1]:
                    store.mark_letter(got[-1], Sent(), hours(4), hours(5))
            return got

        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(reach, rivals))
    assert [sum(letter is not None for letter in pair) for pair in zip(*both, strict=True)] == [1] * RACES
    letters = [letter for pair in zip(*both, strict=True) for letter in pair if letter]
    assert told(letters) == [[track] for track in tracks]
    assert len({letter.key for letter in letters}) == RACES
