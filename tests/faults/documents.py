"""Hostile answers: a million spoilt documents, none of which may crash a look or make it claim what nothing says.

Each document takes the place of one true answer (or of every repetition of it) in one look at one of the small
world's lists, in the shapes of all three tiers. Token answers, and ids and links, have rows of their own. Most looks take a short way through the door, one in ten the whole one.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.faults.documents_answers import Answers, answers
from tests.faults.documents_bends import JSON, bend, monsters
from tests.faults.documents_ids import ids_row
from tests.faults.documents_looks import Scene, scenes
from tests.faults.documents_tokens import owners_row, tokens_row
from tests.faults.documents_verdicts import Spoilt, wrongs
from tests.faults.table import Row, Scale, Suite
from tracker.net.reply import Reply
from tracker.simulator.shapes import Tier

PROCESSES = 2
MOST_MB = 250
"""Of memory beyond what the process had before; a monstrous document alone takes a good deal of it."""
TIERS: tuple[Tier, ...] = ("A", "B", "C")


@dataclass
class Tally:
    """What came of so many documents."""

    documents: int = 0
    complete: int = 0
    observations: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    megabytes: int = 0

    def add(self, other: Tally) -> None:
        """Take another process's figures in."""
        self.documents += other.documents
        self.complete += other.complete
        self.observations += other.observations
        self.crashes += other.crashes
        self.false += other.false
        self.megabytes = max(self.megabytes, other.megabytes)


@dataclass(frozen=True, slots=True)
class Load:
    """The work of one process: so many documents over the tiers' shapes, and a few of a monstrous size."""

    seed: int
    documents: int
    tiers: Sequence[Tier] = TIERS
    monstrous: int = 1_000_000


def fed(load: Load) -> Tally:
    """Look at so many spoilt documents."""
    tally, rng, before = Tally(), Random(load.seed), _peak_mb()
    for tier in load.tiers:
        with answers(tier) as (world, service):
            chosen = list(scenes(tier, world, service))
            if tier == "C":
                _feed_all(_monsters(chosen[0], load.monstrous), service, tally, rng)
            _feed_all(_spoilt(chosen, load.documents // len(load.tiers), rng), service, tally, rng)
    tally.megabytes = _peak_mb() - before
    return tally


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _monsters(scene: Scene, size: int) -> Iterator[Spoilt]:
    for body in monsters(size):
        yield Spoilt(scene, scene.keys[1], Reply(200, JSON, body))


def _spoilt(chosen: Sequence[Scene], documents: int, rng: Random) -> Iterator[Spoilt]:
    for _ in range(documents):
        scene = rng.choice(chosen)
        key = rng.choice(scene.keys)
        yield Spoilt(scene, key, bend(scene.answers.true(key), scene.bodies[key], scene.ways[key], rng))


def _feed_all(many: Iterable[Spoilt], service: Answers, tally: Tally, rng: Random) -> None:
    for spoilt in many:
        _feed(spoilt, service, tally, rng)


def _feed(spoilt: Spoilt, service: Answers, tally: Tally, rng: Random) -> None:
    scene, doubted = spoilt.scene, rng.random() < 0.5
    service.begin(spoilt.key, spoilt.reply, always=rng.random() < 0.5, short=rng.random() < 0.9)
    tally.documents += 1
    try:
        decision = scene.look(scene.doubted if doubted else scene.known)
    except Exception as error:  # noqa: BLE001 - that nothing ever gets here is what is counted
        tally.crashes[f"{scene.name}: {type(error).__name__}: {error}"[:200]] += 1
        return
    tally.complete += decision.complete
    tally.observations += sum(decision.observed.values())
    for word in wrongs(spoilt, decision, doubted=doubted):
        tally.false[f"{scene.name}: {word}"] += 1


def run(scale: Scale) -> Iterable[Row]:
    """All documents, in two processes if they are many."""
    if scale.quick:
        tally = fed(Load(scale.seed, 3_000, ("C",), 50_000))
    else:
        tally = _spread([Load(scale.seed * 100 + n, 500_000) for n in range(PROCESSES)])
    yield _row(tally, scale)
    yield tokens_row(scale)
    yield owners_row(scale)
    yield ids_row(scale)


def _spread(loads: Sequence[Load]) -> Tally:
    whole = Tally()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        for tally in pool.imap_unordered(fed, loads):
            whole.add(tally)
    return whole


def _row(tally: Tally, scale: Scale) -> Row:
    worst = [f"{count} x {word}" for word, count in (tally.crashes + tally.false).most_common(3)]
    note = f"{tally.complete} looks complete; {tally.megabytes} MB at most"
    return Row(
        "spoilt documents",
        cases=tally.documents,
        observations=tally.observations,
        false=tally.false.total(),
        wrong=tally.crashes.total() + (tally.megabytes >= MOST_MB),
        seed=scale.seed,
        note="; ".join([note, *worst]),
    )


SUITE = Suite("documents", run, wide=True)
