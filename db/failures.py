"""What the surroundings can do to a workspace file, each as one plain sentence that says what to do."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError, NoResultFound

from core.domain.errors import DamagedError, KnownError
from db.inspection import NO_ROOM

_SENTENCES: Final = {
    sqlite3.SQLITE_FULL: "磁盘已满，无法写入“{name}”。请腾出空间后再试一次。",
    sqlite3.SQLITE_IOERR: "读写“{name}”时磁盘出错。请检查磁盘、U盘或网络连接后再试一次。",
    sqlite3.SQLITE_BUSY: "“{name}”正被另一个程序或窗口占用。请稍等片刻再试一次，或先关闭那个程序。",
    sqlite3.SQLITE_LOCKED: "“{name}”正被另一个程序或窗口占用。请稍等片刻再试一次，或先关闭那个程序。",
    sqlite3.SQLITE_READONLY: "“{name}”或其所在文件夹是只读的，无法写入。请把它另存到可以写入的文件夹。",
    sqlite3.SQLITE_READONLY_DBMOVED: "“{name}”已被移走或替换（例如恢复了备份），刚才的修改没有保存。请关闭后重新打开。",
    sqlite3.SQLITE_PERM: "没有读写“{name}”的权限。请联系管理员，或把它复制到自己的文件夹后再打开。",
    sqlite3.SQLITE_CANTOPEN: "无法打开“{name}”。请检查文件是否还在、所在文件夹能否写入。",
    sqlite3.SQLITE_CORRUPT: "“{name}”已损坏。请不要再写入，用最近的备份恢复。",
    sqlite3.SQLITE_NOTADB: "“{name}”不是绩表的工作区文件，或已损坏。若是工作区，请用最近的备份恢复。",
    sqlite3.SQLITE_NOMEM: "内存不足，无法处理“{name}”。请关闭其他程序后再试一次。",
    sqlite3.SQLITE_TOOBIG: "内容太长，无法存入“{name}”。请分成几段。",
}
DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""The primary codes that say that the content itself cannot be trusted."""

_DAMAGE: Final = (
    "Could not decode to UTF-8",  # what Python's sqlite3 says of bytes in a text; SQLite itself does not look
    "no such table",  # an open file that was cut to nothing: all the tables are there when it is opened
)
_FOR_WANT_OF_ROOM: Final = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_LEAST_ROOM: Final = 64 * 1024  # bytes
_PRIMARY_CODE = 0xFF  # SQLite's extended result codes keep the primary one in the low byte


def primary_code(error: BaseException) -> int | None:
    """The primary SQLite result code behind an error, or ``None`` if SQLite is not behind it."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return code & _PRIMARY_CODE if isinstance(code, int) else None


def _told_code(error: BaseException, path: Path) -> int:
    """The result code that has its sentence: the extended one if it has, else the primary one."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    extended = getattr(cause, "sqlite_errorcode", None)
    code = extended if extended in _SENTENCES else primary_code(error) or sqlite3.SQLITE_OK
    # Where there is no room for the files beside it, SQLite tells of a bad disk.
    return sqlite3.SQLITE_FULL if code in _FOR_WANT_OF_ROOM and _is_full(path.parent) else code


def is_for_want_of_room(error: BaseException, path: Path) -> bool:
    """Whether what failed at ``path``, as a KnownError or as it came, failed since the disk is full."""
    cause = error.__cause__ or error
    return getattr(cause, "errno", None) in NO_ROOM or _told_code(cause, path) == sqlite3.SQLITE_FULL


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def in_use(path: Path) -> KnownError:
    """Somebody else has the file open, or is writing to it."""
    return KnownError(_SENTENCES[sqlite3.SQLITE_BUSY].format(name=path.name))


SENSELESS: Final = (ValueError, LookupError, TypeError, ArithmeticError, RecursionError, NoResultFound)
"""What Python says of stored content that no program of ours has stored; the recursion is that of nested JSON."""


class SenselessContentError(Exception):
    """What is stored is not what this program stores: damage, or another program's doing."""


@contextmanager
def making_sense() -> Iterator[None]:
    """While rows become records: what cannot be one is damage, not a bug."""
    try:
        yield
    except SENSELESS as error:
        raise SenselessContentError from error


def known(error: BaseException, path: Path) -> KnownError | None:
    """The sentence for an error, or ``None`` if it is a bug."""
    code = _told_code(error, path)
    if isinstance(error, SenselessContentError | UnicodeDecodeError) or any(words in str(error) for words in _DAMAGE):
        code = sqlite3.SQLITE_CORRUPT
    if code not in _SENTENCES:
        return None
    sentence = _SENTENCES[code].format(name=path.name)
    return DamagedError(sentence, path) if code in DAMAGED else KnownError(sentence)


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn errors of the surroundings into KnownError; let bugs through as they are.

    A UnicodeDecodeError is sqlite3's, when a message of SQLite's names damaged content.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error, SenselessContentError, UnicodeDecodeError) as error:
        translated = known(error, path)
        if translated is None:
            raise
        raise translated from error
