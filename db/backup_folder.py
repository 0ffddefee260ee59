"""The automatic backups of a workspace: where they are, how they are named, which are kept."""

import filecmp
import hashlib
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from core.domain.errors import KnownError
from core.ports import Backup
from core.reach import is_folder
from db.backup import SUFFIX, in_place
from db.connecting import connect_raw
from db.inspection import in_reach, inspect, reading_mode

NEWEST_KEPT: Final = 10
DAYS_KEPT: Final = 30
_STAMP: Final = "%Y-%m-%d %H%M%S"
_STAMP_LENGTH: Final = len("2025-03-01 093000")
_BEGINNING: Final = "SELECT digest FROM operation ORDER BY sequence LIMIT 1"
_LEFT_OVER: Final = timedelta(hours=1)
"""A half-written copy older than this is nobody's: the program that wrote it is gone."""


def folder_beside(workspace: Path) -> Path:
    """Where a workspace's automatic backups are kept: a folder beside it."""
    return workspace.with_name(f"{workspace.stem}.备份")


def folder_in(place: Path, workspace: Path) -> Path:
    """The same in a second place, where workspaces of one name from different folders must not mix."""
    mark = hashlib.sha256(str(workspace.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:4]
    return place / f"{workspace.stem}.{mark}.备份"


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; without half-written ones, whose names begin with a dot."""
    with in_reach(folder):
        found = [_read_name(path) for path in folder.glob(f"[!.]*{SUFFIX}")]
    return sorted((one for one in found if one), key=lambda one: one.path.name, reverse=True)


def new_name(folder: Path, reason: str, now: datetime) -> Path:
    """A fresh name, e.g. ``2025-03-01 093000-123 导入前.jxdb``."""
    return folder / f"{now.strftime(_STAMP)}-{now.microsecond // 1000:03} {reason}{SUFFIX}"


def last_state(connection: sqlite3.Connection) -> tuple[object, ...]:
    """By what a workspace's content is known.

    The last operation of the history, whose digest covers all before, and the settings, which have no history.
    """
    last = connection.execute("SELECT sequence, digest FROM operation ORDER BY sequence DESC LIMIT 1").fetchall()
    return last, connection.execute("SELECT key, value FROM setting ORDER BY key").fetchall()


def last_state_of(saved: Path) -> tuple[object, ...] | None:
    """The same of a backup; ``None`` if it is not sound any more."""
    try:
        with closing(connect_raw(saved, "immutable")) as connection:
            is_sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            return last_state(connection) if is_sound else None
    except sqlite3.Error:
        return None


def may_take_the_place_of(connection: sqlite3.Connection, other: Path) -> bool:
    """Whether another file is an earlier or later state of this workspace, or empty: both histories begin the same."""
    try:
        with closing(connect_raw(other, reading_mode(other, inspect(other)))) as opened:
            beginning = opened.execute(_BEGINNING).fetchone()
    except sqlite3.Error:
        return False
    return beginning is None or connection.execute(_BEGINNING).fetchone() == beginning


def superseded(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """What the schedule lets go: all but the last ten, one a day for thirty days, and one a month.

    Of a day and of a month the newest is kept. Backups from the future (a clock was wrong) stay.
    """
    newest_first = sorted(backups, key=lambda one: (one.at, one.path.name), reverse=True)
    kept = {one.path for one in newest_first[:NEWEST_KEPT]}
    days: dict[str, Path] = {}
    months: dict[str, Path] = {}
    for one in newest_first:
        months.setdefault(f"{one.at:%Y-%m}", one.path)
        if now - one.at < timedelta(days=DAYS_KEPT):
            days.setdefault(f"{one.at:%Y-%m-%d}", one.path)
    kept |= {*days.values(), *months.values()}
    return [one for one in newest_first if one.path not in kept]


def tidy(folder: Path, now: datetime) -> None:
    """Let go what the schedule does not keep, and what a crash left half-written."""
    for old in superseded(backups_in(folder), now):
        with suppress(OSError):  # it is open somewhere; next time
            old.path.unlink()
    for left in folder.glob(f".*{SUFFIX}*"):
        with suppress(OSError):
            if now.timestamp() - left.stat().st_mtime > _LEFT_OVER.total_seconds():
                left.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder of automatic backups, for the user only."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise KnownError(f"无法建立备份文件夹“{folder.name}”。请检查磁盘是否已满、文件夹能否写入。") from error


def mirror(workspace: Path, place: Path, now: datetime) -> None:
    """Bring the second place up to date: every kept backup that it has not yet, each whole or not at all.

    Raises:
        KnownError: The place cannot be reached or written.
    """
    if not is_folder(place):
        raise KnownError(f"第二备份位置“{place}”现在找不到（U盘或网络没有连上？），备份只在工作区旁边。")
    folder = folder_in(place, workspace)
    make_folder(folder)
    present = {one.path.name: one.size for one in backups_in(folder)}
    for one in backups_in(folder_beside(workspace)):
        if present.get(one.path.name) != one.size:
            with in_place(folder / one.path.name) as temporary:
                shutil.copyfile(one.path, temporary)
                if not filecmp.cmp(one.path, temporary, shallow=False):
                    raise KnownError(f"第二备份位置“{place}”上的备份核对不一致，没有保留。请换一个U盘或磁盘。")
    tidy(folder, now)


def _read_name(path: Path) -> Backup | None:
    """A backup's time and reason from its name; ``None`` for a file that somebody else put there."""
    try:
        at = datetime.strptime(path.name[:_STAMP_LENGTH], _STAMP).astimezone()
        size = path.stat().st_size
    except (ValueError, OSError):
        return None
    return Backup(path, at, path.stem.partition(" ")[2].partition(" ")[2], size)
