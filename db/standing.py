"""Whether the files on the disk are still those that an open workspace writes to.

With a log, SQLite itself does not look: what it writes after a sync program has put an old copy back, or a cleaner has
taken the log away, goes into files that have no name any more, and is gone when they are closed.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, TypeAlias

from core.domain.errors import KnownError
from db import backup
from db.connecting import connect_raw
from db.failures import DAMAGED, primary_code
from db.health import faults
from db.inspection import has_log

_BESIDE: Final = ("-wal", "-shm")
_NO_TABLE: Final = sqlite3.SQLITE_ERROR

_Identity: TypeAlias = tuple[int, int] | None
_Stamp: TypeAlias = tuple[int, int] | None


class Standing:
    """The files of a workspace that is open for writing; not to be used by two threads at once.

    Holds a connection of its own, so that the log has an owner who can bring its content into the one file, whatever
    became of the log's name.

    Attributes:
        is_lost: Whether the file was found to be another one, or to hold something else.

    Args:
        path: The file, open already, so that its log is there.
        busy_milliseconds: How long to wait for a lock.
    """

    def __init__(self, path: Path, busy_milliseconds: int = 1000) -> None:
        self._path = path
        self._patience = busy_milliseconds
        self._kept: Path | None = None
        self.is_lost = self._is_overwritten = False
        self._join()

    def confirm(self, *, pending: bool) -> bool:
        """Make sure that what is written now is found again.

        A log that was taken away is no loss: its owner brings its content into the one file and begins another.

        Args:
            pending: Whether there is something to be written, which is not if this is refused.

        Returns:
            Whether all is as it was; if not, connections made before are to be made anew.

        Raises:
            KnownError: The file is another one by now, is gone, or holds something else; what the workspace holds is
                kept beside it where that can be.
        """
        found = self._files(pending=pending)
        if found == self._identities:
            self._kept = None  # what is written from now on is not in a copy that was kept before
            if _stamp(self._path) == self._stamp:
                return True
            self._must_hold_what_it_held(pending=pending)
        elif not self.bring_up_to_date():
            raise KnownError(f"“{self._path.name}”的日志文件被别的程序动过，正在整理。请稍等片刻再试一次。")
        self.connection.close()
        self._join()
        return False

    def confirm_written(self) -> None:
        """The same right after a commit, which stands: a log that was taken away meanwhile is the next one's business.

        Raises:
            KnownError: The file is another one by now, or is gone; what was committed is kept beside it with the rest.
        """
        self._files(pending=False)
        self._remember()

    def close(self) -> None:
        """Let go of the files, as the last of all connections."""
        if not self._is_overwritten:
            self.connection.close()
            return
        # The last connection to be closed brings the log into the file, which has nothing to do with it any more; one
        # that must not write the file cannot.
        with closing(connect_raw(self._path, "ro")) as last:
            with suppress(sqlite3.Error):
                last.execute("SELECT 1 FROM sqlite_master").fetchone()  # with which it holds on to the file
            self.connection.close()
        with suppress(OSError):
            backup.put_logs_aside(self._path)

    def bring_up_to_date(self) -> bool:
        """Bring what is in the log into the one file and empty the log; False if somebody reads or writes just now."""
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            done = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {self._patience}")
        self._stamp = _stamp(self._path)
        return not done[0]

    def _join(self) -> None:
        self.connection = connect_raw(self._path, busy_milliseconds=self._patience)
        self.connection.execute("PRAGMA synchronous = EXTRA")
        self.connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # with which the log is opened
        self._identities = _identities(self._path)
        self._remember()

    def _remember(self) -> None:
        """Remember what the file is known by, now that it holds what we know of."""
        self._stamp = _stamp(self._path)
        try:
            self._last = self.connection.execute(
                "SELECT sequence, digest FROM operation ORDER BY sequence DESC LIMIT 1"
            ).fetchone()
        except sqlite3.DatabaseError:  # damaged; said by whoever needs the history
            self._last = None

    def _files(self, *, pending: bool) -> list[_Identity]:
        found = _identities(self._path)
        replaced = any(then and now not in (None, then) for now, then in zip(found, self._identities, strict=True))
        self.is_lost = replaced or found[0] is None
        if self.is_lost:
            raise KnownError(self._keep(pending=pending))
        return found

    def _must_hold_what_it_held(self, *, pending: bool) -> None:
        """Somebody else wrote to the very file: a command of ours, or a program that put other content into it.

        The history only ever grows. So whoever works with us leaves our last operation where it is. With a log, which
        may hold that operation while all else was overwritten, the file is looked over.
        """
        try:
            with closing(connect_raw(self._path, busy_milliseconds=self._patience)) as fresh:
                is_ours = (
                    self._last is None
                    or self._last
                    == fresh.execute(
                        "SELECT sequence, digest FROM operation WHERE sequence = ?", self._last[:1]
                    ).fetchone()
                )
                is_ours = is_ours and not (has_log(self._path) and faults(fresh))
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in (*DAMAGED, _NO_TABLE):
                raise
            is_ours = False
        self.is_lost = self._is_overwritten = not is_ours
        if not is_ours:
            outcome = "，刚才的修改没有保存" if pending else ""
            raise KnownError(
                f"“{self._path.name}”里的内容被别的程序换掉了（例如把备份直接拷贝到它上面）{outcome}。"
                "请关闭后重新打开，与自动备份核对。"
            )

    def _keep(self, *, pending: bool) -> str:
        """Keep beside the file what it held when it was ours, once; the sentence."""
        if self._kept is None:
            kept = self._path.with_name(f"{self._path.stem} 被替换前 {backup.moment()}{backup.SUFFIX}")
            try:
                backup.copy_database(self.connection, kept, self._path.name)
            except (KnownError, sqlite3.Error):  # the stick was pulled out, or the whole folder is gone
                outcome = "没有保存" if pending else "不一定保存了"
                return f"“{self._path.name}”已被移走或替换，或U盘、网络已断开，刚才的修改{outcome}。请检查后重新打开。"
            self._kept = kept
            self.bring_up_to_date()  # an empty log does no harm to the file that stands beside it now
        outcome = (
            f"刚才的修改没有保存。此前的内容已另存为“{self._kept.name}”"
            if pending
            else f"连同刚才的修改，原来的内容已另存为“{self._kept.name}”"
        )
        return (
            f"“{self._path.name}”已被移走或替换（例如同步盘、恢复备份），{outcome}，请关闭后打开它，与现在的文件核对。"
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


def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
