"""Which disks get the fast journal and which the careful one."""

from pathlib import Path

import pytest

from db.disks import is_local_mount

MOUNTS = r"""
sysfs /sys sysfs rw,nosuid 0 0
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sda3 /people btrfs rw 0 0
//server/财务 /mnt/财务\040共享 cifs rw,vers=3.0 0 0
server:/export /srv/nfs nfs4 rw 0 0
user@host:/ /people/clerk/remote fuse.sshfs rw 0 0
/dev/sdb1 /media/clerk/U盘 vfat rw 0 0
/dev/sdc1 /run/media/clerk/disk ext4 rw 0 0
/dev/sdd1 /data/stick exfat rw 0 0
tmpfs /mnt/财务\040共享/local tmpfs rw 0 0
""".strip()


@pytest.mark.parametrize(
    "folder", ["/", "/people/clerk/文档", "/people/clerk/remotely", "/mnt", "/mnt/财务 共享/local/x", "/mediation"]
)
def test_fixed_disks_of_this_computer(folder: str) -> None:
    assert is_local_mount(Path(folder), MOUNTS)


@pytest.mark.parametrize(
    "folder",
    ["/mnt/财务 共享", "/mnt/财务 共享/2025", "/srv/nfs", "/people/clerk/remote/x", "/media/clerk/U盘", "/data/stick"],
)
def test_shares_and_sticks(folder: str) -> None:
    assert not is_local_mount(Path(folder), MOUNTS)


def test_a_removable_disk_of_any_format() -> None:
    assert not is_local_mount(Path("/run/media/clerk/disk/2025"), MOUNTS)
