"""The `fields` filter of playlist endpoints: commas, dots, parentheses and a leading `!` to leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.simulator.reply import ApiError

_TOKEN = re.compile(r"[(),.!]|[^(),.!\s]+")


@dataclass(slots=True)
class Choice:
    """The names chosen of one object; a name without a choice of its own is taken whole."""

    names: dict[str, Choice | None] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def add(self, name: str, below: Choice | None) -> None:
        """Choose a name; what was chosen below it before stays chosen."""
        known = self.names.get(name)
        if known is None or below is None:
            self.names[name] = below
            return
        known.left_out |= below.left_out
        for deeper, choice in below.names.items():
            known.add(deeper, choice)

    def reaches(self, *path: str) -> bool:
        """Whether anything at a path could be among what is chosen."""
        if not path or self.left_out:
            return not path or path[0] not in self.left_out
        below = self.names.get(path[0])
        return path[0] in self.names and (below is None or below.reaches(*path[1:]))

    def apply(self, data: object) -> object:
        """Give what is chosen; lists are gone through, unknown names change nothing."""
        if isinstance(data, list):
            return [self.apply(value) for value in data]
        if not isinstance(data, dict):
            return data
        if self.left_out:
            return {name: value for name, value in data.items() if name not in self.left_out}
        chosen = {name: below for name, below in self.names.items() if name in data}
        return {name: below.apply(data[name]) if below else data[name] for name, below in chosen.items()}


def read_fields(text: str) -> Choice:
    """Read a filter such as `total,items(added_at,item(id,album(!images)))`; ApiError 400 if it is malformed."""
    tokens = _TOKEN.findall(text)
    choice = _group(tokens)
    if tokens:
        raise ApiError(400, "Invalid fields")
    return choice


def _group(tokens: list[str]) -> Choice:
    choice = Choice()
    while tokens and tokens[0] != ")":
        if tokens[0] == "!":
            tokens.pop(0)
            choice.left_out.add(_name(tokens))
        else:
            _member(choice, tokens)
        if tokens and tokens[0] == ",":
            tokens.pop(0)
        elif tokens and tokens[0] != ")":
            raise ApiError(400, "Invalid fields")
    return choice


def _member(choice: Choice, tokens: list[str]) -> None:
    name, below = _name(tokens), None
    if tokens and tokens[0] == ".":
        tokens.pop(0)
        below = Choice()
        _member(below, tokens)
    elif tokens and tokens[0] == "(":
        tokens.pop(0)
        below = _group(tokens)
        if not tokens:
            raise ApiError(400, "Invalid fields")
        tokens.pop(0)
    choice.add(name, below)


def _name(tokens: list[str]) -> str:
    if not tokens or tokens[0] in "(),.!":
        raise ApiError(400, "Invalid fields")
    return tokens.pop(0)
