"""Rights lines (℗ and ©) and label names, compared without what changes from release to release.

The text is the service's and goes when its names go; the key only tells whether two of them are the same, and stays.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

RECORDING, COVER = "P", "C"
"""The service's types of a rights line: ℗ is the recording's owner, © the owner of what comes with it."""
LONGEST = 400

_MARKS = re.compile(r"[℗©]|\(\s*[pc]\s*\)|\bcopyright\b|\bphonographic\b", re.IGNORECASE)
_RECORDED, _COVERED = re.compile(r"℗|\(\s*[pP]\s*\)"), re.compile(r"©|\(\s*[cC]\s*\)")
_YEARS = re.compile(r"\b(?:1[89]|20)\d\d(?:\s*[-–/,&]\s*(?:(?:1[89]|20)\d\d|\d\d)\b)*")  # noqa: RUF001
_LICENCE = re.compile(
    r"[,;]?\s*\b(?:(?:under|by)\s+)?(?:an?\s+)?(?:exclusive(?:ly)?|sole)?\s*"
    r"(?:licen[sc]ed?|distributed|marketed|manufactured)\s+(?:exclusively\s+)?(?:to|by|from|through)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_DIVISION = re.compile(
    r"[,;]?\s*\b(?:an?\s+)?(?:division|imprint|label|trademark)\s+of\b.*", re.IGNORECASE | re.DOTALL
)
_RESERVED = re.compile(r"\ball rights reserved\b.*", re.IGNORECASE | re.DOTALL)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}", re.IGNORECASE)
_BETWEEN = re.compile(r"[\W_]+")
_FORMS = frozenset(
    "ab ag aps as bv co company corp corporation eurl gbr gmbh inc incorporated kg limited llc llp lp ltd ltda ltée "
    "nv ohg oy oü plc pte pty sa sarl sas sl spa srl ug".split()
)
_FILLING = frozenset({"by", "the"})


@dataclass(frozen=True, slots=True)
class Release:
    """What the service says of an album beside its tracks: rights lines as (type, text), and its label if it tells one."""

    album_id: str
    rights: tuple[tuple[str, str], ...] = ()
    label: str | None = None

    @property
    def told(self) -> bool:
        """Whether it says anything at all."""
        return bool(self.rights or self.label)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An album that is worth reading, and a market in which it can be asked for."""

    album_id: str
    market: str


class ReleaseReader(Protocol):
    """Who can be asked for albums. Raises a `LookFailed` where there is no usable answer."""

    def release(self, album_id: str, market: str) -> Release:
        """What an album tells of its rights and its label; nothing, if it answers that it is not there."""


class Releases(Protocol):
    """What is kept of albums beside their tracks."""

    def keep(self, releases: Iterable[Release], now: datetime) -> int:
        """Keep what albums tell of themselves, also that they tell nothing; how many tell something new."""

    def unknown(self, most: int, *, vanished: bool) -> list[Wanted]:
        """Albums never read: those of vanished tracks, the latest first, or those of any that is watched."""

    def read_since(self, since: datetime) -> int:
        """How many albums were first read since then."""


def rights_key(rights: Iterable[tuple[str, str]]) -> str | None:
    """The key of the recording's owner, else of the cover's; None where nothing tells of either."""
    named: dict[str, str] = {}
    for kind, text in rights:
        if key := name_key(text):
            named.setdefault(kind, key)
    return named.get(RECORDING) or named.get(COVER) or next(iter(named.values()), None)


def artist_key(name: str) -> str | None:
    """A digest of an artist's name, however it is written."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return sha256(plain.encode()).hexdigest()[:16] if plain else None


def name_key(text: str | None) -> str | None:
    """A digest of who is named in a rights line or as a label; None if nobody is."""
    plain = plain_name(text or "")
    return sha256(plain.encode()).hexdigest()[:16] if plain else None


def plain_name(text: str) -> str:
    """Who is named, without marks, years, licences and legal forms: `℗ 2019 Hollow Acorn Ltd.` is `hollow acorn`.

    A name that is nothing but a legal form stays what it is; of two firms that are written alike this makes one.
    """
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", _named(text))
    words = _BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    while len(words) > 1 and words[0] in _FILLING:
        words.pop(0)
    return " ".join(words)


def shown_line(text: str) -> str:
    """A rights line as it may stand for all that have its key: with its mark, without year and licence."""
    mark = "℗ " if _RECORDED.search(text) else "© " if _COVERED.search(text) else ""
    return mark + " ".join(_named(text).split()).strip(" ,;-–")  # noqa: RUF001


def _named(text: str) -> str:
    """What is left of a line without marks, years and whatever follows the name; the whole if nothing would be."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    text = _YEARS.sub(" ", _MARKS.sub(" ", text))
    for tail in (_RESERVED, _LICENCE, _DIVISION):
        shorter = tail.sub(" ", text)
        text = shorter if shorter.strip(" .,;-–") else text  # noqa: RUF001
    return text
