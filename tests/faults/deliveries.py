"""Messages to a receiver that cannot be relied on, by a process that is killed over and over.

The receiver refuses, answers 500, hangs up or is silent after it has accepted, three times in ten; the sender is killed
now at the moment of an acceptance, now at any moment. Every event must arrive; one may arrive again only where nobody
could know that it had, and then under the same key; and the first arrivals come in the order of what happened.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from tests.faults.deliveries_child import seconds
from tests.faults.deliveries_receiver import Accepted, Receiver, receiving
from tests.faults.table import Row, Scale, Suite
from tests.store.looks import START, hours, item, watch_list
from tracker.core.channels import Manner, NewChannel
from tracker.core.history import EventKind, Status
from tracker.store.engine import writing
from tracker.store.outbox import post
from tracker.store.repository import open_store
from tracker.store.tables import EventRow, IncidentRow, TrackRow

BATCH, MASS = 100, 60
"""So many events are told in one look; every second look is a mass flip of so many tracks."""
LONGEST_S = 900


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: how many kills, and everything that was accepted."""

    kills: int
    requests: int
    accepted: tuple[Accepted, ...]
    finished: bool


def flaky_rows(scale: Scale) -> Iterator[Row]:
    """All events through a receiver that fails three times in ten, and through kills."""
    events, kills = scale.of(300, 10_000), scale.of(4, 40)
    with TemporaryDirectory(prefix="letters-") as folder:
        told = _sent(Path(folder), events, kills, scale.seed)
    firsts, unjust = _firsts(told.accepted)
    arrived = Counter(seq for each in firsts for seq in each.seqs)
    numbers = [int(each.key.rsplit("-", 1)[1]) for each in firsts]
    disorder = sum(later < earlier for earlier, later in pairwise(numbers))
    repeats = len(told.accepted) - len(firsts)
    yield Row(
        "messages: flaky receiver, kills",
        events,
        told.requests,
        false=len(arrived.keys() - set(range(1, events + 1))),
        lost=events - len(arrived.keys() & set(range(1, events + 1))),
        duplicated=sum(number - 1 for number in arrived.values()),
        wrong=disorder + unjust + (not told.finished),
        note=f"{told.kills} kills, {len(firsts)} messages, {repeats} repeated, {unjust} without need, {disorder} out of order",
    )


def _firsts(accepted: tuple[Accepted, ...]) -> tuple[list[Accepted], int]:
    """The first arrival of each key, and how many repeats there were although the sender knew that it had arrived.

    Who was killed knows nothing any more of the last answer it was given, but of all before.
    """
    firsts: dict[str, Accepted] = {}
    last: dict[str, tuple[int, Accepted]] = {}
    unjust = 0
    for place, each in enumerate(accepted):
        if each.key in firsts:
            before, earlier = last[each.key]
            killed_since = earlier.sender != each.sender and accepted[before + 1].sender != earlier.sender
            unjust += (earlier.answered and not killed_since) or earlier.seqs != each.seqs
        firsts.setdefault(each.key, each)
        last[each.key] = (place, each)
    return list(firsts.values()), unjust


def _sent(folder: Path, events: int, kills: int, seed: int) -> Told:
    rng = Random(seed)
    receiver = Receiver(Random(seed + 1))
    with receiving(receiver) as address:
        url = f"sqlite:///{folder / 'tracker.db'}"
        _tell(url, address, events)
        letters = _letters(events)
        moments = sorted(rng.sample(range(1, letters), kills))
        began, ended, done = seconds(), False, 0
        while not ended and seconds() - began < LONGEST_S:
            ended, killed = _until_killed(url, began, receiver, rng, moments)
            done += killed
            receiver.sender += 1
    return Told(done, receiver.requests, tuple(receiver.accepted), ended)


def _until_killed(
    url: str, began: float, receiver: Receiver, rng: Random, moments: list[int]
) -> tuple[bool, bool]:
    """Run one sender until it is done or killed; whether it was done, and whether it was killed."""
    command = [sys.executable, "-m", "tests.faults.deliveries_child", url, str(began)]
    child = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    at_once = rng.random() < 1 / 2
    later = rng.uniform(0, 0.02)

    def strike(number: int) -> None:
        if moments and number >= moments[0]:
            moments.pop(0)
            if at_once:
                child.kill()
            else:
                _kill_after(child, later)

    receiver.on_accepted = strike
    try:
        code = child.wait(LONGEST_S)
    finally:
        child.kill()
        child.wait()
        receiver.on_accepted = lambda _: None
    return code == 0, code < 0


def _kill_after(child: subprocess.Popen[bytes], delay: float) -> None:
    from threading import Timer

    timer = Timer(delay, child.kill)
    timer.daemon = True
    timer.start()


def _letters(events: int) -> int:
    """How many messages tell of so many events, at least."""
    return events - (events // BATCH // 2 + 1) * MASS


def _tell(url: str, address: str, events: int) -> None:
    """Write confirmed events, look by look, each look with its deliveries in one transaction."""
    with closing(open_store(url, durable=False)) as store:
        watch = watch_list(store, ref="p" * 22)
        store.add_channel(NewChannel(address, "the receiver", Manner(private=True)), START)
        for look, first in enumerate(range(0, events, BATCH)):
            with writing(store._engine) as conn:
                numbers = range(first, min(events, first + BATCH))
                conn.execute(insert(TrackRow), [{"id": _id(n), "kind": "track"} for n in numbers])
                mass = look if look % 2 == 0 else None
                if mass is not None:
                    opened = {
                        "watch_id": watch.id,
                        "market": "DE",
                        "kind": "vanished",
                        "opened_at": hours(look),
                    }
                    conn.execute(insert(IncidentRow).values(id=look + 1, **opened))
                conn.execute(insert(EventRow), [_event(watch.id, n, n - first, look) for n in numbers])
                post(conn, [n + 1 for n in numbers], START)


def _event(watch_id: int, number: int, place: int, look: int) -> dict[str, Any]:
    return {
        "seq": number + 1,
        "kind": EventKind.VANISHED,
        "status": Status.CONFIRMED,
        "market": "DE",
        "watch_id": watch_id,
        "track_id": _id(number),
        "state": "unplayable",
        "last_seen_at": hours(look),
        "first_missed_at": hours(look + 1),
        "confirmed_at": hours(look + 7),
        "incident": look + 1 if look % 2 == 0 and place < MASS else None,
        "checks": [1, 2, 3],
    }


def _id(number: int) -> str:
    return str(item(f"{number:022}").id)


SUITE = Suite("messages", flaky_rows)
