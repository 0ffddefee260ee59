"""Whether the files on the disk are still those that an open workspace writes to.

With a log, SQLite itself does not look: what it writes after a sync program has put an old copy back, or a cleaner has
taken the log away, goes into files that have no name any more, and is gone when they are closed.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path
from typing import Final, TypeAlias

from core.domain.errors import KnownError
from db import backup
from db.connecting import connect_raw
from db.failures import is_for_want_of_room
from db.landmark import Landmark

_LOG: Final = "-wal"
_INDEX: Final = "-shm"
_SUFFIXES: Final = ("", _LOG, _INDEX)

_Identity: TypeAlias = tuple[int, int] | None


class When(Enum):
    """When the files are looked at, and what has to be said of the last edit if they are not ours any more."""

    BEFORE_WRITING = ("刚才的修改没有保存。此前的内容已另存为“{kept}”", "刚才的修改没有保存", "，刚才的修改没有保存")
    AFTER_WRITING = ("连同刚才的修改，原来的内容已另存为“{kept}”", "刚才的修改不一定保存了", "")
    WITHOUT_WRITING = ("此前保存过的内容都另存为“{kept}”", "最近的修改不一定保存了", "")

    def __init__(self, if_kept: str, if_not_kept: str, if_overwritten: str) -> None:
        self.if_kept = if_kept
        self.if_not_kept = if_not_kept
        self.if_overwritten = if_overwritten


class Standing:
    """The files of a workspace that is open for writing; not to be used by two threads at once.

    Holds a connection of its own, so that the log has an owner who can bring its content into the one file, whatever
    became of the log's name; and one that must not write, which keeps the owner from doing so where it must not be.

    Attributes:
        is_lost: Whether the file was found to be another one, or to hold something else.

    Args:
        path: The file, open already, so that its log is there.
        let_go: Closes the other connections to it that are not in use, which are to be made anew.
        busy_milliseconds: How long to wait for a lock.
    """

    def __init__(self, path: Path, let_go: Callable[[], None], busy_milliseconds: int = 1000) -> None:
        self._path = path
        self._let_go = let_go
        self._patience = busy_milliseconds
        self._kept: Path | None = None
        self.is_lost = self._is_overwritten = self._lacks_room = False
        self._join()
        has_log = self.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        self._landmark = Landmark(path, has_log=has_log, busy_milliseconds=busy_milliseconds)
        self._landmark.take(self.connection)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more can be done for the content while it is open: what can be was done, and said."""
        return self._is_index_anothers() or (self.is_lost and (self._is_overwritten or self._kept is not None))

    def confirm(self, when: When) -> None:
        """Make sure that what is written now is found again.

        A log that was taken away is no loss: its owner brings its content into the one file and begins another.

        Raises:
            KnownError: The file is another one by now, is gone, or holds something else; what the workspace holds is
                kept beside it where that can be.
        """
        has_its_log = self._files(when) == self._identities
        if self._is_index_anothers():
            # Without its index a log was read anew by another process, which has written to it or emptied it since. All
            # is there for whoever opens it; but this process has one index for all its connections, which is wrong now.
            raise KnownError(
                f"“{self._path.name}”的日志索引被别的程序换掉了{when.if_overwritten}。此前的内容都在，请关闭后重新打开。"
            )
        if has_its_log:
            self._kept = None  # what is written from now on is not in a copy that was kept before
            if self._landmark.is_untouched():
                return
        self._must_hold_what_it_held(when, has_its_log=has_its_log)
        if not has_its_log and not self.bring_up_to_date():
            raise KnownError(f"“{self._path.name}”的日志文件被别的程序动过，正在整理。请稍等片刻再试一次。")
        self._guard.close()
        self.connection.close()
        self._let_go()
        self._join()
        self._landmark.take(self.connection)

    def confirm_written(self) -> None:
        """The same right after a commit, which stands: a log that was taken away meanwhile is the next one's business.

        Raises:
            KnownError: The file is another one by now, or is gone; what was committed is kept beside it with the rest.
        """
        self._files(When.AFTER_WRITING)
        self._landmark.take(self.connection)

    def close(self) -> None:
        """Let go of the files, as the last of all connections.

        A log of ours stays neither beside another file nor under its name: SQLite would play it into that file.

        Raises:
            KnownError: Not all that the workspace held is in files that can be opened; says where the rest is.
        """
        is_index_anothers = self._is_index_anothers()
        must_not_write = self._is_overwritten or is_index_anothers or self._is_log_anothers()
        # The last connection to be closed brings the log into the file; not one that must not write.
        first, last = (self.connection, self._guard) if must_not_write else (self._guard, self.connection)
        with closing(last), closing(first):
            pass
        if is_index_anothers:
            self._bring_up_to_date_anew()
        log = self._put_log_aside() if self._is_overwritten or self._is_another() else None
        if self._kept is None and (log or (self.is_lost and not self._is_overwritten)):
            raise KnownError(f"{self._what_happened()}{_where(log)}")

    def bring_up_to_date(self) -> bool:
        """Bring what is in the log into the one file and empty the log; False if somebody reads or writes just now."""
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            done = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {self._patience}")
        self._landmark.take(self.connection)
        return not done[0]

    def _join(self) -> None:
        self.connection = connect_raw(self._path, busy_milliseconds=self._patience)
        self._guard = connect_raw(self._path, "ro", self._patience)
        self.connection.execute("PRAGMA synchronous = EXTRA")
        for connection in (self.connection, self._guard):  # with which the log is opened, and the file held on to
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        self._identities = _identities(self._path)

    def _bring_up_to_date_anew(self) -> None:
        """Once nothing of this process has the file open: whoever opens it alone, and closes it, leaves one file."""
        with suppress(KnownError, sqlite3.Error):
            self._must_hold_what_it_held(When.WITHOUT_WRITING, has_its_log=True)
            with closing(connect_raw(self._path, busy_milliseconds=self._patience)) as alone:
                alone.execute("SELECT 1 FROM sqlite_master").fetchone()

    def _is_another(self) -> bool:
        return _identity(self._path) != self._identities[0]

    def _is_log_anothers(self) -> bool:
        return self._is_anothers(_LOG)

    def _is_index_anothers(self) -> bool:
        """Whether that is all that is not ours: the file and its log are."""
        return self._is_anothers(_INDEX) and not (self._is_log_anothers() or self._is_another())

    def _is_anothers(self, suffix: str) -> bool:
        """Whether what lies beside the file under that name is not what this workspace put there."""
        then = self._identities[_SUFFIXES.index(suffix)]
        return then is not None and _identity(Path(f"{self._path}{suffix}")) not in (None, then)

    def _files(self, when: When) -> list[_Identity]:
        found = _identities(self._path)
        is_here = not (self._is_another() or self._is_log_anothers())
        if not is_here and self._is_overwritten:  # before it went away; what we see of it is not what it held
            raise self._overwritten(when)
        self.is_lost = not is_here
        if not is_here:
            raise KnownError(self._keep(when))
        return found

    def _must_hold_what_it_held(self, when: When, *, has_its_log: bool) -> None:
        """Somebody else wrote to the very file: a command of ours, or a program that put other content into it."""
        self.is_lost = self._is_overwritten = not self._landmark.is_there(None if has_its_log else self.connection)
        if self.is_lost:
            raise self._overwritten(when)

    def _overwritten(self, when: When) -> KnownError:
        return KnownError(
            f"“{self._path.name}”里的内容被别的程序换掉了（例如把备份直接拷贝到它上面）{when.if_overwritten}。"
            "请关闭后重新打开，与自动备份核对。"
        )

    def _keep(self, when: When) -> str:
        """Keep beside the file what it held when it was ours, once; the sentence."""
        if self._kept is None:
            kept = backup.name_beside(self._path, "被替换前")
            try:
                backup.copy_database(self.connection, kept, self._path.name)
            except (KnownError, sqlite3.Error) as error:  # no room; or the stick, or the whole folder, is gone
                self._lacks_room = is_for_want_of_room(error, kept)
                if self._lacks_room:
                    return (
                        f"“{self._path.name}”已被移走或替换，而磁盘已满，原来的内容还没有能另存，{when.if_not_kept}。"
                        "请腾出空间后再试一次，先不要关闭本程序。"
                    )
                return f"“{self._path.name}”已被移走或替换，或U盘、网络已断开，{when.if_not_kept}。请检查后重新打开。"
            self._kept = kept
            if not self._is_log_anothers():  # which goes with the file as it is
                self.bring_up_to_date()  # an empty log does no harm to the file that stands beside it now
        return (
            f"“{self._path.name}”已被移走或替换（例如同步盘、恢复备份），{when.if_kept.format(kept=self._kept.name)}，"
            "请关闭后打开它，与现在的文件核对。"
        )

    def _put_log_aside(self) -> str:
        """Take our log away from a name that is another's; where it is, with content to go with it if there is any.

        Returns:
            The name of a workspace file that can be opened with the log, or of the log alone; ``""`` if it is empty.
        """
        log = Path(f"{self._path}{_LOG}")
        kept = backup.name_beside(self._path, "遗留")
        try:
            if _identity(log) is None or _identity(log) != self._identities[1]:
                return ""
            is_empty = not log.stat().st_size
            if not is_empty and self._is_overwritten:
                with suppress(KnownError, sqlite3.Error), closing(connect_raw(self._path, "immutable")) as content:
                    backup.copy_database(content, kept, self._path.name)
            backup.put_logs_aside(self._path, kept)
            return "" if is_empty else kept.name if kept.exists() else f"{kept.name}{_LOG}"
        except OSError:  # out of reach
            return ""

    def _what_happened(self) -> str:
        if self._is_overwritten:
            return f"“{self._path.name}”里的内容被别的程序换掉了"
        reason = "磁盘已满" if self._lacks_room else "U盘、网络可能已断开"
        return f"“{self._path.name}”已被移走或替换，{reason}，原来的内容没有能另存"


def _where(log: str | None) -> str:
    """The rest of the sentence: where the log is that was put aside, and how to get at what it holds."""
    if not log:
        return "。请用最近的自动备份核对。"
    if not log.endswith(_LOG):
        return f"，还在日志里的修改连同它现在的内容另存为“{log}”。请打开它，与自动备份核对；打不开时抢救它。"
    return (
        f"，最近的修改还在日志里，日志另存为“{log}”。"
        f"请把最近的自动备份复制成“{log.removesuffix(_LOG)}”，放在它旁边，再抢救这一份（抢救时会按修改历史核对），"
        "与现在的文件核对。"
    )


# On POSIX, opening and closing the file by other means than SQLite drops the locks that this process has on it; another
# process may then believe that it is the last one, and take the log away. Hence no file is opened here, only looked at.
def _identities(path: Path) -> list[_Identity]:
    return [_identity(Path(f"{path}{suffix}")) for suffix in _SUFFIXES]


def _identity(path: Path) -> _Identity:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
