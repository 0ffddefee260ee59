"""Real disks for the tests of faults: a small one, and one that fails under the hands. They need root on Linux."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MAY_MOUNT = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount") is not None
_MEGABYTE = 1 << 20


@contextmanager
def small_disk(place: Path, megabytes: int = 24) -> Iterator[Path]:
    """An empty disk of so many megabytes, mounted at a new folder."""
    place.mkdir()
    with _mounted(place, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"):
        yield place


@contextmanager
def disk_that_can_fail(place: Path) -> Iterator[Path]:
    """A disk of its own, for :func:`fail`."""
    place.mkdir()
    image = place.with_name(f"{place.name}.img")
    with image.open("wb") as file:
        file.truncate(8 * _MEGABYTE)
    if shutil.which("mkfs.ext4") is None or _run("mkfs.ext4", "-q", str(image)):
        pytest.skip("makes no ext4 file system here")
    with _mounted(place, "-o", "loop,errors=remount-ro", str(image)):
        yield place


def fill(disk: Path, but: int = 0) -> Path:
    """Leave no room on a disk but so many bytes; deleting the file that is answered makes room again."""
    filler = disk / "别的文件"
    with filler.open("wb", buffering=0) as file:
        size = 64 * 1024
        while size:
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                pass
            size //= 2
    os.truncate(filler, filler.stat().st_size - but)
    return filler


def fail(disk: Path) -> None:
    """Have the kernel find an error on a disk, upon which it makes the disk read-only, as it does in earnest."""
    device = next(line.split()[0] for line in _mounts() if line.split()[1] == str(disk))
    trigger = Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error"
    if not trigger.exists():
        pytest.skip("this kernel lets nobody trigger an error of a disk")
    trigger.write_text("test")


@contextmanager
def _mounted(place: Path, *arguments: str) -> Iterator[None]:
    if not MAY_MOUNT or _run("mount", *arguments, str(place)):
        pytest.skip("mounting disks needs root on Linux")
    try:
        yield
    finally:
        if _run("umount", str(place)):
            _run("umount", "-l", str(place))  # something still holds it; it goes when that ends


def _run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


def _mounts() -> list[str]:
    return Path("/proc/self/mounts").read_text("utf-8").splitlines()
