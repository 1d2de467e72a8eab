"""Files that no import may believe, and a child process in which each is imported, measured."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TRACK = "0InventedTrack00000000"
HEADER = "Track URI,Track Name,Artist Name(s),Added At"


@dataclass(frozen=True)
class Measured:
    """How an import ended, what it said, and what it took: seconds by the wall, seconds of work, and memory."""

    code: int
    said: str
    seconds: float
    busy: float
    megabytes: float


def _text(path: Path, content: str, encoding: str = "utf-8") -> None:
    path.write_text(content, encoding=encoding)


def _line_of_ten_gigabytes(path: Path) -> None:
    """Sparse: it takes no room on the disk, and has no end of line."""
    with path.open("wb") as file:
        file.write(b"spotify:track:" + b"x" * 4096)
        file.truncate(10 * 2**30)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("list.csv", f"{HEADER}\nspotify:track:{TRACK},A,B,2024-01-01")


def _gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(f"{HEADER}\n".encode()))


def _columns(path: Path) -> None:
    _text(path, ",".join(f"c{n}" for n in range(10**6)) + "\n" + "," * (10**6 - 1) + "\n")


def _row(path: Path, *cells: str) -> None:
    _text(path, f"{HEADER}\nspotify:track:{TRACK},A,B,2024-01-01\n{','.join(cells)}\n")


FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "10 GB line": (_line_of_ten_gigabytes, "larger than 16 MB"),
    "UTF-16": (lambda path: _text(path, f"{HEADER}\n", "utf-16"), "UTF-16"),
    "UTF-16 without mark": (lambda path: _text(path, f"{HEADER}\n", "utf-16-le"), "NUL"),
    "Latin-1": (lambda path: _text(path, f"{HEADER}\nspotify:track:{TRACK},Café,B,\n", "latin-1"), "0xE9 in line 2"),
    "formula as id": (lambda path: _row(path, "=cmd|' /C calc'!A0", "A", "B", ""), "Line 3 holds a spreadsheet's formula"),
    "formula as name": (lambda path: _row(path, f"spotify:track:{TRACK}", "=cmd|' /C calc'!A0", "B", ""), "Line 3 holds"),
    "formula as artist": (lambda path: _row(path, TRACK, "A", "@SUM(1+1)*cmd|' /C calc'!A0", ""), "Line 3 holds"),
    "zip": (_zip, "zip archive"),
    "10^6 columns": (_columns, "Line 1 has more than 65,536 characters"),
    "20,000 columns": (lambda path: _text(path, "a," * 20_000 + "\n"), "20,001 columns"),
    "gzip": (_gzip, "packed by gzip"),
    "16 MB line": (lambda path: _text(path, "x" * (16 * 2**20)), "Line 1 has more"),
    "deep JSON": (lambda path: _text(path, "[" * 200_000), "nested too deeply"),
    "wide JSON": (lambda path: _text(path, '{"tracks": [' + "[]," * 5_000_000 + "[]]}"), "far more parts"),
    "long number": (lambda path: _text(path, '{"tracks": [' + "9" * 100_000 + "]}"), "cannot be read"),
    "half surrogate": (lambda path: _text(path, '{"tracks": [{"url": "\\ud800", "name": "\\ud800"}]}'), "Not one row"),
    "open quote": (lambda path: _text(path, f'{HEADER}\n"' + "a\n" * 500_000), "The CSV breaks off"),
    "many rows": (lambda path: _text(path, f"{TRACK}\n" * 600_000), "more than 25,000 rows"),
    "nothing": (lambda path: _text(path, ""), "empty"),
    "prose": (lambda path: _text(path, "Dear diary\ntoday I heard a song\n"), "Not one row"),
}  # fmt: skip


WITNESS = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{os.waitstatus_to_exitcode(status)} {used.ru_maxrss} {used.ru_utime + used.ru_stime}")
"""
"""Between the tests and the import: a process counts the memory of whoever started it as its own."""


def import_in_child(path: Path, home: Path, *words: str) -> Measured:
    """Run `tracker import PATH` as a process of its own; the most of its memory is what the kernel counted."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "TRACKER_HOME": str(home / "tracker")}
    environ["TRACKER_ACCOUNT_MARKET"] = "DE"
    told = home / "witness"
    command = [sys.executable, "-S", "-c", WITNESS, str(told)]
    command += [sys.executable, "-m", "tracker", "import", str(path), *words]
    began = perf_counter()
    ended = subprocess.run(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=True
    )
    seconds = perf_counter() - began
    code, memory, busy = told.read_text(encoding="utf-8").split()
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Measured(int(code), ended.stdout.decode(), seconds, float(busy), int(memory) / scale)
