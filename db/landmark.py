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
_PAUSES: Final = (0.0, 0.02, 0.05, 0.1)
"""Seconds before each look: another process may just be bringing the log into the file, page by page."""

_Stamp: TypeAlias = tuple[int, int] | None
_Operation: TypeAlias = tuple[int, str] | None


class Landmark:
    """The last operation that the main file holds by itself, without its log.

    The history only grows, and whoever works with us brings the log into the file without taking anything out of it.
    So that operation stays where it is, for ever; a program that puts other content into the file, be it an older
    copy of the same, takes it away. One look for it costs as much in a large workspace as in a small one, and asks
    nothing of the rest of the content, which may have had faults before.

    Args:
        path: The file.
        has_log: Whether it is written with a log; if not, it holds all that it holds by itself.
        busy_milliseconds: How long to wait for a lock where there is no log.
    """

    def __init__(self, path: Path, *, has_log: bool, busy_milliseconds: int) -> None:
        self._path = path
        self._has_log = has_log
        self._patience = busy_milliseconds
        self._stamp: _Stamp = None
        self._first: _Operation = None
        self._last: _Operation = None
        self._is_known = False

    def is_untouched(self) -> bool:
        """Whether nobody has written to the main file since :meth:`take`, by its time and size."""
        return _stamp(self._path) == self._stamp

    def take(self, whole: sqlite3.Connection) -> None:
        """Look again what the main file holds by now, after it was written to by us or by somebody who works with us.

        If it does not hold what it held, all stays as it was, and :meth:`is_untouched` does not hold.

        Args:
            whole: A connection that sees the log, too.
        """
        stamp = _stamp(self._path)
        try:
            if self._last is None:
                self._first = whole.execute(_FIRST).fetchone()
            if self._is_known and stamp == self._stamp:
                return
            with closing(self._main_file()) if self._has_log else nullcontext(whole) as main:
                if self._is_known and not self._is_in(main):
                    return
                self._is_known, self._stamp = True, stamp
                newest = main.execute(_LAST).fetchone()
                if newest and whole.execute(_THAT, newest[:1]).fetchone() == newest:
                    self._last = newest
        except sqlite3.DatabaseError:
            # The pages of the newest operation may be in the log alone; the one before is as good. What is damaged from
            # the start is said by whoever needs the history.
            if not self._is_known:
                self._stamp = stamp

    def is_there(self) -> bool:
        """Whether the main file still holds what it held; looks a few times before it says no.

        Raises:
            sqlite3.Error: The file cannot be read just now.
        """
        if not self._is_known:  # there was nothing to be known by
            return True
        is_torn = False
        for pause in _PAUSES:
            sleep(pause)
            try:
                if self._is_seen():
                    return True
                is_torn = False
            except sqlite3.DatabaseError as error:
                if primary_code(error) not in _NOT_OURS:
                    raise
                is_torn = primary_code(error) == sqlite3.SQLITE_CORRUPT
        return is_torn and self._is_whole_with_its_log()

    def _is_seen(self) -> bool:
        with closing(self._main_file()) as main:
            return self._is_in(main)

    def _is_in(self, main: sqlite3.Connection) -> bool:
        if self._last:
            return bool(main.execute(_THAT, self._last[:1]).fetchone() == self._last)
        return main.execute(_FIRST).fetchone() in (None, self._first)  # all was in the log

    def _is_whole_with_its_log(self) -> bool:
        """Whether what is torn in the file alone is not so with its log: it is only half-way brought into the file."""
        try:
            with closing(connect_raw(self._path, busy_milliseconds=self._patience)) as whole:
                return self._is_in(whole) and whole.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in _NOT_OURS:
                raise
            return False

    def _main_file(self) -> sqlite3.Connection:
        main = connect_raw(self._path, "immutable" if self._has_log else "rw", self._patience)
        # While somebody reads, the log is brought in only in part, and the first page may tell of more pages than the
        # file has yet. Without this SQLite would not read any.
        main.execute("PRAGMA writable_schema = ON")
        return main


# On POSIX, opening and closing the file by other means than SQLite drops the locks that this process has on it; another
# process may then believe that it is the last one, and take the log away. Hence the file is only looked at.
def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
