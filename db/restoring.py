"""Putting a backup in the place of a workspace."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from core.domain.errors import KnownError
from core.ports import Holder
from db import backup
from db.claim import claim
from db.connecting import connect_raw
from db.failures import DAMAGED, in_plain_words, in_use, primary_code
from db.inspection import inspect, is_there, must_be_file, reading_mode, why_read_only


def restore(source: Path, target: Path, look_at: Callable[[sqlite3.Connection], object]) -> Path | None:
    """Put a verified copy of ``source`` in the place of ``target``, whose present content is kept beside it.

    Args:
        source: The backup.
        target: The workspace; nobody may have it open.
        look_at: Called with a connection to the backup; raises if this program cannot open such a file.

    Returns:
        Where the content so far is kept, or ``None`` if there was none.

    Raises:
        KnownError: The backup is not sound, or the target is in use or cannot be written; it holds what it held,
            perhaps without a log.
    """
    if is_there(source) and is_there(target) and source.samefile(target):
        raise KnownError(f"“{source.name}”就是现在的工作区，不能用它恢复自己。请选择备份文件。")
    mode = reading_mode(source, inspect(source))
    must_be_file(target)
    with in_plain_words(source), closing(connect_raw(source, mode)) as connection:
        look_at(connection)
        with _ours(target), ExitStack() as until_replaced, backup.in_place(target) as fresh, ExitStack() as before:
            backup.fill(fresh, connection, target, source.name)
            if not target.exists():
                return None
            # A command that writes just now must find the lock taken until the file under the name is the other one;
            # but Windows replaces no file that is open.
            content = (before if os.name == "nt" else until_replaced).enter_context(_alone(target))
            return _set_aside(target, content)


@contextmanager
def _ours(target: Path) -> Iterator[None]:
    """No window has the workspace open, and none opens it meanwhile."""
    reason = why_read_only(target) if target.exists() else ""
    if reason:  # SQLite would look at it all the same, and leave a log that nobody can write
        raise KnownError(reason)
    claimed = claim(target) if target.exists() else None
    if isinstance(claimed, Holder):
        raise KnownError(f"“{target.name}”正由{claimed.described()}使用，不能恢复。请等那里关闭后再试一次。")
    try:
        yield
    finally:
        if claimed:
            claimed.release()


@contextmanager
def _alone(target: Path) -> Iterator[BinaryIO]:
    """Nobody else reads or writes the workspace, whose content is all in the one file, meanwhile; its bytes."""
    if not target.stat().st_size:  # cut to nothing: SQLite would delete its log, and begin a journal for a new content
        with target.open("rb") as content:
            yield content
        return
    with in_plain_words(target), closing(connect_raw(target)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()  # not while anybody else has it open
            connection.execute("BEGIN EXCLUSIVE")
            if connection.execute("PRAGMA journal_mode").fetchone() != ("delete",):  # opened in between
                raise in_use(target)
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in DAMAGED:
                raise
        # Open as long as the lock is held: on POSIX, closing it would drop that.
        with target.open("rb") as content:
            yield content


def _set_aside(target: Path, content: BinaryIO) -> Path:
    """Keep the present content under a dated name; the target itself stays until it is replaced."""
    kept = backup.name_beside(target, "恢复前")
    with backup.in_place(kept) as copy:
        with copy.open("wb") as file:
            shutil.copyfileobj(content, file)
        shutil.copystat(target, copy)
    backup.put_logs_aside(target, kept)  # there are some beside a damaged file
    return kept
