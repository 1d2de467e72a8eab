"""`CODEBOOK.md`: every table and every column in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.panel.fields import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.core.panel.fields import Field, Table
    from tracker.panel.descriptor import Written

_ORIGINS = {
    Origin.SERVICE: "the service, as it told it; no licence is granted",
    Origin.TRACKER: "the tracker's own observation or reckoning",
    Origin.OWNER: "the record's owner",
    Origin.MUSICBRAINZ: "MusicBrainz, CC0",
    Origin.BY_ROW: "whoever the row's `origin` names",
}


def codebook(files: Iterable[Written]) -> str:
    """The whole book, for these files."""
    return "\n".join(["# Codebook", "", *_preface(), *(line for file in files for line in _chapter(file))])


def _preface() -> Iterator[str]:
    yield "All times are UTC. An empty cell (`null` in JSON lines and Parquet) is an unknown or inapplicable value; each column"
    yield "says what that means. Numbers of checks are proof, not references: a check's own row may have been deleted."
    yield ""
    yield "The column *from* says whom a value comes from:"
    yield ""
    yield from (f"- `{origin}`: {told}" for origin, told in _ORIGINS.items())
    yield ""


def _chapter(file: Written) -> Iterator[str]:
    table = file.table
    yield f"## {table.name}"
    yield ""
    yield table.about
    yield ""
    yield f"File: `{file.name}`, {file.rows:,} rows. Key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    yield "| column | type | from | meaning |"
    yield "|---|---|---|---|"
    yield from (_line(table, field) for field in table.fields)
    yield ""
    yield from _words(table)


def _line(table: Table, field: Field) -> str:
    kind = f"{field.type}, {field.unit}" if field.unit else str(field.type)
    more = [" May be empty."] if field.optional and "mpty" not in field.about else []
    if field.to:
        more.append(f" Refers to `{field.to}`.")
    key = " (key)" if field.name in table.key else ""
    return f"| `{field.name}`{key} | {kind} | {field.origin} | {field.about}{''.join(more)} |"


def _words(table: Table) -> Iterator[str]:
    for field in table.fields:
        if field.values:
            yield f"`{field.name}` is one of:"
            yield ""
            yield from (
                f"- `{word}`: {meaning}" if meaning else f"- `{word}`" for word, meaning in field.values
            )
            yield ""
