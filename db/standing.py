"""Whether the files on the disk are still those that an open workspace writes to.

With a log, SQLite itself does not look: what it writes after a sync program has put an old copy back, or a cleaner has
taken the log away, goes into files that have no name any more, and is gone when they are closed.
"""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from core.domain.errors import KnownError
from db import backup
from db.connecting import connect_raw

_BESIDE: Final = ("-wal", "-shm")

_Identity: TypeAlias = tuple[int, int] | None


class Standing:
    """The files of a workspace that is open for writing; not to be used by two threads at once.

    Holds a connection of its own, so that the log has an owner who can bring its content into the one file, whatever
    became of the log's name.

    Attributes:
        is_lost: Whether the file was found to be another one.

    Args:
        path: The file, open already, so that its log is there.
        busy_milliseconds: How long to wait for a lock.
    """

    def __init__(self, path: Path, busy_milliseconds: int = 1000) -> None:
        self._path = path
        self._patience = busy_milliseconds
        self._kept: Path | None = None
        self.is_lost = False
        self._join()

    def confirm(self) -> bool:
        """Make sure that what is written now is found again.

        A log that was taken away is no loss: its owner brings its content into the one file and begins another.

        Returns:
            Whether all is as it was; if not, connections made before are to be made anew.

        Raises:
            KnownError: The file is another one by now, or is gone; what the workspace holds is kept beside it.
        """
        found = _identities(self._path)
        self.is_lost = False
        if found == self._identities:
            self._kept = None  # what is written from now on is not in a copy that was kept before
            return True
        replaced = any(then and now not in (None, then) for now, then in zip(found, self._identities, strict=True))
        if replaced or found[0] is None:
            self.is_lost = True
            raise KnownError(self._keep())
        if not self.bring_up_to_date():
            raise KnownError(f"“{self._path.name}”的日志文件被别的程序动过，正在整理。请稍等片刻再试一次。")
        self.connection.close()
        self._join()
        return False

    def bring_up_to_date(self) -> bool:
        """Bring what is in the log into the one file and empty the log; False if somebody reads or writes just now."""
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            done = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {self._patience}")
        return not done[0]

    def _join(self) -> None:
        self.connection = connect_raw(self._path, busy_milliseconds=self._patience)
        self.connection.execute("PRAGMA synchronous = EXTRA")
        self.connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # with which the log is opened
        self._identities = _identities(self._path)

    def _keep(self) -> str:
        """Keep beside the file what it held when it was ours, once; the sentence."""
        if self._kept is None:
            moment = f"{datetime.now().astimezone():%Y-%m-%d %H%M%S}"
            kept = self._path.with_name(f"{self._path.stem} 被替换前 {moment}{backup.SUFFIX}")
            try:
                backup.copy_database(self.connection, kept, self._path.name)
            except (KnownError, sqlite3.Error):  # the stick was pulled out, or the whole folder is gone
                return f"“{self._path.name}”已被移走或替换，或U盘、网络已断开，刚才的修改没有保存。请检查后重新打开。"
            self._kept = kept
            self.bring_up_to_date()  # an empty log does no harm to the file that stands beside it now
        return (
            f"“{self._path.name}”已被移走或替换（例如同步盘、恢复备份），刚才的修改没有保存。"
            f"此前的内容已另存为“{self._kept.name}”，请关闭后打开它，与现在的文件核对。"
        )


# On POSIX, opening and closing the file by other means than SQLite drops the locks that this process has on it; another
# process may then believe that it is the last one, and take the log away. Hence no file is opened here, only looked at.
def _identities(path: Path) -> list[_Identity]:
    return [_identity(Path(f"{path}{suffix}")) for suffix in ("", *_BESIDE)]


def _identity(path: Path) -> _Identity:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
