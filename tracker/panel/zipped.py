"""A written package as one zip file, for a browser to keep."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

PART = 2**20


def zip_folder(folder: Path, into: IO[bytes], name: str, made_at: datetime) -> None:
    """Put a folder's files into a zip, below one folder of that name, in the order of their names."""
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            told = ZipInfo(f"{name}/{path.name}", made_at.timetuple()[:6])
            told.compress_type = ZIP_DEFLATED
            told.external_attr = 0o100600 << 16
            with path.open("rb") as source, archive.open(told, "w") as copy:
                while part := source.read(PART):
                    copy.write(part)
