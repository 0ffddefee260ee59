"""Makes, opens and restores workspace files."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, Table

from core.domain.errors import KnownError
from core.ports import Salvaged
from db.backup import flush_to_disk
from db.connecting import connect_raw
from db.engine import journal_mode_for, make_engine, set_journal_mode, writing
from db.failures import in_plain_words, making_sense
from db.format import APPLICATION_ID, SCHEMA_VERSION, SchemaVersion
from db.inspection import cannot_make, inspect, is_writable, reading_mode
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
    """

    def __init__(self, migrations: Migrations = MIGRATIONS, version: SchemaVersion = SCHEMA_VERSION) -> None:
        self._migrations = migrations
        self._version = version

    def create(self, path: Path) -> FileWorkspace:
        """Make a new, empty workspace; never over an existing file."""
        _reserve(path)
        try:
            with in_plain_words(path):
                _lay_out(path)
                flush_to_disk(path.parent)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return self.open(path)

    def open(self, path: Path) -> FileWorkspace:
        """Open a workspace, migrating an older one after a backup."""
        header = inspect(path)
        writable = is_writable(path)
        mode = "rw" if writable else reading_mode(path, header)
        with in_plain_words(path):
            journal_mode = journal_mode_for(path)
            if writable and header.is_wal and journal_mode == "DELETE":  # it came here from a local disk
                set_journal_mode(path, journal_mode)
            with closing(connect_raw(path, mode)) as connection:
                steps = self._steps(path, connection)
            if not writable:
                if steps:
                    raise KnownError(f"“{path.name}”要升级才能打开，但它是只读的。请先复制到可以写入的文件夹。")
                return _opened(path, make_engine(path, "DELETE", mode), read_only=True)
            if steps:
                migrate(path, steps)
            set_journal_mode(path, journal_mode)
            return _opened(path, make_engine(path, journal_mode), read_only=False)

    def restore(self, backup: Path, target: Path) -> None:
        """Put a verified backup in the place of ``target``, whose present content is kept beside it."""
        restore(backup, target)

    def salvage(self, path: Path) -> Salvaged:
        """Read what can be read of a damaged workspace, which is not touched."""
        return salvage(path)

    def _steps(self, path: Path, connection: sqlite3.Connection) -> Migrations:
        # Asked of SQLite, since the file's header may be older than its log.
        version = SchemaVersion.unpack(connection.execute("PRAGMA user_version").fetchone()[0])
        if version.major > self._version.major:
            raise KnownError(
                f"“{path.name}”是更新版本的绩表建立的（格式 {version}，本程序只懂到 {self._version}）。请先升级本程序。"
            )
        with making_sense():
            return steps_between(self._migrations, version, self._version)


def _reserve(path: Path) -> None:
    """Take the name with an empty file that only the user can read, or refuse."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise KnownError(f"“{path.name}”已经存在，没有覆盖。请换一个文件名，或直接打开它。") from None
    except FileNotFoundError:
        raise KnownError(f"找不到文件夹“{path.parent.name}”，无法新建“{path.name}”。请换一个文件夹。") from None
    except OSError as error:
        raise cannot_make(path, error) from error


def _lay_out(path: Path) -> None:
    engine = make_engine(path, journal_mode_for(path))
    try:
        with writing(engine).begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION.pack()}")
            metadata.create_all(connection)
    finally:
        engine.dispose()


def _opened(path: Path, engine: Engine, *, read_only: bool) -> FileWorkspace:
    """Look at every table once, so that a file that cannot be read is refused here and not at the first click."""
    workspace = FileWorkspace(path, engine, read_only=read_only)
    try:
        with in_plain_words(path), engine.connect() as connection:
            for table in metadata.tables.values():
                with making_sense():
                    _must_have_columns(connection, table)
                connection.exec_driver_sql(f"SELECT 1 FROM {table.name} LIMIT 1").fetchall()
    except BaseException:
        engine.dispose()
        raise
    return workspace


def _must_have_columns(connection: Connection, table: Table) -> None:
    rows = connection.exec_driver_sql(f"PRAGMA table_info({table.name})")
    missing = {column.name for column in table.c} - {row[1] for row in rows}
    if missing:
        raise LookupError(f"{table.name} has no {missing}")
