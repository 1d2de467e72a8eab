"""Reading a file that its owner names: never more of it than is allowed, and only if it is text."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tracker.core.errors import UsageError
from tracker.core.imports.limits import MOST_BYTES
from tracker.core.phrases import visible

_MAGIC = {
    b"PK\x03\x04": "a zip archive (or a spreadsheet)",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "packed by gzip",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ\x00": "packed by xz",
    b"\x28\xb5\x2f\xfd": "packed by zstd",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a rar archive",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet or document",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_PACKED = "take it out of that first, and import the plain text."


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was read whole: its name without folders, the digest of its bytes, and its text."""

    name: str
    digest: str
    text: str


def read_text(path: Path) -> TextFile:
    """The text of a regular file in UTF-8; UsageError, in one line, for whatever is none, or too large."""
    content = _bounded(path)
    digest = sha256(content).hexdigest()
    _refuse_binary(path, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{_shown(path)} is not UTF-8 (byte 0x{content[error.start]:02X} in line {line:,}): save it as UTF-8 and import it again."
        ) from None
    return TextFile(visible(path.name), digest, text)


def _bounded(path: Path) -> bytes:
    """The bytes; a file that claims to be larger is not read at all, one that turns out larger not to its end."""
    try:
        number = os.open(
            path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
        )  # a pipe without a writer must not hang
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no name of a file"
        raise UsageError(f"{_shown(path)} cannot be read: {why}.") from None
    try:
        return _read(path, number)
    except OSError as error:
        raise UsageError(f"{_shown(path)} cannot be read: {error.strerror}.") from None
    finally:
        os.close(number)


def _read(path: Path, number: int) -> bytes:
    found = os.fstat(number)
    if not stat.S_ISREG(found.st_mode):
        raise UsageError(f"{_shown(path)} is no regular file: save the list as a file and import that.")
    if found.st_size > MOST_BYTES:
        raise _too_large(path)
    with os.fdopen(number, "rb", closefd=False) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_large(path)
    return content


def _refuse_binary(path: Path, content: bytes) -> None:
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise UsageError(f"{_shown(path)} is {what}: {_PACKED}")
    if content.startswith(_WIDE):
        raise UsageError(f"{_shown(path)} is in UTF-16 or UTF-32: save it as UTF-8 and import it again.")
    if b"\0" in content:
        raise UsageError(f"{_shown(path)} holds NUL bytes: it is no text, or not in UTF-8.")


def _too_large(path: Path) -> UsageError:
    return UsageError(
        f"{_shown(path)} is larger than {MOST_BYTES // 2**20} MB: take it apart and import the parts."
    )


def _shown(path: Path) -> str:
    return visible(str(path))
