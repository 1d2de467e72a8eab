"""One suite on whichever tree this file lies in: `python -m tests.faults.planted_child MODULE SEED SECONDS`.

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


def main(module: str, seed: str, seconds: str) -> int:
    """Run the module's suite in the quick scale, each row told as soon as it is there."""
    signal.alarm(int(seconds))
    sys.stdout.write(f"{tracker.__file__}\n")
    suite = cast(Suite, importlib.import_module(module).SUITE)
    for row in suite.run(Scale(quick=True, seed=int(seed))):
        sys.stdout.write("\n".join(lines([row])[1:]) + "\n")
        sys.stdout.flush()
        if not row.holds:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
