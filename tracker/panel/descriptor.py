"""`datapackage.json`: a Frictionless data package (specification v1), tabular for CSV, that tells what every file holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.core.panel.fields import Origin, Type
from tracker.core.panel.tables import TABLES, VERSION
from tracker.panel.cells import show_time
from tracker.panel.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.core.panel.fields import Field, Table
    from tracker.core.panel.rows import Ancestor, Choice

Json = dict[str, Any]
DESCRIPTOR = "datapackage.json"
NAME = "disappearing-tracks-export"
PROGRAM = "Disappearing Tracks"
RIGHTS = (
    "This is the owner's copy of their own record. No licence is granted over columns whose origin is `service`, nor over "
    "names whose origin is `service` or `import`: they belong to the service and its licensors, and its terms bind whoever "
    "got them. Columns and names whose origin is `musicbrainz` are CC0. Whether to pass anything on is the owner's decision."
)
CC0 = {"license": "CC0-1.0"}
MEDIA = {
    Format.CSV: "text/csv",
    Format.JSONL: "application/x-ndjson",
    Format.PARQUET: "application/vnd.apache.parquet",
}
DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminator": "\r\n",
    "header": True,
}
_TYPES: dict[Type, Json] = {
    Type.TEXT: {"type": "string", "format": "default"},
    Type.WHOLE: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.TIME: {"type": "datetime", "format": "default"},
    Type.TRUTH: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    Type.TEXTS: {"type": "array", "arrayItem": {"type": "string"}},
    Type.WHOLES: {"type": "array", "arrayItem": {"type": "integer"}},
    Type.COUNTS: {"type": "object"},
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its table, name, rows, bytes, and digest (SHA-256)."""

    table: Table
    name: str
    rows: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Making:
    """How a package was made: when, by which version of the program, in which form, and what was chosen."""

    created: datetime
    version: str
    form: Format
    choice: Choice


def descriptor(
    making: Making, files: Iterable[Written], highest: Mapping[str, int], ancestors: Iterable[Ancestor]
) -> Json:
    """The whole description of a package."""
    since, tabular = making.choice.since, making.form is Format.CSV
    past = [_ancestor(each) for each in ancestors]
    return {
        "profile": "tabular-data-package" if tabular else "data-package",
        "name": NAME,
        "title": "Availability of chosen tracks over time",
        "description": "What a tracker of track availability has recorded: intervals with both edges of doubt, events, checks "
        "with their certificates, and the times without observation. README.md says how it was made, CODEBOOK.md what each "
        "column means.",
        "created": show_time(making.created),
        "keywords": ["availability", "catalogue", "music", "interval censoring"],
        "sources": [
            {
                "title": "Spotify Web API, asked by the owner's own app",
                "path": "https://developer.spotify.com",
            },
            {"title": "MusicBrainz (CC0)", "path": "https://musicbrainz.org"},
            *({"title": f"Data package {each['name']}, sha256:{each['digest']}"} for each in past),
        ],
        "rights": RIGHTS,
        "tracker": {
            "program": PROGRAM,
            "version": making.version,
            "tables": VERSION,
            "format": str(making.form),
            "since": show_time(since) if since else None,
            "names": making.choice.names,
            "highest": dict(highest),
            "filled_from": past,
        },
        "resources": [_resource(making.form, file) for file in files],
    }


def schema(table: Table) -> Json:
    """A table's columns, key and references, as Table Schema has them."""
    told: Json = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if references := [_reference(table, field) for field in table.fields if field.to]:
        told["foreignKeys"] = references
    return told


def _ancestor(each: Ancestor) -> Json:
    return {"name": each.name, "digest": each.digest, "filled_at": show_time(each.filled_at)}


def _resource(form: Format, file: Written) -> Json:
    told: Json = {
        "name": file.table.name,
        "path": file.name,
        "title": file.table.name,
        "description": file.table.about,
        "format": str(form),
        "mediatype": MEDIA[form],
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
        "schema": schema(file.table),
    }
    if form is not Format.PARQUET:
        told["encoding"] = "utf-8"
    if form is Format.CSV:
        return told | {"profile": "tabular-data-resource", "rows": file.rows, "dialect": DIALECT}
    # The specification knows tables as CSV only: of other files a validator looks at size and digest.
    return told | {"profile": "data-resource", "type": "file"}


def _field(field: Field) -> Json:
    told: Json = {"name": field.name, **_TYPES[field.type], "description": field.about}
    rules: Json = {}
    if not field.optional and not field.blank:
        rules["required"] = True
    if field.values:
        rules["enum"] = [word for word, _ in field.values]
    if rules:
        told["constraints"] = rules
    if field.unit:
        told["unit"] = field.unit
    told["origin"] = str(field.origin)
    return told | (CC0 if field.origin is Origin.MUSICBRAINZ else {})


def _reference(table: Table, field: Field) -> Json:
    """A reference to the key of another table; to that of its own table it names none, as the specification has it."""
    (key,) = next(each.key for each in TABLES if each.name == field.to)
    resource = "" if field.to == table.name else field.to
    return {"fields": field.name, "reference": {"resource": resource, "fields": key}}
