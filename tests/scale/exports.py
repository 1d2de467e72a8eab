"""`python -m tests.scale.exports`: how long an export of a very large record takes, and how much memory, in each form.

Each is a whole process, from its start to its end: `tracker export`, then filling an empty record from what came of it,
then the export of that one, which must be the same. `--small` takes a record of one percent, `--seed N` another one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.panel.odd import data_of
from tests.scale.fill import kept_file
from tests.scale.pages import row_counts
from tests.scale.size import SMALL, WHOLE
from tracker.panel.formats import Format

FILLING = "import os; from pathlib import Path; from tracker.settings import load; from tracker.wiring import fill_record; print(fill_record(load(os.environ), Path({!r})))"
"""The way back, until a verb asks for it."""


def timed(words: list[str], home: Path) -> str:
    """Seconds on the clock and of the processor, and megabytes (the most that was resident at once), of one process."""
    environ = {"PATH": os.environ["PATH"], "TRACKER_HOME": str(home), "HOME": str(home)}
    root = Path(__file__).parents[2]
    began = perf_counter()
    process = subprocess.Popen([sys.executable, *words], env=environ, cwd=root, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words[:4]} ended with {process.returncode}")
    seconds, worked = perf_counter() - began, used.ru_utime + used.ru_stime
    return f"{seconds:6.1f} s ({worked:5.1f} s of processor) {used.ru_maxrss / 1024:4.0f} MB"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.exports", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a record of one percent")
    parser.add_argument("--seed", type=int, default=WHOLE.seed)
    parser.add_argument("--form", type=Format, choices=list(Format), action="append", help="some forms only")
    wanted = parser.parse_args()
    size = replace(SMALL if wanted.small else WHOLE, seed=wanted.seed)
    with TemporaryDirectory(prefix="exports-") as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        shutil.copyfile(kept_file(size), home / "tracker.db")
        address = f"sqlite:///{home / 'tracker.db'}"
        print(f"seed {size.seed}: {row_counts(address)}", flush=True)
        for form in wanted.form or Format:
            _measure(folder, home, form)


def _measure(folder: Path, home: Path, form: Format) -> None:
    first, again, new = folder / f"first-{form}", folder / f"again-{form}", folder / f"home-{form}"
    new.mkdir()
    words = ["-m", "tracker", "export", "--format", str(form)]
    there = timed([*words, str(first)], home)
    back = timed(["-c", FILLING.format(str(first))], new)
    timed([*words, str(again)], new)
    same = data_of(first) == data_of(again)
    mb = sum(map(len, data_of(first).values())) / 1e6
    shutil.rmtree(again)
    print(
        f"{form:8} export {there}, files {mb:6.1f} MB; filling {back};"
        f" exported again {'the same' if same else 'ANOTHER'}",
        flush=True,
    )


if __name__ == "__main__":
    main()
