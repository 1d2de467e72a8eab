"""`python -m tests.faults`: run the fault model and print the table of figures.

`--quick` runs the small set, `--only NAME` (repeatable) some of its suites, `--seed N` another seed. The exit code
is 1 if a row does not hold.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from tests.faults.suites import SUITES
from tests.faults.table import Row, Scale, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.table import Suite


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for, each row as soon as it is there, and the whole table at the end."""
    wanted = _wanted(arguments)
    scale = Scale(quick=wanted.quick, seed=wanted.seed)
    began, rows = perf_counter(), []
    for suite in SUITES:
        if wanted.only and suite.name not in wanted.only:
            continue
        for row in timed(suite, scale):
            rows.append(row)
            print(f"[{perf_counter() - began:6.0f} s] {suite.name}: {lines([row])[1].strip()}", flush=True)
    print("\n".join(["", *lines(rows)]))
    failed = [row for row in rows if not row.holds]
    print(f"\n{len(rows)} rows, {len(failed)} do not hold, {perf_counter() - began:.0f} s in all")
    return 1 if failed or not rows else 0


def timed(suite: Suite, scale: Scale) -> Iterator[Row]:
    """The suite's rows, with the seconds since the one before where the suite did not measure itself."""
    since = perf_counter()
    for row in suite.run(scale):
        now = perf_counter()
        yield replace(row, seconds=row.seconds or now - since, seed=row.seed or scale.seed)
        since = now


def _wanted(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small set")
    parser.add_argument("--only", action="append", choices=[suite.name for suite in SUITES])
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
