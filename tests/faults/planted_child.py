"""One suite on whichever tree this file lies in: `python -m tests.faults.planted_child MODULE SEED SEEDS SECONDS`.

Says first where the program was imported from; exit code 1 at the first row that does not hold.
A bug may also make it go on for ever: it ends itself after so many seconds, whoever waits for it or not.
"""

from __future__ import annotations

import importlib
import signal
import sys
from typing import cast

import tracker
from tests.faults.table import Scale, Suite, lines

APART = 100
"""Farther from each other than the seeds that one run draws from its own."""


def main(module: str, seed: str, seeds: str, seconds: str) -> int:
    """Run the module's suite in the quick scale, once for each of so many seeds."""
    signal.alarm(int(seconds))
    sys.stdout.write(f"{tracker.__file__}\n")
    suite = cast(Suite, importlib.import_module(module).SUITE)
    for number in range(int(seeds)):
        for row in suite.run(Scale(quick=True, seed=int(seed) + APART * number)):
            sys.stdout.write(f"{lines([row])[1]}\n")
            sys.stdout.flush()
            if not row.holds:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
