"""The project's own files, as the shape tests look at them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CODE = ("tracker", "jobs")
NOT_OURS = {"__pycache__", "build", "dist", "node_modules", "secrets", "venv"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    """The path as a person would write it."""
    return path.relative_to(ROOT).as_posix()


def files(*folders: str) -> list[Path]:
    """Every file below the folders of that name, or of the whole project; what tools left behind is passed over."""
    return sorted(path for folder in folders or (".",) for path in _walk(ROOT / folder))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            if not hidden and path.name not in NOT_OURS:
                yield from _walk(path)
        elif path.name != "uv.lock" and path.suffix != ".pyc":
            yield path


def modules(*folders: str) -> list[Path]:
    """Every Python file below the folders; without any, of the code and its tests."""
    return [path for path in files(*(folders or (*CODE, "tests"))) if path.suffix == ".py"]


@cache
def parsed(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of the module, however deep."""
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))
