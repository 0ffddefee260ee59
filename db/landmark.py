"""By what the main file of an open workspace is known again, whoever wrote to it."""

import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from time import sleep
from typing import Final, TypeAlias

from db.connecting import connect_raw
from db.failures import primary_code

_LAST: Final = "SELECT sequence, digest FROM operation ORDER BY sequence DESC LIMIT 1"
_FIRST: Final = "SELECT sequence, digest FROM operation ORDER BY sequence LIMIT 1"
_THAT: Final = "SELECT sequence, digest FROM operation WHERE sequence = ?"
_NOT_OURS: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: no such table
_CUT: Final = sqlite3.SQLITE_IOERR_SHORT_READ
_PAUSES: Final = (0.0, 0.02, 0.05, 0.1)
"""Seconds before each look: another process may just be bringing the log into the file, page by page."""

_SALTS: Final = slice(16, 24)
"""Where a log tells its generation: other numbers each time it is begun again (sqlite.org/fileformat2.html)."""

_Stamp: TypeAlias = tuple[int, int] | None
_Operation: TypeAlias = tuple[int, str] | None


class Landmark:
    """The last operation that the main file holds by itself, without its log; and the last of all, which is in either.

    The history only grows, and whoever works with us brings the log into the file without taking anything out of it.
    So both operations stay, for ever; a program that puts other content into the file, be it an older copy of the same,
    takes the first away, or the second if the log had just been brought in. One look for them costs as much in a large
    workspace as in a small one, and asks nothing of the rest of the content, which may have had faults before.

    Args:
        path: The file.
        has_log: Whether it is written with a log; if not, it holds all that it holds by itself.
        busy_milliseconds: How long to wait for a lock where there is no log.
    """

    def __init__(self, path: Path, *, has_log: bool, busy_milliseconds: int) -> None:
        self._path = path
        self._has_log = has_log
        self._patience = busy_milliseconds
        self._log = Path(f"{path}-wal")
        self._stamp: _Stamp = None
        self._log_stamp: _Stamp = None
        self._generation = b""
        self._first: _Operation = None
        self._last: _Operation = None
        self._newest: _Operation = None
        self._is_known = False

    def is_untouched(self) -> bool:
        """Whether nobody has written to the file or its log since :meth:`take`, by their times and sizes."""
        return (_stamp(self._path), _stamp(self._log)) == (self._stamp, self._log_stamp)

    def take(self, whole: sqlite3.Connection) -> None:
        """Look again what the file holds by now, after it was written to by us or by somebody who works with us.

        If it does not hold what it held, all stays as it was, and :meth:`is_untouched` does not hold.

        Args:
            whole: A connection that sees the log, too.
        """
        stamp, log_stamp = _stamp(self._path), _stamp(self._log)
        try:
            if self._last is None:
                self._first = whole.execute(_FIRST).fetchone()
            if not self._is_known or _is_in(whole, self._newest):
                self._newest = whole.execute(_LAST).fetchone()
                self._log_stamp, self._generation = log_stamp, _generation(self._log)
            if self._is_known and stamp == self._stamp:
                return
            with closing(self._main_file()) if self._has_log else nullcontext(whole) as main:
                if self._is_known and not self._holds_landmark(main):
                    return
                self._is_known, self._stamp = True, stamp
                newest = main.execute(_LAST).fetchone()
                if newest and whole.execute(_THAT, newest[:1]).fetchone() == newest:
                    self._last = newest
        except sqlite3.DatabaseError:
            # The pages of the newest operation may be in the log alone; the one before is as good. What is damaged from
            # the start is said by whoever needs the history.
            if not self._is_known:
                self._stamp, self._log_stamp = stamp, log_stamp

    def is_there(self, whole: sqlite3.Connection | None = None) -> bool:
        """Whether the file still holds what it held; looks a few times before it says no.

        Args:
            whole: The connection that sees a log that has no name any more; one made anew sees what has.

        Raises:
            sqlite3.Error: The file cannot be read just now.
        """
        if not self._is_known:  # there was nothing to be known by
            return True
        if self._is_log_cut():
            return False
        is_torn = False
        for pause in _PAUSES:
            sleep(pause)
            try:
                if self._is_seen():
                    return self._is_newest_seen(whole)
                is_torn = False
            except sqlite3.DatabaseError as error:
                if primary_code(error) not in _NOT_OURS:
                    raise
                is_torn = primary_code(error) == sqlite3.SQLITE_CORRUPT
        return is_torn and self._is_whole_with_its_log()

    def _is_log_cut(self) -> bool:
        """Whether the log lost its end; SQLite empties it, or begins it again, but never shortens it otherwise."""
        now, then = _stamp(self._log), self._log_stamp
        return bool(now and then and 0 < now[1] < then[1] and _generation(self._log) == self._generation)

    def _is_seen(self) -> bool:
        with closing(self._main_file()) as main:
            return self._holds_landmark(main)

    def _is_newest_seen(self, whole: sqlite3.Connection | None) -> bool:
        # Not asked of a connection that was open before: it may remember pages that were overwritten since.
        try:
            with nullcontext(whole) if whole else closing(self._anew()) as either:
                return _is_in(either, self._newest)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != _CUT:
                raise
            return False  # the log was cut off

    def _holds_landmark(self, main: sqlite3.Connection) -> bool:
        if self._last:
            return _is_in(main, self._last)
        return main.execute(_FIRST).fetchone() in (None, self._first)  # all was in the log

    def _is_whole_with_its_log(self) -> bool:
        """Whether what is torn in the file alone is not so with its log: it is only half-way brought into the file."""
        try:
            with closing(self._anew()) as whole:
                return (
                    self._holds_landmark(whole)
                    and _is_in(whole, self._newest)
                    and whole.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
                )
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in _NOT_OURS:
                raise
            return False

    def _anew(self) -> sqlite3.Connection:
        return connect_raw(self._path, busy_milliseconds=self._patience)

    def _main_file(self) -> sqlite3.Connection:
        main = connect_raw(self._path, "immutable" if self._has_log else "rw", self._patience)
        # While somebody reads, the log is brought in only in part, and the first page may tell of more pages than the
        # file has yet. Without this SQLite would not read any.
        main.execute("PRAGMA writable_schema = ON")
        return main


def _is_in(connection: sqlite3.Connection, operation: _Operation) -> bool:
    return operation is None or bool(connection.execute(_THAT, operation[:1]).fetchone() == operation)


def _generation(log: Path) -> bytes:
    try:
        with log.open("rb") as file:
            return file.read(_SALTS.stop)[_SALTS]
    except OSError:
        return b""


# On POSIX, opening and closing the file by other means than SQLite drops the locks that this process has on it; another
# process may then believe that it is the last one, and take the log away. Hence the file is only looked at; there are
# no locks on a log.
def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
