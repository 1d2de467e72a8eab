"""The package and its locks: everything is in the wheel, and everything that is installed has a hash."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.shape.tree import ROOT, files

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "requirements.lock": [*PROJECT["dependencies"], *EXTRAS["build"]],
    "requirements-dev.lock": [*PROJECT["dependencies"], *EXTRAS["build"], *EXTRAS["dev"]],
}
PIN = re.compile(r"^([\w.\[\]-]+)==(\S+)(?: ; [^\\]+)?(?: \\)?$")


def pins(lock: str) -> dict[str, str]:
    """Name and version of everything that the lock names."""
    found = (PIN.match(line) for line in (ROOT / lock).read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(match[1].split("[")[0]): match[2] for match in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_the_project(lock: str) -> None:
    """Each dependency of pyproject.toml must be pinned to a version that pyproject.toml allows."""
    wanted = [Requirement(text) for text in LOCKS[lock]]
    locked = pins(lock)
    missing = [str(each) for each in wanted if canonicalize_name(each.name) not in locked]
    assert missing == []
    assert [str(each) for each in wanted if locked[canonicalize_name(each.name)] not in each.specifier] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_only(lock: str) -> None:
    """Each requirement must have a hash, and no line may say where to fetch anything from."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [
        line
        for line in lines
        if not PIN.match(line) and not re.match(r"    --hash=sha256:[0-9a-f]{64}", line)
    ] == []
    after_pins = [lines[number + 1] for number, line in enumerate(lines) if PIN.match(line)]
    assert [line for line in after_pins if "--hash=" not in line] == []


def test_the_locks_agree() -> None:
    """What runs for the owner must be what was tested: the dev lock holds the runtime lock."""
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_the_wheel_is_whole(tmp_path: Path) -> None:
    """The wheel must hold every file of both packages, migrations and templates too, and nothing beside them."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == {path.relative_to(ROOT).as_posix() for path in files("tracker", "jobs")}


def test_the_command_leads_to_the_code() -> None:
    """The command that is installed must be the function that the command line starts with."""
    from tracker.cli.main import main

    assert PROJECT["scripts"] == {"tracker": f"{main.__module__}:{main.__name__}"}
