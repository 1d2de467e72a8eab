"""Which form a file has, by what is in it and never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.errors import UsageError
from tracker.core.imports.archive import read_archive
from tracker.core.imports.exportify import has_columns, read_csv
from tracker.core.imports.fields import read_id
from tracker.core.imports.limits import lines_of
from tracker.core.imports.links_file import read_links

if TYPE_CHECKING:
    from tracker.core.imports.rows import Contents


def understand(text: str) -> Contents:
    """All of a file's text; UsageError where it is of no form that is understood, or holds nothing."""
    start = text[:4096].lstrip()
    if start.startswith(("{", "[")):
        return _useful(read_archive(text))
    first = next((line for line in lines_of(text) if _tells(line)), "")
    if not first:
        raise UsageError("The file is empty: there is nothing to import.")
    delimiter = has_columns(first)
    return _useful(read_csv(text, delimiter) if delimiter and not _names_a_thing(first) else read_links(text))


def _useful(contents: Contents) -> Contents:
    """The contents, if a list could be made of them, or a watch of what they name."""
    if not contents.rows and not contents.links:
        why = f" (line {contents.refused[0].line:,}: {contents.refused[0].why})" if contents.refused else ""
        raise UsageError(
            f"Not one row of the file names a track by id, URI or link{why}: nothing is searched for by its name."
        )
    if not contents.tracks and not contents.links:
        raise UsageError(
            "No row of the file is a track that stands in the list today: there is nothing to watch."
        )
    return contents


def _tells(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _names_a_thing(line: str) -> bool:
    """Whether a line is a link that only happens to hold a sign that parts cells."""
    try:
        read_id(line)
    except UsageError:
        return False
    return True
