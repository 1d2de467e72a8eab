"""A plan of wrong answers: the one place where what the service says can be replaced, bent or held up."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tracker.simulator.reply import Reply


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong answer to calls of an endpoint family (or `*`) whose address contains `path`.

    `kind` is `status` (answer with `status`, `body` and `headers` instead), `pass` (only wait) or a name in BENDS
    (the true answer is bent). `skip` lets the first calls through, `times` ends it (None: never), `delay_s` is real
    seconds.
    """

    family: str = "*"
    kind: str = "status"
    status: int = 500
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = 1
    skip: int = 0
    path: str = ""
    delay_s: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in {"status", "pass", *BENDS}:
            raise ValueError(f"no such kind of fault: {self.kind}")

    def concerns(self, family: str, address: str) -> bool:
        """Whether the fault is meant for a call."""
        return self.family in ("*", family) and self.path in address

    def answer(self) -> Reply | None:
        """Give the answer that takes the true one's place, if this kind has one."""
        if self.kind != "status":
            return None
        body = self.body
        if body is None:
            body = json.dumps({"error": {"status": self.status, "message": "Scripted fault"}})
        media = "application/json; charset=utf-8"
        if not body.startswith(("{", "[")):
            media = "text/html; charset=utf-8" if body.startswith("<") else "text/plain; charset=utf-8"
        return Reply(self.status, body.encode(), {"content-type": media, **self.headers})

    def bend(self, reply: Reply) -> Reply:
        """Give the bent answer; answers without a body, and errors, stay as they are."""
        if self.kind not in BENDS or reply.status != 200:
            return reply
        return BENDS[self.kind](reply)


class Faults:
    """The faults still to come, in the order in which they were added."""

    def __init__(self) -> None:
        self.plan: list[Fault] = []

    def add(self, fault: Fault | None = None, /, **traits: object) -> None:
        """Plan a fault, given whole or by its traits; TypeError or ValueError if they make none."""
        self.plan.append(fault or Fault(**traits))  # type: ignore[arg-type]

    def clear(self) -> None:
        """Plan nothing any more."""
        self.plan.clear()

    def take(self, family: str, address: str) -> Fault | None:
        """Give the first fault that concerns the call, and use up one of its times."""
        for place, fault in enumerate(self.plan):
            if not fault.concerns(family, address):
                continue
            if fault.skip:
                self.plan[place] = replace(fault, skip=fault.skip - 1)
                continue
            if fault.times is not None:
                self.plan[place : place + 1] = (
                    [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                )
            return fault
        return None


def _truncated(reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def _cut(reply: Reply) -> Reply:
    # A promise of more bytes than come makes the server drop the connection in the middle of the body.
    headers = {**reply.headers, "content-length": str(len(reply.body))}
    return replace(reply, body=reply.body[: len(reply.body) // 2], headers=headers)


def _edited(edit: Callable[[dict[str, object]], object]) -> Callable[[Reply], Reply]:
    def bend(reply: Reply) -> Reply:
        data = json.loads(reply.body)
        edit(data)
        return replace(reply, body=json.dumps(data).encode())

    return bend


def _pages(data: object) -> list[dict[str, object]]:
    if not isinstance(data, dict):
        return []
    mine = [data] if isinstance(data.get("items"), list) else []
    return mine + [page for key in ("items", "tracks", "albums") for page in _pages(data.get(key))]


def _empty_items(data: dict[str, object]) -> None:
    for page in _pages(data):
        page["items"] = []


def _wrong_total(data: dict[str, object]) -> None:
    for page in _pages(data):
        page["total"] = int(str(page["total"])) + 7


def _wrong_shape(data: dict[str, object]) -> None:
    for page in _pages(data):
        page["items"] = ["not an object", 7, []]


def _short_page(data: dict[str, object]) -> None:
    for page in _pages(data):
        items = page["items"]
        page["items"] = items[:-1] if isinstance(items, list) else items


def _without_playable(data: object) -> None:
    if isinstance(data, dict):
        data.pop("is_playable", None)
        data.pop("restrictions", None)
        for value in data.values():
            _without_playable(value)
    if isinstance(data, list):
        for value in data:
            _without_playable(value)


def _nothing(data: dict[str, object]) -> None:
    data.clear()


BENDS: Mapping[str, Callable[[Reply], Reply]] = {
    "truncate": _truncated,
    "cut": _cut,
    "empty_object": _edited(_nothing),
    "empty_items": _edited(_empty_items),
    "short_page": _edited(_short_page),
    "wrong_total": _edited(_wrong_total),
    "wrong_shape": _edited(_wrong_shape),
    "missing_is_playable": _edited(_without_playable),
}
