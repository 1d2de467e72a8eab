"""`python -m tests.faults`: run the fault model and print the table of figures.

`--quick` runs the small set, `--only NAME` (repeatable) some of its suites, `--seed N` another seed. The exit code
is 1 if a row does not hold.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from time import perf_counter
from typing import TYPE_CHECKING

from tests.faults.running import rows_of
from tests.faults.suites import SUITES
from tests.faults.table import Row, Scale, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.table import Suite


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for, each suite's rows as soon as they are there, and the whole table at the end."""
    wanted = _wanted(arguments)
    scale = Scale(quick=wanted.quick, seed=wanted.seed)
    began, rows = perf_counter(), []
    for name, found in _run(
        [suite for suite in SUITES if not wanted.only or suite.name in wanted.only], scale
    ):
        rows += found
        for line in lines(found)[1:]:
            print(f"[{perf_counter() - began:5.0f} s] {name}: {line}", flush=True)
    print("\n".join(["", *lines(rows)]))
    failed = [row for row in rows if not row.holds]
    print(f"\n{len(rows)} rows, {len(failed)} do not hold, {perf_counter() - began:.0f} s in all")
    return 1 if failed or not rows else 0


def _run(suites: Sequence[Suite], scale: Scale) -> Iterator[tuple[str, list[Row]]]:
    """The suites that use both cores one after the other, then the rest two at a time."""
    for suite in suites:
        if suite.wide:
            yield suite.name, rows_of(suite.name, scale)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        under_way = {
            pool.submit(rows_of, suite.name, scale): suite.name for suite in suites if not suite.wide
        }
        for done in as_completed(under_way):
            yield under_way[done], done.result()


def _wanted(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small set")
    parser.add_argument("--only", action="append", choices=[suite.name for suite in SUITES])
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
