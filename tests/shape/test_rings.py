"""The rings: what may import what, as the contracts of pyproject.toml say."""

from __future__ import annotations

import re
import subprocess
import sysconfig
import tomllib
from pathlib import Path

from tests.shape.tree import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


def test_the_contracts_hold() -> None:
    """Every import must respect the rings, the pure core and the one door of each library."""
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"
    answer = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_every_part_has_its_ring() -> None:
    """Each module and package right below `tracker` must stand in the rings; only the simulator is outside."""
    (rings,) = (contract["layers"] for contract in CONTRACTS if contract["id"] == "rings")
    named = {part for ring in rings for part in re.findall(r"tracker\.(\w+)", ring)}
    inside = {
        path.stem
        for path in (ROOT / "tracker").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert inside - {"__init__", "__main__"} == named | {"simulator"}


def test_the_simulator_is_kept_from_every_part() -> None:
    """A new part of the tracker must also be one that the simulated Web API may not know."""
    (rings,) = (contract["layers"] for contract in CONTRACTS if contract["id"] == "rings")
    (apart,) = (
        set(each["forbidden_modules"]) for each in CONTRACTS if each["id"] == "simulator-stands-alone"
    )
    assert {part for ring in rings for part in ring.split(" | ")} == apart
