"""ARCHITECTURE.md is true: what it names is there, and what is there has its place in it."""

from __future__ import annotations

import re

from tests.shape.tree import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_file_it_names_exists() -> None:
    """A newcomer who follows the page never looks for a file that is gone."""
    there = {path.name for folder in ("tracker", "jobs", "tests") for path in (ROOT / folder).rglob("*.py")}
    named = set(re.findall(r"\b([a-z][a-z_]*\.py)\b", PAGE))
    assert len(named) > 40
    assert named - there == set()


def test_every_folder_and_every_file_of_the_core_is_on_it() -> None:
    """Nothing of weight is missing from the page."""
    folders = {path.name for path in (ROOT / "tracker").iterdir() if (path / "__init__.py").exists()}
    core = {path.name for path in (ROOT / "tracker" / "core").glob("*.py")} - {"__init__.py"}
    assert {name for name in folders if f"  {name}/" not in PAGE} == set()
    assert {name for name in core if name not in PAGE} == set()
