"""What kind of file system a file lies on, and whether SQLite's locks can be trusted there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tracker.core.errors import StoreError

MOUNTS = Path("/proc/self/mountinfo")
FOREIGN = frozenset(
    "9p afs beegfs ceph cifs coda curlftpfs davfs davfs2 drvfs fakeowner gcsfuse glusterfs goofys grpcfuse "
    "gvfsd-fuse juicefs lustre mfs mountpoint-s3 ncpfs orangefs osxfs prl_fs rclone s3fs seaweedfs sshfs "
    "vboxsf virtiofs".split()
)
FOREIGN_FAMILIES = ("nfs", "smb", "vmhgfs")
USERSPACE = ("fuse", "fuseblk")
LOCAL_FAMILY = "fuse."


@dataclass(frozen=True, slots=True)
class FileSystem:
    """The kind of a file system as its mount names it ("" where there is no mount table)."""

    kind: str

    @property
    def foreign(self) -> bool:
        """Whether another machine, or the host of a virtual one, has the last word on what lies there."""
        name = self.kind.removeprefix(LOCAL_FAMILY)
        return name in FOREIGN or name.startswith(FOREIGN_FAMILIES)

    @property
    def local(self) -> bool:
        """Whether the machine's own kernel keeps it, so that memory can be shared through its files."""
        return not (self.foreign or self.kind in USERSPACE or self.kind.startswith(LOCAL_FAMILY))


def mount_table() -> str:
    """The mounts that this process sees; nothing where there is no such table, as on macOS."""
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def filesystem_of(path: Path, mounts: str) -> FileSystem:
    """The file system that holds `path` (absolute, links followed): the longest mount point, the last if equal."""
    longest, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if len(fields) < 5:
            continue
        point = Path(_unescaped(fields[4]))
        if path.is_relative_to(point) and len(point.parts) >= longest:
            longest, kind = len(point.parts), kinds[0]
    return FileSystem(kind)


def admit(path: Path, mounts: str) -> FileSystem:
    """The file system for a record at `path`; raises StoreError where SQLite would lose or mix up writes."""
    found = filesystem_of(path.resolve(), mounts)
    if found.foreign:
        raise StoreError(
            f"The record {path} lies on a {found.kind} file system, where SQLite's locks do not hold and commits"
            " get lost: move it to a local disk (TRACKER_HOME), or use PostgreSQL (TRACKER_DATABASE_URL)."
        )
    return found


def _unescaped(text: str) -> str:
    """The kernel writes blanks, tabs, line ends and backslashes as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), text)
