"""CSV as Exportify and its kin write it: several dialects of column names, all of them with an id in each row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.errors import UsageError
from tracker.core.imports import fields
from tracker.core.imports.limits import MOST_COLUMNS, admit_row, lines_of
from tracker.core.imports.rows import Contents, FileRow, Form, RefusedRow
from tracker.core.items import Item, Kind
from tracker.core.links import Link

DELIMITERS = (",", ";", "\t")
SIGNS = ("=", "+", "-", "@")
"""No id begins with any of these, and every formula does."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("trackuri", "spotifyuri", "spotifytrackuri", "uri", "trackurl", "spotifyurl", "spotifyid", "spotifytrackid", "trackid"),
    "title": ("trackname", "title", "name", "songname"),
    "artists": ("artistnames", "artistname", "artists", "artist", "künstlernamen"),
    "artist ids": ("artisturis", "artisturi", "artistids", "künstleruris"),
    "album": ("albumname", "album"),
    "isrc": ("isrc",),
    "added": ("addedat", "hinzugefügtam"),
}  # fmt: skip
"""Column names of each dialect (old and new, and the German one), in small letters without spaces and signs."""
_PLAYABLE = {"isplayable", "unavailable", "istabspielbar"}
_ESCAPED = re.compile(r"(?<!\\),\s?")
_NOT_A_TABLE = "The first line names no column of ids (Track URI, Spotify ID ...): this is no CSV of a kind that is understood."


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands; `id` is always there."""

    id: int
    width: int
    at: Mapping[str, int]
    notes: tuple[str, ...] = ()

    def cell(self, cells: Sequence[str], what: str) -> str:
        """A cell by its meaning; "" where the file has no such column."""
        place = self.at.get(what)
        return cells[place] if place is not None else ""


def has_columns(line: str) -> str | None:
    """The delimiter by which a line falls into several cells, if it does; None where it is no row of a table."""
    cells = {sign: line.count(sign) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: cells[sign])
    return best if cells[best] else None


def read_csv(text: str, delimiter: str) -> Contents:
    """Every row for itself; UsageError for what is no such table, and for cells that a spreadsheet would run."""
    table = _numbered(text, delimiter)
    _, header = next(table, (0, []))
    if len(header) > MOST_COLUMNS:
        raise UsageError(f"The table has {len(header):,} columns; at most {MOST_COLUMNS} are read.")
    columns: Columns | None = None
    rows: list[FileRow] = []
    refused: list[RefusedRow] = []
    for number, cells in table:
        columns = columns or _columns(header, cells)
        _refuse_formulas(number, cells, columns)
        try:
            rows.append(_row(number, cells, columns))
        except UsageError as error:
            refused.append(RefusedRow(number, str(error)))
        admit_row(len(rows) + len(refused))
    notes = (columns or _columns(header, [])).notes
    undated = sum(row.added_on is None for row in rows)
    if columns and "added" in columns.at and undated:
        notes = (*notes, f"{undated:,} rows have no day of adding that could be read")
    return Contents(Form.CSV, None, tuple(rows), tuple(refused), notes=notes)


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its last line."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise UsageError(f"The CSV breaks off in line {reader.line_num:,}: {error}.") from None


def _columns(header: Sequence[str], first: Sequence[str]) -> Columns:
    """The columns by their names; where those are in another language, the ids by what the first row holds."""
    words = [_word(each) for each in header]
    at = {
        what: words.index(found)
        for what, names in _NAMES.items()
        if (found := next((n for n in names if n in words), None))
    }
    notes = []
    if "id" not in at:
        uris = [n for n, cell in enumerate(first[: len(header)]) if cell.startswith("spotify:track:")]
        if len(uris) != 1:
            raise UsageError(_NOT_A_TABLE)
        at["id"] = uris[0]
        notes.append("the column of ids was recognised by its URIs; columns with unknown names were not read")
    if _PLAYABLE & set(words):
        notes.append("the column that says what could be played was not read: it is no evidence")
    return Columns(at["id"], len(header), at, tuple(notes))


def _word(heading: str) -> str:
    return "".join(char for char in heading.casefold() if char.isalnum())


def _row(number: int, cells: Sequence[str], columns: Columns) -> FileRow:
    if len(cells) > MOST_COLUMNS:
        raise UsageError(f"more than {MOST_COLUMNS} cells")
    if len(cells) != columns.width:
        raise UsageError(f"{len(cells)} cells where the first line has {columns.width}")
    item = fields.read_id(cells[columns.id])
    if isinstance(item, Link):
        raise UsageError(f"the id of a thing that is no track ({item.source.value})")
    title = fields.name(columns.cell(cells, "title")) or item.title
    return FileRow(
        line=number,
        track_id=fields.track_id_of(item),
        kind=item.kind,
        title=title,
        artists=_artists(item, cells, columns),
        album=fields.name(columns.cell(cells, "album")) or item.album,
        isrc=fields.isrc(columns.cell(cells, "isrc")),
        added_on=fields.moment(columns.cell(cells, "added")),
    )


def _refuse_formulas(number: int, cells: Sequence[str], columns: Columns) -> None:
    """A whole file is refused for one of them: a spreadsheet has written it, or somebody who aims at one."""
    for what, place in columns.at.items():
        cell = cells[place] if place < len(cells) else ""
        if fields.is_formula(cell) or (what == "id" and cell.lstrip().startswith(SIGNS)):
            raise UsageError(
                f"Line {number:,} holds a spreadsheet's formula ({fields.shortened(cell)}) in the column of the {what}: "
                "nothing was imported. Take it out first."
            )


def _artists(item: Item, cells: Sequence[str], columns: Columns) -> tuple[str, ...]:
    """The artists, taken apart only where it is plain how: by semicolons, or into as many as there are ids of artists."""
    told = columns.cell(cells, "artists")
    if not told.strip():
        return item.artists
    if item.kind is Kind.TRACK and ";" in told:
        return _named(told.split(";"))
    parts = _ESCAPED.split(told)
    ids = [each for each in re.split(r"[,;]", columns.cell(cells, "artist ids")) if each.strip()]
    return _named(parts) if len(parts) == len(ids) or len(parts) == 1 else _named([told])


def _named(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(found for part in parts if (found := fields.name(part.replace("\\,", ","))))
