"""`python -m tests.scale.bench`: ask every page of the web application over a very large record, and print how long it took.

`--small` takes a record of one percent, on which no page is judged, `--seed N` another one, `--only PREFIX` some
pages. The exit code is 1 if a page takes longer, or is larger, than it may.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from tests.scale.fill import kept_file
from tests.scale.pages import FEED_SECRET, PAGES, paths, row_counts
from tests.scale.served import served
from tests.scale.size import END, SMALL, WHOLE
from tracker.store.pages.feeds import renew_feed_secret
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.scale.size import Size

ASKS, LEAST, PATIENCE_S = 40, 3, 20
"""How often a page is asked for; fewer times, but not less than the second, if that takes longer than so many seconds."""
MEDIAN_MS, P95_MS, KB = 100, 250, 200
EMPTY = "/static/icon.svg"
"""It asks the record for nothing: what the others are compared with."""
OK = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """One page: its times in milliseconds, its largest size in bytes, and how it answered."""

    page: str
    times: tuple[float, ...]
    size: int
    status: int

    @property
    def median(self) -> float:
        """The time of half of the answers."""
        return median(self.times)

    @property
    def p95(self) -> float:
        """The time within which 95 of 100 answers came."""
        return quantiles(self.times, n=20, method="inclusive")[-1]

    @property
    def holds(self) -> bool:
        """Whether the page is there, and as quick and as small as it has to be."""
        quick = self.median <= MEDIAN_MS and self.p95 <= P95_MS and self.size <= KB * 1000
        return self.status == OK and quick


def copied(size: Size, folder: Path) -> Path:
    """A record of that size of one's own, with feeds at an address that is known."""
    record = folder / "tracker.db"
    shutil.copyfile(kept_file(size), record)
    with closing(open_store(f"sqlite:///{record}")) as store:
        store.change(renew_feed_secret, FEED_SECRET, END)
    return record


def measure(port: int, page: str, addresses: Sequence[str]) -> Figure:
    """Ask for the first address once without the watch, then for all of them; the last status that was not OK counts."""
    times: list[float] = []
    size, status, began = 0, OK, perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        for path in (addresses[0], *addresses):
            start = perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            times.append((perf_counter() - start) * 1000)
            size, status = max(size, len(body)), status if answer.status == OK else answer.status
            if status == http.client.NOT_FOUND or (
                len(times) > LEAST and perf_counter() - began > PATIENCE_S
            ):
                break
    return Figure(page, tuple(times[1:] if len(times) > LEAST else times * 2), size, status)


def figures(record: Path, prefix: str) -> Iterator[Figure]:
    """The empty page first, then every page whose address begins so."""
    url = f"sqlite:///{record}"
    with served(record) as port:
        yield measure(port, EMPTY, [EMPTY] * ASKS)
        for page in PAGES:
            if page.startswith(prefix):
                yield measure(port, page, paths(page, url, ASKS))


def line(figure: Figure, empty: Figure) -> str:
    """One row of the table."""
    if figure.status != OK:
        return f"{figure.page:36} status {figure.status}"
    held = "" if figure.holds else "  too slow or too large"
    ratio = figure.median / empty.median
    sizes = f"{figure.median:9.1f} {figure.p95:9.1f} {figure.size / 1000:9.1f} {ratio:9.1f}"
    return f"{figure.page:36}{sizes}{held}"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 if a page of the whole record does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a record of one percent, not judged")
    parser.add_argument("--seed", type=int, default=WHOLE.seed)
    parser.add_argument("--only", default="/", metavar="PREFIX")
    wanted = parser.parse_args(arguments)
    size = replace(SMALL if wanted.small else WHOLE, seed=wanted.seed)
    with TemporaryDirectory(prefix="bench-") as folder:
        record = copied(size, Path(folder))
        print(f"seed {size.seed}: {row_counts(f'sqlite:///{record}')}")
        print(f"{'page':36}{'median ms':>9} {'p95 ms':>9} {'kB':>9} {'ratio':>9}", flush=True)
        found: list[Figure] = []
        for figure in figures(record, wanted.only):
            found.append(figure)
            print(line(figure, found[0]), flush=True)
    return 0 if wanted.small or all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
