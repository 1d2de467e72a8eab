"""Plain lists: one link, URI or id a line; `#` begins a comment."""

from __future__ import annotations

from tracker.core.errors import UsageError
from tracker.core.imports.fields import read_id, track_id_of
from tracker.core.imports.limits import admit_row, lines_of
from tracker.core.imports.rows import Contents, FileRow, Form, RefusedRow
from tracker.core.links import ID, Link
from tracker.core.phrases import count


def read_links(text: str) -> Contents:
    """Every line for itself; links to lists, albums and artists are told apart, never taken for their tracks."""
    rows: list[FileRow] = []
    refused: list[RefusedRow] = []
    links: list[Link] = []
    bare = 0
    for number, line in enumerate(lines_of(text), 1):
        told = _uncommented(line)
        if not told:
            continue
        try:
            found = read_id(told)
        except UsageError as error:
            refused.append(RefusedRow(number, str(error)))
        else:
            bare += bool(ID.fullmatch(told))
            if isinstance(found, Link):
                links.append(found)
            else:
                rows.append(
                    FileRow(number, track_id_of(found), found.kind, found.title, found.artists, found.album)
                )
        admit_row(len(rows) + len(refused) + len(links))
    notes = (f"{count(bare, 'bare id')} taken for the id of a track",) if bare else ()
    return Contents(Form.LINKS, None, tuple(rows), tuple(refused), tuple(dict.fromkeys(links)), notes)


def _uncommented(line: str) -> str:
    """The line without a comment; a `#` inside of a word is none, and links have none before their ids."""
    told = line.strip()
    return "" if told.startswith("#") else told.split(" #", 1)[0].split("\t#", 1)[0].strip()
