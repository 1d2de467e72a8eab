"""What a planted bug is: one text of one file that reads otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.faults.table import Suite


class Disarmed(Exception):  # what the harness says of itself, no error of the program
    """The text that a bug replaces is not in its file, or more than once: the bug would be none."""


@dataclass(frozen=True, slots=True)
class Bug:
    """One mistake: in `file`, the only place of `text` reads `instead`; the quick set of `suite` has to notice.

    It gets so many `seeds` to do so: what goes wrong by chance alone does not show in each.
    """

    name: str
    file: str
    text: str
    instead: str
    suite: Suite
    seeds: int = 1

    def plant(self, tree: Path) -> None:
        """Make the mistake in a copy of the tree; raises Disarmed."""
        path = tree / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if text.count(self.text) != 1 or self.text == self.instead:
            raise Disarmed(self.name)
        path.write_text(text.replace(self.text, self.instead), encoding="utf-8")
