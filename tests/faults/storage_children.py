"""Processes that are sent into trouble: forked, armed, run, and asked afterwards how far they came."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.faults.storage_scripts import Home, Script, State
from tracker.core.errors import StoreError

Arm = Callable[[], None]
STEP, TOLD, CRASHED = b"\1", b"\2", b"\3"
MEMORY = Path("/dev/shm")  # a killed process leaves the kernel's caches behind: no disk has to be waited for


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: the steps it called done, and how: killed, with a StoreError, with another, or well."""

    steps: int
    killed: bool = False
    told: str = ""
    crashed: str = ""


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder to break things in."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


class Bench:
    """One script with a prepared home to copy, and the states that it passes through when nothing disturbs it."""

    def __init__(self, folder: Path, script: Script) -> None:
        self.script, self._template, self._scratch = script, Home(folder / "template"), Home(folder / "case")
        self._template.folder.mkdir(parents=True)
        script.prepare(self._template)
        home = self.fresh()
        self.states: list[State] = [script.state(home)]
        with counting() as statements:
            script.run(home, lambda: self.states.append(script.state(home)))
        self.statements = len(statements)

    def fresh(self) -> Home:
        """A home as it was before the script."""
        shutil.rmtree(self._scratch.folder, ignore_errors=True)
        shutil.copytree(self._template.folder, self._scratch.folder)
        return self._scratch

    def disturbed(self, arm: Arm, trap: Trap | None = None) -> tuple[Home, Ending]:
        """Run the script in a child that is armed, or that runs into `trap`, on a fresh home."""
        home = self.fresh()
        return home, run_apart(lambda step: self.script.run(home, step), arm, trap)


@contextmanager
def counting() -> Iterator[list[str]]:
    """Every statement that SQLite runs meanwhile in this process."""
    seen: list[str] = []

    def connected(connection: Any, _record: object) -> None:
        connection.set_trace_callback(seen.append)

    event.listen(Engine, "connect", connected)
    try:
        yield seen
    finally:
        event.remove(Engine, "connect", connected)


class Trap:
    """What strace does to one system call of a child: the n-th of it is killed, or fails."""

    def __init__(self, call: str, effect: str, log: Path, *, paths: Sequence[Path] = ()) -> None:
        self._command = [
            *("strace", "-f", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{effect}"),
            *(word for path in paths for word in ("-P", str(path))),
        ]
        self._log = log

    def attach(self, pid: int) -> subprocess.Popen[bytes]:
        """Start tracing; returns once the process is in hand."""
        tracer = subprocess.Popen([*self._command, "-p", str(pid)], stderr=subprocess.PIPE)
        assert tracer.stderr is not None
        line = tracer.stderr.readline()
        if b"attached" not in line:
            raise RuntimeError(line.decode())
        return tracer

    @property
    def sprung(self) -> bool:
        """Whether it struck."""
        return "INJECTED" in self._log.read_text(errors="replace")


def traceable() -> str:
    """Why strace cannot be used here; "" if it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "tracing is not permitted"


def run_apart(work: Callable[[Callable[[], None]], None], arm: Arm, trap: Trap | None = None) -> Ending:
    """Fork, arm, do `work` there, and tell how it ended. No engine may be open here meanwhile."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        _live(work, arm, theirs)
    theirs.close()
    tracer = trap.attach(pid) if trap else None
    ours.sendall(b"go")
    said = b"".join(iter(lambda: ours.recv(4096), b""))
    ours.close()
    _, status = os.waitpid(pid, 0)
    if tracer:
        tracer.communicate()
    return _ending(said, killed=os.WIFSIGNALED(status))


def _live(work: Callable[[Callable[[], None]], None], arm: Arm, line: socket.socket) -> None:
    """The child's whole life. Its words go through a socket, by a call that no trap is set for."""
    try:
        line.recv(2)
        arm()
        work(lambda: line.sendall(STEP))
    except StoreError as error:
        line.sendall(TOLD + str(error).encode())
    except BaseException as error:  # noqa: BLE001  # the harness wants to know of every crash
        line.sendall(CRASHED + repr(error).encode())
    finally:
        os._exit(0)


def _ending(said: bytes, *, killed: bool) -> Ending:
    steps, _, told = said.partition(TOLD)
    steps, _, crashed = steps.partition(CRASHED)
    return Ending(steps.count(STEP), killed, told.decode(), crashed.decode())


def at_statement(number: int) -> Arm:
    """Kill the process when SQLite is about to run its n-th statement."""
    return statement_hook(number, lambda: os.kill(os.getpid(), signal.SIGKILL))


def statement_hook(number: int, strike: Callable[[], Any]) -> Arm:
    """Do something, once, when SQLite is about to run its n-th statement."""

    def arm() -> None:
        left = iter(range(number))

        def count(_statement: str) -> None:
            if next(left, None) == number - 1:
                strike()

        def connected(connection: Any, _record: object) -> None:
            connection.set_trace_callback(count)

        event.listen(Engine, "connect", connected)

    return arm


def soon_after_statement(number: int, seconds: float) -> Arm:
    """Kill the process so much after the n-th statement began: a signal without a handler asks nobody."""

    def strike() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6))

    return statement_hook(number, strike)


def unarmed() -> None:
    """Nothing happens."""
