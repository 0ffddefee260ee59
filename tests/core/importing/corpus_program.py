"""Reads a folder of files as the import assistant does, each by itself, and prints what that took.

A process of its own: a file that hangs or fills the memory takes the tests with it otherwise.
"""

import json
import sys
import time
from pathlib import Path

from core.domain.errors import KnownError
from core.services.import_assistant import read_files
from db.store import FileStore


def main(workspace_file: Path, folder: Path) -> None:
    """Write a line before each file, and at last seconds, and whether it was read, by name, and the peak in MB."""
    workspace = FileStore().open(workspace_file)
    seconds: dict[str, float] = {}
    read: list[str] = []
    for path in sorted(folder.iterdir()):
        sys.stdout.write(f"{path.name}\n")
        sys.stdout.flush()
        begin = time.perf_counter()
        try:
            read_files(workspace, [path])
            read.append(path.name)
        except KnownError:
            pass
        seconds[path.name] = time.perf_counter() - begin
    workspace.close()
    sys.stdout.write(json.dumps({"seconds": seconds, "read": read, "megabytes": _peak()}))


def _peak() -> int:
    """Not ru_maxrss: that counts the parent's own peak, which the child had for a moment between fork and exec."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:  # only Linux tells it
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
