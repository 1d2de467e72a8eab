"""The sign of life: a clockwork that stands still ends its process, and one that works does not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jobs.pulse import STOOD_STILL, Pulse
from jobs.schedule import Job, started
from tests.living import living
from tracker.simulator import small_world

if TYPE_CHECKING:
    from tracker.wiring import App

ROOT = Path(__file__).parents[2]
SHORT_S, LONG_S, PATIENCE_S = 0.2, 30.0, 60.0
HANGING = """
import sys, threading
from jobs.__main__ import main
from jobs.schedule import Job
if __name__ == "__main__":
    hang = Job("checks", 30, lambda app: threading.Event().wait())
    sys.exit(main((hang,), silence_s=0.5))
"""
TELLING = """
import os, runpy, signal, sys, threading
def tell(*_):
    os.write(1, " ".join(["\\nthreads:", *(each.name for each in threading.enumerate()), "\\n"]).encode())
signal.signal(signal.SIGUSR1, tell)
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def test_silence_is_heard_once() -> None:
    """Nobody beats: after the given time whoever watches is told, and not again."""
    rung: list[str] = []
    bell, pulse = threading.Event(), Pulse()

    def ring() -> None:
        rung.append(threading.current_thread().name)
        bell.set()

    pulse.watch(ring, SHORT_S)
    assert bell.wait(PATIENCE_S)
    assert rung == ["pulse"]


def test_beats_keep_it_quiet() -> None:
    """As long as something happens now and then, nobody is told; the silence after it is heard all the same."""
    bell, pulse = threading.Event(), Pulse()
    pulse.watch(bell.set, 5 * SHORT_S)
    for _ in range(10):
        pulse.beat()
        assert not bell.wait(SHORT_S)
    assert bell.wait(PATIENCE_S)


def test_the_end_of_the_jobs_is_no_silence() -> None:
    """Whoever ended in time is not mourned."""
    bell, pulse = threading.Event(), Pulse()
    pulse.watch(bell.set, LONG_S, parting_s=SHORT_S)
    pulse.parting()
    pulse.end()
    assert not bell.wait(3 * SHORT_S)


def test_a_job_that_does_not_end_is_left_behind() -> None:
    """Told to end, it may take its time, but not for ever."""
    bell, pulse = threading.Event(), Pulse()
    pulse.watch(bell.set, LONG_S, parting_s=SHORT_S)
    pulse.parting()
    assert bell.wait(PATIENCE_S)


def test_a_blocked_job_is_heard_and_a_working_one_is_not(tmp_path: Path) -> None:
    """The jobs of the real clockwork beat by themselves, before and after their work.

    It also begins months behind the machine's clock, which must not cost a run for every second of them.
    """
    bell, jam = threading.Event(), threading.Event()
    runs = threading.Semaphore(0)

    def work(_: App) -> str:
        runs.release()
        if bell.is_set() or jam.is_set():
            bell.wait(PATIENCE_S)
        return ""

    pulse = Pulse()
    pulse.watch(bell.set, 3.0)
    with living(small_world(), tmp_path) as life, started(life.app, pulse, (Job("checks", 1, work),)):
        for _ in range(3):
            assert runs.acquire(timeout=PATIENCE_S)
        assert not bell.is_set()
        jam.set()
        assert bell.wait(PATIENCE_S)


def test_python_m_jobs_ends_when_its_jobs_hang(tmp_path: Path) -> None:
    """The whole process goes at once, with its own exit code, for whoever restarts it."""
    done = subprocess.run(
        [sys.executable, "-c", HANGING],
        cwd=ROOT,
        env={"TRACKER_HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        timeout=PATIENCE_S,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == STOOD_STILL, done.stderr
    assert "the clockwork stands still" in done.stderr


@pytest.mark.parametrize(
    ("command", "begun"), [(("jobs",), "Watching 0 things"), (("tracker", "run", "--port", "0"), "Serving")]
)
def test_a_real_process_is_watched_over(tmp_path: Path, command: tuple[str, ...], begun: str) -> None:
    """Asked for its threads, a running process names the one that listens to the pulse."""
    if command[0] == "tracker":
        command = (*command[:-1], str(_free_port()))
    with subprocess.Popen(
        [sys.executable, "-c", TELLING, *command],
        cwd=ROOT,
        env={"TRACKER_HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert any(begun in line for line in process.stdout)
        process.send_signal(signal.SIGUSR1)
        said = next((line for line in process.stdout if line.startswith("threads:")), "nothing")
        process.kill()
    assert "pulse" in said.split()


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        return int(bound.getsockname()[1])
