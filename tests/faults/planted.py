"""The harness tried on itself: known bugs are planted in copies of the program, and its own rows have to tell.

tree ──copy──> one text replaced ──> the suite that should see it, in a process of its own ──> a row fails
  └────copy──> nothing replaced ──> the same suites ──> every row holds, or catching would mean nothing
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.planted_bugs import BUGS, QUICK, Bug
from tests.faults.table import Row, Scale, Suite

ROOT = Path(__file__).parents[2]
COPIED = ("tracker", "jobs", "tests", "pyproject.toml")
AT_ONCE = 2
PATIENCE_S = 120
MARK = "DOES NOT HOLD"


class Disarmed(Exception):  # what the harness says of itself, no error of the program
    """The text that a bug replaces is not in its file, or more than once: the bug would be none."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a suite ended in one copy: where it took the program from, its exit code, and its words."""

    tree: Path
    code: int
    words: str

    @property
    def proper(self) -> bool:
        """Whether it ran the copy's own program."""
        return self.words.startswith(f"{self.tree / 'tracker'}{os.sep}")

    @property
    def holds(self) -> bool:
        """Whether every row held."""
        return self.proper and self.code == 0 and MARK not in self.words

    @property
    def caught(self) -> bool:
        """Whether a row did not hold; a suite that cannot run at all has caught nothing."""
        return self.proper and self.code == 1 and MARK in self.words


def run(scale: Scale) -> Iterable[Row]:
    """The control first: without a bug everything holds."""
    bugs = [bug for bug in BUGS if bug.name in QUICK] if scale.quick else list(BUGS)
    yield controlled(tuple(dict.fromkeys(bug.suite for bug in bugs)), scale)
    yield planted(bugs, scale)


def controlled(suites: Sequence[Suite], scale: Scale) -> Row:
    """The suites on an unchanged copy."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        held = list(pool.map(lambda suite: tried(None, suite, 1, scale).holds, suites))
    loose = [suite.name for suite, holds in zip(suites, held, strict=True) if not holds]
    note = ", ".join(["the same suites without a bug", *loose])
    return Row("planted: no bug", len(suites), wrong=len(loose), seed=scale.seed, note=note)


def planted(bugs: Sequence[Bug], scale: Scale) -> Row:
    """Each bug in a copy of its own."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = dict(zip(bugs, pool.map(lambda bug: _ending(bug, scale), bugs), strict=True))
    missed = [bug.name for bug, end in ends.items() if end == "missed"]
    disarmed = [f"no such text: {bug.name}" for bug, end in ends.items() if end == "disarmed"]
    note = "; ".join([f"{len(bugs) - len(missed) - len(disarmed)} caught", *missed, *disarmed])
    return Row(
        "planted: known bugs", len(bugs), missed=len(missed), wrong=len(disarmed), seed=scale.seed, note=note
    )


def _ending(bug: Bug, scale: Scale) -> str:
    try:
        return "caught" if tried(bug, bug.suite, bug.seeds, scale).caught else "missed"
    except Disarmed:
        return "disarmed"


def tried(bug: Bug | None, suite: Suite, seeds: int, scale: Scale) -> Ran:
    """Run a suite in a copy of the tree, with a bug or without; raises Disarmed."""
    with _copied() as tree:
        if bug:
            plant(bug, tree)
        return _ran(suite, tree, seeds, scale)


def plant(bug: Bug, tree: Path) -> None:
    """Replace the bug's one piece of text; Disarmed if there is not exactly one."""
    path = tree / bug.file
    text = path.read_text(encoding="utf-8")
    if text.count(bug.text) != 1 or bug.text == bug.instead:
        raise Disarmed(bug.name)
    path.write_text(text.replace(bug.text, bug.instead), encoding="utf-8")


@contextmanager
def _copied() -> Iterator[Path]:
    with TemporaryDirectory(prefix="planted-") as folder:
        for name in COPIED:
            source, target = ROOT / name, Path(folder, name)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy2(source, target)
        yield Path(folder)


def _ran(suite: Suite, tree: Path, seeds: int, scale: Scale) -> Ran:
    command = [sys.executable, "-P", "-s", "-m", "tests.faults.planted_child"]
    done = subprocess.run(
        [*command, suite.run.__module__, str(scale.seed), str(seeds), str(PATIENCE_S)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "TMPDIR": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Ran(tree, done.returncode, done.stdout)


SUITE = Suite("planted", run, wide=True)
