"""Makes, opens and restores workspace files."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table

from core.domain.errors import DamagedError, KnownError
from core.ports import Backup, Holder, Salvaged, Workspace
from core.reach import is_there
from db.backup import beside, flush_to_disk, put_logs_aside, remove
from db.backup_folder import backups_in, folder_beside
from db.claim import Claim, claim, is_this_process
from db.connecting import connect_raw
from db.engine import journal_mode_for, make_engine, set_journal_mode, writing
from db.failures import in_plain_words, making_sense
from db.format import APPLICATION_ID, SCHEMA_VERSION, SchemaVersion
from db.inspection import Header, behind_links, cannot_make, in_reach, inspect, reading_mode, why_read_only
from db.migrations import MIGRATIONS, Migrations
from db.migrations.runner import migrate, steps_between
from db.restoring import restore
from db.salvage import salvage
from db.schema import metadata
from db.workspace import FileWorkspace


class FileStore:
    """Implements :class:`core.ports.WorkspaceStore` on files of this computer.

    Args:
        migrations: The steps from older schemas.
        version: The schema that they lead to.
        claiming: Whether a workspace is claimed while it is open, as a window does: a second one may only read it.
            A command does not; what it writes in its moment, the window's next edit is checked against.
    """

    def __init__(
        self,
        migrations: Migrations = MIGRATIONS,
        version: SchemaVersion = SCHEMA_VERSION,
        *,
        claiming: bool = False,
    ) -> None:
        self._migrations = migrations
        self._version = version
        self._claiming = claiming

    def create(self, path: Path) -> FileWorkspace:
        """Make a new, empty workspace, complete or not at all; never over an existing file."""
        if is_there(path):
            raise _exists(path)
        with beside(path) as fresh, in_plain_words(path), in_reach(path):
            _lay_out(fresh, journal_mode_for(path))
            put_logs_aside(path)
            _give_name(fresh, path)
        try:
            flush_to_disk(path.parent)
            return self.open(path)
        except BaseException:
            remove(path)
            raise

    def discard(self, workspace: Workspace) -> None:
        """Close and delete a workspace that was just made, since nothing came into it."""
        with suppress(KnownError):  # that it cannot be left whole does not matter any more
            workspace.close()
        remove(workspace.path)

    def open(self, path: Path) -> FileWorkspace:
        """Open a workspace, migrating an older one after a backup."""
        path = behind_links(path)
        header = inspect(path)
        reason = why_read_only(path)
        if reason:
            return self._open_for_reading(path, reading_mode(path, header), reason=reason)
        claimed = claim(path) if self._claiming else None
        if isinstance(claimed, Holder):
            if not is_this_process(claimed):
                return self._open_for_reading(path, "ro", claimed)
            claimed = None  # another window of this very process, whose edits are checked against ours
        try:
            return self._open_for_writing(path, header, claimed)
        except BaseException:
            if claimed:
                claimed.release()
            raise

    def _open_for_reading(self, path: Path, mode: str, holder: Holder | None = None, reason: str = "") -> FileWorkspace:
        if holder:
            reason = f"“{path.name}”正由{holder.described()}编辑，这里只能查看。请等对方关闭后重新打开。"
        with in_plain_words(path):
            with closing(connect_raw(path, mode)) as connection:
                if self._steps(path, connection):
                    raise KnownError(f"“{path.name}”要升级才能打开，但它是只读的。请先复制到可以写入的文件夹。")
            engine = make_engine(path, "DELETE", mode)
            readers_block = mode != "immutable" and not inspect(path).is_wal
            _look_at(engine)
            return FileWorkspace(path, engine, reason, readers_block=readers_block, holder=holder)

    def _open_for_writing(self, path: Path, header: Header, claimed: Claim | None) -> FileWorkspace:
        with in_plain_words(path):
            journal_mode = journal_mode_for(path)
            if header.is_wal and journal_mode == "DELETE":  # it came here from a local disk
                set_journal_mode(path, journal_mode)
            with closing(connect_raw(path)) as connection:
                steps = self._steps(path, connection)
            if steps:
                migrate(path, steps)
            set_journal_mode(path, journal_mode)
            engine = make_engine(path, journal_mode)
            readers_block = journal_mode == "DELETE"
            _look_at(engine)
            return FileWorkspace(path, engine, "", readers_block=readers_block, claim=claimed)

    def backups_beside(self, path: Path) -> tuple[Backup, ...]:
        """The automatic backups beside a workspace file, newest first; the file itself need not be readable."""
        return tuple(backups_in(folder_beside(path)))

    def restore(self, backup: Path, target: Path) -> Path | None:
        """Put a verified backup in the place of ``target``, whose present content is kept beside it."""
        return restore(backup, behind_links(target), partial(self._look_at_backup, backup))

    def salvage(self, path: Path) -> Salvaged:
        """Read what can be read of a damaged workspace, which is not touched."""
        return salvage(path)

    def _look_at_backup(self, path: Path, connection: sqlite3.Connection) -> None:
        if not self._steps(path, connection):  # what is older is looked at when it is migrated
            _look_at_tables(connection.execute)

    def _steps(self, path: Path, connection: sqlite3.Connection) -> Migrations:
        # Asked of SQLite, since the file's header may be older than its log.
        version = SchemaVersion.unpack(connection.execute("PRAGMA user_version").fetchone()[0])
        if version.major > self._version.major:
            raise KnownError(
                f"“{path.name}”是更新版本的绩表建立的（格式 {version}，本程序只懂到 {self._version}）。请先升级本程序。"
            )
        try:
            return steps_between(self._migrations, version, self._version)
        except LookupError as error:
            sentence = (
                f"“{path.name}”的格式 {version} 不是绩表任何正式版本的格式：文件已损坏，或由试用版建立。"
                "请用最近的备份恢复。"
            )
            raise DamagedError(sentence, path) from error


def _give_name(fresh: Path, path: Path) -> None:
    """Put a complete file where nothing may be yet."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:  # a stick, some shares: no links; then the name is taken with an empty file first
        _reserve(path)
        try:
            fresh.replace(path)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise cannot_make(path, error) from error


def _reserve(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise cannot_make(path, error) from error


def _exists(path: Path) -> KnownError:
    return KnownError(f"“{path.name}”已经存在，没有覆盖。请换一个文件名，或直接打开它。")


def _lay_out(path: Path, journal_mode: str) -> None:
    engine = make_engine(path, journal_mode)
    try:
        with writing(engine).begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION.pack()}")
            metadata.create_all(connection)
    finally:
        engine.dispose()


def _look_at(engine: Engine) -> None:
    """Look at every table once, so that a file that cannot be read is refused here and not at the first click."""
    try:
        with engine.connect() as connection:
            _look_at_tables(connection.exec_driver_sql)
    except BaseException:
        engine.dispose()
        raise


def _look_at_tables(ask: Callable[[str], Iterable[Any]]) -> None:
    for table in metadata.tables.values():
        with making_sense():
            _must_have_columns(ask, table)
        list(ask(f"SELECT 1 FROM {table.name} LIMIT 1"))


def _must_have_columns(ask: Callable[[str], Iterable[Any]], table: Table) -> None:
    rows = ask(f"PRAGMA table_info({table.name})")
    missing = {column.name for column in table.c} - {row[1] for row in rows}
    if missing:
        raise LookupError(f"{table.name} has no {missing}")
