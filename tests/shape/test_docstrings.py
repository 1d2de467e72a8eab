"""Docstrings: each module says what it is for, each test what must hold."""

from __future__ import annotations

import ast

from tests.shape.tree import functions, modules, name, parsed


def test_every_module_says_what_it_is_for() -> None:
    """Each Python file must begin with a docstring whose first line is a sentence."""
    first_lines = {
        name(path): (ast.get_docstring(parsed(path)) or "").partition("\n")[0] for path in modules()
    }
    assert [
        path for path, line in first_lines.items() if not line.rstrip("`").endswith((".", ":", "!", "?"))
    ] == []


def test_every_test_says_what_must_hold() -> None:
    """Each test function must have a docstring."""
    silent = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in modules("tests")
        for node in functions(path)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []
