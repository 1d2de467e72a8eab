"""Errors: none is swallowed; only the two outer doors may catch whatever comes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.shape.tree import CODE, ROOT, modules, name, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

DOORS = {"tracker/cli/main.py", "jobs/run_job.py"}
ANYTHING = {"Exception", "BaseException"}


def blind_catches(tree: ast.AST) -> Iterator[int]:
    """The lines that catch everything: a bare `except`, one of the two root classes, or the same suppressed.

    A handler that ends in a bare `raise` cleans up and swallows nothing.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and catches_anything(node) and not raises_again(node):
            yield node.lineno
        if isinstance(node, ast.Call) and "suppress" in names(node.func):
            yield from (node.lineno for argument in node.args if names(argument) & ANYTHING)


def catches_anything(handler: ast.ExceptHandler) -> bool:
    """Whether the handler names no class, or one that every error belongs to."""
    return handler.type is None or bool(names(handler.type) & ANYTHING)


def raises_again(handler: ast.ExceptHandler) -> bool:
    """Whether the handler's last word is a bare `raise`."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def names(node: ast.AST) -> set[str]:
    """Every name in an expression, also behind a dot."""
    found = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return found | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def test_only_the_outer_doors_catch_everything() -> None:
    """A blind catch may stand only where a job run or the command line ends."""
    found = {name(path): list(blind_catches(parsed(path))) for path in modules(*CODE)}
    assert {path: lines for path, lines in found.items() if lines and path not in DOORS} == {}


def test_the_doors_exist() -> None:
    """The two exceptions of the rule must not outlive their files."""
    assert {door for door in DOORS if not (ROOT / door).is_file()} == set()


def test_blind_catches_are_recognized() -> None:
    """Each spelling of a blind catch must be found, and a precise one let through."""
    attempt = "try:\n    pass\nexcept {}:\n    pass\n"
    for spelling in ("Exception", "builtins.Exception as error", "(OSError, BaseException)", ""):
        assert list(blind_catches(ast.parse(attempt.format(spelling).replace(" :", ":")))) == [3]
    assert list(blind_catches(ast.parse("with suppress(Exception): pass"))) == [1]
    assert list(blind_catches(ast.parse(attempt.format("(OSError, ValueError)")))) == []
    assert (
        list(blind_catches(ast.parse("try:\n    pass\nexcept BaseException:\n    close()\n    raise"))) == []
    )
