"""`python -m tests.bench`: how few calls tell how much; prints a table, and fails if a figure is not held.

`--seeds N` takes the first N seeds (20), `--quick` leaves out the large plan.
"""

from __future__ import annotations

import argparse
import sys

from tests.bench.tables import figures, head, line


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if a figure that is asked for is not held."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--quick", action="store_true")
    wanted = parser.parse_args(arguments)
    print(head())
    missed = 0
    for figure in figures(range(1, wanted.seeds + 1), whole=not wanted.quick):
        print(line(figure), flush=True)
        missed += figure.holds is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
