"""`python -m tests.scale.first_view`: open every page in a real browser that never saw it, over a very large record and a bare one.

Each view is a browser context of its own: nothing is cached, no connection is open. Times run from the start of the
navigation to the first contents that are painted and to the end of loading. The bare record holds one of everything,
so that each page exists. `--small`, `--seed`, `--only` as for the bench, `--views N` opens each page so often. The exit
code is 1 if a view over the whole record takes longer than it may.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.browser.chromium import running_browser
from tests.scale.bench import LEAST, copied, measure
from tests.scale.pages import PAGES, paths, row_counts
from tests.scale.served import served
from tests.scale.size import END, SMALL, WHOLE
from tests.store.looks import START, draft, first_reading, record, suspicion, watch_list
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

MOST_MS = 1000
"""No first view may take longer."""
VIEWS, ASKS = 10, 10
SEEN = tuple(page for page in PAGES if not page.startswith(("/api/", "/feeds/", "/metrics")))
"""What people look at; the rest is for machines."""
TIMES = """() => new Promise(told => new PerformanceObserver(seen => {
    const paint = seen.getEntriesByName('first-contentful-paint')[0];
    const {loadEventStart, responseStatus} = performance.getEntriesByType('navigation')[0];
    if (paint) told({load: loadEventStart, paint: paint.startTime, status: responseStatus});
}).observe({type: 'paint', buffered: true}))"""
OK = 200
TRACK = "1Invented2Invented3abc"


@dataclass(frozen=True, slots=True)
class Seen:
    """A page over one record: milliseconds to `load` and first `paint` of each view, and the median on the `server`."""

    load: tuple[float, ...]
    paint: tuple[float, ...]
    server: float

    @property
    def worst(self) -> float:
        """The view that took longest, whichever of the two was later."""
        return max(self.load + self.paint)


def see(browser: Browser, port: int, page: str, record_url: str, views: int) -> Seen:
    """Open a page for different rows of a record, each in a context of its own; then ask for it without a browser."""
    addresses = paths(page, record_url, max(views, ASKS))
    times = [_first_view(browser, f"http://127.0.0.1:{port}{path}") for path in addresses[:views]]
    asked = measure(port, page, addresses[: max(ASKS, LEAST)])
    return Seen(tuple(t["load"] for t in times), tuple(t["paint"] for t in times), asked.median)


def _first_view(browser: Browser, address: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    try:
        page = context.new_page()
        page.goto(address, wait_until="load")
        found: dict[str, Any] = page.evaluate(TIMES)
    finally:
        context.close()
    if found["status"] != OK:
        raise RuntimeError(f"{address}: status {found['status']}")
    return found


def bare(path: Path) -> Path:
    """A record at `path` with a watch, a track, an event and an incident, seen an hour before its end."""
    last = (END - START).total_seconds() / 3600 - 1
    with closing(open_store(f"sqlite:///{path}", durable=False)) as store:
        watch = watch_list(store, at=last - 1)
        first_reading(store, watch, [TRACK], at=last - 1)
        record(store, draft(watch, last), suspicion(TRACK, held=True, next_look=last + 3))
    return path


def compared(
    browser: Browser, records: tuple[Path, Path], prefix: str, views: int
) -> Iterator[tuple[str, Seen, Seen]]:
    """Every page whose address begins so: over the first record, and over the second."""
    urls = [f"sqlite:///{each}" for each in records]
    with served(records[0]) as large, served(records[1]) as small:
        for page in SEEN:
            if page.startswith(prefix):
                over = see(browser, large, page, urls[0], views)
                yield page, over, see(browser, small, page, urls[1], views)


HEAD = ("load ms", "worst", "paint ms", "bare load", "ratio", "server ms", "bare", "ratio")


def line(page: str, over: Seen, bare_one: Seen) -> str:
    """One row of the table."""
    load, bare_load = median(over.load), median(bare_one.load)
    browser = (load, over.worst, median(over.paint), bare_load, load / bare_load)
    cells = (*browser, over.server, bare_one.server, over.server / bare_one.server)
    late = "  too slow" if over.worst > MOST_MS else ""
    return f"{page:27}" + "".join(f"{cell:10.1f}" for cell in cells) + late


def main(arguments: Sequence[str], browser: Browser | None = None) -> int:
    """Open and print; 1 if a view of the whole record took too long. A `browser` that runs already is used."""
    if browser is None:
        with running_browser() as started:
            return main(arguments, started)
    parser = ArgumentParser(prog="python -m tests.scale.first_view", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a record of one percent, not judged")
    parser.add_argument("--seed", type=int, default=WHOLE.seed)
    parser.add_argument("--only", default="/", metavar="PREFIX")
    parser.add_argument("--views", type=int, default=VIEWS, metavar="N")
    wanted = parser.parse_args(arguments)
    size = replace(SMALL if wanted.small else WHOLE, seed=wanted.seed)
    worst: list[float] = []
    with TemporaryDirectory(prefix="first-view-") as folder:
        records = (copied(size, Path(folder)), bare(Path(folder) / "bare.db"))
        print(f"seed {size.seed}: {row_counts(f'sqlite:///{records[0]}')}")
        print(f"{'page':27}" + "".join(f"{name:>10}" for name in HEAD), flush=True)
        for page, over, other in compared(browser, records, wanted.only, wanted.views):
            worst += [max(both) for both in zip(over.load, over.paint, strict=True)]
            print(line(page, over, other), flush=True)
    late = sum(each > MOST_MS for each in worst)
    print(
        f"{len(worst)} first views: median {median(worst):.0f} ms, worst {max(worst):.0f} ms, {late} above {MOST_MS} ms"
    )
    return 0 if wanted.small or not late else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
