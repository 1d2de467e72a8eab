"""A refreshed login on its way to the disk: the process dies at every step of the way, or the disk is full at every byte.

Each case forks a process that refreshes a login of a service that rotates, and that dies before its n-th call out
of Python after the answer has come; then another one, unharmed, must be able to go on with what is there. The forking is done by a
process without threads.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from tests.faults.table import Row, Scale
from tests.spotify.rig import SteppingClock
from tracker.core.errors import LoginNeeded, Passing
from tracker.simulator import AppRegistration, SimClock, create_app, running, small_world
from tracker.simulator.access import ALL_SCOPES, Accounts
from tracker.spotify.auth import PkceLogin
from tracker.spotify.login import Login
from tracker.spotify.tokenfile import Saved, TokenFile
from tracker.spotify.tokens import Tokens

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
REDIRECT = "http://127.0.0.1:8899/callback"
FINISHED, REFUSED = 0, 7


@dataclass(frozen=True, slots=True)
class Job:
    """What the forking process has to do: where the service is, where the login lies, every how manyth step is tried."""

    address: str
    folder: Path
    stride: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many deaths (or full disks) there were, how many logins were lost, how often the file was not whole."""

    cases: int
    lost: int
    wrong: int


def disk_rows(scale: Scale) -> Iterator[Row]:
    """Die before each call of a refresh, then run out of space at each byte of the file."""
    app = create_app(small_world(), SimClock(NOW), app=AppRegistration(rotate_refresh=True))
    context = multiprocessing.get_context("spawn")
    with running(app) as address, TemporaryDirectory(prefix="kill-") as folder, context.Pool(1) as pool:
        _keep_a_login(app.state.accounts, Path(folder))
        killed = pool.apply(_killed_everywhere, (Job(address, Path(folder), scale.of(10, 1)),))
        yield _row("killed between answer and store", killed, "files not whole")
        filled = pool.apply(_filled_everywhere, (Job(address, Path(folder), scale.of(20, 1)),))
        yield _row("no space for the login", filled, "not told, or with litter")


def _row(name: str, outcome: Outcome, wrong: str) -> Row:
    note = f"{outcome.wrong} {wrong}"
    return Row(name, outcome.cases, outcome.cases, lost=outcome.lost, wrong=outcome.wrong, note=note)


def _keep_a_login(accounts: Accounts, folder: Path) -> None:
    code = accounts.consent(ALL_SCOPES, REDIRECT, None)
    refresh = str(accounts.exchange(code, REDIRECT, None, proven=True)["refresh_token"])
    saved = Saved("made-up-account", NOW, refresh, "made-up-stale", NOW - timedelta(hours=1))
    TokenFile(folder / "login.json").save(saved)


class Deadly(PkceLogin):
    """The accounts service, after whose answer the process has only so many calls out of Python to live."""

    def __init__(self, job: Job, calls: int) -> None:
        super().__init__(AppRegistration().client_id, REDIRECT, job.address)
        self._left = calls

    def refresh(self, refresh_token: str) -> Tokens:
        tokens = super().refresh(refresh_token)
        sys.setprofile(self._count)
        return tokens

    def _count(self, _frame: FrameType, event: str, _what: object) -> None:
        self._left -= event == "c_call"
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _login(job: Job, accounts: PkceLogin | None = None) -> Login:
    """The login as a new process would have it, at the moment at which the kept token has become too old."""
    file = TokenFile(job.folder / "login.json")
    saved = file.load()
    clock = SteppingClock(SimClock(saved.expires_at if saved else NOW))
    return Login(accounts or PkceLogin(AppRegistration().client_id, REDIRECT, job.address), file, clock)


def _killed_everywhere(job: Job) -> Outcome:
    """Kill before every `stride`-th call, until a refresh comes to its end first, or the login is lost."""
    cases = lost = wrong = 0
    while not lost:
        point = 1 + cases * job.stride
        ended = _in_child(lambda: _refresh_until(job, point))  # noqa: B023 - it runs before the next round
        if ended == FINISHED:
            return Outcome(cases, lost, wrong)
        cases += 1
        wrong += ended != -signal.SIGKILL or not _whole(job)
        lost += _in_child(lambda: _refresh(job)) != FINISHED
    return Outcome(cases, lost, wrong)


def _refresh_until(job: Job, point: int) -> int:
    """Refresh, and die before the `point`-th call after the answer."""
    _login(job, Deadly(job, point)).access_token()
    sys.setprofile(None)
    return FINISHED


def _filled_everywhere(job: Job) -> Outcome:
    """Let the disk be full after every `stride`-th byte of the new file; it has some 300."""
    cases = lost = wrong = 0
    for space in range(0, 280, job.stride):
        before = (job.folder / "login.json").read_bytes()
        told = _in_child(lambda: _refresh_within(job, space))  # noqa: B023 - it runs before the next round
        litter = [path for path in job.folder.iterdir() if path.name not in {"login.json", ".login.lock"}]
        wrong += told != REFUSED or bool(litter) or (job.folder / "login.json").read_bytes() != before
        lost += _in_child(lambda: _refresh(job)) != FINISHED
        cases += 1
    return Outcome(cases, lost, wrong)


def _refresh_within(job: Job, space: int) -> int:
    """Refresh while no file may grow beyond so many bytes; the failure must be told as one of the disk."""
    login = _login(job)
    resource.setrlimit(resource.RLIMIT_FSIZE, (space, resource.RLIM_INFINITY))
    try:
        login.access_token()
    except Passing as error:
        return REFUSED if "could not be saved" in str(error) else 1
    return FINISHED


def _refresh(job: Job) -> int:
    _login(job).access_token()
    return FINISHED


def _whole(job: Job) -> bool:
    try:
        return TokenFile(job.folder / "login.json").load() is not None
    except LoginNeeded:
        return False


def _in_child(work: Callable[[], int]) -> int:
    """Do something in a forked process; its exit code, or the signal that ended it as a negative number."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        code = work()
    finally:
        os._exit(code)
