"""Invented identifiers of the right form: base62 ids, recording codes and bar codes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE62 = re.compile(r"[0-9A-Za-z]{22}")


def base62(number: int) -> str:
    """Write a 128-bit number in 22 base62 digits, so the first is between 0 and 7."""
    digits = []
    for _ in range(22):
        number, rest = divmod(number, 62)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))


def is_base62(text: str) -> bool:
    """Whether the text has the form of an id; says nothing about its existence."""
    return _BASE62.fullmatch(text) is not None


def isrc(registrant: str, year: int, number: int) -> str:
    """Make a recording code; ZZ is assigned to no country, so none of them is real."""
    return f"ZZ{registrant}{year % 100:02d}{number:05d}"


def ean(number: int) -> str:
    """Make a 13-digit bar code from the 29 range, which is kept for use inside shops."""
    digits = f"29{number:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def digest(*parts: object, size: int = 16) -> bytes:
    """Hash the parts to `size` bytes, the same in every process."""
    return hashlib.blake2b(":".join(map(str, parts)).encode(), digest_size=size).digest()


class IdMaker:
    """Gives the next id of a kind; the same seed gives the same ids in the same order."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._given: Counter[str] = Counter()

    def next(self, kind: str) -> str:
        """Give an id that was not given before."""
        return base62(int.from_bytes(digest(self._seed, kind, self.number(kind))))

    def number(self, kind: str) -> int:
        """Give the next whole number of a kind, starting with 1."""
        self._given[kind] += 1
        return self._given[kind]
