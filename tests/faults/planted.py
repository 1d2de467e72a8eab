"""The harness tried on itself: known bugs are planted in copies of the program, and its own rows have to tell.

tree ──copy──> one text replaced ──> the suite that should see it, in a process of its own ──> a row fails
  └────copy──> nothing replaced ──> the same suites ──> every row holds, or catching would mean nothing
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.planted_bug import Bug, Disarmed
from tests.faults.planted_core import CORE
from tests.faults.planted_record import RECORD
from tests.faults.planted_service import SERVICE
from tests.faults.table import Row, Scale, Suite

BUGS = (*CORE, *SERVICE, *RECORD)
QUICK = frozenset(
    {
        "the next look that agrees confirms",
        "a missing is_playable counts as false",
        "nulls are nobody's places",
    }
)
"""Of the quick set: those whose suites are quickest."""
ROOT = Path(__file__).parents[2]
COPIED = ("tracker", "jobs", "tests", "pyproject.toml")
AT_ONCE = 2
PATIENCE_S = 100
"""A bug may make the program go on for ever."""
MARK = "DOES NOT HOLD"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a suite ended in one copy: the copy, the exit code, and its words, which begin with the program's place."""

    tree: Path
    code: int
    words: str

    @property
    def own(self) -> bool:
        """Whether it ran the copy's own program."""
        return self.words.startswith(f"{self.tree / 'tracker'}{os.sep}")

    @property
    def holds(self) -> bool:
        """Whether every row held."""
        return self.own and self.code == 0 and MARK not in self.words

    @property
    def caught(self) -> bool:
        """Whether a row did not hold; a suite that cannot run at all has caught nothing."""
        return self.own and self.code == 1 and MARK in self.words


def run(scale: Scale) -> Iterable[Row]:
    """The control first: without a bug everything holds."""
    bugs = [bug for bug in BUGS if bug.name in QUICK] if scale.quick else BUGS
    yield controlled(bugs, scale)
    yield planted(bugs, scale)


def controlled(bugs: Sequence[Bug], scale: Scale) -> Row:
    """The suites on an unchanged copy, each with as many seeds as the bugs want of it."""
    seeds: Counter[Suite] = Counter()
    for bug in bugs:
        seeds[bug.suite] = max(seeds[bug.suite], bug.seeds)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = pool.map(lambda suite: tried(None, suite, seeds[suite], scale), seeds)
        loose = [suite.name for suite, ran in zip(seeds, ends, strict=True) if not ran.holds]
    note = ", ".join(["the same suites without a bug", *loose])
    return Row("planted: no bug", len(seeds), wrong=len(loose), seed=scale.seed, note=note)


def planted(bugs: Sequence[Bug], scale: Scale) -> Row:
    """Each bug in a copy of its own; one whose text is not there any more is none."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = dict(zip(bugs, pool.map(lambda bug: _ending(bug, scale), bugs), strict=True))
    missed, disarmed = ([bug.name for bug in bugs if ends[bug] == end] for end in ("missed", "disarmed"))
    caught = f"{len(bugs) - len(missed) - len(disarmed)} caught"
    note = "; ".join([caught, *missed, *(f"no such text: {name}" for name in disarmed)])
    figures = {"missed": len(missed), "wrong": len(disarmed)}
    return Row("planted: known bugs", len(bugs), **figures, seed=scale.seed, note=note)


def _ending(bug: Bug, scale: Scale) -> str:
    try:
        return "caught" if tried(bug, bug.suite, bug.seeds, scale).caught else "missed"
    except Disarmed:
        return "disarmed"


def tried(bug: Bug | None, suite: Suite, seeds: int, scale: Scale) -> Ran:
    """Run a suite in a copy of the tree, with a bug or without; raises Disarmed."""
    with _copied() as tree:
        if bug:
            bug.plant(tree)
        return _ran(tree, suite, seeds, scale)


@contextmanager
def _copied() -> Iterator[Path]:
    with TemporaryDirectory(prefix="planted-", ignore_cleanup_errors=True) as folder:
        for name in COPIED:
            source, target = ROOT / name, Path(folder, name)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy2(source, target)
        yield Path(folder)


def _ran(tree: Path, suite: Suite, seeds: int, scale: Scale) -> Ran:
    told = (suite.run.__module__, scale.seed, seeds, PATIENCE_S)
    done = subprocess.run(
        [sys.executable, "-P", "-s", "-m", "tests.faults.planted_child", *map(str, told)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "TMPDIR": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Ran(tree, done.returncode, done.stdout)


SUITE = Suite("planted", run)
