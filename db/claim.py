"""Who works with a workspace: a small file beside it that its window holds locked (resources/docs/adr/0016).

The lock is the system's and ends with the process, whatever ends it; so a file that a crash left behind claims nothing,
and no process number has to be trusted. What is written in the file only says whom to ask.
"""

import errno
import json
import os
import platform
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from core.ports import Holder
from core.services.editing import local_now, user_name

_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


class Claim:
    """A workspace that is ours until :meth:`release`; made by :func:`claim`.

    Attributes:
        after_crash: Whether whoever claimed it last did not let go of it: the power failed, or the program was killed.
    """

    def __init__(self, path: Path, handle: int, *, after_crash: bool) -> None:
        self.after_crash = after_crash
        self._path = path
        self._handle = handle

    def release(self) -> None:
        """Let others have it."""
        with suppress(OSError):  # Windows deletes no open file
            self._path.unlink()
        os.close(self._handle)
        if sys.platform == "win32":
            with suppress(OSError):
                self._path.unlink()


def claim(workspace: Path) -> Claim | Holder:
    """Claim a workspace for this process, or tell who has it.

    Raises:
        KnownError: The folder is on a share that knows no locks, on which nobody could be kept from overwriting others.
    """
    path = lock_file(workspace)
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:  # somebody else's file, for his eyes only
            return _holder(path)
        except OSError as error:
            raise KnownError(f"无法在文件夹“{path.parent.name}”里登记打开的工作区。请检查磁盘或网络连接。") from error
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            if error.errno in _HELD:
                return _holder(path)
            raise KnownError(
                f"“{workspace.name}”所在的网络文件夹不支持文件锁定，几个人同时打开会互相覆盖。请把它复制到本机再打开。"
            ) from error
        if _is_still_there(path, handle):
            break
        os.close(handle)  # its holder let go of it, and deleted it, just between our two steps
    after_crash = os.fstat(handle).st_size > 0
    _open_to_the_same_people(handle, workspace)
    _write(handle, Holder(user_name(), platform.node(), os.getpid(), local_now()))
    return Claim(path, handle, after_crash=after_crash)


def is_this_process(holder: Holder) -> bool:
    """Whether it is another window of this very process; on another computer there may be one of the same number."""
    return (holder.user, holder.host, holder.pid) == (user_name(), platform.node(), os.getpid())


def lock_file(workspace: Path) -> Path:
    """The file whose lock stands for the workspace."""
    return workspace.with_name(f".~{workspace.name}.lock")


def _open_to_the_same_people(handle: int, workspace: Path) -> None:
    """Who may write the workspace may lock it: else what a crash left here would keep all others out for ever."""
    if sys.platform != "win32":
        with suppress(OSError):  # somebody else has made it
            os.fchmod(handle, 0o600 | (workspace.stat().st_mode & 0o066))


def _is_still_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _write(handle: int, holder: Holder) -> None:
    content = {"user": holder.user, "host": holder.host, "pid": holder.pid, "since": holder.since.isoformat()}
    with suppress(OSError):  # a full disk costs the name, not the lock
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(content).encode("ascii"))


def _holder(path: Path) -> Holder:
    try:
        content = json.loads(path.read_bytes())
        since = datetime.fromisoformat(content["since"])
        return Holder(str(content["user"]), str(content["host"]), int(content["pid"]), since)
    except (OSError, ValueError, LookupError, TypeError):
        return Holder("?", "?", 0, local_now())


if sys.platform == "win32":
    import msvcrt

    _FAR_AWAY: Final = 1 << 30  # locked bytes cannot be read by others there, and they shall read the name

    def _lock(handle: int) -> None:
        os.lseek(handle, _FAR_AWAY, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
