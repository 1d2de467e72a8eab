"""Taking titles apart, in memory only: the words that make the song, who is featured, and which version it is.

`Song (feat. Guest) - Remastered 2011` and `Song` are one title with one guest; `Song (Live at the Pier)` is another
version. Brackets and what stands behind a dash are remarks; a word outside of them is always part of the title,
so `Live and Let Go` is no live version.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tracker.core.versions import BESIDE_NEUTRAL, NEUTRAL, NOBODY, PHRASES, PLAIN, VERSIONS

_REMARK = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]|\s[-\u2010-\u2015~]\s+([^()\[\]{}]+)")
_FEATURED = re.compile(r"(?:^|\s)(?:feat|ft|featuring)\b\.?\s+(.+)$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|&|\+|/|\band\b|\bund\b|\by\b|\bet\b|\bx\b)\s*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th)|\d{1,2}")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: its words in order, who is featured in it, its versions, and what is said of these."""

    words: tuple[str, ...]
    featured: frozenset[str]
    versions: frozenset[str]
    details: tuple[str, ...]


def fold(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents, punctuation and width; `&` is `and`, `don't` is one word."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _APOSTROPHES.sub("", plain).replace("&", " and ").replace("+", " and ")
    spaced = "".join(char if _in_word(char) else " " for char in _bare(plain))
    return tuple(spaced.split()) or tuple(plain.split())


def artist_key(name: str) -> str:
    """An artist's name as it is compared: without a leading article."""
    words = fold(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def is_nobody(name: str) -> bool:
    """Whether a name of artists names nobody, as compilations have it."""
    return " ".join(fold(name)) in NOBODY


def versions_in(words: tuple[str, ...]) -> frozenset[str]:
    """Every kind of version that the words of an album's name speak of."""
    return _versions(words)[0]


@lru_cache(maxsize=4096)
def parse_title(text: str, artists: tuple[str, ...] = ()) -> Title:
    """Take a title apart; a remark `with X` is a guest only if X is among the `artists` that are credited."""
    base, remarks = _split(unicodedata.normalize("NFKC", text))
    credited = {artist_key(artist) for artist in artists}
    featured: set[str] = set()
    base, guests = _without_guests(base)
    featured |= guests
    words, versions, details = list(fold(base)) if base.strip() else [], set[str](), list[str]()
    for remark in remarks:
        rest, guests = _guests(remark, credited)
        featured |= guests
        tokens = fold(rest) if rest.strip() else ()
        if _says_nothing(tokens):
            continue
        kinds, left = _versions(tokens)
        versions |= kinds
        (details if kinds else words).extend(left)
    return Title(tuple(words), frozenset(featured), frozenset(versions), tuple(sorted(details)))


def searchable(text: str) -> str:
    """What of a title is worth searching for: its words before any remark, as they are written."""
    base, _ = _split(text)
    return _without_guests(base)[0].strip() or text.strip()


def _split(text: str) -> tuple[str, list[str]]:
    """The title before and between its remarks, and the remarks; a title that is all remark is none."""
    remarks = [match.group(1) or match.group(2) or "" for match in _REMARK.finditer(text)]
    base = _REMARK.sub(" ", text)
    return (base, remarks) if base.strip() else (text, [])


def _without_guests(text: str) -> tuple[str, set[str]]:
    found = _FEATURED.search(text)
    if found is None or not text[: found.start()].strip():
        return text, set()
    return text[: found.start()], _names(found.group(1))


def _guests(remark: str, credited: set[str]) -> tuple[str, set[str]]:
    """A remark without its guests, and these."""
    if found := _FEATURED.search(remark):
        return remark[: found.start()], _names(found.group(1))
    if remark.casefold().startswith("with ") and (names := _names(remark[5:])) & credited:
        return "", names
    return remark, set()


def _names(text: str) -> set[str]:
    return {key for part in _AND.split(text) if (key := artist_key(part))}


def _says_nothing(tokens: tuple[str, ...]) -> bool:
    """Whether a remark speaks of the release only."""
    if not tokens or " ".join(tokens) in PLAIN:
        return True
    known = all(token in NEUTRAL or token in BESIDE_NEUTRAL or _YEAR.fullmatch(token) for token in tokens)
    return known and any(token in NEUTRAL for token in tokens)


def _versions(tokens: tuple[str, ...]) -> tuple[frozenset[str], list[str]]:
    """The kinds of versions that the words tell, and the words that tell something else."""
    kinds: set[str] = set()
    left = list(tokens)
    for phrase, kind in PHRASES:
        if any(tokens[n : n + len(phrase)] == phrase for n in range(len(tokens))):
            kinds.add(kind)
            left = [token for token in left if token not in phrase]
    for kind, words in VERSIONS.items():
        if words & set(tokens):
            kinds.add(kind)
            left = [token for token in left if token not in words]
    left = [token for token in left if token not in {"version", "versione", "mix"}] if kinds else left
    return frozenset(kinds), left


def _in_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _bare(text: str) -> str:
    """Latin letters without their accents; other scripts keep their marks, which there make other letters."""
    out: list[str] = []
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(char) and out and ord(out[-1]) < 0x250:
            continue
        out.append(char)
    return unicodedata.normalize("NFC", "".join(out))
