"""On what kind of disk a file lies, as far as SQLite's journal is concerned."""

import re
import sys
from pathlib import Path
from typing import Final

_MOUNTS = Path("/proc/self/mounts")
_NETWORK_TYPES: Final = frozenset(
    {"cifs", "smb3", "smbfs", "nfs", "nfs4", "afs", "ceph", "9p", "ncpfs", "davfs", "glusterfs", "lustre", "vboxsf"}
)
_REMOVABLE_TYPES: Final = frozenset({"vfat", "exfat", "msdos", "iso9660", "udf"})
_REMOVABLE_PLACES: Final = ("/media/", "/run/media/")
# GetDriveTypeW: https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdrivetypew
_WINDOWS_FIXED: Final = frozenset({3, 6})  # DRIVE_FIXED, DRIVE_RAMDISK


def is_local(folder: Path) -> bool:
    """Whether the folder is on a fixed disk of this computer; when in doubt it is not.

    A write-ahead log needs memory shared between all who have the file open, which no network share gives,
    and a stick that is pulled out must not leave half of the content in a second file.
    """
    return _is_local(folder.resolve())


def is_local_mount(folder: Path, mounts: str) -> bool:
    """The same for a resolved folder on Linux, given the text of ``/proc/self/mounts``."""
    place, filesystem = "", ""
    for line in mounts.splitlines():
        _, mount_point, mount_type = line.split(" ")[:3]
        mount_point = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m.group(1), 8)), mount_point)
        if folder.is_relative_to(mount_point) and len(mount_point) >= len(place):
            place, filesystem = mount_point, mount_type
    return not (
        filesystem in _NETWORK_TYPES
        or filesystem in _REMOVABLE_TYPES
        or filesystem.startswith("fuse")
        or f"{place}/".startswith(_REMOVABLE_PLACES)
    )


if sys.platform == "win32":
    import ctypes

    def _is_local(folder: Path) -> bool:
        is_share = folder.drive.startswith("\\\\")
        return not is_share and ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") in _WINDOWS_FIXED

else:

    def _is_local(folder: Path) -> bool:
        return not _MOUNTS.exists() or is_local_mount(folder, _MOUNTS.read_text("utf-8", "surrogateescape"))
