"""`python -m tests.planning`: who is asked when, measured in invented worlds and printed as Markdown.

`--only NAME` (repeatable) some of the worlds, `--tracks N` the size of each, `--seeds N` how many of each.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random
from statistics import fmean
from time import process_time

from tests.planning.batched import at_once, kept
from tests.planning.rows import HEAD, Row, line, timed
from tests.planning.worlds import KINDS, invented
from tracker.core.planning.rates import Looks, Prior, all_expected, fitted

LOOKS_A_DAY = (0.25, 0.05, 1.0)
MANY = 20_000


def main(arguments: list[str]) -> int:
    """Print the table as its rows come, then what batches keep and what a fit costs."""
    wanted = _wanted(arguments)
    kinds = [kind for kind in KINDS if not wanted.only or kind.name in wanted.only]
    seeds = range(1, wanted.seeds + 1)
    cases = [(kind, a_day, seed, wanted.tracks) for a_day in LOOKS_A_DAY for kind in kinds for seed in seeds]
    print(f"{wanted.tracks} tracks, seeds {', '.join(map(str, seeds))}, two years\n\n{HEAD}", flush=True)
    spent = 0.0
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rows: list[Row] = []
        for row, cost in pool.map(timed, cases):
            rows, spent = [*rows, row], spent + cost
            if len(rows) == wanted.seeds:
                print(line(rows), flush=True)
                rows = []
    print("\n".join(["", *_batches(wanted.tracks, wanted.seeds), "", _fit()]))
    print(f"\n{len(cases)} rows, {spent:.0f} s of CPU")
    return 0


def _batches(tracks: int, seeds: int) -> list[str]:
    """What fifty at a time keep of the gain: lists that stay together, and ours asking for the fifty most overdue."""
    lines = [
        f"| world | lists of like rate ({MANY} tracks) | the same ({tracks}) | lists as tracks come ({MANY}) | most overdue ({tracks}, seed 1) |",
        "|---|---|---|---|---|",
    ]
    for kind in KINDS[:4]:
        large, small = (
            [kept(invented(kind, many, 1, seed).rates) for seed in range(1, seeds + 1)]
            for many in (MANY, tracks)
        )
        alike, few, mixed = (
            fmean(each) for each in ([x for x, _ in large], [x for x, _ in small], [y for _, y in large])
        )
        cells = [alike, few, mixed, at_once(kind, 0.25, 1, tracks)]
        lines.append(f"| {kind.name} | {' | '.join(f'{100 * cell:.1f} %' for cell in cells)} |")
    return lines


def _fit(tracks: int = MANY, seed: int = 1) -> str:
    """The CPU seconds of one fit over so many tracks, from a cold start."""
    chance = Random(seed)
    looks = [_lived(chance) for _ in range(tracks)]
    began = process_time()
    prior = fitted(looks, Prior())
    all_expected(prior, looks)
    took = process_time() - began
    return (
        f"A fit over {tracks} tracks (seed {seed}): {took:.2f} s of CPU; "
        f"shape {prior.shape:.2f}, mean {prior.mean:.4f} (true: 0.30, 0.0100)"
    )


def _lived(chance: Random) -> Looks:
    """A year of looks at a track of gamma 0.3, at a gap of its own."""
    rate, gap = chance.gammavariate(0.3, 0.01 / 0.3), chance.uniform(0.5, 8)
    looks, flip = Looks(), 0.0
    at = 0.0
    while at < 365:
        at, odd = at + gap, False
        while flip <= at:
            if flip:
                odd = not odd
            flip += chance.expovariate(max(rate, 1e-12))
        looks = looks.and_one(gap, changed=odd)
    return looks


def _wanted(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.planning", description=__doc__)
    parser.add_argument("--only", action="append", choices=[kind.name for kind in KINDS])
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=3)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
