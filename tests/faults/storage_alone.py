"""A suite in a process of its own: it forks, which is only safe where no thread and no connection exists."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.faults.table import Row, Scale

ROOT = Path(__file__).parents[2]


def alone(module: str, scale: Scale) -> Iterator[Row]:
    """What `module.rows(scale)` yields, from a fresh interpreter, row by row; RuntimeError if it fails."""
    command = [sys.executable, "-m", "tests.faults.storage_alone", module, json.dumps(asdict(scale))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                yield Row(**json.loads(line))
            process.wait()
        finally:
            process.kill()  # where nobody wants the rest, it must not go on; else it has ended by itself
    if process.returncode:
        raise RuntimeError(f"{module} failed with exit code {process.returncode}: its words are on stderr")


def main(module: str, scale: str) -> None:
    """The other side: run, and print each row as JSON."""
    for row in importlib.import_module(module).rows(Scale(**json.loads(scale))):
        sys.stdout.write(json.dumps(asdict(row)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
