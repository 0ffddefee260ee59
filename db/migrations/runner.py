"""Carries out migrations: a verified backup first, then all steps in one transaction."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from core.domain.errors import KnownError
from db import backup, backup_folder
from db.connecting import connect_raw
from db.failures import in_plain_words
from db.format import SchemaVersion
from db.migrations import Migration, Migrations


def steps_between(migrations: Migrations, source: SchemaVersion, target: SchemaVersion) -> Migrations:
    """The steps that lead from one version to another, in order; empty if the file is as new already.

    Raises:
        LookupError: No step leads on from some version; no release wrote it.
    """
    by_source = {migration.source: migration for migration in migrations}
    steps = []
    while source < target:
        step = by_source[source]
        steps.append(step)
        source = step.target
    return tuple(steps)


def migrate(path: Path, steps: Migrations) -> None:
    """Bring a file up to date.

    Raises:
        KnownError: It could not be done; the file is as it was, and the backup made before the first step beside it.
    """
    with in_plain_words(path), closing(connect_raw(path)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # an older program that has it open would not understand
        saved = backup_folder.new_name(backup_folder.folder_beside(path), "升级前", datetime.now().astimezone())
        backup_folder.make_folder(saved.parent)
        backup.copy_database(connection, saved, path.name)
        # Tables are rebuilt by dropping the old one, which must not take the rows that refer to it along.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        try:
            for step in steps:
                _take(step, connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise


def _take(step: Migration, connection: sqlite3.Connection) -> None:
    step.migrate(connection)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise KnownError("旧工作区的内容前后不一致，无法升级，文件没有改动。请用“检查工作区文件”查看，或联系维护人员。")
    connection.execute(f"PRAGMA user_version = {step.target.pack()}")
