"""Putting a backup in the place of a workspace."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from db import backup
from db.connecting import connect_raw
from db.failures import DAMAGED, in_plain_words, known, primary_code
from db.inspection import inspect, reading_mode

_SIDE_FILES: Final = ("-wal", "-shm", "-journal")


def restore(source: Path, target: Path) -> Path | None:
    """Put a verified copy of ``source`` in the place of ``target``, whose present content is kept beside it.

    Returns:
        Where the content so far is kept, or ``None`` if there was none.

    Raises:
        KnownError: The backup is not sound, or the target is in use or cannot be written; nothing is changed.
    """
    if source.exists() and target.exists() and source.samefile(target):
        raise KnownError(f"“{source.name}”就是现在的工作区，不能用它恢复自己。请选择备份文件。")
    mode = reading_mode(source, inspect(source))
    with in_plain_words(source), closing(connect_raw(source, mode)) as connection, backup.in_place(target) as fresh:
        backup.fill(fresh, connection, target)
        kept = _set_aside(target) if target.exists() else None
    return kept


def _set_aside(target: Path) -> Path:
    """Keep the present content under a dated name; the target itself stays until it is replaced."""
    _make_whole(target)
    kept = target.with_name(f"{target.stem} 恢复前 {datetime.now().astimezone():%Y-%m-%d %H%M%S}{target.suffix}")
    shutil.copy2(target, kept)
    backup.flush_to_disk(kept)
    for suffix in _SIDE_FILES:  # of a damaged file; SQLite would play them into the restored one
        side = Path(f"{target}{suffix}")
        if side.exists():
            side.replace(f"{kept}{suffix}")
    return kept


def _make_whole(target: Path) -> None:
    """Bring all content into the one file, which also tells whether anybody else has it open."""
    try:
        with closing(connect_raw(target)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGED:
            raise (known(error, target) or error) from error
