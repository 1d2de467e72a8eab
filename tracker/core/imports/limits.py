"""How much a file may hold: what lies beyond these bounds is refused before it costs memory or time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 25_000
MOST_COLUMNS = 200
LONGEST_LINE = 65_536
MOST_COMMAS, MOST_BRACKETS = 400_000, 250_000
"""So many signs of structure a JSON file may hold: each may cost a hundred bytes of memory."""
_BRACKETS = re.compile(r"[\[{]")


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one by one; UsageError at the first that is too long."""
    start, number = 0, 0
    while start < len(text):
        number += 1
        end = text.find("\n", start) + 1 or len(text)
        if end - start > LONGEST_LINE:
            raise UsageError(
                f"Line {number:,} has more than {LONGEST_LINE:,} characters: no list of tracks looks like that."
            )
        yield text[start:end]
        start = end


def admit_row(count: int) -> None:
    """Refuse a file with more rows than are taken at once."""
    if count > MOST_ROWS:
        raise UsageError(f"The file has more than {MOST_ROWS:,} rows: take it apart and import the parts.")


def admit_json(text: str) -> None:
    """Refuse JSON of more structure than a list of tracks can have."""
    if text.count(",") > MOST_COMMAS or sum(1 for _ in _BRACKETS.finditer(text)) > MOST_BRACKETS:
        raise UsageError("The JSON has far more parts than a list of tracks: it is not read.")
