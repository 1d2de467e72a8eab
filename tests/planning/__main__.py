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
    """The share of the gain that lists of fifty keep, by world."""
    lines = [
        "| world | lists of like rate keep | lists as they come keep | ours, fifty at a time, keeps (seed 1) |",
        "|---|---|---|---|",
    ]
    for kind in KINDS[:4]:
        shares = [kept(invented(kind, tracks, 1, seed).rates) for seed in range(1, seeds + 1)]
        alike, mixed = (fmean(each) for each in zip(*shares, strict=True))
        lived = at_once(kind, 0.25, 1, tracks)
        lines.append(f"| {kind.name} | {100 * alike:.1f} % | {100 * mixed:.1f} % | {100 * lived:.1f} % |")
    return lines


def _fit(tracks: int = 20_000, seed: int = 1) -> str:
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
