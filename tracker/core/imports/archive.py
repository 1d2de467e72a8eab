"""JSON of archives that keep lists in git: one version of a list, or all that it ever held."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from tracker.core.errors import UsageError
from tracker.core.imports import fields
from tracker.core.imports.limits import admit_json, admit_row
from tracker.core.imports.rows import Contents, FileRow, Form, RefusedRow
from tracker.core.links import Link

_CAME, _THEN, _WENT = "date_added", "date_added_asterisk", "date_removed"


def read_archive(text: str) -> Contents:
    """Every track for itself; UsageError for what is no such JSON."""
    admit_json(text)
    found = _parsed(text)
    tracks = found.get("tracks") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(tracks, list):
        raise UsageError("The JSON is no list of an archive: that has 'name' and 'tracks'.")
    admit_row(len(tracks))
    rows: list[FileRow] = []
    refused: list[RefusedRow] = []
    for number, track in enumerate(tracks, 1):
        try:
            rows.append(_row(number, track))
        except UsageError as error:
            refused.append(RefusedRow(number, str(error)))
    ever = any(isinstance(track, dict) and _CAME in track for track in tracks)
    form = Form.CUMULATIVE if ever else Form.VERSION
    undated = sum(row.added_on is None for row in rows)
    notes = (f"{undated:,} tracks have no day of adding that could be read",) if undated else ()
    return Contents(form, fields.name(found.get("name")) or None, tuple(rows), tuple(refused), notes=notes)


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise UsageError("The JSON is nested too deeply: it is no list of tracks.") from None
    except ValueError as error:
        raise UsageError(f"The JSON cannot be read ({fields.shortened(str(error))}).") from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _row(number: int, track: object) -> FileRow:
    if not isinstance(track, dict):
        raise UsageError("no object")
    url = track.get("url")
    if not isinstance(url, str):
        raise UsageError("no id, URI or link")
    item = fields.read_id(url)
    if isinstance(item, Link):
        raise UsageError(f"the link of a thing that is no track ({item.source.value})")
    return FileRow(
        line=number,
        track_id=fields.track_id_of(item),
        kind=item.kind,
        title=fields.name(track.get("name")) or item.title,
        artists=_artists(track.get("artists")) or item.artists,
        album=_album(track.get("album")) or item.album,
        added_on=fields.moment(track.get(_CAME, track.get("added_at"))),
        by_then=track.get(_THEN) is True,
        removed_on=_removed(track),
    )


def _removed(track: Mapping[str, object]) -> datetime | None:
    """The day on which it went; a day that cannot be read is no reason to take it for a place of today."""
    went = track.get(_WENT)
    if went is None:
        return None
    at = fields.moment(went)
    if at is None:
        raise UsageError("a day of removal that cannot be read")
    return at


def _artists(value: object) -> tuple[str, ...]:
    rows: Sequence[object] = value if isinstance(value, list) else ()
    names = (fields.name(row.get("name")) for row in rows if isinstance(row, dict))
    return tuple(found for found in names if found)


def _album(value: object) -> str:
    return fields.name(value.get("name")) if isinstance(value, dict) else ""
