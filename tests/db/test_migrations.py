"""From schema to schema: a step is whole or it was not, and the old file is safe either way."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.errors import KnownError
from core.domain.records import TargetTable
from db.backup_folder import backups_in, folder_beside
from db.format import SCHEMA_VERSION, SchemaVersion
from db.migrations import MIGRATIONS, Migration
from db.store import FileStore
from db.workspace import FileWorkspace
from tests.reference import reference_tables

NEXT = SCHEMA_VERSION._replace(minor=SCHEMA_VERSION.minor + 1)
AFTER_NEXT = SchemaVersion(SCHEMA_VERSION.major + 1, 0)


def add_note(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE project ADD COLUMN note TEXT NOT NULL DEFAULT ''")
    connection.execute("UPDATE project SET note = name")


def rebuild_units(connection: sqlite3.Connection) -> None:
    """As SQLite wants it for all that ALTER TABLE cannot do; projects refer to the table that is dropped."""
    connection.execute("CREATE TABLE fresh AS SELECT *, '' AS remark FROM budget_unit")
    connection.execute("DROP TABLE budget_unit")
    connection.execute("ALTER TABLE fresh RENAME TO budget_unit")
    connection.execute("CREATE UNIQUE INDEX budget_unit_identity ON budget_unit (id)")


def break_down(connection: sqlite3.Connection) -> None:
    add_note(connection)
    connection.execute("DELETE FROM setting")
    connection.execute("UPDATE indicator SET name = name || ' 等等', description = hex(randomblob(2000))")
    raise ZeroDivisionError


def lose_parents(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM project")


def store_with(*steps: Migration) -> FileStore:
    return FileStore(migrations=steps, version=steps[-1].target)


def version_of(path: Path) -> SchemaVersion:
    with closing(sqlite3.connect(path)) as connection:
        return SchemaVersion.unpack(connection.execute("PRAGMA user_version").fetchone()[0])


def read_tables(workspace: FileWorkspace) -> list[TargetTable]:
    with workspace.read() as reader:
        return list(reader.tables())


@pytest.fixture
def old(published: FileWorkspace) -> Path:
    """A closed workspace of the present schema, which the tests' own steps make an old one."""
    published.close()
    return published.path


def test_the_registered_steps_lead_from_the_first_release_to_the_present() -> None:
    version = SchemaVersion(1, 0)
    for step in MIGRATIONS:
        assert step.source == version
        assert step.target > step.source
        version = step.target
    assert version == SCHEMA_VERSION


def test_all_steps_are_taken_and_a_backup_of_before_is_kept(old: Path) -> None:
    store = store_with(Migration(SCHEMA_VERSION, NEXT, add_note), Migration(NEXT, AFTER_NEXT, rebuild_units))
    with closing(store.open(old)) as workspace:
        assert read_tables(workspace) == list(reference_tables())
        assert workspace.check() == ()
    assert version_of(old) == AFTER_NEXT
    with closing(sqlite3.connect(old)) as connection:
        notes = {row[0] for row in connection.execute("SELECT note FROM project")}
    assert notes == {table.project.name for table in reference_tables()}
    (saved,) = backups_in(folder_beside(old))
    assert saved.reason == "升级前"
    assert version_of(saved.path) == SCHEMA_VERSION
    with closing(FileStore().open(saved.path)) as workspace:
        assert read_tables(workspace) == list(reference_tables())


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_failed_migration_leaves_nothing(old: Path, journal: str) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}").fetchall()
    before = old.read_bytes()
    with pytest.raises(ZeroDivisionError):
        store_with(Migration(SCHEMA_VERSION, NEXT, break_down)).open(old)
    assert old.read_bytes() == before
    assert {path.name for path in old.parent.iterdir()} == {old.name, f"{old.stem}.备份"}
    with closing(FileStore().open(old)) as workspace:
        assert read_tables(workspace) == list(reference_tables())


def test_a_migration_that_would_lose_parents_is_taken_back(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(KnownError, match=r"前后不一致，无法升级，文件没有改动"):
        store_with(Migration(SCHEMA_VERSION, NEXT, lose_parents)).open(old)
    assert old.read_bytes() == before


def test_of_several_steps_all_are_taken_or_none(old: Path) -> None:
    store = store_with(Migration(SCHEMA_VERSION, NEXT, add_note), Migration(NEXT, AFTER_NEXT, break_down))
    with pytest.raises(sqlite3.OperationalError):  # the second step adds the column that the first has added
        store.open(old)
    assert version_of(old) == SCHEMA_VERSION
    with closing(store_with(Migration(SCHEMA_VERSION, NEXT, add_note)).open(old)) as workspace:
        assert read_tables(workspace) == list(reference_tables())


def test_no_migration_while_another_window_has_the_file_open(old: Path, store: FileStore) -> None:
    with closing(store.open(old)) as other:
        with pytest.raises(KnownError, match=r"正被另一个程序或窗口占用"):
            store_with(Migration(SCHEMA_VERSION, NEXT, add_note)).open(old)
        assert read_tables(other) == list(reference_tables())
    assert version_of(old) == SCHEMA_VERSION


def test_a_migration_that_only_the_log_holds_is_not_made_twice(old: Path, tmp_path: Path) -> None:
    """The power fails right after the commit: the file's first bytes still tell the old version."""
    store = store_with(Migration(SCHEMA_VERSION, NEXT, add_note))
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("BEGIN IMMEDIATE")
        add_note(connection)
        connection.execute(f"PRAGMA user_version = {NEXT.pack()}")
        connection.execute("COMMIT")
        crashed = tmp_path / "断电后.jxdb"
        crashed.write_bytes(old.read_bytes())
        Path(f"{crashed}-wal").write_bytes(Path(f"{old}-wal").read_bytes())
    with closing(store.open(crashed)) as workspace:
        assert read_tables(workspace) == list(reference_tables())
    assert backups_in(folder_beside(crashed)) == []
