"""What kind of file this is, told from its first bytes, before SQLite is let near it."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.domain.errors import DamagedError, KnownError
from core.reach import is_folder
from db.format import APPLICATION_ID

# https://www.sqlite.org/fileformat2.html#the_database_header
_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_BYTES: Final = 100
_WAL_FORMAT: Final = 2
_SMALLEST_PAGE: Final = 512
_NEWEST_SCHEMA_FORMAT: Final = 4
_UTF_8: Final = 1
_LEAST_ROOM: Final = 64 * 1024  # bytes; the memory file beside a log takes half of it
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where a disk, or what the user may fill of it, is full."""
_WINDOWS_NAME_TOO_LONG: Final = 206  # ERROR_FILENAME_EXCED_RANGE


@dataclass(frozen=True, slots=True)
class Header:
    """What a database file says about itself."""

    page_size: int
    is_wal: bool
    pages: int


def inspect(path: Path) -> Header:
    """Read a workspace file's header.

    Raises:
        KnownError: It is no workspace that this program can open, and the sentence says what it is.
    """
    data = _read(path, _HEADER_BYTES)
    if not data:
        raise KnownError(f"“{path.name}”是空文件，不是绩表的工作区。请选择其他文件，或用最近的备份恢复。")
    if not data.startswith(_MAGIC):
        raise DamagedError(f"“{path.name}”不是绩表的工作区文件，或已损坏。若是工作区，请用最近的备份恢复。", path)
    if len(data) < _HEADER_BYTES:
        raise _truncated(path)
    if int.from_bytes(data[68:72], "big") != APPLICATION_ID:
        raise KnownError(f"“{path.name}”是其他程序的数据库，不是绩表的工作区。请选择扩展名为 .jxdb 的工作区文件。")
    page_size = int.from_bytes(data[16:18], "big")
    if not _makes_sense(data):
        raise DamagedError(f"“{path.name}”的文件头已损坏。请不要再写入，用最近的备份恢复。", path)
    header = Header(
        page_size=65536 if page_size == 1 else page_size,
        is_wal=data[19] == _WAL_FORMAT,
        pages=int.from_bytes(data[28:32], "big"),
    )
    size_is_known = data[24:28] == data[92:96]
    if size_is_known and not has_log(path) and path.stat().st_size < header.pages * header.page_size:
        raise _truncated(path)
    return header


def _makes_sense(data: bytes) -> bool:
    """Whether the fields of a header that SQLite would only complain of in passing are as this program writes them."""
    page_size = int.from_bytes(data[16:18], "big")
    schema_format, encoding = int.from_bytes(data[44:48], "big"), int.from_bytes(data[56:60], "big")
    return (
        (page_size == 1 or (page_size >= _SMALLEST_PAGE and page_size & (page_size - 1) == 0))
        and data[18] in (1, _WAL_FORMAT)
        and data[19] in (1, _WAL_FORMAT)
        and 1 <= schema_format <= _NEWEST_SCHEMA_FORMAT
        and encoding == _UTF_8
    )


def has_log(path: Path) -> bool:
    """Whether a journal with content lies beside the file: it is open somewhere, or a crash left it."""
    return any(_size(Path(f"{path}{suffix}")) for suffix in ("-wal", "-journal"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # there is none: it is there for the milliseconds of one edit; or no name is as long
        return 0


def reading_mode(path: Path, header: Header) -> str:
    """How SQLite is to open a file that must not be written.

    To read a file of the WAL format it wants to make files beside it, unless it is told that nobody writes;
    which is so if no log lies there. (See "Read-Only WAL-Mode Databases", https://www.sqlite.org/wal.html.)
    """
    return "immutable" if header.is_wal and not has_log(path) else "ro"


def why_read_only(path: Path) -> str:
    """Why the file or its folder cannot be written, in a sentence; ``""`` if they can. Found out by trying.

    The journal needs the folder, and room in it: a log is not even read without the memory file beside it.
    """
    try:
        os.close(os.open(path, os.O_RDWR))
        with tempfile.TemporaryFile(dir=path.parent, buffering=0) as file:
            if file.write(bytes(_LEAST_ROOM)) < _LEAST_ROOM:  # what there is room for is written without an error
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError as error:
        if error.errno in NO_ROOM:
            return f"磁盘已满，“{path.name}”现在只能查看，不能修改。请腾出空间后重新打开。"
        return f"“{path.name}”是只读的，不能修改。请把它复制到可以写入的文件夹后再打开。"
    return ""


def behind_links(path: Path) -> Path:
    """The file that a symbolic link leads to: beside that SQLite keeps its log, and we our lock."""
    with in_reach(path):
        return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextmanager
def in_reach(path: Path) -> Iterator[None]:
    """Turn what the system says where it does not let us look at a file or folder into a sentence that names it."""
    try:
        yield
    except OSError as error:
        raise _cannot_read(path, error) from error


def must_be_file(path: Path) -> None:
    """Refuse, with KnownError, what is there and is no file: opening a pipe would wait for ever."""
    with in_reach(path):
        if path.exists() and not path.is_file():
            raise _no_file(path)


def is_there(path: Path) -> bool:
    """Whether there is such a file.

    Raises:
        KnownError: The system does not even look: the name is too long, the folder closed, the share gone.
    """
    with in_reach(path):
        return path.exists()


def read_whole(path: Path) -> bytes:
    """All bytes of a file that may be damaged.

    Raises:
        KnownError: It cannot be read.
    """
    return _read(path, -1)


def _read(path: Path, size: int) -> bytes:
    must_be_file(path)
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        raise KnownError(f"找不到文件“{path.name}”。请检查它是否已被移走、改名，或U盘、网络是否已断开。") from None
    except OSError as error:
        raise _cannot_read(path, error) from error


def cannot_make(path: Path, error: OSError) -> KnownError:
    """The sentence for a file that the system does not let us make."""
    if _is_too_long(error):
        return _too_long(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return KnownError(f"找不到文件夹“{path.parent.name}”，无法新建“{path.name}”。请换一个文件夹。")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return KnownError(f"文件夹“{path.parent.name}”不能写入，无法新建“{path.name}”。请换一个文件夹。")
    if error.errno in NO_ROOM:
        return KnownError(f"磁盘已满，无法新建“{path.name}”。请腾出空间后再试一次。")
    return KnownError(f"无法新建“{path.name}”。请检查文件名是否有不允许的字符、磁盘或网络是否正常。")


def _cannot_read(path: Path, error: OSError) -> KnownError:
    if _is_too_long(error):
        return _too_long(path)
    if not isinstance(error, PermissionError) and is_folder(path):
        return _no_file(path)
    if isinstance(error, PermissionError):
        return KnownError(f"没有读取“{path.name}”的权限，或它正被其他程序独占。请关闭那个程序，或联系管理员。")
    return KnownError(f"无法读取“{path.name}”。请检查磁盘、U盘或网络是否正常。")


def _no_file(path: Path) -> KnownError:
    what = "文件夹" if is_folder(path) else "设备或管道"
    return KnownError(f"“{path.name}”是{what}，不是工作区文件。请选择扩展名为 .jxdb 的文件。")


def _is_too_long(error: OSError) -> bool:
    return error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _WINDOWS_NAME_TOO_LONG


def _too_long(path: Path) -> KnownError:
    return KnownError(f"文件名“{path.name[:20]}…”太长。请换一个短些的文件名，或放到层次少些的文件夹。")


def _truncated(path: Path) -> KnownError:
    sentence = f"“{path.name}”不完整，后面的内容丢失了（可能没有复制完）。请重新复制，或用最近的备份恢复。"
    return DamagedError(sentence, path)
