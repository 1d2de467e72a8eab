"""Ways to spoil an answer: in its values, in its bytes, and in what its headers say of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from tracker.net.reply import Reply

Path = tuple[str | int, ...]
Node = Any
"""A value as JSON gives it: what is inside is exactly what is not known here."""

JSON = {"content-type": "application/json; charset=utf-8"}
TEXTS = ("", " ", "x", "0", "true", "null", "\x00", "\ud800", "\udfff\ud800", "\u202etxet", "a\n\r\tb", "\u200b",
         "<script>", "{{7*7}}", "=1+1", "' OR 1=1 --", "../me", "%2e%2e", "\uff10" * 22, "0" * 22, "DE", "track",
         "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "x" * 3000, "QZ" + "0" * 10)  # fmt: skip
NUMBERS = (0, 1, -1, 2, 50, 2**31 - 1, 2**31, 2**63, 10**30, 1.5, -0.0, 1e308, 1e999, -1e999, float("nan"))
ODD: tuple[Node, ...] = (None, True, False, *NUMBERS, *TEXTS, [], {}, [None], [[]], {"": None}, [{}, {}])
CODECS = ("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "utf-7", "cp037")
STATUSES = (200, 201, 204, 206, 302, 304, 400, 401, 403, 404, 418, 429, 500, 503)
KINDS = ("text/html", "TEXT/HTML; charset=x", "", "application/json", "application/problem+json", "image/png")


class Twin(str):
    """A name that is written like another one and yet is another key: how a name comes to stand twice."""

    __slots__ = ()

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def paths(value: Node, here: Path = ()) -> Iterator[Path]:
    """The way to everything inside a value."""
    inner = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for name, each in inner:
        yield (*here, name)
        yield from paths(each, (*here, name))


def at(value: Node, path: Path) -> Node:
    """What stands at the end of a way; KeyError, IndexError or TypeError if the way is not there (any more)."""
    for name in path:
        value = value[name]
    return value


def changed(value: Node, path: Path, deed: Callable[[Node, str | int], None]) -> Node:
    """The value with something done to one place of it; nothing else is copied, and the old one stays."""
    copy: Node = list(value) if isinstance(value, list) else dict(value)
    if len(path) == 1:
        deed(copy, path[0])
    else:
        copy[path[0]] = changed(copy[path[0]], path[1:], deed)
    return copy


def bend(reply: Reply, value: Node, ways: Sequence[Path], rng: Random) -> Reply:
    """A reply with one thing wrong; `value` and `ways` are its parsed body and the ways into it."""
    chance = rng.random()
    if chance < 0.7:
        return replace(reply, body=_bytes(_bent_value(value, ways, rng)))
    if chance < 0.96:
        return replace(reply, body=rng.choice(BYTE_DEEDS)(reply.body, rng))
    return _bent_reply(reply, rng)


def _bytes(value: Node) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _bent_value(value: Node, ways: Sequence[Path], rng: Random) -> Node:
    deed, other = rng.choice(VALUE_DEEDS), at(value, rng.choice(ways))
    return changed(value, rng.choice(ways), lambda holder, name: deed(holder, name, other, rng))


def _drop(holder: Node, name: str | int, _other: Node, _rng: Random) -> None:
    del holder[name]


def _retype(holder: Node, name: str | int, _other: Node, rng: Random) -> None:
    holder[name] = rng.choice(ODD)


def _rename(holder: Node, name: str | int, _other: Node, rng: Random) -> None:
    if isinstance(holder, dict):
        holder[rng.choice([f"{name}s", str(name).upper(), "items", "tracks", "track", "item", "id"])] = (
            holder.pop(name)
        )
    else:
        holder.append(holder.pop(int(name)))


def _double(holder: Node, name: str | int, other: Node, rng: Random) -> None:
    if isinstance(holder, dict):
        holder[Twin(name)] = rng.choice([other, rng.choice(ODD)])
    else:
        holder.insert(int(name), holder[int(name)])


def _swap(holder: Node, name: str | int, other: Node, _rng: Random) -> None:
    holder[name] = other


def _null(holder: Node, name: str | int, _other: Node, _rng: Random) -> None:
    holder[name] = None


def _bury(holder: Node, name: str | int, _other: Node, rng: Random) -> None:
    for _ in range(rng.choice([1, 20, 60, 400])):
        holder[name] = [holder[name]]


VALUE_DEEDS = (_drop, _retype, _retype, _rename, _double, _swap, _null, _bury)


def _cut(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(len(body))]


def _flip(body: bytes, rng: Random) -> bytes:
    spoilt = bytearray(body)
    for _ in range(rng.choice([1, 1, 3, 30])):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def _insert(body: bytes, rng: Random) -> bytes:
    where = rng.randrange(len(body) + 1)
    more = rng.choice(
        [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\x00", b"\xef\xbb\xbf", b"{}", b",", b'"', b"//\n", b"\\"]
    )
    return body[:where] + more + body[where:]


def _recode(body: bytes, rng: Random) -> bytes:
    return body.decode().encode(rng.choice(CODECS), "replace")


def _number(body: bytes, rng: Random) -> bytes:
    found = list(re.finditer(rb"(?<=:)[0-9]+", body))
    odd = rng.choice([b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000, b"0x7", b"1.", b"-", b"1e9"])
    if not found:
        return body + odd
    one = rng.choice(found)
    return body[: one.start()] + odd + body[one.end() :]


def _leave_out(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body))
    return body[:start] + body[start + rng.randrange(1, 200) :]


def _twice(body: bytes, rng: Random) -> bytes:
    return rng.choice([body + body, b"[" + body + b"]", body + b"\n", b" \r\n" + body, body + b"\x00"])


BYTE_DEEDS = (_cut, _flip, _insert, _recode, _number, _leave_out, _twice)


def _bent_reply(reply: Reply, rng: Random) -> Reply:
    status, kind = rng.choice(STATUSES), rng.choice(KINDS)
    error = {"error": rng.choice([{"status": status, "message": rng.choice(TEXTS)}, *ODD])}
    body = rng.choice(
        [reply.body, _bytes(error), b"", b"<html>\xff", rng.choice(TEXTS).encode(errors="replace")]
    )
    return Reply(status, rng.choice([dict(reply.headers), {"content-type": kind}]), body)


def monsters(size: int) -> Iterator[bytes]:
    """A few documents such as no real one is: as deep as a tenth of `size`, or with so many keys, rows or letters."""
    deep = size // 10
    yield b'{"items":' + b"[" * deep + b"]" * deep + b',"total":1}'
    yield b'{"a":' * deep + b"1" + b"}" * deep
    yield b'{"items":' * 900 + b"1" + b"}" * 900
    yield b'{"a":{' + b",".join(_keys(start) for start in range(0, size, 1000)) + b"}}"
    yield b'{"total":2147483647,"items":[' + b"null," * size + b"null]}"
    yield b'{"name":"' + b"x" * (10 * size) + b'"}'
    yield b'{"name":"' + b"x" * (10 * size) + "\U0001f3b5".encode() + b'"}'
    yield b'{"total":' + b"9" * (10 * size) + b"}"


def _keys(start: int) -> bytes:
    return b",".join(b'"%x":0' % number for number in range(start, start + 1000))
