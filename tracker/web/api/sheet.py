"""The description of the API as rows for a page, read from its OpenAPI."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, where it stands (`path` or `query`), what it may be, and what it is for."""

    name: str
    place: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """One address that can be asked."""

    name: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    refusals: tuple[str, ...]
    example: str


def sheet(described: dict[str, Any]) -> tuple[Question, ...]:
    """Every address of a description, in its order."""
    return tuple(_question(path, deeds["get"], described) for path, deeds in described["paths"].items())


def _question(path: str, deed: dict[str, Any], described: dict[str, Any]) -> Question:
    example = deed["responses"]["200"]["content"]["application/json"]["example"]
    return Question(
        name=deed["operationId"],
        path=path,
        about=deed["description"],
        parameters=tuple(_parameter(each, described) for each in deed.get("parameters", [])),
        refusals=tuple(code for code in deed["responses"] if code != "200"),
        example=json.dumps(example, indent=2, ensure_ascii=False),
    )


def _parameter(each: dict[str, Any], described: dict[str, Any]) -> Parameter:
    return Parameter(each["name"], each["in"], _kind(each["schema"], described), each.get("description", ""))


def _kind(schema: dict[str, Any], described: dict[str, Any]) -> str:
    """What a value may be, in a few words: `number, 1 to 500, else 100`."""
    choices = [choice for choice in schema.get("anyOf", [schema]) if choice.get("type") != "null"]
    plain = _resolved(choices[0], described)
    said = [plain.get("format") or plain["type"]]
    if "enum" in plain:
        said = [" | ".join(plain["enum"])]
    if "minimum" in plain and plain.get("maximum", 0) < 10**9 and "maximum" in plain:
        said.append(f"{plain['minimum']} to {plain['maximum']}")
    if "pattern" in plain:
        said.append(plain["pattern"])
    if schema.get("default") is not None:
        said.append(f"else {json.dumps(schema['default'])}")
    return ", ".join(said)


def _resolved(schema: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found
