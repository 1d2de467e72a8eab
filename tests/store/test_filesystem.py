"""Where a record may lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.core.errors import StoreError
from tracker.store.filesystem import FileSystem, admit, filesystem_of, mount_table

MOUNTS = r"""
21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
22 21 0:30 / /mnt/box rw - nfs4 box:/vol rw
23 22 254:1 / /mnt/box/disk rw shared:7 master:2 - xfs /dev/vdb rw
24 21 0:31 / /mnt/my\040music rw - cifs //box/music rw
25 21 0:32 / /srv/data rw - ext4 /dev/vdc rw
26 21 0:33 / /srv/data rw - virtiofs host rw
a line that says nothing
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/tracker.db", "ext4"),
        ("/mnt/box/tracker.db", "nfs4"),
        ("/mnt/boxes/tracker.db", "ext4"),
        ("/mnt/box/disk/deep/tracker.db", "xfs"),
        ("/mnt/my music/tracker.db", "cifs"),
        ("/srv/data/tracker.db", "virtiofs"),
    ],
)
def test_the_longest_and_latest_mount_counts(path: str, kind: str) -> None:
    """Whole names, blanks in them, mounts inside of mounts and over others."""
    assert filesystem_of(Path(path), MOUNTS).kind == kind


@pytest.mark.parametrize(
    "kind",
    """nfs nfs4 cifs smb3 smbfs 9p virtiofs vboxsf vmhgfs fuse.vmhgfs-fuse prl_fs afs ceph fuse.ceph glusterfs
    fuse.glusterfs lustre davfs fuse.sshfs fuse.rclone fuse.s3fs fuse.grpcfuse fakeowner fuse.smbnetfs""".split(),
)
def test_what_another_machine_keeps_is_refused(kind: str) -> None:
    """One line says what it is, why not, and what to do instead."""
    with pytest.raises(StoreError) as refused:
        admit(Path("/data/tracker.db"), f"9 1 0:1 / /data rw - {kind} x rw")
    line = str(refused.value)
    assert "\n" not in line
    for word in ("/data/tracker.db", kind, "locks", "local disk", "PostgreSQL"):
        assert word in line


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", ""])
def test_what_this_machine_keeps_is_welcome(kind: str) -> None:
    """Also where there is no table of mounts at all."""
    assert admit(Path("/data/tracker.db"), f"9 1 0:1 / /data rw - {kind} x rw") == FileSystem(kind)
    assert FileSystem(kind).local


@pytest.mark.parametrize("kind", ["fuse", "fuseblk", "fuse.bindfs", "fuse.gocryptfs"])
def test_what_a_program_keeps_is_welcome_with_care(kind: str) -> None:
    """Neither refused nor trusted with shared memory."""
    assert not admit(Path("/data/tracker.db"), f"9 1 0:1 / /data rw - {kind} x rw").local


def test_links_are_followed(tmp_path: Path) -> None:
    """A link on a local disk does not hide where the file really lies."""
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to(tmp_path / "far")
    with pytest.raises(StoreError, match="nfs"):
        admit(tmp_path / "near" / "tracker.db", f"9 1 0:1 / {tmp_path}/far rw - nfs x rw")


def test_the_machines_own_table_can_be_read() -> None:
    """Where the kernel has one, the place of this very file is found in it."""
    mounts = mount_table()
    assert not mounts or filesystem_of(Path(__file__).resolve(), mounts).kind
