"""The documents: every command, setting and verb of `make` can be looked up, and the versions agree."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from tests.shape.tree import ROOT, files

if TYPE_CHECKING:
    from collections.abc import Iterator


def documents() -> str:
    """What an owner can read: the README and everything under docs/."""
    paths = [ROOT / "README.md", *(files("docs") if (ROOT / "docs").is_dir() else [])]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.suffix == ".md")


def as_written(command: str) -> str:
    """How documents write a command: a list of subcommands need not say `tracker` before each."""
    return command if command.count(" ") < 2 else command.removeprefix("tracker ")


def verbs(command: Any, words: str) -> Iterator[str]:
    """Every command line that does something, below this one."""
    children = getattr(command, "commands", None)
    if children is None:
        yield words
    else:
        for child_name, child in children.items():
            yield from verbs(child, f"{words} {child_name}")


def test_every_command_is_documented() -> None:
    """Each command must stand in the README or in docs/, written as it is typed."""
    import typer

    from tracker.cli.main import app

    commands = list(verbs(typer.main.get_command(app), "tracker"))
    text = documents()
    assert commands
    assert [command for command in commands if not re.search(rf"{as_written(command)}\b", text)] == []


def test_every_setting_is_documented() -> None:
    """Each setting must stand in the README or in docs/, by its full name."""
    from tracker.settings import Settings

    text = documents()
    assert [setting for setting in Settings.model_fields if not re.search(rf"\b{setting}\b", text)] == []


def test_every_verb_of_make_is_documented() -> None:
    """Each target that `make` offers must stand in CONTRIBUTING.md or in the README."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8") + documents()
    assert targets
    assert [target for target in targets if f"make {target}" not in text] == []


def test_the_versions_agree() -> None:
    """The newest release in the changelog must be the version of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## \[?v?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert releases[:1] == [project["version"]]
