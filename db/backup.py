"""Copies of a workspace: made with SQLite's backup API, verified, and in place complete or not at all."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from db.failures import DAMAGED, in_plain_words, primary_code
from db.inspection import cannot_make

SUFFIX: Final = ".jxdb"
_MEMORY: Final = "-shm"
_SIDE_FILES: Final = ("-wal", _MEMORY, "-journal")
_STEM: Final = 40
"""So many signs of a workspace's name are in the names of what is kept of it: a system's names have 255 bytes."""


def copy_database(source: sqlite3.Connection, target: Path, name: str) -> None:
    """Write a verified copy of the database as this connection sees it; an existing target is replaced at the end.

    Args:
        source: A connection to the database.
        target: Where the copy goes.
        name: What the database is called, for the sentence of a refusal.

    Raises:
        KnownError: The copy could not be written or does not check out; the target is as before.
    """
    with in_place(target) as temporary:
        fill(temporary, source, target, name)


def fill(temporary: Path, source: sqlite3.Connection, target: Path, name: str) -> None:
    """Copy the database into ``temporary``, which will become ``target``, and verify it."""
    with in_plain_words(target), closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
        try:
            with one_view(source):
                source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # a copy is one file
            is_sound = copy.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in DAMAGED:
                raise
            is_sound = False
    if not is_sound:
        raise KnownError(f"“{name}”的内容核对不通过，没有写成“{target.name}”。请用（另一个）最近的备份恢复。")


@contextmanager
def private_copy(source: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The database as it stands, in a temporary file of SQLite's own on the local disk.

    For long reading where nobody can write meanwhile (a DELETE journal): the copy is made at the speed of reading.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        with one_view(source):
            source.backup(copy)
        yield copy


@contextmanager
def one_view(source: sqlite3.Connection) -> Iterator[None]:
    """A read transaction, begun at once: when it meets a lock later, Python's ``backup()`` waits for it for ever."""
    source.execute("BEGIN")
    try:
        source.execute("SELECT 1 FROM sqlite_master").fetchone()
        yield
    finally:
        source.rollback()


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A temporary file in the target's folder, for the user only; gone when the context ends."""
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=SUFFIX, dir=target.parent)
    except OSError as error:
        raise cannot_make(target, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    finally:
        remove(temporary)  # with what SQLite could not take away where the disk is full


@contextmanager
def in_place(target: Path) -> Iterator[Path]:
    """A temporary file in the target's folder that becomes the target when the context ends well."""
    with beside(target) as temporary:
        try:
            yield temporary
            if target.exists():
                shutil.copymode(target, temporary)  # who may read it today may read it tomorrow
            flush_to_disk(temporary)
            put_logs_aside(target)
            temporary.replace(target)
        except OSError as error:
            raise KnownError(f"无法写入“{target.name}”。请检查它是否正被其他程序打开、磁盘是否已满。") from error
    flush_to_disk(target.parent)


def put_logs_aside(target: Path, kept: Path | None = None) -> None:
    """Take away what lies beside a file that is about to be another one: SQLite would play it into that.

    Args:
        target: The file, which need not be there any more.
        kept: Under whose name logs with content are kept.
    """
    kept = kept or name_beside(target, "遗留")
    for suffix in _SIDE_FILES:
        side = Path(f"{target}{suffix}")
        if not side.exists():
            continue
        if suffix == _MEMORY or not side.stat().st_size:
            side.unlink()
        else:
            side.replace(f"{kept}{suffix}")


def remove(path: Path) -> None:
    """Delete a closed database that nobody needs, and what lies beside it, as far as it is within reach."""
    for suffix in ("", *_SIDE_FILES):
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


def name_beside(workspace: Path, why: str) -> Path:
    """A fresh name beside a workspace for what is kept of it; why in a few Chinese words."""
    moment = f"{datetime.now().astimezone():%Y-%m-%d %H%M%S-%f}"[:-3]
    return workspace.with_name(f"{workspace.stem[:_STEM].rstrip()} {why} {moment}{SUFFIX}")


def flush_to_disk(path: Path) -> None:
    """Have the system put a file on the disk, or a folder's entries; Windows and some shares cannot do the latter."""
    if path.is_dir():
        with suppress(OSError):
            _flush(path, os.O_RDONLY)
    else:
        _flush(path, os.O_RDWR)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
