"""How the true answer's JSON is bent: the answer as an object, its pages, their rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from random import Random
from typing import Concatenate, ParamSpec

from tracker.simulator.reply import Reply
from tracker.simulator.turn import Kind, Turn, true_answer

Object = dict[str, object]
P = ParamSpec("P")


def bend(edit: Callable[Concatenate[Object, Random, P], None]) -> Kind:
    """Make a kind out of a function that edits the answer's object in place."""

    @wraps(edit)
    def kind(turn: Turn, *args: P.args, **given: P.kwargs) -> Reply:
        reply = true_answer(turn)
        if reply.status != 200:
            return reply
        data = json.loads(reply.body)
        edit(data, turn.chance, *args, **given)
        return replace(reply, body=json.dumps(data).encode())

    return kind


def pages(data: object) -> Iterator[Object]:
    """Every page in an answer: the answer itself, or one that it embeds."""
    if isinstance(data, dict):
        if isinstance(data.get("items"), list):
            yield data
        for key in ("items", "tracks", "albums"):
            yield from pages(data.get(key))


def rows(page: Object) -> list[object]:
    """The rows of a page."""
    items = page["items"]
    return items if isinstance(items, list) else []


def objects(data: object) -> Iterator[Object]:
    """Every object in an answer, at any depth."""
    if isinstance(data, dict):
        yield data
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for value in list(values):
        yield from objects(value)
