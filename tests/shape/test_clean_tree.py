"""The tree: no addresses of registries, no paths of one machine, nothing unfinished, no name that is not ours."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.shape.tree import CODE, ROOT, files, modules, name

if TYPE_CHECKING:
    from pathlib import Path

# Written so that this file does not find itself.
FORBIDDEN = {
    "registry": r"pypi\.[o]rg|pythonhosted\.[o]rg|npmjs\.[o]rg|deb\.[d]ebian|index-url[ =]\S*:/",
    "machine path": r"(?<![\w/.)}-])/(?:root|work|home|Users)/",
    "unfinished": r"\b(?:TOD[O]|FIXM[E]|XX[X]|NotImplemente[d])",
    "secret": r"\bgh[p]_|\bAKI[A]|PRIVATE KE[Y]-",
}


def texts() -> dict[str, str]:
    """Every text file of the project; what is not UTF-8 is no text."""
    found = {}
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[name(path)] = content.decode("utf-8")
    return found


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_the_tree_is_clean(kind: str) -> None:
    """No file may name a registry's host or a path of one machine, be left unfinished or hold a key."""
    pattern = re.compile(FORBIDDEN[kind])
    lines = (
        (path, number, line)
        for path, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
    )
    assert [f"{path}:{number}: {line.strip()}" for path, number, line in lines if pattern.search(line)] == []


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("registry", "--index~-url https://mirror.example/simple"),
        ("registry", "https://pypi~.org/simple"),
        ("machine path", 'home = "/ho~me/somebody/music"'),
        ("machine path", "see /wor~k/notes"),
        ("unfinished", "# TO~DO: later"),
        ("secret", "-----BEGIN PRIVATE~ KEY-----"),
    ],
)
def test_what_is_forbidden_is_recognized(kind: str, line: str) -> None:
    """The patterns must find what they are for (the tilde keeps this file clean)."""
    assert re.search(FORBIDDEN[kind], line.replace("~", ""))


def test_the_names_are_our_own() -> None:
    """No name of ours may begin as the service's does, or contain it; the folder that talks to it is its address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [project["name"], *project["scripts"], *project["keywords"]]
    parts = {part for path in modules(*CODE) for part in path.relative_to(ROOT).with_suffix("").parts}
    assert [text for text in (*names, *sorted(parts - {"spotify"})) if "spot" in text.lower()] == []


def test_classes_are_named_by_what_they_are() -> None:
    """No class of ours may be called after the service."""
    found = [
        f"{name(path)}: {match[1]}"
        for path in modules(*CODE)
        for match in re.finditer(r"^\s*class (\w*[Ss]pot(?:ify)?\w*)", _code(path), re.MULTILINE)
    ]
    assert found == []


def _code(path: Path) -> str:
    return path.read_text(encoding="utf-8")
