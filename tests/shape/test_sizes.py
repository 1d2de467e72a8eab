"""Sizes: a file is read in one sitting, a function in one look."""

from __future__ import annotations

from statistics import median

from tests.shape.tree import CODE, ROOT, functions, modules, name

FILE_LINES = 400
FUNCTION_LINES = 50
USUAL_LINES = 10
VAGUE = {"base", "common", "crud", "helper", "helpers", "manager", "misc", "shared", "util", "utils"}


def test_no_file_is_too_long() -> None:
    """No Python file may have more than 400 lines: split it by noun."""
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: lines for path, lines in sizes.items() if lines > FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    """No function may have more than 50 lines, and half of them have ten at most."""
    sizes = {
        f"{name(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules()
        for node in functions(path)
    }
    assert {where: lines for where, lines in sizes.items() if lines > FUNCTION_LINES} == {}
    assert median(sizes.values()) <= USUAL_LINES


def test_names_say_what_is_inside() -> None:
    """No module or folder may have a name that would hold anything."""
    parts = {part for path in modules() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert parts & VAGUE == set()


def test_packages_are_marked() -> None:
    """Every folder with code must be a package, or the import contracts would not see it."""
    bare = {name(path.parent) for path in modules(*CODE) if not (path.parent / "__init__.py").exists()}
    assert {folder for folder in bare if "/migrations" not in folder} == set()
